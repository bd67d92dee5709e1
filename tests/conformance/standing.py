"""What stands open in the token game: scopes, and the activities and events in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from tests.conformance.drawn import B, Box
from tests.conformance.marking import Mark, mark, marking

Path: TypeAlias = tuple[int, ...]

_OUTSIDE = {"message", "timer", "conditional"}


@dataclass(eq=False)
class Scope:
    """A running process or sub-process. `tokens` are the flows with a token waiting at a join, the oldest first."""

    box: Box
    act: Act | None = None
    tokens: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.act.path if self.act else ()


@dataclass(eq=False)
class Act:
    """A running activity or event gateway; or one body of a multi-instance activity."""

    scope: Scope
    node: str
    path: Path
    inner: Scope | None = None
    whole: Act | None = None
    bodies: list[Act] = field(default_factory=list)
    total: int = 0
    begun: int = 0
    done: int = 0
    # How often each timer on the boundary has come.
    turns: Counter[str] = field(default_factory=Counter)
    # The conditions of its events that were true when last looked at.
    true: set[str] = field(default_factory=set)

    @property
    def loop(self) -> etree._Element | None:
        return self.scope.box.nodes[self.node].find(B + "multiInstanceLoopCharacteristics")

    @property
    def events(self) -> list[str]:
        """Those that wait for something from outside: of an event gateway, or on the boundary."""
        box = self.scope.box
        if box.kind(self.node) == "eventBasedGateway":
            return [box.target(flow) for flow in box.out(self.node)]
        if self.whole is not None:
            return []
        return [e for e in box.boundaries(self.node) if box.trigger(e)[0] in _OUTSIDE and not self._is_spent(e)]

    def _is_spent(self, event: str) -> bool:
        turns = self.scope.box.turns(event)
        return self.turns[event] >= (1 if turns is None else turns)

    def progress(self, event: str) -> str:
        """How far one of its events is: a cycle's turn, or a condition that is true already."""
        if self.scope.box.turns(event) is not None:
            return str(self.turns[event] + 1)
        return "true" if event in self.true else ""


def inside(scope: Scope) -> tuple[Mark, ...]:
    return marking([*map(_marked, scope.acts), *(mark(scope.box.target(f), f) for f in scope.tokens)])


def _marked(act: Act) -> Mark:
    inner = [
        *(mark(e, act.progress(e)) for e in act.events),
        *map(_marked, act.bodies),
        *(inside(act.inner) if act.inner else ()),
    ]
    if act.whole is not None:
        return mark(act.node, str(act.path[-1]), inner)
    return mark(act.node, f"{act.done} of {act.begun}" if act.loop is not None else act.progress(act.node), inner)


def around(act: Act | None) -> tuple[Mark, ...]:
    """The activity, after everything around it."""
    if act is None:
        return ()
    return (*around(act.whole or act.scope.act), _marked(act))
