"""Transactions on both databases: what they see, and what they tell when the database is away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from engine.errors import Transient
from engine.store import cases, inbox, tables
from engine.store import database as store
from engine.store.database import Database, LostRace

NOW = datetime(2031, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def database(engine_url: str) -> Iterator[Database]:
    opened = Database(engine_url)
    yield opened
    opened.close()


def _receive(database: Database, message: str) -> None:
    database.write(lambda c: inbox.add(c, source="borger", message=message, kind="x", data={"a": 1}, received_at=NOW))


def _count(connection: store.Connection) -> int:
    return connection.execute(select(func.count()).select_from(tables.inbox)).scalar_one()


def test_a_reading_sees_one_moment_whatever_is_written_meanwhile(database: Database) -> None:
    _receive(database, "before")
    with database.reading() as connection:
        assert _count(connection) == 1
        _receive(database, "meanwhile")
        assert _count(connection) == 1
    with database.reading() as connection:
        assert _count(connection) == 2


def test_what_lost_a_race_is_done_again_from_the_start(database: Database) -> None:
    turns: list[int] = []

    def work(connection: store.Connection) -> int:
        inbox.add(connection, source="borger", message="m", kind="x", data={}, received_at=NOW)
        turns.append(_count(connection))
        if len(turns) < 3:
            raise LostRace
        return len(turns)

    assert database.write(work) == 3
    assert turns == [1, 1, 1]


def test_sqlite_lowers_danish_letters_too() -> None:
    database = Database("sqlite://")
    with database.reading() as connection:
        assert connection.execute(select(func.lower("ÅRLIG Ændring Ø"))).scalar_one() == "årlig ændring ø"
    database.close()


def test_no_free_connection_is_passing(database: Database) -> None:
    database.engine.pool._timeout = 0.1  # type: ignore[attr-defined]  # the wait is half a minute otherwise

    def take(held: ExitStack) -> None:
        for _ in range(100):
            held.enter_context(database.reading())

    with ExitStack() as held, pytest.raises(Transient):
        take(held)
    database.check()


def test_a_file_that_another_process_holds_is_passing_and_waited_for_once(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "held.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    monkeypatch.setattr(store, "_SQLITE_PATIENCE", 0.2)
    database = Database(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Transient) as refused:
        database.write(lambda _: pytest.fail("it cannot begin"))
    assert not isinstance(refused.value, LostRace)
    database.check()  # looking goes on
    other.execute("ROLLBACK")
    _receive(database, "after")
    other.close()
    database.close()


def test_a_page_of_cases_is_read_off_the_index(tmp_path: Path, migrated_sqlite: Path) -> None:
    path = tmp_path / "plan.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{path}")
    asked: list[tuple[str, tuple[object, ...]]] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _k, sql, values, _x, _m: asked.append((sql, values))
    )
    with database.reading() as connection:
        cases.listed(connection, "boern", text="", before=(NOW, "x"), limit=50)
        sql, values = asked[-1]
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert len(plan) == 1, plan
    database.close()
