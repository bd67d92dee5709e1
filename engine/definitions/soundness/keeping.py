"""
What can keep a case in a ring where nothing waits.

As nothing happens in an idle round, every choice in it is made on the same
data, and conditions that exclude each other never keep a case in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from engine.definitions.soundness.conditions import never_both
from engine.definitions.soundness.exploration import Exploration, Marking
from engine.definitions.soundness.graph import components
from engine.definitions.soundness.net import Move, Net

_MOST_EFFORT = 300_000  # choices times what happens in a ring: half a second

# What is in a ring, and by that what can happen there.
_Steps: TypeAlias = Mapping[Marking, list[tuple[Move, Marking]]]


@dataclass(frozen=True)
class Ring:
    """`sure` when no more than one choice keeps a case in it; else `choosing` are the nodes that must agree."""

    nodes: tuple[str, ...]
    sure: bool
    choosing: tuple[str, ...] = ()


def kept_in(exploration: Exploration, nodes: Collection[str], perhaps: Collection[str]) -> Ring | None:
    """How a case can be kept among these nodes, of which some are `perhaps` passed without a wait; None if not."""
    steps = _inside(exploration, nodes)
    return _kept_by_one(steps, perhaps) or _kept_by_several(exploration.net, steps, perhaps)


def _inside(exploration: Exploration, nodes: Collection[str]) -> _Steps:
    """What happens in a ring, whatever is elsewhere: its nodes take from their own places only."""
    net = exploration.net
    within = set(nodes)
    places = {number for number, place in enumerate(net.places) if place.node in within}

    def here(number: int) -> Marking:
        return tuple(place for place in exploration.markings[number] if place in places)

    found: dict[Marking, dict[tuple[Move, Marking], None]] = {}
    for number, steps in enumerate(exploration.steps):
        for move, target in steps if not exploration.is_piled(number) else ():
            if move.node in within and not net.by_event(move):
                found.setdefault(here(number), {})[move, here(target)] = None
    return {marking: list(steps) for marking, steps in found.items()}


def _kept_by_one(steps: _Steps, perhaps: Collection[str]) -> Ring | None:
    """A ring that a case stays in by one choice at most, however the others are made."""
    choices = {(move.node, move.gives) for each in steps.values() for move, _ in each if _chooses(move, perhaps)}
    before: dict[Marking, list[Marking]] = defaultdict(list)
    for marking, each in steps.items():
        for _, target in each:
            before[target].append(marking)
    for choice in [None, *sorted(choices)[: _tries(steps)]]:
        kept = set(steps)
        asked = list(steps)
        while asked:
            marking = asked.pop()
            if marking in kept and not _stays(steps[marking], kept, choice, perhaps):
                kept.remove(marking)
                asked += before[marking]
        nodes = _round({marking: [step for step in steps[marking] if _as(step[0], choice)] for marking in kept}, kept)
        if nodes:
            return Ring(nodes, sure=True)
    return None


def _tries(steps: _Steps) -> int:
    """How many choices may be looked at, each with all that happens in the ring."""
    return 1 + _MOST_EFFORT // (1 + sum(map(len, steps.values())))


def _chooses(move: Move, perhaps: Collection[str]) -> bool:
    return move.choice == "data" or move.node in perhaps


def _as(move: Move, choice: tuple[str, tuple[int, ...]] | None) -> bool:
    return choice is None or move.node != choice[0] or move.choice != "data" or move.gives == choice[1]


def _stays(
    steps: list[tuple[Move, Marking]],
    kept: Collection[Marking],
    choice: tuple[str, tuple[int, ...]] | None,
    perhaps: Collection[str],
) -> bool:
    """Whether some node goes on only to what is kept, whatever it chooses."""
    by_node: dict[str, list[Marking]] = {}
    for move, target in steps:
        mine = choice is not None and move.node == choice[0]
        if _as(move, choice) and (mine or move.node not in perhaps):
            by_node.setdefault(move.node, []).append(target)
    return any(all(target in kept for target in targets) for targets in by_node.values())


def _kept_by_several(net: Net, steps: _Steps, perhaps: Collection[str]) -> Ring | None:
    """A ring that a case stays in when several choices meet, and do not plainly exclude each other."""
    moves = dict.fromkeys(move for each in steps.values() for move, _ in each if _chooses(move, perhaps))
    said = {move: _said(net, move) for move in moves}
    for anchor in list(moves)[: _tries(steps)]:
        may = {move for move in moves if move == anchor or not _exclude(said[anchor], said[move])}
        can = {
            marking: [(move, target) for move, target in each if move in may or move not in moves]
            for marking, each in steps.items()
        }
        nodes = _round(can, can.keys(), through=anchor)
        if nodes:
            choosing = tuple(dict.fromkeys(move.node for move in moves if move in may and move.node in nodes))
            return Ring(nodes, sure=False, choosing=choosing)
    return None


def _round(steps: _Steps, kept: Collection[Marking], through: Move | None = None) -> tuple[str, ...]:
    """The nodes of a round among what is kept, if there is one that this move is in."""
    for ring in components(steps, lambda marking: (target for _, target in steps[marking] if target in kept)):
        within = set(ring)
        moves = [move for marking in ring for move, target in steps[marking] if target in within]
        if moves and (through is None or through in moves):
            return tuple(dict.fromkeys(move.node for move in moves))
    return ()


@dataclass(frozen=True)
class _Said:
    """What is true and what is not when a node has chosen so."""

    node: str
    gives: tuple[int, ...]
    one_way: bool
    true: tuple[str, ...]
    untrue: frozenset[str]


def _said(net: Net, move: Move) -> _Said:
    scope = net.scope
    ids = {net.places[place].flow for place in move.gives}
    out = scope.out[move.node]
    taken = [flow for flow in out if flow.id in ids]
    one_way = scope.kind(move.node) == "exclusiveGateway"
    others = [flow for flow in out if flow not in taken]
    if one_way and taken and taken[0].condition is not None:
        others = out[: out.index(taken[0])]  # those after it were not asked
    true = tuple(flow.condition for flow in taken if flow.condition is not None)
    untrue = frozenset(flow.condition for flow in others if flow.condition is not None)
    return _Said(move.node, move.gives, one_way, true, untrue)


def _exclude(one: _Said, other: _Said) -> bool:
    if one.node == other.node:
        return one.one_way and one.gives != other.gives
    return (
        not one.untrue.isdisjoint(other.true)
        or not other.untrue.isdisjoint(one.true)
        or any(never_both(a, b) for a in one.true for b in other.true)
    )
