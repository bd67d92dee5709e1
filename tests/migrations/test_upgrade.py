"""A database of the first release, with rows in every table, upgraded to this one without loss."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, Boolean, DateTime, Integer, LargeBinary, MetaData, Table, insert, select

from engine.api import open_engine
from engine.store import schema
from engine.store.database import Connection, Database

FIRST = "0001"
# The first release's own names for what is called otherwise since, by table.
RENAMED = {"outbox": {"delivered_at": "dispatched_at"}}
MOMENT = datetime(2026, 2, 2, 8, 30, 15, 250_000, tzinfo=UTC)
DOCUMENT = {"barn": {"navn": "Åse Ærø", "timer": 12.5}, "liste": [1, None, "x"], "tom": {}}
ROWS = 2


@pytest.fixture
def first_release(database_url: str) -> Iterator[Database]:
    """The database as the first release made it, with two full rows in each table."""
    database = Database(database_url)
    with database.writing() as connection:
        command.upgrade(schema._config(connection), FIRST)
    with database.writing() as connection:
        for table in _tables(connection):
            for turn in range(ROWS):
                connection.execute(insert(table).values(_full_row(table, turn)))
    yield database
    database.close()


def test_every_row_survives_with_every_value(first_release: Database) -> None:
    before = _everything(first_release)
    assert all(len(rows) == ROWS for rows in before.values())
    assert {"cases", "instances", "jobs", "history", "incidents", "inbox", "outbox", "accounts"} <= before.keys()

    schema.upgrade(first_release)

    schema.require_current(first_release)
    assert schema.differences(first_release) == []
    after = _everything(first_release)
    for table, rows in before.items():
        names = RENAMED.get(table, {})
        expected = [{names.get(column, column): value for column, value in row.items()} for row in rows]
        kept = [{column: row[column] for column in expected[0]} for row in after[table]]
        assert kept == expected, table


def test_what_is_new_begins_empty_and_old_jobs_are_the_cases_own(first_release: Database) -> None:
    columns = {table: set(rows[0]) for table, rows in _everything(first_release).items()}
    schema.upgrade(first_release)
    for table, rows in _everything(first_release).items():
        if table not in columns:
            assert rows == [], table
            continue
        known = {RENAMED.get(table, {}).get(column, column) for column in columns[table]}
        for row in rows:
            new = {column: value for column, value in row.items() if column not in known}
            assert new == ({"queue": "case"} if table == "jobs" else dict.fromkeys(new)), table


def test_the_upgraded_database_opens_and_keeps_its_references(first_release: Database) -> None:
    schema.upgrade(first_release)
    engine = open_engine(first_release.url)
    engine.health()
    engine.close()
    if first_release.dialect == "sqlite":
        with first_release.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def _tables(connection: Connection) -> list[Table]:
    """The tables as they lie in the database now, those that are pointed at first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _everything(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order of its key."""
    with database.reading() as connection:
        return {
            table.name: [
                dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in _tables(connection)
        }


def _full_row(table: Table, turn: int) -> dict[str, Any]:
    """A value in every column; a reference points at the row of the same turn."""
    return {column.name: _value(column, turn) for column in table.columns}


def _value(column: Any, turn: int) -> object:
    while column.foreign_keys:
        (reference,) = column.foreign_keys
        column = reference.column
    match column.type:
        case Boolean():
            return turn == 0
        case Integer():
            return turn + 1
        case DateTime():
            # SQLite keeps no zone: there a moment lies naive, in UTC.
            return (MOMENT + timedelta(days=turn)).replace(tzinfo=UTC if column.type.timezone else None)
        case LargeBinary():
            return bytes(range(256)) + bytes([turn])
        case JSON():
            return {**DOCUMENT, "tur": turn}
        case _:
            return _text(column, turn)


def _text(column: Any, turn: int) -> str:
    return f"{column.table.name}.{column.name}.{turn}"[: getattr(column.type, "length", None) or 200]
