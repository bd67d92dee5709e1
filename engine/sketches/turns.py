"""Whose turn it is in a play: what has happened least goes first, so that nothing waits for ever beside a ring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from engine.model import Wait
from engine.sketches.stage import Run

PATIENCE = 3  # how often something else happens before what waits has its turn
_PATIENCE_WITH_TIME = 24  # timers go off in the order of their times as long as anybody would read on
_ANY_TIME = datetime.min.replace(tzinfo=UTC)


class Turns:
    """How often each element of a drawing has had its turn."""

    def __init__(self) -> None:
        self._had: Counter[str] = Counter()

    def taken(self, element: str) -> None:
        self._had[element] += 1

    def first(self, waiting: Sequence[tuple[Run, Wait]]) -> tuple[Run, Wait]:
        """
        The first of those that had their turn least; in every other round of a ring the newest.

        Else one side of a race would win each time, and what only the other leads to would never come.
        """
        rounds, newest = self.rounds(wait for _, wait in waiting), waiting[-1]
        if rounds >= PATIENCE and rounds % 2 and self._had[newest[1].element] < PATIENCE * (rounds + 1):
            return newest
        return min(waiting, key=lambda pair: self._had[pair[1].element])

    def first_event(self, waiting: Iterable[tuple[Run, Wait]]) -> tuple[Run, Wait]:
        """The one due first, and before it what may come at any time; after a few rounds what came less often."""
        return min(waiting, key=lambda pair: (self._often(pair[1]), pair[1].due is not None, pair[1].due or _ANY_TIME))

    def rounds(self, waiting: Iterable[Wait]) -> int:
        """How often everything that goes on has been done before."""
        return min((self._had[wait.element] for wait in waiting), default=0)

    def is_late(self, wait: Wait, rounds: int, patience: int) -> bool:
        """Whether so many rounds went by for each turn it had, and for one more."""
        return rounds >= max(patience * (1 + self._had[wait.element]), self._had[wait.element])

    def is_ring(self, wait: Wait, times: int) -> bool:
        """Whether it is done again and again, for each of so many times."""
        return self._had[wait.element] >= PATIENCE * (1 + times)

    def _often(self, wait: Wait) -> int:
        return self._had[wait.element] // (PATIENCE if wait.due is None else _PATIENCE_WITH_TIME)
