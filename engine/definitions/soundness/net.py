"""
A scope as a net: the places where tokens may lie, and what can happen to them.

Places are numbered so that a token behind has a lower number than one ahead.
An activity with events on its edge has a place of its own besides its flows,
which its token leaves when the work is done or when an event comes.

An event that does not interrupt adds a token each time it comes. Of all such
events one may come once in each run looked at: `spare` is the token it takes.
Without that a drawing with a monthly reminder would have no end of markings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.definitions.soundness.leaving import Choice
from engine.definitions.soundness.scope import Scope


@dataclass(frozen=True, slots=True)
class Place:
    """Where a token lies: on a flow (or at a start) before its node, or inside an activity."""

    node: str
    flow: str
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can happen. `passes` are the ids that it shows on the drawing, after the flows it takes."""

    node: str
    takes: tuple[int, ...]
    gives: tuple[int, ...]
    choice: Choice
    passes: tuple[str, ...]
    ends: bool = False
    fails: bool = False


@dataclass(frozen=True, slots=True, eq=False)  # one of each gateway
class Join:
    """
    A gateway that gathers tokens.

    `reach` of an inclusive one: by place, which of its own places a token there
    may still come to. `before` of a parallel one: by each of its places the
    nodes from which one may; empty when nothing is said of that.
    """

    node: str
    places: tuple[int, ...]
    moves: tuple[Move, ...]
    reach: Mapping[int, frozenset[int]] | None = None
    before: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """
    How a sub-process can end, as far as its parent sees.

    `completes`: by an end of its own, and no error or the like; `stays`: it may
    go round for ever, unless something around ends it; `throws`: the
    escalations without which it never completes.
    """

    completes: bool = True
    stays: bool = False
    throws: frozenset[str] = frozenset()


@dataclass
class Net:
    """
    `moves` has by place what a token there can do alone; a place before a join has it in `joins`.

    `harmless` are the nodes where several tokens at once mean nothing wrong;
    `alone` are the places from which no join can be come to; `urgent` those
    whose tokens must not wait for the ones behind them. `whole` is False when
    something was left out, and `begins` empty when the net is too large.
    `stuck` are the places of sub-processes that go round for ever; `ends` says
    whether anything in it ends all the rest.
    """

    scope: Scope
    places: list[Place] = field(default_factory=list)
    moves: list[tuple[Move, ...]] = field(default_factory=list)
    joins: dict[int, Join] = field(default_factory=dict)
    begins: list[Move] = field(default_factory=list)
    harmless: set[str] = field(default_factory=set)
    alone: frozenset[int] = frozenset()
    urgent: frozenset[int] = frozenset()
    stuck: set[int] = field(default_factory=set)
    ends: bool = False
    spare: int = -1
    whole: bool = True

    def source(self, place: int) -> str:
        """The node that a place's flow comes from."""
        here = self.places[place]
        return next((flow.source for flow in self.scope.into[here.node] if flow.id == here.flow), here.node)

    def by_event(self, move: Move) -> bool:
        """Whether it is what an event on an activity's edge does."""
        return any(self.scope.kind(name) == "boundaryEvent" for name in move.passes)
