"""The facts a simulated case begins with, from the library's weights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.simulation.chance import Chance
from app.simulation.weights import Weights
from engine import feel
from engine.clock import start_of_day
from engine.model import Json

# A case opens in the year from here when nobody says when; a fixed day, so that a seed says it all.
FIRST_START = date(2017, 1, 2)
LAST_START = date(2017, 12, 29)


@dataclass(frozen=True)
class Beginning:
    """When a case opens, and when the one it is about was born; None where a process is about nobody."""

    born: date | None
    start: date


def beginning(weights: Weights, chance: Chance, born: date | None, start: date | None) -> Beginning:
    """
    What is not given is drawn: the age at the opening from the weights.

    A process without an age takes `born` as it is given.
    """
    if weights.age is None:
        return Beginning(born, start or chance.day(FIRST_START, LAST_START))
    youngest, oldest = weights.age
    if born is not None:
        return Beginning(born, start or chance.day(youngest.after(born), oldest.after(born)))
    opened = start or chance.day(FIRST_START, LAST_START)
    return Beginning(chance.day(oldest.before(opened), youngest.before(opened)), opened)


def start_facts(weights: Weights, at: Beginning) -> dict[str, Json]:
    """Path to value. Text that begins with `=` is FEEL over the dates `foedt` and `start`. Raises ExpressionFailed."""
    return {path: _value(value, at) for path, value in weights.start.items()}


def _value(value: Json, at: Beginning) -> Json:
    if not isinstance(value, str) or not value.startswith("="):
        return value
    names = {"foedt": at.born, "start": at.start}
    return feel.to_json(feel.parse(value).evaluate(names, now=start_of_day(at.start)))
