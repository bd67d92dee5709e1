"""
A changed main lifecycle, and running cases of different ages that are moved to it.

`python -m tests.scenarios.moved_lifecycle --cases 1000` simulates that many
running cases, previews, moves, and lets every one of them live on to its end.
They lie some in each database, so that the drill can use several cores.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from app import wiring
from app.simulation.chance import Seeded
from app.simulation.events import history_of
from app.simulation.form_filling import FormFiller
from app.simulation.library import Library, read_library
from app.simulation.live import SeedCase, seed_cases
from app.simulation.people import People, everyone
from app.simulation.timetable import Timetable, case_has_ended, work_moment
from engine.api import Engine, open_engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, StartMove
from engine.views.moving import MovePreview
from tests.scenarios.redrawn_lifecycle import FRAME_NAME, INSERTED, REMINDER, RENAMED, RENAMED_NAME, RENAMED_TO, redrawn

LIBRARY = Path(__file__).parents[2] / "processes" / "home_training"
PROCESS = "hjemmetraening"
MOVED_ON = date(2026, 2, 2)
OLDEST = 4 * 365  # days that a case may have been open when it is moved
CHILD = 300, 15 * 365  # days that the child is old when it opens
LIFE = 26 * 365  # days after the move in which the last has ended


@dataclass
class Outcome:
    """What a drill found; `problems` is empty when every case was moved and ended as it should."""

    running: int = 0
    moved: int = 0
    asked: int = 0
    framed: int = 0
    kept_deadlines: int = 0
    new_deadlines: int = 0
    fired_in_time: int = 0
    did_inserted: int = 0
    ended: int = 0
    preview_seconds: float = 0
    move_seconds: float = 0
    ages: Counter[int] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        for name, value in vars(other).items():
            if name == "problems":
                self.problems += value
            else:
                setattr(self, name, getattr(self, name) + value)


def drill(opened: int, seed: int, folder: Path) -> Outcome:
    """Open so many cases in a database of their own; move those that still run, and let all live to their end."""
    url = f"sqlite:///{folder / f'{seed}.db'}"
    library, newer = read_library(LIBRARY), redrawn(LIBRARY, folder / f"{seed}")
    open_engine(url, migrate=True).close()
    cases = list(_cases(opened, Random(seed)))
    actors = [everyone(library.roles)]
    seed_cases(url, library, wiring.service_tasks(), cases, until=MOVED_ON, people=actors, seed=seed)
    clock = VirtualClock(work_moment(MOVED_ON))
    with closing(open_engine(url, clock=clock, services=wiring.service_tasks())) as engine:
        return _move_and_live_on(engine, clock, library, newer, seed)


def _cases(opened: int, rnd: Random) -> Iterator[SeedCase]:
    for number in range(opened):
        # Chance may leave nobody at the task that is renamed; so the first case has had the time, and stays there.
        first = number == 0
        day = MOVED_ON - timedelta(days=rnd.randrange(300 if first else 20, OLDEST))
        waits_at = RENAMED_NAME if first else None
        yield SeedCase(day, "simulering", born=day - timedelta(days=rnd.randrange(*CHILD)), waits_at=waits_at)


def _move_and_live_on(engine: Engine, clock: VirtualClock, library: Library, newer: Path, seed: int) -> Outcome:
    version = engine.deploy(newer, by=SYSTEM.id).version
    found = Outcome()
    began = time.perf_counter()
    seen = engine.moving.preview(SYSTEM, PROCESS, PROCESS, version, {})
    found.preview_seconds = time.perf_counter() - began
    _note_preview(found, engine, seen, clock.now())

    began = time.perf_counter()
    run = engine.moving.start(StartMove(PROCESS, PROCESS, version, {}, SYSTEM, accept=True))
    while engine.moving.work(limit=100, worker="drill"):
        pass
    found.move_seconds = time.perf_counter() - began
    view = engine.moving.run(SYSTEM, run)
    found.moved = view.row.moved
    found.problems += [f"sag {one.case_number} blev: {one.reasons}" for one in view.instances if one.status != "moved"]

    cases = {one.case for one in seen.instances}
    people = People(engine, [everyone(library.roles)], FormFiller(library.weights, Seeded(seed)))
    table = Timetable(people, clock)
    table.cases |= cases
    last = work_moment(MOVED_ON + timedelta(days=LIFE))
    while table.step(last):
        pass
    found.problems += [f"»{plan.name}« kunne ikke afsluttes: {plan.refusal}" for plan in table.refused()]
    for case in cases:
        _note_end(found, engine, case)
    _note_deadlines(found, engine, seen)
    return found


def _note_preview(found: Outcome, engine: Engine, seen: MovePreview, now: datetime) -> None:
    found.running, found.asked = seen.total, seen.needs_mapping
    for one in seen.instances:
        found.ages[(now - engine.case(SYSTEM, one.case).row.opened_at).days // 365] += 1
        if one.verdict == "cannot":
            found.problems.append(f"sag {one.case_number} kan ikke flyttes: {one.reasons}")
        told = [*one.remarks, *(deadline.remark for deadline in one.deadlines)]
        found.framed += any(f"inde i »{FRAME_NAME}«" in remark for remark in told)
        for deadline in one.deadlines:
            found.kept_deadlines += deadline.before == deadline.after
            found.new_deadlines += deadline.before is None
            if deadline.before != deadline.after and deadline.element != REMINDER:
                found.problems.append(f"sag {one.case_number}: »{deadline.name}« {deadline.before} -> {deadline.after}")


def _note_end(found: Outcome, engine: Engine, case: str) -> None:
    view = engine.case(SYSTEM, case)
    found.problems += [f"sag {view.row.number}: {incident.message}" for incident in view.incidents]
    if not case_has_ended(engine, case):
        found.problems.append(f"sag {view.row.number} er ikke slut: {[wait.name for wait in view.waits]}")
        return
    found.ended += 1
    history = history_of(engine, case)
    moved = next(number for number, line in enumerate(history) if line.kind == "instance_moved")
    later = history[moved:]
    done = {line.element for line in later if line.kind == "task_completed"}
    found.did_inserted += INSERTED in done
    # The old task's id is gone: whoever assessed after the move did it in the new drawing, and then the new task.
    if RENAMED in done:
        found.problems.append(f"sag {view.row.number} gjorde »{RENAMED}«, som ikke er i den nye tegning")
    if RENAMED_TO in done and INSERTED not in done and any(line.element == "Afgoerelsen" for line in later):
        found.problems.append(f"sag {view.row.number} sprang »{INSERTED}« over")


def _note_deadlines(found: Outcome, engine: Engine, seen: MovePreview) -> None:
    """A timer that lived through the move goes off at the moment it was set to, if its activity still runs then."""
    for one in seen.instances:
        history = history_of(engine, one.case)
        moved = next(line.at for line in history if line.kind == "instance_moved")
        for deadline in one.deadlines:
            if deadline.kind != "timer" or deadline.after is None:
                continue
            fired = [
                line.at
                for line in history
                if line.kind == "timer_fired" and line.element == deadline.element and line.at >= moved
            ]
            if fired and min(fired) == deadline.after:
                found.fired_in_time += 1
            elif fired and min(fired) < deadline.after:
                found.problems.append(f"sag {one.case_number}: »{deadline.name}« kom før tid")


# ---- on the command line


def many(cases: int, per_database: int, jobs: int, folder: Path) -> Outcome:
    """Databases of cases, one after the other, until so many running ones were moved."""
    total = Outcome()
    seeds = count(1)
    with ProcessPoolExecutor(jobs) as pool:
        while total.running < cases:
            for found in pool.map(partial(_drill, per_database, folder), [next(seeds) for _ in range(jobs)]):
                total.add(found)
            print(
                f"{total.running} of {cases}: {total.moved} moved, {total.ended} ended, {len(total.problems)} problems"
            )
    return total


def _drill(opened: int, folder: Path, seed: int) -> Outcome:
    return drill(opened, seed, folder)


def main() -> int:
    parser = argparse.ArgumentParser(description="move simulated running cases to a changed main lifecycle")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--per-database", type=int, default=12, help="cases that are opened in each database")
    parser.add_argument("--jobs", type=int, default=1, help="databases at once")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = many(asked.cases, asked.per_database, asked.jobs, Path(folder))
    for name, value in vars(found).items():
        print(f"{name}: {value}")
    return 1 if found.problems or found.moved < asked.cases else 0


if __name__ == "__main__":
    sys.exit(main())
