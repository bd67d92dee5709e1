"""The paper a random diagram is drawn on: ids, elements and arrows of the scope that is drawn now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import TypeAlias

from tests.conformance import bpmn
from tests.conformance.drawing.shapes import VARIABLES, Shape

# A piece of a diagram: its first element and its last.
Block: TypeAlias = tuple[str, str]

SIGNALS = ("x", "y")


class Parts:
    """One scope is drawn at a time; what is inside a sub-process becomes text when it is done."""

    def __init__(self, rnd: Random, shape: Shape) -> None:
        self.rnd = rnd
        self.shape = shape
        self.parts: list[str] = []
        self.messages: list[str] = []
        # Of the scope that is drawn now: whether a transaction around it can be cancelled, whether end events may
        # stand in it, which of its activities have a handler, and which it may name when it compensates.
        self.in_transaction = False
        self.has_ends = True
        self.handled: list[str] = []
        self.undoable = self.handled
        # The sub-processes that compensate themselves, by an event sub-process.
        self.handling: set[str] = set()
        self._count = 0

    def maybe(self, chance: float) -> bool:
        return self.rnd.random() < chance

    def id(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def add(self, tag: str, letter: str, *inner: str, **attributes: str) -> str:
        name = self.id(letter)
        self.parts.append(bpmn.element(tag, name, *inner, **attributes))
        return name

    def connect(self, source: str, target: str, condition: str | None = None, id: str | None = None) -> None:  # noqa: A002
        self.parts.append(bpmn.flow(source, target, condition, id or self.id("f")))

    def end(self, last: str, trigger: str = "") -> None:
        """The way ends here: with an end event, or just so."""
        if trigger or (self.has_ends and not (self.shape.implicit and self.maybe(0.4))):
            self.connect(last, self.add("endEvent", "E", trigger))

    def variable(self) -> str:
        return self.rnd.choice(VARIABLES)

    def trigger(self, event: str) -> str:
        """Something that an event may wait for."""
        if self.shape.conditions and self.maybe(0.4):
            return bpmn.condition(self.variable())
        if self.shape.signals and self.maybe(0.4):
            return bpmn.signal(self.rnd.choice(SIGNALS))
        if self.maybe(0.4):
            return bpmn.timer("P1D")
        return self.message(event)

    def message(self, event: str) -> str:
        self.messages.append(event)
        return bpmn.message(event)

    @contextmanager
    def scope(self, *, cancelled: bool | None = None, ends: bool = True, by_event: bool = False) -> Iterator[list[str]]:
        """Draw the inside of a sub-process; its parts are given. `cancelled` of a transaction alone."""
        before = self.parts, self.in_transaction, self.has_ends, self.handled, self.undoable
        self.parts, self.has_ends = [], ends
        # From an event sub-process what was done around it is compensated.
        around, self.handled = self.handled, []
        self.undoable = around[:] if by_event else self.handled
        self.in_transaction = self.in_transaction if cancelled is None else cancelled
        yield self.parts
        self.parts, self.in_transaction, self.has_ends, self.handled, self.undoable = before
