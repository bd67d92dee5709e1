"""By which ways tokens can leave a node, whatever the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from engine.definitions.bpmn import EVENTS, id_of
from engine.definitions.soundness.conditions import constant, never_both
from engine.definitions.soundness.scope import Flow, Scope

# Who decides: nobody, a condition, or what happens outside.
Choice = Literal["none", "data", "event"]

# Ends that take the rest of their scope with them; after these two the scope does not go on as if it were done.
_FAILING = frozenset({"error", "cancel"})
_ENDING = _FAILING | {"terminate"}
_ALL_SUBSETS = 8  # of so many flows; of more only the small and the large, or they would be too many to look at
_ALL_PAIRS = 40  # of so many flows; of more each alone and each with the next, which shows what meets and what waits


@dataclass(frozen=True, slots=True)
class Leave:
    """One way to leave a node: the flows taken, whether everything else in the scope ends, and if it ends badly."""

    flows: tuple[Flow, ...]
    choice: Choice = "none"
    ends: bool = False
    fails: bool = False


def leaves(scope: Scope, name: str) -> tuple[list[Leave], bool]:
    """Every way to leave a node when its work is done, and whether these are surely all."""
    kind, out = scope.kind(name), scope.out[name]
    if kind == "endEvent":
        return [Leave((), ends=scope.trigger(name) in _ENDING, fails=scope.trigger(name) in _FAILING)], True
    if kind == "exclusiveGateway":
        return _offered([(flow,) for flow in _possible(scope, name, first=True)], "data"), True
    if kind == "eventBasedGateway":
        return _offered([(flow,) for flow in out], "event"), True
    if kind in EVENTS or kind == "parallelGateway":
        return [Leave(tuple(out))], True
    return _some_of(scope, name)


def _offered(ways: Sequence[tuple[Flow, ...]], choice: Choice) -> list[Leave]:
    if len(ways) < 2:
        return [Leave(way) for way in ways] or [Leave(())]
    return [Leave(way, choice) for way in ways]


def _some_of(scope: Scope, name: str) -> tuple[list[Leave], bool]:
    """Out of an inclusive gateway or an activity: what has no condition, and any of what has."""
    default = scope.nodes[name].get("default")
    possible = [flow for flow in _possible(scope, name, first=False) if flow.id != default or not flow.id]
    otherwise = tuple(flow for flow in scope.out[name] if flow.id and flow.id == default)
    always = tuple(flow for flow in possible if flow.condition is None or constant(flow.condition))
    place = {flow: number for number, flow in enumerate(scope.out[name])}
    if scope.kind(name) == "inclusiveGateway" and len(always) == len(possible):
        always = ()  # a drawing whose conditions are not written yet: any of them
    certain = set(always)
    maybe = [flow for flow in possible if flow not in certain]
    taken = {(*always, *some) for some in _subsets(maybe)}
    ways = sorted(taken - {()}, key=lambda way: (len(way), [place[flow] for flow in way]))
    if otherwise and not always:
        ways.append(otherwise)
    return _offered(ways, "data"), len(maybe) <= _ALL_SUBSETS


def _subsets(flows: Sequence[Flow]) -> Iterator[tuple[Flow, ...]]:
    for some in _looked_at(flows):
        if not any(never_both(a.condition or "", b.condition or "") for a, b in combinations(some, 2)):
            yield some


def _looked_at(flows: Sequence[Flow]) -> Iterator[tuple[Flow, ...]]:
    if len(flows) > _ALL_PAIRS:
        yield from ((), *zip(flows), *pairwise(flows))
        return
    sizes = range(len(flows) + 1) if len(flows) <= _ALL_SUBSETS else (0, 1, 2, len(flows) - 1, len(flows))
    for size in sizes:
        yield from combinations(flows, size)


def _possible(scope: Scope, name: str, *, first: bool) -> list[Flow]:
    """
    The flows whose condition is not simply false.

    `first`: only one is taken, in their order, and none comes after one that is simply true.
    """
    out = scope.out[name]
    kept = [flow for flow in out if flow.condition is None or constant(flow.condition) is not False]
    sure = next((flow for flow in kept if flow.condition and constant(flow.condition)), None)
    if first and sure is not None:
        default = scope.nodes[name].get("default")
        kept = [flow for flow in kept[: kept.index(sure) + 1] if flow.id != default or flow is sure]
    return kept or out


def is_end(scope: Scope, name: str) -> bool:
    """Whether a node does nothing but take its token away: two at once do no harm there."""
    return scope.kind(name) == "endEvent" and scope.trigger(name) in _ENDING | {""} and bool(id_of(scope.nodes[name]))
