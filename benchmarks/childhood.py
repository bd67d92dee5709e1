"""A whole case of eighteen years, and what its last supervisions cost against its first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from statistics import median

from app import wiring
from app.simulation.chance import Seeded
from app.simulation.form_filling import FormFiller
from app.simulation.library import Library, find_library
from app.simulation.people import People, everyone
from app.simulation.sandbox import Sandbox, sandbox
from app.simulation.simulator import Simulation, simulate
from app.simulation.start_facts import Beginning, start_facts
from app.simulation.timetable import Timetable, work_moment
from benchmarks.timing import CPU, Comparison, Figure, seconds, turn_about
from engine.commands import SYSTEM, CompleteHumanTask

BORN = date(2016, 8, 1)
GROWN = date(2034, 7, 31)
YOUNG = date(2017, 2, 1)  # approved, and not yet visited
OLD = date(2029, 2, 1)
TURNS = 60
SUPERVISIONS = 10  # how many of each are compared


def measure() -> Iterator[Figure | Comparison]:
    library = find_library("hjemmetraening", wiring.libraries())
    assert library is not None
    yield from _whole(library)
    yield from _early_and_late(library)


def _whole(library: Library) -> Iterator[Figure]:
    """A life from the opening of its case; deploying the library first is timed by itself."""
    services = wiring.service_tasks()
    lives = [partial(simulate, library, services, seed=seed, born=date(2012, 3, 14)) for seed in (1, 2, 3)]
    setting_up = median(seconds(partial(_set_up, library), CPU) for _ in lives)
    lives[0]()
    timed = [_timed(life) for life in lives]
    taken = median(each for each, _ in timed) - setting_up
    done = median(_tasks_done(life) for _, life in timed)
    note = f"must 3 s, goal 1 s; median of 3, {done} tasks completed in it"
    yield Figure("A whole case until 18, SQLite in memory", taken, "s", note)
    yield Figure("Before it: an empty database, and the library read and deployed", setting_up, "s")


def _timed(life: Callable[[], Simulation]) -> tuple[float, Simulation]:
    start = CPU()
    done = life()
    return CPU() - start, done


def _set_up(library: Library) -> None:
    with sandbox(library, wiring.service_tasks(), work_moment(BORN)):
        pass


def _tasks_done(life: Simulation) -> int:
    return sum(event.kind == "task_completed" for event in life.events)


def _early_and_late(library: Library) -> Iterator[Comparison]:
    """The same child over and over, from the first months of life."""
    with ExitStack() as boxes:
        young, old, new = (
            _Life(library, boxes.enter_context(sandbox(library, wiring.service_tasks(), work_moment(BORN))))
            for _ in range(3)
        )
        young.live_until(YOUNG)
        old.live_until(OLD)
        yield _steps(young, old)
        new.live_until(YOUNG)
        old.live_until(GROWN)
        measured, baseline = turn_about(old.page, new.page, turns=TURNS, clock=CPU)
        title = f"The case page after {len(old.supervisions)} supervisions : before the first"
        yield Comparison(title, measured, baseline, 1.2, 1.2)


def _steps(young: _Life, old: _Life) -> Comparison:
    """The steps of the next supervisions of both, turn by turn."""
    before = len(old.supervisions)
    while len(young.supervisions) <= SUPERVISIONS:
        (young if len(young.supervisions) <= len(old.supervisions) - before else old).step()
    late = [taken for each in old.supervisions[before : before + SUPERVISIONS] for taken in each]
    early = [taken for each in young.supervisions[:SUPERVISIONS] for taken in each]
    title = f"A step in supervisions {before + 1}-{before + SUPERVISIONS} : in the first {SUPERVISIONS}"
    return Comparison(title, median(late), median(early), 1.2, 1.2, f"{len(late)} steps")


class _Life:
    """One simulated case, with a stopwatch on the steps of its supervisions: CPU seconds, a list for each."""

    def __init__(self, library: Library, box: Sandbox) -> None:
        self.supervisions: list[list[float]] = []
        self._box = box
        self._case = box.open_case(library.key, start_facts(library.weights, Beginning(BORN, BORN)))
        people = People(box.engine, [everyone(library.roles)], FormFiller(library.weights, Seeded(1)))
        self._table = Timetable(people, box.clock)
        self._table.cases.add(self._case)
        self._complete = box.engine.complete
        box.engine.complete = self._timed  # type: ignore[method-assign]  # the stopwatch around the one command

    def live_until(self, day: date) -> None:
        while self._table.step(work_moment(day)):
            pass

    def step(self) -> None:
        self._table.step(work_moment(GROWN))

    def page(self) -> Callable[[], object]:
        return self._look

    def _look(self) -> None:
        self._box.engine.case(SYSTEM, self._case)
        self._box.engine.timeline(SYSTEM, self._case, limit=50)

    def _timed(self, command: CompleteHumanTask) -> None:
        element = self._box.engine.human_task(SYSTEM, command.task).element
        taken = seconds(partial(self._complete, command), CPU)
        if element == "Planlaeg_tilsynsbesoeg":
            self.supervisions.append([])
        if element in ("Planlaeg_tilsynsbesoeg", "Hold_tilsynsbesoeg", "Skriv_tilsynsrapport"):
            self.supervisions[-1].append(taken)
