"""Rings that go round without anything to wait for, and without anything that could make the next round another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.definitions.soundness.graph import closure, components
from engine.definitions.soundness.scope import Flow, Scope

_PASSING = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})


def idle_rings(scope: Scope, passable: Collection[str]) -> list[list[str]]:
    """The rings of gateways, throwing events and the `passable` sub-processes that can be come to from a start."""
    reached = closure(scope.starts() or scope.implicit_starts(), scope.after)
    idle = {name for name in reached if _is_idle(scope, name, passable)}

    def after(name: str) -> Iterator[str]:
        return (flow.target for flow in scope.out[name] if flow.target in idle)

    return [ring for ring in components(sorted(idle), after) if len(ring) > 1 or ring[0] in after(ring[0])]


def is_passable(scope: Scope, passable: Collection[str]) -> bool:
    """Whether a token can come from a start of the scope to an end of it and never has to wait."""
    begin = scope.starts() or scope.implicit_starts()
    seen = closure(
        begin,
        lambda name: [flow.target for flow in scope.out[name] if flow.target and _goes_on(scope, name, passable)],
    )
    return any(not scope.out[name] and _goes_on(scope, name, passable) for name in seen)


def _goes_on(scope: Scope, name: str, passable: Collection[str]) -> bool:
    return scope.kind(name) in {"startEvent", "endEvent"} or _is_idle(scope, name, passable)


def _is_idle(scope: Scope, name: str, passable: Collection[str]) -> bool:
    if scope.kind(name) == "intermediateThrowEvent":
        return scope.trigger(name) != "compensate"  # its handlers may be anything
    return scope.kind(name) in _PASSING or name in passable or _lands(scope, name)


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
