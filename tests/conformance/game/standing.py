"""What stands open in the token game: scopes, the activities in them, and the events that listen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.conformance.game.drawn import Box, Loop, Node
from tests.conformance.game.marking import Mark, mark, marking

Path: TypeAlias = tuple[int, ...]

# Triggers that come from outside or by a change of variables; the others are thrown to an event.
OUTSIDE = frozenset({"message", "timer", "conditional", "signal"})


class Ears:
    """The events of one activity or scope that listen for something."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._nodes = {node.id: node for node in nodes if node.trigger in OUTSIDE}
        self._turns: Counter[str] = Counter()
        # The conditions that were true when last looked at.
        self._true: set[str] = set()

    def open(self) -> list[Node]:
        return [node for node in self._nodes.values() if self._turns[node.id] < node.is_spent_after]

    def has(self, event: str) -> bool:
        return any(node.id == event for node in self.open())

    def heard(self, event: str) -> None:
        self._turns[event] += 1

    def comes_true(self, event: str, *, now: bool) -> bool:
        """Whether a condition is true that was not, when last looked at."""
        before = event in self._true
        (self._true.add if now else self._true.discard)(event)
        return now and not before

    def progress(self, event: str) -> str:
        """How far an event is: a cycle's turn, or a condition that is true already."""
        if self._nodes[event].turns is not None:
            return str(self._turns[event] + 1)
        return "true" if event in self._true else ""

    def marks(self) -> list[Mark]:
        return [mark(node.id, self.progress(node.id)) for node in self.open()]


@dataclass(eq=False)
class Done:
    """A completed activity, or one body of it, that can be compensated: by its handler, or by what was done inside."""

    node: str
    inside: Scope | None = None


@dataclass(eq=False)
class Scope:
    """
    A running process or sub-process.

    `tokens` are the flows with a token waiting at a join, the oldest first;
    `memory` what can be compensated, the oldest first. An ad-hoc one is over
    when it is empty only if it is `closing`.
    """

    box: Box
    act: Act | None = None
    tokens: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    memory: list[Done] = field(default_factory=list)
    ears: Ears = field(default_factory=Ears)
    open: bool = True
    closing: bool = True

    @property
    def path(self) -> Path:
        return self.act.path if self.act else ()

    def everything_remembered(self) -> Iterator[Done]:
        """In it and in everything in it, open or complete."""
        yield from self.memory
        running = [inner for act in self.acts for inner in (*act.open_insides(), *act.insides)]
        complete = [done.inside for done in self.memory if done.inside is not None]
        for inner in (*running, *complete):
            yield from inner.everything_remembered()

    def all_inside(self) -> list[Scope]:
        """This one and those in it, the outer before the inner."""
        found = [self]
        for scope in found:
            for act in scope.acts:
                found += act.open_insides()
        return found

    @property
    def depth(self) -> int:
        return 0 if self.act is None else self.act.scope.depth + 1


@dataclass(eq=False)
class Act:
    """
    A running activity or event gateway, or an event that is not over at once; or one body of a repeated activity.

    `after` is called when it is complete and no token leaves it: a compensation
    handler, or a completed sub-process that is open again to be compensated
    (`restored`). That one is cancelled with the activity or event that it is
    done for: its `undoing`, which is `done_for` it when it is an event.
    """

    scope: Scope
    node: str
    path: Path
    inner: Scope | None = None
    whole: Act | None = None
    bodies: list[Act] = field(default_factory=list)
    begun: int = 0
    done: int = 0
    ears: Ears = field(default_factory=Ears)
    open: bool = True
    after: Callable[[], None] | None = None
    done_for: Act | None = None
    restored: bool = False
    # What was remembered anywhere when a compensation was thrown here; nothing later is compensated by it.
    before: list[Done] | None = None
    undoing: Act | None = None
    # The insides of its complete bodies.
    insides: list[Scope] = field(default_factory=list)

    @property
    def drawn(self) -> Node:
        return self.scope.box.nodes[self.node]

    def open_insides(self) -> list[Scope]:
        return [one.inner for one in (self, *self.bodies) if one.inner is not None]

    @property
    def loop(self) -> Loop | None:
        return self.drawn.loop if not self.restored else None


def inside(scope: Scope) -> tuple[Mark, ...]:
    waiting = (mark(scope.box.target(f), f) for f in scope.tokens)
    return marking([*scope.ears.marks(), *map(_marked, scope.acts), *waiting, *_memory(scope)])


def _memory(scope: Scope) -> list[Mark]:
    """What it remembers, in its order."""
    return [
        mark("done", f"{number} {done.node}", _memory(done.inside) if done.inside else ())
        for number, done in enumerate(scope.memory)
    ]


def _marked(act: Act) -> Mark:
    if act.drawn.kind == "intermediateCatchEvent":
        return mark(act.node, act.ears.progress(act.node))
    inner = [*act.ears.marks(), *map(_marked, act.bodies), *(inside(act.inner) if act.inner else ())]
    if act.done_for is not None:
        inner.append(_marked(_beside(act, act.done_for)))
    return mark(act.node, _progress(act), inner)


def _progress(act: Act) -> str:
    if act.before is not None:
        return str(sum(done in act.before for done in _past(act.scope)))
    if act.whole is not None or (act.restored and act.path != act.scope.path):
        return str(act.path[-1])
    return f"{act.done} of {act.begun}" if act.loop is not None else ""


def _past(scope: Scope) -> list[Done]:
    """What it and the scopes around it remember."""
    return [*scope.memory, *(_past(scope.act.scope) if scope.act else [])]


def _beside(act: Act, other: Act) -> Act:
    """The other, or what holds it in the same scope as this one."""
    while other.scope is not act.scope:
        holder = other.scope.act
        assert holder is not None
        other = holder.whole or holder
    return other


def around(act: Act | None) -> tuple[Mark, ...]:
    """The activity, after everything around it."""
    if act is None:
        return ()
    return (*around(act.whole or act.scope.act), _marked(act))
