"""A drawing that stands alone, simulated: its choices are drawn by lot, or made by whoever is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.simulation.chance import Chance
from app.simulation.events import Event
from app.simulation.simulator import Simulation
from app.simulation.timetable import work_moment
from engine.files import read_authored
from engine.sketches import Chooser, Question, Sketch, play, read_sketch

# A Monday without a holiday near; a drawing says nothing of when it happens.
ANY_DAY = date(2026, 1, 12)


def read_drawing(path: Path) -> Sketch:
    """The drawing in a file, with its findings; it never raises on bad content."""
    return read_sketch(read_authored(path), path.name)


def play_drawing(
    drawing: Sketch, chooser: Chooser, *, seed: int | None = None, start: date | None = None
) -> Simulation:
    """Play a sound drawing once. `seed` is told as the one that the chooser draws by."""
    played = play(drawing, chooser, work_moment(start or ANY_DAY))
    events = [Event(line.at, line.kind, line.process, line.element, line.name, line.text) for line in played.lines]
    return Simulation(drawing.file.removesuffix(".bpmn"), None, seed, events, played.ended, played.problems)


@dataclass(frozen=True)
class Drawn:
    """Chooses by lot."""

    chance: Chance

    def choose(self, question: Question) -> int:
        return self.chance.pick(list(zip(range(len(question.options)), question.weights, strict=True)))
