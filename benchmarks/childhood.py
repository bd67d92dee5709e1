"""A whole case of eighteen years, and what its last supervisions cost against its first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from statistics import median

from app import wiring
from app.simulation.chance import Seeded
from app.simulation.form_filling import FormFiller
from app.simulation.library import Library, find_library
from app.simulation.people import People, everyone
from app.simulation.sandbox import Sandbox, sandbox
from app.simulation.simulator import simulate
from app.simulation.start_facts import Beginning, start_facts
from app.simulation.timetable import Timetable, work_moment
from benchmarks.timing import CPU, Comparison, Figure, seconds, turn_about
from engine.commands import SYSTEM, CompleteHumanTask

BORN = date(2016, 8, 1)
GROWN = date(2034, 7, 31)
FIRST_DAYS = date(2017, 2, 1)
TURNS = 60
SUPERVISIONS = 6  # how many at each end are compared


def measure() -> Iterator[Figure | Comparison]:
    library = find_library("hjemmetraening", wiring.libraries())
    assert library is not None
    yield _whole(library)
    yield from _early_and_late(library)


def _whole(library: Library) -> Figure:
    services = wiring.service_tasks()
    lives = [partial(simulate, library, services, seed=seed, born=date(2012, 3, 14)) for seed in (1, 2, 3)]
    lives[0]()
    taken = median(seconds(life, CPU) for life in lives)
    return Figure("En hel sag, til barnet er 18, SQLite i hukommelsen", taken, "s", "må 3 s, mål 1 s; median af 3")


def _early_and_late(library: Library) -> Iterator[Comparison]:
    """One child from the first months of life, whose case is as old as a case can be."""
    with (
        sandbox(library, wiring.service_tasks(), work_moment(BORN)) as old,
        sandbox(library, wiring.service_tasks(), work_moment(BORN)) as young,
    ):
        steps = _Steps(old)
        grown, new = _lived(library, old, GROWN), _lived(library, young, FIRST_DAYS)
        count = len(steps.rounds)
        first = [each for round_ in steps.rounds[1 : SUPERVISIONS + 1] for each in round_]
        last = [each for round_ in steps.rounds[-SUPERVISIONS:] for each in round_]
        title = f"Et skridt i de sidste af {count} tilsyn, mod de første"
        yield Comparison(title, median(last), median(first), 1.2, 1.2)
        measured, baseline = turn_about(_page(old, grown), _page(young, new), turns=TURNS, clock=CPU)
        yield Comparison(f"Sagens side efter {count} tilsyn, mod før det første", measured, baseline, 1.2, 1.2)


class _Steps:
    """CPU seconds of completing each supervision's tasks."""

    def __init__(self, box: Sandbox) -> None:
        self.rounds: list[list[float]] = []
        self._box = box
        self._complete = box.engine.complete
        box.engine.complete = self._timed  # type: ignore[method-assign]  # a stopwatch around the one command

    def _timed(self, command: CompleteHumanTask) -> None:
        element = self._box.engine.human_task(SYSTEM, command.task).element
        taken = seconds(partial(self._complete, command), CPU)
        if element == "Planlaeg_tilsynsbesoeg":
            self.rounds.append([])
        if element in ("Planlaeg_tilsynsbesoeg", "Hold_tilsynsbesoeg", "Skriv_tilsynsrapport"):
            self.rounds[-1].append(taken)


def _lived(library: Library, box: Sandbox, until: date) -> str:
    chance = Seeded(1)
    case = box.open_case(library.key, start_facts(library.weights, Beginning(BORN, BORN)))
    table = Timetable(People(box.engine, [everyone(library.roles)], FormFiller(library.weights, chance)), box.clock)
    table.cases.add(case)
    while table.step(work_moment(until)):
        pass
    return case


def _page(box: Sandbox, case: str) -> Callable[[], Callable[[], object]]:
    def look() -> None:
        box.engine.case(SYSTEM, case)
        box.engine.timeline(SYSTEM, case, limit=50)

    return lambda: look
