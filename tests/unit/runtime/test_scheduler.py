"""The heartbeat: it works off what is due, bears an absent database, and stops with the job in hand."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from engine import scheduler
from engine.commands import ReceiveMessage
from engine.errors import Transient
from engine.runtime import inbox
from engine.store import tables
from engine.store.database import Database
from engine.views import Answer, OutgoingEvent
from tests.unit.runtime.conftest import House

_MESSAGES = 8


def _receive_some(house: House) -> None:
    for number in range(_MESSAGES):
        data = {"afdeling": "boern", "navn": f"dyr {number}"}
        house.engine.receive(ReceiveMessage("b", f"m-{number}", "dyrehold.anmeldt", data))


def _nobody(_event: OutgoingEvent, **_: str) -> Answer:
    raise AssertionError("nobody asked to hear of anything")


def _run(house: House, stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=scheduler.run, args=(house.engine, stop, _nobody), kwargs={"worker": "w"})
    thread.start()
    return thread


def test_a_worker_that_is_stopped_finishes_its_job_and_gives_the_others_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _receive_some(house)
    stop, handle = threading.Event(), inbox.handle

    def handle_and_stop(*arguments: object) -> None:
        stop.set()
        handle(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox, "handle", handle_and_stop)
    thread = _run(house, stop)
    thread.join(30)
    assert not thread.is_alive()
    assert len(house.engine.cases(house.anna).rows) == 1
    database, jobs = Database(house.engine._database.url), tables.jobs
    with database.reading() as connection:
        query = select(jobs.c.attempts, jobs.c.lease_until).where(jobs.c.kind == "inbox")
        assert [tuple(row) for row in connection.execute(query)] == [(0, None)] * (_MESSAGES - 1)
    database.close()


def test_a_worker_bears_that_the_database_is_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _receive_some(house)
    stop, away, run_due = threading.Event(), threading.Event(), house.engine.run_due

    def first_away(**how: object) -> int:
        if not away.is_set():
            away.set()
            raise Transient("Databasen svarede ikke.")
        taken = run_due(**how)  # type: ignore[arg-type]
        if not taken:
            stop.set()
        return taken

    monkeypatch.setattr(house.engine, "run_due", first_away)
    thread = _run(house, stop)
    thread.join(30)
    assert not thread.is_alive()
    assert len(house.engine.cases(house.anna).rows) == _MESSAGES
