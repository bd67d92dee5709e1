"""How a simulated person chooses: at random from a seed, or always the likeliest."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

T = TypeVar("T")


class Chance(Protocol):
    """Where every choice of a simulation comes from."""

    def pick(self, weighted: Sequence[tuple[T, float]]) -> T:
        """One of the values; at least one of them weighs something."""
        ...

    def day(self, first: date, last: date) -> date:
        """A day from the first to the last, both included."""
        ...

    def happens(self, probability: float) -> bool: ...


class Seeded:
    """Draws. The same seed gives the same draws, on every machine and Python."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same again is the point; nothing here is secret

    def pick(self, weighted: Sequence[tuple[T, float]]) -> T:
        point = self._random.random() * sum(weight for _, weight in weighted)
        for value, weight in weighted:
            point -= weight
            if point < 0:
                return value
        return next(value for value, weight in reversed(weighted) if weight > 0)

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=int(self._random.random() * ((last - first).days + 1)))

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability


class Likeliest:
    """Always the heaviest (the first of equals), and as soon as allowed: what a scenario leaves unsaid."""

    def pick(self, weighted: Sequence[tuple[T, float]]) -> T:
        return max(weighted, key=lambda pair: pair[1])[0]

    def day(self, first: date, last: date) -> date:  # noqa: ARG002 - the protocol's shape
        return first

    def happens(self, probability: float) -> bool:
        return probability >= 0.5
