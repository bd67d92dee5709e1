"""
Cases with a past, in a real database: what a demonstration opens with.

Everything is done by the commands the pages use, on a clock that starts in the
past and stops at a given day, so that the cases stand at different stages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.simulation.chance import Seeded
from app.simulation.form_filling import FormFiller
from app.simulation.library import Library
from app.simulation.people import People
from app.simulation.start_facts import Beginning, start_facts
from app.simulation.timetable import Habits, StandsStill, Timetable, work_moment
from engine.api import Engine, open_engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, OpenCase, Viewer
from engine.extension import ServiceRegistry
from engine.model import Json

MAX_STEPS = 50_000


@dataclass(frozen=True)
class SeedCase:
    """
    A case to run: when it opens, whom it is about, where it belongs, and facts over those of the weights.

    Nobody works on it from `left` on, so that its deadlines pass; and nobody
    does the task named `waits_at`.
    """

    opened: date
    department: str
    born: date | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)
    left: date | None = None
    waits_at: str | None = None


def seed_cases(
    url: str,
    library: Library,
    services: ServiceRegistry,
    cases: Sequence[SeedCase],
    *,
    until: date,
    people: Sequence[Viewer],
    seed: int,
    habits: Habits | None = None,
) -> list[str]:
    """
    Run the cases interleaved into a migrated database, up to the start of `until`; their ids.

    The library is deployed on the day the first case opens, unless it already
    runs. `people` are the accounts that act, each within their roles; some of
    them are late by `habits`, so that work lies overdue and escalated.
    Raises InvalidDefinition, and Rejected when a case's first facts are refused.
    """
    planned = sorted(cases, key=lambda case: case.opened)
    if not planned:
        return []
    clock = VirtualClock(work_moment(planned[0].opened))
    engine = open_engine(url, clock=clock, services=services)
    try:
        engine.deploy(library.folder, by=SYSTEM.id)
        actors = People(engine, people, FormFiller(library.weights, Seeded(seed)))
        table = Timetable(actors, clock, habits or Habits(late=0.15))
        for case in planned:
            _run(table, min(case.opened, until))
            clock.set(work_moment(case.opened))
            opened = _open(engine, library, case, people[0])
            table.cases.add(opened)
            if case.left:
                table.left[opened] = work_moment(case.left)
            if case.waits_at:
                table.waits_at[opened] = case.waits_at
        _run(table, until)
        return sorted(table.cases)
    finally:
        engine.close()


def _run(table: Timetable, until: date) -> None:
    moment = work_moment(until)
    for _ in range(MAX_STEPS):
        if not table.step(moment):
            return
    raise StandsStill(f"{MAX_STEPS} steps before {until.isoformat()}")


def _open(engine: Engine, library: Library, case: SeedCase, by: Viewer) -> str:
    facts = {**start_facts(library.weights, Beginning(case.born, case.opened)), **case.facts}
    return engine.open_case(OpenCase(process=library.key, department=case.department, facts=facts, by=by))
