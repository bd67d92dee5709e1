"""What a played drawing tells, and what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

KINDS = frozenset(
    {
        "instance_started",
        "task_created",
        "task_completed",
        "timer_fired",
        "choice",
        "message",
        "signal",
        "condition",
        "error",
        "escalated",
        "milestone",
        "instance_ended",
    }
)


@dataclass(frozen=True)
class Line:
    """One line of the timeline. `at` is a moment in UTC, `kind` one of KINDS; `text` says it in Danish."""

    at: datetime
    kind: str
    process: str
    element: str
    name: str
    text: str


@dataclass(frozen=True)
class Question:
    """A choice that the drawing leaves open: what is asked in Danish, the answers, and how likely each is."""

    process: str
    element: str
    text: str
    options: Sequence[str]
    weights: Sequence[float]


class Chooser(Protocol):
    """Whoever plays the drawing."""

    def choose(self, question: Question) -> int:
        """The number of the chosen answer, from 0."""
        ...
