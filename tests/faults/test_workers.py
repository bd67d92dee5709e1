"""Several worker processes on one queue: everything due is done once, whoever takes it, and leases that run out."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from engine.commands import OpenCase, SendMessage
from engine.runtime import jobs as runtime_jobs
from engine.store import jobs, tables
from engine.store.database import Database
from tests.unit.runtime.conftest import House

pytestmark = pytest.mark.unmeasured(after=1)

ROOT = Path(__file__).parents[2]
_CASES = 60
_WORKERS = 4
_WORKER = """
import sys
from datetime import datetime
from engine.api import open_engine
from engine.clock import VirtualClock
engine = open_engine(sys.argv[1], clock=VirtualClock(datetime.fromisoformat(sys.argv[2])))
taken = 0
while more := engine.run_due(limit=10, worker=sys.argv[3]):
    taken += more
engine.close()
print(taken)
"""


def _open_with_timers(house: House) -> None:
    for number in range(_CASES):
        case = house.engine.open_case(OpenCase("dyrehold", "boern", {"dyr.navn": f"dyr {number}"}, house.anna))
        house.engine.send_message(SendMessage(case, "dyrehold.frist", {}, house.anna))


def test_four_processes_drain_what_is_due_exactly_once(house: House) -> None:
    _open_with_timers(house)
    now = house.clock.now() + timedelta(days=1)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, house.engine._database.url, now.isoformat(), f"w{number}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(_WORKERS)
    ]
    taken = [int(worker.communicate(timeout=120)[0]) for worker in workers]
    assert sum(taken) == _CASES, taken
    database, history = Database(house.engine._database.url), tables.history
    with database.reading() as connection:
        told = Counter(
            (row.case_id, row.kind)
            for row in connection.execute(
                select(history.c.case_id, history.c.kind).where(history.c.kind.in_(["timer_fired", "task_cancelled"]))
            )
        )
    database.close()
    assert len(told) == 2 * _CASES
    assert set(told.values()) == {1}


def test_a_worker_that_outlives_its_lease_does_nothing_more(house: House) -> None:
    case = house.open_case()
    house.send(case, "dyrehold.frist")
    house.clock.set(house.clock.now() + timedelta(days=1))
    database = Database(house.engine._database.url)
    (late,) = database.write(lambda c: jobs.lease_due(c, house.clock.now(), 1, "late"))
    with database.writing() as connection:
        connection.execute(update(tables.jobs).values(lease_until=datetime(2000, 1, 1, tzinfo=UTC)))
    assert house.engine.run_due(worker="other") == 1
    before = house.history(case)
    runtime_jobs._take_on(database, house.engine._definitions, house.clock.now(), late)
    assert house.history(case) == before
    database.close()
