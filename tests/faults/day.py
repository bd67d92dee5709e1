"""
A day's work that may be killed at any point and begun again.

`python -m tests.faults.day URL FOLDER` deploys the library of `tests.faults.library`, receives two
messages, moves what began to a second version, and does whatever is open or due until nothing is; another system
hears of it, and what it hears is printed, an event's id a line. Each step looks
at the database first, as people and workers do after a restart. `KIND POINT`
after that kills it at a point (`job_done:2`) of the work on jobs of a kind.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from engine import crashpoints
from engine.api import Engine, open_engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, CompleteHumanTask, ReceiveMessage, SendMessage, StartMove, Viewer
from engine.model import Json
from engine.store import tables
from engine.store.database import Database
from engine.views import Answer, OutgoingEvent, WorklistFilter
from tests.unit.runtime.post import DELIVERED, Post

START = datetime(2031, 3, 3, 8, tzinfo=UTC)
EVERYBODY = Viewer("anna", "Anna", frozenset(), None)
SUBJECTS = ("Bella", "Rex")
ANSWERS: dict[str, dict[str, Json]] = {
    "Vurder": {"sag.dyr.art": "hund", "sag.dyr.farligt": False},
    "Kontroller": {"fundet": "alt vel"},
    "Godkend": {"sag.dyr.godkendt": True},
}


def work(engine: Engine, clock: VirtualClock, folder: Path, before_due: Callable[[], None]) -> None:
    engine.deploy(folder, by="anna", again=False)
    post = Post(engine.outgoing, clock, _hear)
    if not engine.outgoing.receivers():
        post.add("x")
    for number, name in enumerate(SUBJECTS):
        data: dict[str, Json] = {"afdeling": "boern", "navn": name}
        engine.receive(ReceiveMessage("borger", f"m-{number}", "dyrehold.anmeldt", data))
    engine.run_due()
    for row in engine.cases(EVERYBODY).rows:
        told = engine.timeline(EVERYBODY, row.id, limit=1000).rows
        for message in ("dyrehold.vagt", "dyrehold.besoeg"):
            if row.status == "open" and not any(e.data.get("besked") == message for e in told):
                engine.send_message(SendMessage(row.id, message, {}, EVERYBODY))
    _move(engine, folder)
    while _complete_one(engine) or _let_time_pass(engine, clock, before_due):
        post.work()
    post.wait(days=1000)  # what waits is due after the clock of a day that was begun again


def _move(engine: Engine, folder: Path) -> None:
    """Every running main process goes to a second version of its diagram."""
    with tempfile.TemporaryDirectory() as place:
        newer = Path(shutil.copytree(folder, Path(place) / "dyrehold"))
        drawing = newer / "diagrams" / "dyrehold.bpmn"
        drawing.write_text(
            drawing.read_text(encoding="utf-8").replace('name="Trukket"', 'name="Taget tilbage"'), "utf-8"
        )
        version = engine.deploy(newer, by="anna", again=False).version
    if not engine.moving.runs(SYSTEM, "dyrehold"):
        engine.moving.start(StartMove("dyrehold", "dyrehold", version, {}, EVERYBODY))
    while engine.moving.work(limit=10, worker="day"):
        pass


def _hear(event: OutgoingEvent, _: str) -> Answer:
    print(event.id, flush=True)
    return DELIVERED


def _complete_one(engine: Engine) -> bool:
    rows = sorted(engine.worklist(EVERYBODY, WorklistFilter()).rows, key=lambda row: (row.subject, row.name))
    for row in rows:
        # The case waits a while over its second step, so that its timers fire.
        if row.name == "Kontroller" and not _ryk_is_done(engine, row.case):
            continue
        # Nobody greets before every case has come to it, so that a greeting comes at the same place in its history.
        if row.name == "Hils" and not _all_greet(engine):
            continue
        engine.complete(CompleteHumanTask(row.id, ANSWERS.get(row.name, {}), EVERYBODY))
        return True
    return False


def _ryk_is_done(engine: Engine, case: str) -> bool:
    return any(
        e.kind == "task_completed" and e.name == "Ryk" for e in engine.timeline(EVERYBODY, case, limit=1000).rows
    )


def _all_greet(engine: Engine) -> bool:
    return all(
        any(e.kind == "task_created" and e.name == "Hils" for e in engine.timeline(EVERYBODY, row.id, limit=1000).rows)
        for row in engine.cases(EVERYBODY).rows
    )


def _let_time_pass(engine: Engine, clock: VirtualClock, before_due: Callable[[], None]) -> bool:
    due = engine.next_due()
    if due is None:
        return False
    clock.set(due)
    before_due()
    return engine.run_due() > 0


class Killer:
    """Arms a point whenever jobs of a kind are due."""

    def __init__(self, url: str, clock: VirtualClock, kind: str, point: str) -> None:
        self._database, self._clock = Database(url), clock
        self._kind, self._point = kind, point

    def __call__(self) -> None:
        due = select(tables.jobs.c.kind).where(tables.jobs.c.due_at <= self._clock.now())
        with self._database.reading() as connection:
            kinds = set(connection.execute(due).scalars())
        if self._kind in kinds:
            crashpoints.arm(self._point)


def main(url: str, folder: str, kind: str = "", point: str = "") -> None:
    clock = VirtualClock(START)
    engine = open_engine(url, clock=clock)
    work(engine, clock, Path(folder), Killer(url, clock, kind, point) if kind else lambda: None)
    engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
