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

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.definitions.bpmn import GATEWAYS
from engine.definitions.soundness.graph import closure, components
from engine.definitions.soundness.leaving import Choice, Leave, is_end, leaves
from engine.definitions.soundness.scope import Scope

_MOST_EFFORT = 200_000  # ways into inclusive joins times nodes: a fifth of a second
_MOST_NESTED = 12  # loops in loops whose inner order is looked at


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


@dataclass(frozen=True, slots=True)
class Join:
    """A gateway that gathers tokens. `reach`: by place, which of its own places a token there may still come to."""

    node: str
    places: tuple[int, ...]
    moves: tuple[Move, ...]
    reach: Mapping[int, frozenset[int]] | None = None


@dataclass(frozen=True)
class Outcome:
    """How a sub-process can end, as far as its parent sees."""

    completes: bool = True


@dataclass
class Net:
    """
    `moves` has by place what a token there can do alone; a place before a join has it in `joins`.

    `harmless` are the nodes where several tokens at once mean nothing wrong;
    `alone` are the places from which no join can be come to; `urgent` those
    whose tokens must not wait for the ones behind them. `whole` is False when
    something was left out, and `begins` empty when the net is too large.
    """

    scope: Scope
    places: list[Place] = field(default_factory=list)
    moves: list[tuple[Move, ...]] = field(default_factory=list)
    joins: dict[int, Join] = field(default_factory=dict)
    begins: list[Move] = field(default_factory=list)
    harmless: set[str] = field(default_factory=set)
    alone: frozenset[int] = frozenset()
    urgent: frozenset[int] = frozenset()
    spare: int = -1
    whole: bool = True

    def source(self, place: int) -> str:
        """The node that a place's flow comes from."""
        here = self.places[place]
        return next((flow.source for flow in self.scope.into[here.node] if flow.id == here.flow), here.node)


def net_of(scope: Scope, inner: Mapping[str, Outcome]) -> Net:
    """The net of a scope; `inner` says how its sub-processes can end."""
    return _Builder(scope, inner).net


