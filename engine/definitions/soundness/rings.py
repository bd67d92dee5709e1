"""
Rings that go round without anything to wait for, and without anything that could make the next round another.

A ring is one of moves, not of arrows: a join in it that waits for work outside
it keeps the ring waiting too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal, TypeAlias

from engine.definitions.soundness.exploration import Exploration
from engine.definitions.soundness.graph import closure, components
from engine.definitions.soundness.keeping import Ring, kept_in
from engine.definitions.soundness.net import Move, Net
from engine.definitions.soundness.scope import Flow, Scope

_PASSING = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})

# Whether a token can come through a scope without a wait: when its choices are so, or whatever they are.
Passing: TypeAlias = Literal["never", "perhaps", "surely"]


def idle_rings(exploration: Exploration, passing: Mapping[str, Passing]) -> Iterator[Ring]:
    """The rings of gateways, throwing events and sub-processes that need not wait, as far as they can be gone round."""
    for nodes in _drawn(exploration.net.scope, passing):
        perhaps = {name for name in nodes if passing.get(name) == "perhaps"}
        ring = kept_in(exploration, nodes, perhaps)
        if ring is not None:
            yield ring


def passing_of(exploration: Exploration, inner: Mapping[str, Passing]) -> Passing:
    """Whether a token comes from the beginning of a scope to its end and never has to wait."""
    net = exploration.net

    def idly(number: int) -> Iterator[int]:
        return (target for move, target in exploration.steps[number] if _goes_on(net, move, inner))

    begun = [number for number, (source, _) in enumerate(exploration.came) if source < 0]
    come_to = closure(begun, idly)
    if not any(exploration.is_end(number) for number in come_to):
        return "never"
    moves = [move for number in come_to for move, _ in exploration.steps[number]]
    stands = any(not exploration.steps[number] and not exploration.is_end(number) for number in come_to)
    surely = all(_goes_on(net, move, inner) and inner.get(move.node) != "perhaps" for move in moves)
    return "surely" if surely and not stands else "perhaps"


def _drawn(scope: Scope, passing: Mapping[str, Passing]) -> list[list[str]]:
    """The rings as they are drawn, each with all that its parallel joins wait for."""
    reached = closure(scope.starts() or scope.implicit_starts(), scope.after)
    idle = {name for name in reached if _is_idle(scope, name, passing)}
    while True:

        def after(name: str, within: Collection[str] = frozenset(idle)) -> Iterator[str]:
            return (flow.target for flow in scope.out[name] if flow.target in within)

        rings = [ring for ring in components(sorted(idle), after) if len(ring) > 1 or ring[0] in after(ring[0])]
        of = {name: number for number, ring in enumerate(rings) for name in ring}
        idle = {name for name in of if scope.kind(name) != "parallelGateway" or _is_fed(scope, name, of)}
        if len(idle) == len(of):
            return rings


def _is_fed(scope: Scope, join: str, of: Mapping[str, int]) -> bool:
    return all(of.get(flow.source) == of[join] for flow in scope.into[join])


def _goes_on(net: Net, move: Move, passing: Mapping[str, Passing]) -> bool:
    kind = net.scope.kind(move.node)
    idle = kind in {"startEvent", "endEvent"} or _is_idle(net.scope, move.node, passing)
    return idle and not move.fails and not net.by_event(move)


def _is_idle(scope: Scope, name: str, passing: Mapping[str, Passing]) -> bool:
    if scope.kind(name) == "intermediateThrowEvent":
        return scope.trigger(name) != "compensate"  # its handlers may be anything
    return scope.kind(name) in _PASSING or passing.get(name, "never") != "never" or _lands(scope, name)


def _lands(scope: Scope, name: str) -> bool:
    return scope.kind(name) == "intermediateCatchEvent" and scope.trigger(name) == "link"


def way_round(scope: Scope, ring: Collection[str]) -> tuple[str, ...]:
    """The ids of flows and elements from a start into a ring and once round it."""
    begin = scope.starts() or scope.implicit_starts()
    came: dict[str, Flow | None] = dict.fromkeys(begin)
    entered = _search(scope, came, ring, None)
    if entered is None:
        return ()
    inside: dict[str, Flow | None] = {flow.target: flow for flow in scope.out[entered] if flow.target in ring}
    _search(scope, inside, {entered}, ring)
    into, round_ = _walked(scope, came, entered), _walked(scope, inside, entered)
    return (*into, *round_)


def _search(
    scope: Scope, came: dict[str, Flow | None], goal: Collection[str], within: Collection[str] | None
) -> str | None:
    """Breadth first from the nodes in `came`, which grows, to the first of the goal."""
    row = list(came)
    for name in row:
        if name in goal:
            return name
        for source in (name, *scope.boundary[name]):
            for flow in scope.out[source]:
                if flow.target not in came and (within is None or flow.target in within):
                    came[flow.target] = flow
                    row.append(flow.target)
    return None


def _walked(scope: Scope, came: Mapping[str, Flow | None], last: str) -> list[str]:
    """Back along `came` from a node, told forwards; a ring's first flow begins at the node itself."""
    told: list[str] = []
    at = last
    while True:
        flow = came.get(at)
        told.append(at)
        if flow is None:
            return told[::-1]
        told.append(flow.id)
        if scope.kind(flow.source) == "boundaryEvent":
            told.append(flow.source)
            at = scope.nodes[flow.source].get("attachedToRef", "")
        else:
            at = flow.source
        if at == last:
            return [name for name in told[::-1] if name]
