"""What an expression sees while it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias

from engine.feel.limits import Budget
from engine.feel.values import FeelValue
from engine.model import Json

INPUT = "?"  # the name of a decision table's input value inside its cells


@dataclass(slots=True)
class Around:
    """
    What a decision model lays around its expressions.

    `types` tells of each of the model's own types whether a value is of it;
    each decision table that was decided leaves its trace in `tables`, but for
    what is only decided again to find the reasons of a null (`explaining`).
    """

    types: Mapping[str, Callable[[FeelValue, Env], bool]] = field(default_factory=lambda: MappingProxyType({}))
    tables: list[Json] = field(default_factory=list)
    explaining: bool = False


class Env:
    """Names within names: those of a filter's item or a loop over those of the whole expression."""

    __slots__ = ("around", "budget", "names", "now", "outer")

    def __init__(
        self,
        names: Mapping[str, FeelValue],
        now: datetime,
        budget: Budget,
        outer: Env | None = None,
        around: Around | None = None,
    ) -> None:
        self.names = names
        self.now = now
        self.budget = budget
        self.outer = outer
        self.around = around

    def inner(self, names: Mapping[str, FeelValue]) -> Env:
        return Env(names, self.now, self.budget, self, self.around)


Evaluator: TypeAlias = Callable[[Env], FeelValue]
