"""A step after 200 rounds against the first step of a fresh case."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.libraries import write_rounds_as_children, write_rounds_in_a_loop
from benchmarks.timing import CPU, Comparison, turn_about
from engine.api import Engine, open_engine
from engine.commands import SYSTEM, CompleteHumanTask, OpenCase

ROUNDS = 200
TURNS = 60


def compare() -> Iterator[Comparison]:
    for name, write in (("in a loop", write_rounds_in_a_loop), ("as children", write_rounds_as_children)):
        with tempfile.TemporaryDirectory() as folder:
            yield _compare(name, write(Path(folder) / "library"))


def _compare(name: str, library: Path) -> Comparison:
    engine = open_engine("sqlite://", migrate=True)
    process = engine.deploy(library, by="benchmark").process
    worn = open_case(engine, process)
    notes = (f"note {number}" for number in itertools.count())
    for _ in range(ROUNDS):
        step(engine, worn, next(notes))()

    def fresh() -> Callable[[], None]:
        return step(engine, open_case(engine, process), next(notes))

    measured, baseline = turn_about(lambda: step(engine, worn, next(notes)), fresh, turns=TURNS, clock=CPU)
    engine.close()
    return Comparison(f"A step after {ROUNDS} rounds {name} : in a fresh case", measured, baseline, 1.2, 1.2)


def open_case(engine: Engine, process: str) -> str:
    return engine.open_case(OpenCase(process=process, department="benchmark", facts={}, by=SYSTEM))


def step(engine: Engine, case: str, note: str) -> Callable[[], None]:
    """Completing the case's one open task, ready to be done. Every note is another, so that a fact is written."""
    task = next(wait.task for wait in engine.case(SYSTEM, case).waits if wait.task)
    command = CompleteHumanTask(task, {"sag.slut": False, "sag.note": note}, SYSTEM)
    return partial(engine.complete, command)
