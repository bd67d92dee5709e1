"""A message from another system as the manifest describes it: what it must keep, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from jsonschema import Draft202012Validator

from engine.definitions.expressions import Formula
from engine.definitions.json_schema import danish
from engine.definitions.reserved import meant_by
from engine.definitions.wording import sentence
from engine.errors import ExpressionFailed
from engine.model import Json


@dataclass(frozen=True)
class Demand:
    """What a message must keep besides its schema: a condition that must be true, and what its sender is told."""

    condition: Formula
    message: str


@dataclass(frozen=True)
class Inbound:
    """
    A message from another system. Expressions are FEEL over `data`.

    `start_sag` has `department` and `facts`; `send_besked` has `message` and
    `case`, the FEEL for the case's number, and may have `correlation`, its key.
    """

    action: Literal["start_sag", "send_besked"]
    department: Formula | None
    message: str | None
    case: Formula | None
    facts: Mapping[str, Formula]
    demands: tuple[Demand, ...]
    schema: Mapping[str, Json]
    line: int
    validator: Draft202012Validator = field(repr=False, compare=False)
    correlation: Formula | None = None

    def problems(self, data: Mapping[str, Json]) -> dict[str, str]:
        """
        What the body of a message breaks: path to Danish sentence.

        A schema may be open; what becomes variables may even so not be called what they never are.
        """
        taken = {} if self.message is None else {name: meant for name in data if (meant := meant_by(name))}
        return {name: f"Feltet kan ikke modtages: {meant}." for name, meant in taken.items()} | {
            ".".join(str(part) for part in error.absolute_path) or "data": sentence(f"feltet {danish(error)}.")
            for error in self.validator.iter_errors(data)
        }

    def broken_demands(self, data: Mapping[str, Json], now: datetime) -> list[str]:
        """The messages of the demands that are not exactly true of a body that fits the schema."""
        return [demand.message for demand in self.demands if not _holds(demand.condition, data, now)]

    def formulas(self) -> list[Formula]:
        """Every expression over the message's data."""
        conditions = [demand.condition for demand in self.demands]
        own = (self.department, self.case, self.correlation)
        return [formula for formula in (*own, *self.facts.values(), *conditions) if formula]


def _holds(condition: Formula, data: Mapping[str, Json], now: datetime) -> bool:
    """Closed when in doubt: a demand that cannot be decided is not kept."""
    try:
        return condition.evaluate({"data": data}, now=now) is True
    except ExpressionFailed:
        return False
