"""A run's instance on another version of its diagram."""

from __future__ import annotations

from dataclasses import replace

from engine.model import Moved, Obstacle
from engine.spiff import compile_process, migrate
from tests.conformance.run import Run


def moved(run: Run, content: bytes, **mapping: str) -> Moved | tuple[Obstacle, ...]:
    """Where its instance would stand, or what is in the way; the run itself stays."""
    return migrate(
        compile_process(run.content, "P"),
        compile_process(content, "P"),
        run.state or {},
        variables=run.variables,
        mapping=mapping,
        facts=run.facts,
    )


def move(run: Run, content: bytes, **mapping: str) -> Moved:
    """Move a run, which goes on from there."""
    there = moved(run, content, **mapping)
    assert isinstance(there, Moved), there
    run.content, run.state = content, there.state
    run.step = replace(run.step, state=there.state, waits=there.waits, happened=())
    run.waits = {wait.id: wait for wait in there.waits}
    return there


def obstacles(run: Run, content: bytes, **mapping: str) -> list[tuple[str, str]]:
    found = moved(run, content, **mapping)
    assert isinstance(found, tuple)
    return [(one.element, one.kind) for one in found]