class _Builder:
    def __init__(self, scope: Scope, inner: Mapping[str, Outcome]) -> None:
        self.net = Net(scope)
        self._scope = scope
        self._inner = inner
        self._by_flow: dict[tuple[str, str, str], int] = {}
        self._inside: dict[str, int] = {}
        self._effort = 0
        order = self._order()
        self.net.harmless = self._only_ending()
        for name in order:
            self._place(name)
        if any(not scope.interrupts(event) for events in scope.boundary.values() for event in events):
            self.net.spare = len(self.net.places)
        self.net.moves = [() for _ in self.net.places]
        for name in order:
            self._happen(name)
        self._begin()
        if self._effort > _MOST_EFFORT:
            self.net.whole, self.net.begins = False, []
        joining = closure([join.node for join in self.net.joins.values()], self._before)
        self.net.urgent = frozenset(
            n
            for n, moves in enumerate(self.net.moves)
            if any(move.ends for move in moves) or (n in self.net.joins and self.net.joins[n].reach is not None)
        )
        self.net.alone = frozenset(n for n, place in enumerate(self.net.places) if place.node not in joining)

    def _order(self) -> list[str]:
        """Every node before those it leads to; ends that end everything last, as they need not hurry."""
        scope = self._scope
        begins = [*scope.starts(), *scope.implicit_starts()]
        on_edge = {event for events in scope.boundary.values() for event in events}
        # Depth first from the start, so that each branch is worked off before the next: what is never come to is last.
        come_to = dict.fromkeys(_unrolled(begins, scope.after, _MOST_NESTED))
        found = [name for name in dict.fromkeys([*come_to, *scope.nodes]) if name not in on_edge]
        return sorted(found, key=lambda name: any(leave.ends for leave in leaves(scope, name)[0]))

    # ---- places

    def _place(self, name: str) -> None:
        scope = self._scope
        for flow in scope.into[name]:
            key = flow.id, flow.source, name
            if key not in self._by_flow:  # flows without an id may be alike
                self._by_flow[key] = self._new(Place(name, flow.id))
        if not scope.into[name]:
            self._by_flow["", "", name] = self._new(Place(name, ""))
        if scope.boundary[name]:
            self._inside[name] = self._new(Place(name, "", inside=True))
        if self._gathers(name):
            self.net.harmless.add(name)

    def _new(self, place: Place) -> int:
        self.net.places.append(place)
        return len(self.net.places) - 1

    def _gathers(self, name: str) -> bool:
        return self._scope.kind(name) in {"parallelGateway", "inclusiveGateway"} and len(self._scope.into[name]) > 1

    def _only_ending(self) -> set[str]:
        """The nodes where several tokens at once do no harm: they end there, or come only to where all is ended."""
        scope = self._scope
        last = [name for name in scope.nodes if scope.kind(name) not in GATEWAYS]
        going_on = [name for name in last if not (is_end(scope, name) and leaves(scope, name)[0][0].ends)]
        leading: set[str] = closure(
            going_on, lambda name: (each for each in self._before(name) if scope.kind(each) in GATEWAYS)
        )
        return (scope.nodes.keys() - leading) | {name for name in last if is_end(scope, name)}

    def _entries(self, name: str) -> list[int]:
        flows = [(flow.id, flow.source, name) for flow in self._scope.into[name]] or [("", "", name)]
        return list(dict.fromkeys(self._by_flow[key] for key in flows))

    # ---- moves

    def _happen(self, name: str) -> None:
        entries, ways = self._entries(name), self._ways(name)
        if self._gathers(name):
            self._gather(name, tuple(entries), ways)
            return
        if name in self._inside:
            inside = self._inside[name]
            self.net.moves[inside] = tuple(replace(move, takes=(inside, *move.takes)) for move in ways)
            ways = (Move(name, (), (inside,), "none", (name,)),)
        for place in entries:
            self.net.moves[place] = tuple(replace(move, takes=(place,)) for move in ways)

    def _ways(self, name: str) -> tuple[Move, ...]:
        """What can happen when a token is at a node, without what it takes."""
        scope = self._scope
        done, whole = leaves(scope, name)
        self.net.whole &= whole
        events = scope.boundary[name]
        if not self._inner.get(name, Outcome()).completes:
            done = []
        passes = () if events else (name,)  # inside it already, it was passed on the way in
        ways = [self._leave(name, leave, passes, "event" if events else leave.choice) for leave in done]
        for event in events:
            stays = not scope.interrupts(event)
            for leave in leaves(scope, event)[0]:
                move = self._leave(name, leave, (event,), "event")
                beside = replace(move, takes=(self.net.spare,), gives=(self._inside[name], *move.gives))
                ways.append(beside if stays else move)
        return tuple(ways) or (Move(name, (), (), "none", (name,), ends=True),)

    def _leave(self, name: str, leave: Leave, passes: tuple[str, ...], choice: Choice) -> Move:
        gives = tuple(sorted(self._by_flow[flow.id, flow.source, flow.target] for flow in leave.flows))
        return Move(name, (), gives, choice, passes, leave.ends)

    def _gather(self, name: str, places: tuple[int, ...], ways: tuple[Move, ...]) -> None:
        inclusive = self._scope.kind(name) == "inclusiveGateway"
        reach = self._reach(name, places) if inclusive else None
        join = Join(name, places, tuple(replace(move, takes=places) for move in ways), reach)
        self.net.joins |= dict.fromkeys(places, join)

    def _reach(self, name: str, places: tuple[int, ...]) -> dict[int, frozenset[int]]:
        """By place, the places of an inclusive join that a token may come to without passing it."""
        scope = self._scope
        self._effort += len(places) * len(scope.nodes)
        if self._effort > _MOST_EFFORT:
            return {}
        found: dict[str, set[int]] = defaultdict(set)
        for flow in scope.into[name]:
            behind: set[str] = closure(
                [flow.source], lambda node: (each for each in self._before(node) if each != name)
            )
            for node in behind - {name}:
                found[node].add(self._by_flow[flow.id, flow.source, name])
        return {
            number: frozenset(found[place.node])
            for number, place in enumerate(self.net.places)
            if place.node in found and number not in places
        }

    def _before(self, node: str) -> list[str]:
        """What a token can come from: over a flow, or from the activity whose edge an event is on."""
        scope = self._scope
        hosts = [scope.nodes[node].get("attachedToRef", "")] if scope.kind(node) == "boundaryEvent" else []
        return [*(flow.source for flow in scope.into[node]), *(host for host in hosts if host in scope.nodes)]

    # ---- the start

    def _begin(self) -> None:
        """One start event begins, or without any all that no way leads to."""
        scope, spare = self._scope, (self.net.spare,) if self.net.spare >= 0 else ()
        starts = scope.starts()
        choice: Choice = "event" if len(starts) > 1 else "none"
        together = [[start] for start in starts] or [scope.implicit_starts()]
        begun = [tuple(sorted(self._entries(name)[0] for name in names)) for names in together if names]
        self.net.begins = [Move("", (), (*places, *spare), choice, ()) for places in begun]


def _unrolled(begin: Iterable[str], after: Callable[[str], Iterable[str]], levels: int) -> Iterator[str]:
    """Every node before those it leads to; in a ring, all but its first node as if nothing led back to that."""
    for ring in components(begin, after):
        first, rest = ring[0], ring[1:]
        yield first
        yield from _unrolled(rest, _within(after, set(rest)), levels - 1) if levels else rest


def _within(after: Callable[[str], Iterable[str]], nodes: set[str]) -> Callable[[str], Iterable[str]]:
    return lambda name: (each for each in after(name) if each in nodes)
