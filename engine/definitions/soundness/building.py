"""How the net of a scope is made from what is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from engine.definitions.bpmn import GATEWAYS, local
from engine.definitions.soundness.graph import closure, components
from engine.definitions.soundness.leaving import Choice, Leave, is_end, leaves
from engine.definitions.soundness.net import Join, Move, Net, Outcome, Place
from engine.definitions.soundness.scope import Scope
from engine.definitions.soundness.throwing import Hearing, code_of, hears, work_may_fail

_MOST_EFFORT = 200_000  # ways into inclusive joins times nodes: a fifth of a second
_MOST_NESTED = 12  # loops in loops whose inner order is looked at
_CATCHING = frozenset({"error", "cancel", "escalation"})
_REPEATED = frozenset({"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"})


def net_of(scope: Scope, inner: Mapping[str, Outcome], hearing: Hearing = ()) -> Net:
    """The net of a scope; `inner` says how its sub-processes can end, `hearing` who hears what it throws."""
    return _Builder(scope, inner, hearing).net


class _Builder:
    def __init__(self, scope: Scope, inner: Mapping[str, Outcome], hearing: Hearing) -> None:
        self.net = Net(scope)
        self._scope = scope
        self._inner = inner
        self._hearing = hearing
        self._by_flow: dict[tuple[str, str, str], int] = {}
        self._inside: dict[str, int] = {}
        self._stuck: dict[str, int] = {}
        self._effort = 0
        self._looked = 0
        # What ends everything also ends what waits in vain.
        self.net.ends = any(self._ends_all(name) for name in scope.nodes)
        order = self._order()
        self.net.harmless = self._only_ending()
        for name in order:
            self._place(name)
        if any(not scope.interrupts(event) for events in scope.boundary.values() for event in events):
            self.net.spare = len(self.net.places)
        self.net.moves = [() for _ in self.net.places]
        joining = closure([name for name in order if self._gathers(name)], self._before)
        self.net.alone = frozenset(n for n, place in enumerate(self.net.places) if place.node not in joining)
        for name in order:
            self._happen(name)
        self._begin()
        if self._effort > _MOST_EFFORT:
            self.net.whole, self.net.begins = False, []
        self.net.urgent = frozenset(
            n
            for n, moves in enumerate(self.net.moves)
            if any(move.ends for move in moves) or (n in self.net.joins and self.net.joins[n].reach is not None)
        )

    def _order(self) -> list[str]:
        """Every node before those it leads to; ends that end everything last, as they need not hurry."""
        scope = self._scope
        begins = [*scope.starts(), *scope.implicit_starts()]
        on_edge = {event for events in scope.boundary.values() for event in events}
        # Depth first from the start, so that each branch is worked off before the next: what is never come to is last.
        come_to = dict.fromkeys(_unrolled(begins, scope.after, _MOST_NESTED))
        found = [name for name in dict.fromkeys([*come_to, *scope.nodes]) if name not in on_edge]
        return sorted(found, key=self._ends_all)

    def _ends_all(self, name: str) -> bool:
        """Whether what ends everything else in the scope may come of a node."""
        ends = self._scope.kind(name) == "endEvent" and leaves(self._scope, name)[0][0].ends
        return ends or self._escapes(name) or not self._outcome(name).completes

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
        if self._outcome(name).stays:
            self._stuck[name] = self._new(Place(name, "", inside=True))
            self.net.stuck.add(self._stuck[name])
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
        entries, ways = self._entries(name), self._done(name)
        if self._gathers(name):
            self._gather(name, tuple(entries), ways)
            return
        if name in self._stuck:
            ways.append(Move(name, (), (self._stuck[name],), "none", (name,)))
            self.net.moves[self._stuck[name]] = tuple(self._on_edge(name, self._stuck[name]))
        if name in self._inside:
            inside = self._inside[name]
            ways = [replace(move, takes=(inside,)) for move in ways]
            self.net.moves[inside] = (*ways, *self._on_edge(name, inside))
            ways = [self._enter(name, inside)]
        for place in entries:
            self.net.moves[place] = tuple(replace(move, takes=(place,)) for move in ways)

    def _outcome(self, name: str) -> Outcome:
        return self._inner.get(name, Outcome())

    def _done(self, name: str) -> list[Move]:
        """What can happen when a node's work is done, without what it takes."""
        scope = self._scope
        events = scope.boundary[name]
        passes = () if events else (name,)  # inside it already, it was passed on the way in
        if self._escapes(name):
            return [Move(name, (), (), "none", passes, ends=True, fails=True)]
        if not self._outcome(name).completes:
            caught = self._outcome(name).stays or any(scope.trigger(event) in _CATCHING for event in events)
            return [] if caught else [Move(name, (), (), "none", passes, ends=True, fails=True)]
        done, whole = leaves(scope, name)
        self.net.whole &= whole
        # Where data chooses, no event makes the choice a sure one.
        by_event = len(done) == 1 and len(events) > len(self._always(name))
        return [self._leave(name, leave, passes, "event" if by_event else leave.choice) for leave in done]

    def _escapes(self, name: str) -> bool:
        """Whether it throws an escalation that interrupts the scope it is in."""
        scope = self._scope
        throws = scope.kind(name) in {"endEvent", "intermediateThrowEvent"} and scope.trigger(name) == "escalation"
        return throws and hears(self._hearing, code_of(scope.nodes[name])) is True

    def _enter(self, name: str, inside: int) -> Move:
        """Into an activity, with what its work surely sets off beside it."""
        always = self._always(name)
        beside = [self._leave(name, leave, (), "none") for event in always for leave in leaves(self._scope, event)[0]]
        gives = tuple(sorted([inside, *(place for move in beside for place in move.gives)]))
        return Move(name, (), gives, "none", (name, *always))

    def _always(self, name: str) -> list[str]:
        """The events on an edge that come each time, as what is inside never completes without throwing for them."""
        scope, throws = self._scope, self._outcome(name).throws
        if not throws or any(local(inner) in _REPEATED for inner in scope.nodes[name]):
            return []
        return [
            event
            for event in scope.boundary[name]
            if scope.trigger(event) == "escalation"
            and not scope.interrupts(event)
            and (code_of(scope.nodes[event]) or next(iter(throws))) in throws
        ]

    def _on_edge(self, name: str, at: int) -> Iterator[Move]:
        """What the events on an activity's edge do to a token in it."""
        scope = self._scope
        always = self._always(name)
        for event in (event for event in scope.boundary[name] if event not in always):
            if at in self.net.stuck and scope.trigger(event) in _CATCHING and not work_may_fail(scope.nodes[name]):
                continue  # while it goes round nothing inside throws any more
            for leave in leaves(scope, event)[0]:
                move = self._leave(name, leave, (event,), "event")
                # What goes round for ever hears it again and again, where that adds no more to look at.
                again = at in self.net.stuck and self.net.alone.issuperset(move.gives)
                if scope.interrupts(event):
                    yield replace(move, takes=(at,))
                else:
                    yield replace(move, takes=(at,) if again else (at, self.net.spare), gives=(at, *move.gives))

    def _leave(self, name: str, leave: Leave, passes: tuple[str, ...], choice: Choice) -> Move:
        gives = tuple(sorted(self._by_flow[flow.id, flow.source, flow.target] for flow in leave.flows))
        return Move(name, (), gives, choice, passes, leave.ends, leave.fails)

    def _gather(self, name: str, places: tuple[int, ...], ways: Iterable[Move]) -> None:
        inclusive = self._scope.kind(name) == "inclusiveGateway"
        reach = self._reach(name, places) if inclusive else None
        before = {} if inclusive else self._come_from(name, places)
        join = Join(name, places, tuple(replace(move, takes=places) for move in ways), reach, before)
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

    def _come_from(self, name: str, places: tuple[int, ...]) -> dict[int, frozenset[str]]:
        """By place of a parallel join, from where a token may come to it without passing the join."""
        self._looked += len(places) * len(self._scope.nodes)
        if self._looked > _MOST_EFFORT or self.net.ends:
            return {}
        return {
            self._by_flow[flow.id, flow.source, name]: frozenset(
                closure([flow.source], lambda node: (each for each in self._before(node) if each != name)) - {name}
            )
            for flow in self._scope.into[name]
        }

    def _before(self, node: str) -> list[str]:
        """What a token can come from: over a flow, or from the activity whose edge an event is on."""
        scope = self._scope
        hosts = [scope.nodes[node].get("attachedToRef", "")] if scope.kind(node) == "boundaryEvent" else []
        return [*(flow.source for flow in scope.into[node]), *(host for host in hosts if host in scope.nodes)]

    # ---- the start

    def _begin(self) -> None:
        """One start event begins, or without any all that no way leads to; beside it what an event begins for ever."""
        scope, spare = self._scope, (self.net.spare,) if self.net.spare >= 0 else ()
        starts = scope.starts()
        choice: Choice = "event" if len(starts) > 1 else "none"
        together = [[start] for start in starts] or [scope.implicit_starts()]
        begun = [tuple(sorted(self._entries(name)[0] for name in names)) for names in together if names]
        self.net.begins = [Move("", (), (*places, *spare), choice, ()) for places in begun]
        for name in scope.event_sub_processes():
            if name in self._stuck:
                beside = [()] if scope.begins_instead(name) else begun
                gives = [tuple(sorted((*places, self._stuck[name]))) for places in beside]
                self.net.begins += [Move("", (), (*places, *spare), "event", ()) for places in gives]


def _unrolled(begin: Iterable[str], after: Callable[[str], Iterable[str]], levels: int) -> Iterator[str]:
    """Every node before those it leads to; in a ring, all but its first node as if nothing led back to that."""
    for ring in components(begin, after):
        first, rest = ring[0], ring[1:]
        yield first
        yield from _unrolled(rest, _within(after, set(rest)), levels - 1) if levels else rest


def _within(after: Callable[[str], Iterable[str]], nodes: set[str]) -> Callable[[str], Iterable[str]]:
    return lambda name: (each for each in after(name) if each in nodes)
