"""One row of the page: an element in one of its variants, drawn as small as it can be."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias

from engine.errors import EngineError, ExpressionFailed, InvalidDefinition
from engine.model import Choose, Complete, Fire, KernelCommand, SetVariables, Throw, Wait
from engine.spiff import compile_process
from tests.conformance.expressions import StubFacts
from tests.conformance.run import Run

Answer: TypeAlias = Literal["executed", "refused", "picture"]


@dataclass(frozen=True)
class Row:
    """
    `proof` is the test that proves the execution, as `file::test`; None for
    what is refused. `sees` is completed in a run of the diagram. A `picture`
    says nothing about the flow by the standard itself, and why.
    """

    group: str
    element: str
    variant: str
    content: bytes
    proof: str | None = None
    sees: str = "X"
    start: str | None = None
    picture: str | None = None

    @property
    def name(self) -> str:
        return f"{self.element}, {self.variant}" if self.variant else self.element

    @property
    def answer(self) -> Answer:
        if self.picture is not None:
            return "picture"
        return "executed" if self.proof else "refused"


def refusals(content: bytes) -> list[str]:
    """The messages that the diagram is refused with."""
    try:
        compile_process(content, "P")
    except InvalidDefinition as refused:
        return sorted({finding.message for finding in refused.findings})
    return []


def is_seen(row: Row) -> bool:
    """Whether the element completes in one of some runs with random data and choices."""
    return any(_completes(row, Random(seed)) for seed in range(60))


def _completes(row: Row, rnd: Random) -> bool:
    facts = StubFacts()
    facts.decisions["D"] = {"y": 1}
    try:
        run = Run(row.content, "straight", facts=facts, start=row.start, **_values(rnd))
        for _ in range(12):
            if run.outcome != "open":
                break
            run.do(_command(rnd, rnd.choice(run.step.waits)))
    except ExpressionFailed:
        return False
    except EngineError as error:
        raise AssertionError(row.name) from error
    return any(h.kind == "completed" and h.element == row.sees for h in run.all_happened)


def _command(rnd: Random, wait: Wait) -> KernelCommand:
    if wait.kind in {"service", "child"} and rnd.random() < 0.5:
        return Throw(wait.id, rnd.choice(["error", "escalation"]), "a")
    if wait.kind == "adhoc" and wait.choices and (rnd.random() < 0.7 or not wait.ends_by_hand):
        return Choose(wait.id, rnd.choice(wait.choices))
    if wait.kind == "condition":
        return SetVariables(_values(rnd))
    done = wait.kind in {"user", "service", "child", "adhoc"}
    return Complete(wait.id, _values(rnd)) if done else Fire(wait.id)


def _values(rnd: Random) -> dict[str, bool]:
    return {name: rnd.random() < 0.5 for name in ("x", "y")}
