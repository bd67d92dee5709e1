"""Runs a diagram through the kernel door, by element ids."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine.model import (
    Cancel,
    Choose,
    Complete,
    Fire,
    Happened,
    Json,
    KernelCommand,
    SetVariables,
    Start,
    State,
    Step,
    Throw,
    Wait,
)
from engine.spiff import CompiledProcess, advance, compile_process
from tests.conformance.expressions import StubFacts
from tests.conformance.game.marking import Mark
from tests.conformance.marked import Marked

WAYS = ("straight", "reloaded")


class Run:
    """
    One instance.

    Reloaded: after every step the state goes through JSON text and meets a
    diagram that was parsed afresh, as in another worker process.
    """

    def __init__(
        self,
        content: bytes,
        way: str = "reloaded",
        *,
        facts: StubFacts | None = None,
        start: str | None = None,
        **variables: Json,
    ) -> None:
        self.content = content
        self.way = way
        self.facts = facts or StubFacts()
        self.state: State | None = None
        self.variables: dict[str, Json] = {}
        self.all_happened: list[Happened] = []
        self.waits: dict[str, Wait] = {}
        self._marked: tuple[Step, Marked] | None = None
        self.do(Start(variables, start))

    def _definition(self) -> CompiledProcess:
        if self.way == "straight":
            return compile_process(self.content, "P")
        fresh: CompiledProcess = compile_process.__wrapped__(self.content, "P")
        return fresh

    def do(self, command: KernelCommand) -> Step:
        self.step = advance(self._definition(), self.state, self.variables, command, self.facts)
        self.state, self.variables = self.step.state, self.step.variables
        if self.way == "reloaded":
            self.state, self.variables = json.loads(json.dumps([self.state, self.variables]))
        self.waits = {wait.id: wait for wait in self.step.waits}
        self.all_happened += self.step.happened
        return self.step

    # ---- what the outside does, by element

    def waits_at(self, element: str) -> list[Wait]:
        return [wait for wait in self.step.waits if wait.element == element]

    def wait(self, element: str) -> Wait:
        """The oldest open wait of an element."""
        return self.waits_at(element)[0]

    def complete(self, element: str, **values: Json) -> Step:
        return self.do(Complete(self.wait(element).id, values))

    def choose(self, at: str, element: str) -> Step:
        return self.do(Choose(self.wait(at).id, element))

    def fire(self, element: str, **payload: Json) -> Step:
        return self.do(Fire(self.wait(element).id, payload))

    def error(self, element: str, code: str, **payload: Json) -> Step:
        return self.do(Throw(self.wait(element).id, "error", code, payload))

    def escalate(self, element: str, code: str) -> Step:
        return self.do(Throw(self.wait(element).id, "escalation", code))

    def set(self, **values: Json) -> Step:
        return self.do(SetVariables(values))

    def cancel(self) -> Step:
        return self.do(Cancel("prøvet"))

    # ---- what it shows

    @property
    def open(self) -> list[str]:
        return sorted(wait.element for wait in self.step.waits)

    @property
    def marked(self) -> Marked:
        """Where the instance stands now."""
        if self._marked is None or self._marked[0] is not self.step:
            self._marked = self.step, Marked(self.step.state)
        return self._marked[1]

    @property
    def marking(self) -> tuple[Mark, ...]:
        return self.marked.marking

    @property
    def size(self) -> int:
        """Of the state, in characters."""
        return len(json.dumps(self.step.state))

    @property
    def outcome(self) -> str:
        return self.step.outcome

    @property
    def history(self) -> list[str]:
        """The last step's lines, as `kind element`."""
        return [f"{h.kind} {h.element}" for h in self.step.happened]

    def line(self, kind: str) -> Happened:
        """The last step's only line of a kind."""
        (found,) = [h for h in self.step.happened if h.kind == kind]
        return found

    @contextmanager
    def unchanged(self, error: type[Exception]) -> Iterator[pytest.ExceptionInfo[Exception]]:
        """The body raises, and what was passed to the kernel is as before."""
        before = json.dumps([self.state, self.variables])
        with pytest.raises(error) as caught:
            yield caught
        assert json.dumps([self.state, self.variables]) == before
