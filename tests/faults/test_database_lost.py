"""A database that dies in the middle of the work, and an engine that goes on when it is back."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from engine.api import open_engine
from engine.clock import VirtualClock
from engine.commands import CloseCase, CompleteHumanTask, ReceiveMessage
from engine.errors import Transient
from engine.store import database as store
from engine.store import tables
from engine.store.database import Database
from tests import postgres
from tests.unit.runtime import toy
from tests.unit.runtime.conftest import START, House

pytestmark = pytest.mark.unmeasured(after=1)

_MESSAGES = 60


@pytest.fixture
def server() -> Iterator[postgres.PostgresServer]:
    own = postgres.PostgresServer(durable=True)
    try:
        yield own.start()
    finally:
        own.remove()


@pytest.fixture
def lost_house(server: postgres.PostgresServer, tmp_path: Path) -> Iterator[House]:
    clock = VirtualClock(START)
    engine = open_engine(server.create("lost"), clock=clock, migrate=True)
    folder = toy.write(tmp_path / "dyrehold")
    engine.deploy(folder, by="anna")
    yield House(engine, clock, folder)
    engine.close()


def _let_leases_run_out(house: House) -> None:
    """What was in hand keeps its lease for a minute on the server's clock; the test does not wait for it."""
    database = Database(house.engine._database.url)
    with database.writing() as connection:
        connection.execute(update(tables.jobs).values(lease_until=datetime(2000, 1, 1, tzinfo=UTC)))
    database.close()


@pytest.mark.postgres
def test_a_dead_server_is_told_and_the_same_engine_goes_on(lost_house: House, server: postgres.PostgresServer) -> None:
    house = lost_house
    case = house.open_case()
    command = CompleteHumanTask(house.task("Vurder").id, {"sag.dyr.art": "hund"}, house.anna)
    before = house.history(case)
    server.kill()
    for attempt in (
        lambda: house.engine.complete(command),
        lambda: house.engine.close_case(CloseCase(case, "x", house.anna)),
        lambda: house.engine.receive(ReceiveMessage("b", "m", "dyrehold.anmeldt", {"afdeling": "a", "navn": "n"})),
        house.engine.run_due,
        lambda: house.engine.case(house.anna, case),
        house.engine.health,
        house.open_case,
    ):
        with pytest.raises(Transient, match="Databasen"):
            attempt()
    server.start()
    assert house.history(case) == before
    house.engine.complete(command)
    assert house.names() == ["Kontroller"]


@pytest.mark.postgres
def test_a_server_that_dies_among_the_jobs_loses_and_repeats_none(
    lost_house: House, server: postgres.PostgresServer
) -> None:
    house = lost_house
    for number in range(_MESSAGES):
        data = {"afdeling": "boern", "navn": f"dyr {number}"}
        house.engine.receive(ReceiveMessage("borger", f"m-{number}", "dyrehold.anmeldt", data))
    begun = threading.Event()

    def work_until_told() -> str:
        while True:
            try:
                house.engine.run_due(limit=3)
            except Transient as error:
                return str(error)
            begun.set()

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(work_until_told)
        assert begun.wait(60)
        server.kill()
        assert "Databasen" in told.result(60)
    server.start()
    assert 0 < len(house.engine.cases(house.anna, limit=100).rows) < _MESSAGES
    _let_leases_run_out(house)
    while house.engine.run_due():
        pass
    subjects = sorted(row.subject for row in house.engine.cases(house.anna, limit=100).rows)
    assert subjects == sorted(f"dyr {number}" for number in range(_MESSAGES))
    assert house.engine.incidents(house.anna) == []


def test_a_locked_file_refuses_writing_and_lets_look(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_SQLITE_PATIENCE", 0.2)
    path = tmp_path / "locked.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    clock = VirtualClock(START)
    engine = open_engine(f"sqlite:///{path}", clock=clock)
    folder = toy.write(tmp_path / "dyrehold")
    engine.deploy(folder, by="anna")
    house = House(engine, clock, folder)
    house.open_case()
    command = CompleteHumanTask(house.task("Vurder").id, {"sag.dyr.art": "hund"}, house.anna)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Transient, match="optaget"):
        engine.complete(command)
    with pytest.raises(Transient, match="optaget"):
        engine.run_due()
    assert house.names() == ["Vurder"]
    other.execute("ROLLBACK")
    other.close()
    engine.complete(command)
    assert house.names() == ["Kontroller"]
    engine.close()
