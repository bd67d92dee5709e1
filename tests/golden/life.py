"""Standing cases, and the hands that bring them to their end the same way in every release."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.simulation.timetable import run_due
from engine.api import Engine
from engine.clock import VirtualClock
from engine.commands import (
    SYSTEM,
    ChooseActivity,
    CompleteHumanTask,
    CorrectFacts,
    OpenCase,
    RetryIncident,
    SendMessage,
)
from engine.views import HumanTaskRow, WorklistFilter
from tests.golden.library import PROCESSES

START = datetime(2031, 3, 3, 8, tzinfo=UTC)
_HOLD = "Hold_aaben"
# What is done in a case after its process has begun, so that it stands where it is meant to.
_STEPS: dict[str, Callable[[Engine, VirtualClock, str], None]] = {
    "samling": lambda engine, _, case: _complete(engine, case, "A"),
    "inklusiv": lambda engine, _, case: _complete(engine, case, "A"),
    "transaktion": lambda engine, _, case: _complete(engine, case, "Koeb"),
    "fortryd": lambda engine, _, case: _complete(engine, case, "Goer"),
    "flere": lambda engine, _, case: _complete(engine, case, "Hver"),
    "efter_tur": lambda engine, _, case: _complete(engine, case, "Hver"),
    "gentag": lambda engine, _, case: _complete(engine, case, "Igen"),
    "frit": lambda engine, _, case: _choose(engine, case, "Z_frit", "A_valgt"),
    "lytter": lambda engine, _, case: engine.send_message(SendMessage(case, "guld.hoert", {}, SYSTEM)),
    "i_staa": lambda engine, clock, _: wait(engine, clock, timedelta(days=2)),
}


def stand(engine: Engine, clock: VirtualClock) -> dict[str, str]:
    """One case for each kind of standing: its id by the kind."""
    cases = {}
    for kind in PROCESSES:
        case = engine.open_case(OpenCase("guld", "prøver", {"proeve.navn": kind}, SYSTEM))
        engine.send_message(SendMessage(case, f"guld.{kind}", {}, SYSTEM))
        cases[kind] = case
    for kind, step in _STEPS.items():
        step(engine, clock, cases[kind])
    return cases


def finish(engine: Engine, clock: VirtualClock, case: str) -> list[str]:
    """Bring a case to its end; what was done since it stood, in its order."""
    before = len(engine.timeline(SYSTEM, case, limit=1000, everything=True).rows)
    for _ in range(100):
        if engine.case(SYSTEM, case).row.status == "ended":
            break
        _go_on(engine, clock, case)
    lines = reversed(engine.timeline(SYSTEM, case, limit=1000, everything=True).rows)
    told = [f"{line.kind} {line.element}" for line in list(lines)[before:]]
    return [
        line for line in told if line.split(" ")[0] in {"task_completed", "timer_fired", "instance_ended", "case_ended"}
    ]


def _go_on(engine: Engine, clock: VirtualClock, case: str) -> None:
    """The next thing that gets the case on: a task, a message, a fact, what stuck, time; its own task last."""
    view = engine.case(SYSTEM, case)
    tasks = [task for task in open_tasks(engine, case) if task.name != _HOLD]
    heard = [message.value for message in view.messages if message.value.removeprefix("guld.") not in PROCESSES]
    facts = {fact.path: fact.value for fact in view.facts}
    if tasks:
        _complete(engine, case, min(task.name for task in tasks))
    elif heard:
        engine.send_message(SendMessage(case, heard[0], {}, SYSTEM))
    elif view.incidents:
        engine.correct_facts(CorrectFacts(case, {"proeve.vej": "h"}, "Prøven rettes", SYSTEM))
        engine.mending.retry(RetryIncident(view.incidents[0].id, SYSTEM))
        run_due(engine, clock)
    elif any(wait.kind == "condition" for wait in view.waits) and facts.get("proeve.klar") is not True:
        engine.correct_facts(CorrectFacts(case, {"proeve.klar": True}, "Prøven er klar", SYSTEM))
    elif any(wait.kind == "timer" for wait in view.waits):
        wait(engine, clock, timedelta(days=31))
    else:
        _complete(engine, case, _HOLD)


def open_tasks(engine: Engine, case: str) -> list[HumanTaskRow]:
    return [row for row in engine.worklist(SYSTEM, WorklistFilter(limit=500)).rows if row.case == case]


def wait(engine: Engine, clock: VirtualClock, span: timedelta) -> None:
    """Let time pass, stopping at everything that falls due on the way."""
    end = clock.now() + span
    while (due := engine.next_due()) is not None and due <= end:
        clock.set(due)
        if not engine.run_due():
            break
    clock.set(end)


def _choose(engine: Engine, case: str, among: str, element: str) -> None:
    task = next(row for row in open_tasks(engine, case) if row.name == among)
    engine.choose(ChooseActivity(task.id, element, SYSTEM))


def _complete(engine: Engine, case: str, name: str) -> None:
    task = next(row for row in open_tasks(engine, case) if row.name == name)
    engine.complete(CompleteHumanTask(task.id, {}, SYSTEM))


def standing(engine: Engine, case: str) -> list[str]:
    """What a case waits for, and until when."""
    waits = engine.case(SYSTEM, case).waits
    return sorted(f"{wait.kind} {wait.name} {wait.due_at.isoformat() if wait.due_at else '-'}" for wait in waits)
