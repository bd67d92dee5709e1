"""Reading and copying an engine's rows with the bare drivers, for what the engine is measured against."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import psycopg

Rows: TypeAlias = "dict[tuple[Any, ...], dict[str, Any]]"

# Every table a step writes, parents first, with its primary key.
TABLES: Mapping[str, tuple[str, ...]] = {
    "cases": ("id",),
    "instances": ("id",),
    "human_tasks": ("id",),
    "subscriptions": ("instance_id", "wait"),
    "jobs": ("id",),
    "fact_changes": ("case_id", "version", "path"),
    "fact_values": ("case_id", "version", "path"),
    "history": ("case_id", "seq"),
    "outbox": ("id",),
}


class Bare:
    """A connection of the driver's own, on the database of an engine's URL, set up as the engine sets up its own."""

    def __init__(self, url: str) -> None:
        self._postgres = url.startswith("postgresql")
        if self._postgres:
            self._connection: Any = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
            self.mark = "%s"
        else:
            self._connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            self.mark = "?"
        self._documents = self._document_columns() if self._postgres else set()

    @property
    def begin_writing(self) -> str:
        return "BEGIN" if self._postgres else "BEGIN IMMEDIATE"

    @property
    def lock(self) -> str:
        """What a SELECT ends with to hold its row until the transaction ends."""
        return " FOR UPDATE" if self._postgres else ""

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        cursor = self._connection.execute(statement, tuple(values))
        return list(cursor.fetchall()) if cursor.description else []

    def execute_many(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        cursor = self._connection.cursor()
        cursor.executemany(statement, list(values))

    def columns(self, table: str) -> list[str]:
        cursor = self._connection.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - a name from TABLES
        return [column[0] for column in cursor.description]

    def moment(self, at: datetime) -> str:
        """A moment as the engine stores it."""
        return at.isoformat(" ") if self._postgres else at.replace(tzinfo=None).isoformat(" ", "microseconds")

    def rows(self, table: str) -> Rows:
        names = self.columns(table)
        # Documents come as the text that is stored, so that they can be written back as they were.
        shown = [f'CAST("{n}" AS TEXT)' if (table, n) in self._documents else f'"{n}"' for n in names]
        found = self.execute(f"SELECT {', '.join(shown)} FROM {table}")  # noqa: S608 - names of our own tables
        rows = [dict(zip(names, row, strict=True)) for row in found]
        return {tuple(row[part] for part in TABLES[table]): row for row in rows}

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if not rows:
            return
        names = list(rows[0])
        marks = ", ".join(self.mark for _ in names)
        statement = f"INSERT INTO {table} ({', '.join(_quoted(names))}) VALUES ({marks})"  # noqa: S608 - as above
        self.execute_many(statement, [list(row.values()) for row in rows])

    def update(self, table: str, row: Mapping[str, Any]) -> None:
        key = TABLES[table]
        names = [name for name in row if name not in key]
        sets = ", ".join(f"{name} = {self.mark}" for name in _quoted(names))
        where = " AND ".join(f"{name} = {self.mark}" for name in _quoted(key))
        values = [*(row[name] for name in names), *(row[name] for name in key)]
        self.execute(f"UPDATE {table} SET {sets} WHERE {where}", values)  # noqa: S608 - as above

    def delete(self, table: str, row: Mapping[str, Any]) -> None:
        key = TABLES[table]
        where = " AND ".join(f"{name} = {self.mark}" for name in _quoted(key))
        self.execute(f"DELETE FROM {table} WHERE {where}", [row[name] for name in key])  # noqa: S608 - as above

    def close(self) -> None:
        self._connection.close()

    def _document_columns(self) -> set[tuple[str, str]]:
        found = self.execute("SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'jsonb'")
        return {(table, column) for table, column in found}


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def new_id() -> str:
    return secrets.token_urlsafe(16)
