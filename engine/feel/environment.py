"""What an expression sees while it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from engine.feel.limits import Budget
from engine.feel.values import FeelValue

INPUT = "?"  # the name of a decision table's input value inside its cells


class Env:
    """Names within names: those of a filter's item or a loop over those of the whole expression."""

    __slots__ = ("budget", "names", "now", "outer")

    def __init__(self, names: Mapping[str, FeelValue], now: datetime, budget: Budget, outer: Env | None = None) -> None:
        self.names = names
        self.now = now
        self.budget = budget
        self.outer = outer

    def inner(self, names: Mapping[str, FeelValue]) -> Env:
        return Env(names, self.now, self.budget, self)


Evaluator: TypeAlias = Callable[[Env], FeelValue]
