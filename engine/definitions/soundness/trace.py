"""The way that led to a marking, without what other tokens did meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


def trace(exploration: Exploration, way: Way, tokens: Sequence[int], also: int | None = None) -> Trace:
    """What had to happen for the tokens on these places at the end of a way, and for its step `also`."""
    net = exploration.net
    left, causes, places = _replay(exploration, way)
    wanted = [token.made_by for token in left if token.place in tokens]
    path: list[str] = []
    moves: list[Move] = []
    for step in sorted(_past([*wanted, *([] if also is None else [also])], causes)):
        moves.append(way[step][0])
        path += [net.places[place].flow for place in places[step]]
        path += moves[-1].passes
    path += [net.places[place].flow for place in tokens]
    path += [net.places[place].node for place in tokens[:1]]
    return Trace(_without_repeats(path), tuple(moves))


def _replay(exploration: Exploration, way: Way) -> tuple[list[_Token], list[set[int]], list[tuple[int, ...]]]:
    """The tokens at the end of a way, and by step which steps it built on and which places it took from."""
    spare = exploration.net.spare
    tokens: list[_Token] = []
    causes: list[set[int]] = []
    places: list[tuple[int, ...]] = []
    for step, (move, _) in enumerate(way):
        taken: list[_Token] = []
        for place in move.takes:
            token = next(each for each in tokens if each.place == place)
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
