"""What reaches a case from outside while it lives: messages, by their chance in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.simulation.chance import Chance
from app.simulation.periods import Period
from engine.api import Engine
from engine.commands import SendMessage, Viewer


@dataclass(frozen=True, order=True)
class Incoming:
    """A message on its way to a case."""

    day: date
    case: str
    name: str


def draw_incoming(chances: Mapping[str, float], chance: Chance, case: str, opened: date, until: date) -> list[Incoming]:
    """
    The messages that one case gets from its opening up to a day, in the order of their days.

    In each year of the case a message comes once with its chance, on any day
    of that year. Without chances nothing is drawn.
    """
    drawn = []
    year = 0
    while chances and (first := Period(12 * year, 0).after(opened)) < until:
        year += 1
        last = date.fromordinal(Period(12 * year, 0).after(opened).toordinal() - 1)
        drawn += [
            Incoming(chance.day(first, last), case, name) for name, odds in chances.items() if chance.happens(odds)
        ]
    return sorted(each for each in drawn if each.day < until)


def give(engine: Engine, by: Viewer, message: Incoming) -> None:
    """Give the message, when the case's page offers it; else it is as if it never came."""
    offered = {option.value for option in engine.case(by, message.case).messages}
    if message.name in offered:
        engine.send_message(SendMessage(message.case, message.name, {}, by))
