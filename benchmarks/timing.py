"""Measuring two ways of doing something in one run, turn by turn, so that a busy machine slows both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

Clock: TypeAlias = Callable[[], float]

CPU: Clock = time.process_time  # for work in memory: other people's load is not counted
WALL: Clock = time.perf_counter  # for work that waits for a disk or a server


@dataclass(frozen=True)
class Comparison:
    """Median seconds of each side. `goal` and `must` are what design § 11 asks of the ratio."""

    name: str
    measured: float
    baseline: float
    must: float | None = None
    goal: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.measured / self.baseline

    def line(self) -> str:
        asked = f"must {self.must:g} ×, goal {self.goal:g} ×" if self.must and self.goal else ""
        missed = "  MISSED" if self.must and self.ratio > self.must else ""
        return (
            f"{self.name:<58} {self.ratio:6.2f} ×  "
            f"({self.measured * 1000:.2f} to {self.baseline * 1000:.2f} ms)  {asked}{missed}  {self.note}"
        ).rstrip()


@dataclass(frozen=True)
class Figure:
    """A figure that has no other side to be compared with."""

    name: str
    value: float
    unit: str
    note: str = ""

    def line(self) -> str:
        return f"{self.name:<58} {self.value:6.2f} {self.unit}  {self.note}".rstrip()


def seconds(act: Callable[[], object], clock: Clock) -> float:
    start = clock()
    act()
    return clock() - start


def turn_about(
    measured: Callable[[], Callable[[], object]],
    baseline: Callable[[], Callable[[], object]],
    *,
    turns: int,
    clock: Clock,
) -> tuple[float, float]:
    """
    Medians of both sides over a number of turns.

    Each side is asked for a piece of work, whose preparation is not measured.
    The first two turns warm the caches and do not count.
    """
    first, second = [], []
    for _ in range(turns + 2):
        first.append(seconds(measured(), clock))
        second.append(seconds(baseline(), clock))
    return median(first[2:]), median(second[2:])
