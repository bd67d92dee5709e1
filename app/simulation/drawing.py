"""A drawing that stands alone, simulated: its choices are asked on the terminal or drawn by lot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.simulation.chance import Chance, Seeded
from app.simulation.events import Event
from app.simulation.simulator import Simulation
from app.simulation.timetable import work_moment
from engine.files import read_authored
from engine.sketches import Question, Sketch, play, read_sketch

# A Monday without a holiday near; a drawing says nothing of when it happens.
ANY_DAY = date(2026, 1, 12)


def read_drawing(path: Path) -> Sketch:
    """The drawing in a file, with its findings; it never raises on bad content."""
    return read_sketch(read_authored(path), path.name)


def play_drawing(drawing: Sketch, seed: int | None, start: date | None = None) -> Simulation:
    """Play a sound drawing once; without a seed, whoever sits at the terminal chooses."""
    chooser = Asked() if seed is None else Drawn(Seeded(seed))
    played = play(drawing, chooser, work_moment(start or ANY_DAY))
    events = [Event(line.at, line.kind, line.process, line.element, line.name, line.text) for line in played.lines]
    return Simulation(drawing.file.removesuffix(".bpmn"), None, seed, events, played.ended, played.problems)


@dataclass(frozen=True)
class Drawn:
    """Chooses by lot."""

    chance: Chance

    def choose(self, question: Question) -> int:
        return self.chance.pick(list(zip(range(len(question.options)), question.weights, strict=True)))


class Asked:
    """Asks on the terminal. Whoever just presses Enter, or stops answering, gets the first answer."""

    def choose(self, question: Question) -> int:
        print(f"{question.process}: {question.text}")
        for number, option in enumerate(question.options, start=1):
            print(f"  {number}. {option}")
        while True:
            answer = _line(f"Vælg 1-{len(question.options)} [1]: ")
            if not answer:
                return 0
            if answer.isascii() and answer.isdigit() and 1 <= int(answer[:4]) <= len(question.options):
                return int(answer) - 1
            print(f"Skriv et tal fra 1 til {len(question.options)}.")


def _line(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        return ""
