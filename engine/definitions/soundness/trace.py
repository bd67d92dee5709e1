"""The way that led to a marking, without what other tokens did meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from engine.definitions.soundness.exploration import Exploration
from engine.definitions.soundness.net import Move

# Moves from the beginning on, each with the marking after it. The first one is the start itself.
Way: TypeAlias = list[tuple[Move, int]]


@dataclass(frozen=True)
class Trace:
    """`path` are the ids of flows and elements in the order they are passed; `moves` those that passed them."""

    path: tuple[str, ...]
    moves: tuple[Move, ...]


@dataclass(slots=True)
class _Token:
    place: int
    made_by: int  # the number of the step


def way_to(exploration: Exploration, number: int) -> Way:
    way: Way = []
    while number >= 0:
        source, move = exploration.came[number]
        way.append((move, number))
        number = source
    return way[::-1]


def trace(exploration: Exploration, way: Way, tokens: Sequence[int], also: Iterable[int] = ()) -> Trace:
    """What had to happen for the tokens on these places at the end of a way, and for its steps `also`."""
    left, causes, places = _replay(exploration, way)
    wanted = [token.made_by for token in left if token.place in tokens]
    told = _past([*wanted, *also], causes)
    return _told(exploration, way, told, places, tokens)


def trace_of_pair(exploration: Exploration, way: Way, node: str) -> Trace | None:
    """
    How two tokens come to a node within one round; None when it is only in different rounds of a loop.

    A loop may set something off each time round, and the last one need not be done yet.
    """
    left, causes, places = _replay(exploration, way)
    net = exploration.net
    here = [token for token in left if token.place != net.spare and net.places[token.place].node == node]
    for one, other in combinations(here, 2):
        pasts = _past([one.made_by], causes), _past([other.made_by], causes)
        common, apart = pasts[0] & pasts[1], pasts[0] ^ pasts[1]
        parted = {step for each in apart for step in causes[each] & common} | ({one.made_by, other.made_by} & common)
        if _what(way, parted).isdisjoint(_what(way, apart)):
            return _told(exploration, way, common | apart, places, [one.place, other.place])
    return None


def _what(way: Way, steps: Iterable[int]) -> set[tuple[str, tuple[str, ...]]]:
    return {(way[step][0].node, way[step][0].passes) for step in steps}


def _told(
    exploration: Exploration, way: Way, steps: set[int], places: Sequence[tuple[int, ...]], tokens: Sequence[int]
) -> Trace:
    net = exploration.net
    path: list[str] = []
    for step in sorted(steps):
        path += [net.places[place].flow for place in places[step]]
        path += way[step][0].passes
    path += [net.places[place].flow for place in tokens]
    path += [net.places[place].node for place in tokens[:1]]
    return Trace(_without_repeats(path), tuple(way[step][0] for step in sorted(steps)))


def _replay(exploration: Exploration, way: Way) -> tuple[list[_Token], list[set[int]], list[tuple[int, ...]]]:
    """The tokens at the end of a way, and by step which steps it built on and which places it took from."""
    spare = exploration.net.spare
    tokens: list[_Token] = []
    causes: list[set[int]] = []
    places: list[tuple[int, ...]] = []
    for step, (move, _) in enumerate(way):
        taken: list[_Token] = []
        for place in move.takes:
            token = next((each for each in tokens if each.place == place), None)
            if token is not None:  # where many stand for more, one more may be taken than the way has put there
                tokens.remove(token)
                taken.append(token)
        tokens += [_Token(place, step) for place in move.gives]
        causes.append({token.made_by for token in taken if token.place != spare})
        places.append(tuple(place for place in move.takes if place != spare))
    return tokens, causes, places


def _past(wanted: Sequence[int], causes: Sequence[set[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = list(wanted)
    while waiting:
        step = waiting.pop()
        if step not in seen:
            seen.add(step)
            waiting += causes[step]
    return seen


def _without_repeats(path: Sequence[str]) -> tuple[str, ...]:
    """Each id where it first comes, and the last one at the end as well."""
    named = [name for name in path if name]
    first = list(dict.fromkeys(named))
    return tuple(first if not named or first[-1] == named[-1] else [*first, named[-1]])
