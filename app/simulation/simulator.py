"""One case, from its opening to its end, by seeded choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.simulation.chance import Chance, Seeded
from app.simulation.events import Event, events_of, history_of
from app.simulation.form_filling import FormFiller
from app.simulation.incoming import Incoming, draw_incoming
from app.simulation.library import Library
from app.simulation.people import People, everyone
from app.simulation.periods import Period
from app.simulation.sandbox import Sandbox, sandbox
from app.simulation.start_facts import Beginning, beginning, start_facts
from app.simulation.timetable import StandsStill, Timetable, case_has_ended, work_moment
from engine.commands import SYSTEM
from engine.extension import ServiceRegistry
from engine.model import Json

LONGEST = Period(25 * 12, 0)
MAX_STEPS = 50_000


@dataclass(frozen=True)
class Simulation:
    """
    A simulated case: its timeline, oldest first, and whether it came to its end.

    `seed` is None when a scenario led the way.
    `problems` are tasks nobody got through, incidents, and a case that stood
    still, each a Danish sentence; empty when all went as drawn.
    """

    process: str
    born: date | None
    seed: int | None
    events: Sequence[Event]
    ended: bool
    problems: Sequence[str]

    def as_json(self) -> dict[str, Json]:
        return {
            "process": self.process,
            "born": self.born.isoformat() if self.born else None,
            "seed": self.seed,
            "ended": self.ended,
            "problems": list(self.problems),
            "events": [event.as_json() for event in self.events],
        }


def simulate(
    library: Library,
    services: ServiceRegistry,
    *,
    seed: int,
    born: date | None = None,
    start: date | None = None,
    until: date | None = None,
) -> Simulation:
    """
    Run one case until it ends, until the day after `until` begins, or for 25 years.

    The same arguments give the same timeline. Raises InvalidDefinition,
    AuthoredError, and Rejected when the first facts are refused.
    """
    chance = Seeded(seed)
    at = beginning(library.weights, chance, born, start)
    last_day = until or LONGEST.after(at.start)
    with sandbox(library, services, work_moment(at.start)) as box:
        case = box.open_case(library.key, start_facts(library.weights, at))
        # Drawn apart, so that a library without messages keeps its seeds' timelines.
        mail = draw_incoming(library.weights.messages, Seeded(f"beskeder {seed}"), case, at.start, last_day)
        stuck = _run(box, case, chance, mail, work_moment(last_day))
        return _finished(box, case, at, seed, stuck)


def _run(box: Sandbox, case: str, chance: Chance, mail: list[Incoming], until: datetime) -> list[str]:
    """Let the case run; what is wrong afterwards."""
    people = People(box.engine, [everyone(box.library.roles)], FormFiller(box.library.weights, chance))
    table = Timetable(people, box.clock)
    table.cases.add(case)
    table.incoming = mail
    problems = []
    try:
        steps = 0
        while table.step(until) and steps < MAX_STEPS:
            steps += 1
        if steps == MAX_STEPS:
            problems.append(f"Simuleringen blev afbrudt efter {MAX_STEPS} skridt. Gentager diagrammet sig uden pause?")
    except StandsStill:
        problems.append("Forfaldent arbejde blev ved med at stå uudført. Gentager diagrammet sig uden pause?")
    problems += [
        f"Opgaven »{plan.name}« ({plan.element}) kunne ikke afsluttes: {plan.refusal}" for plan in table.refused()
    ]
    return problems


def _finished(box: Sandbox, case: str, at: Beginning, seed: int, problems: list[str]) -> Simulation:
    view = box.engine.case(SYSTEM, case)
    problems += [f"{incident.element}: {incident.message} {incident.action}" for incident in view.incidents]
    ended = case_has_ended(box.engine, case)
    return Simulation(box.library.key, at.born, seed, events_of(history_of(box.engine, case)), ended, problems)
