"""Small drawings as other modelers write them, and how they are played."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import pairwise

from engine.sketches import Play, Question, Sketch, play, read_sketch

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)


class Lot:
    """Draws lots, and keeps what was asked."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self.asked: list[str] = []

    def choose(self, question: Question) -> int:
        self.asked.append(question.text)
        return self._random.choices(range(len(question.options)), question.weights)[0]


class Answers:
    """Answers each question by a part of its text; the first option where nothing fits."""

    def __init__(self, **wanted: str) -> None:
        self._wanted = {key.replace("_", " "): value for key, value in wanted.items()}

    def choose(self, question: Question) -> int:
        for part, answer in self._wanted.items():
            if part in question.text:
                return next(number for number, option in enumerate(question.options) if answer in option)
        return 0


def sketch(text: str | bytes) -> Sketch:
    return read_sketch(text if isinstance(text, bytes) else text.encode(), "tegning.bpmn")


def played(text: str | bytes, chooser: Lot | Answers | None = None) -> Play:
    drawing = sketch(text)
    assert drawing.sound, drawing.findings
    return play(drawing, chooser or Lot(), NOON)


def texts(result: Play) -> list[str]:
    return [line.text for line in result.lines]


def errors(text: str | bytes) -> list[tuple[str, str]]:
    """Rule and element of everything that stops a drawing."""
    return [(each.rule, each.element) for each in sketch(text).findings if each.severity == "error"]


def advice(text: str | bytes) -> set[str]:
    return {each.rule for each in sketch(text).findings if each.severity == "advice"}


def file(inside: str, *, about: str = "") -> str:
    """A file with this inside its definitions, in the default namespace."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{MODEL}" {about}>\n{inside}\n</definitions>'


def process(inside: str, *, name: str = "P", about: str = "") -> str:
    return f'<process id="{name}" {about}>\n{inside}\n</process>'


def flow(source: str, target: str, inside: str = "", **about: str) -> str:
    extra = "".join(f' {key}="{value}"' for key, value in about.items())
    return (
        f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"{extra}>{inside}</sequenceFlow>'
    )


def way(*names: str) -> str:
    return "".join(flow(source, target) for source, target in pairwise(names))


def straight(task: str = '<task id="T" name="Skriv svar"/>', *, around: str = "", about: str = "") -> str:
    """Start, one step, end."""
    return file(around + process(f'<startEvent id="S"/>{task}<endEvent id="E"/>{way("S", "T", "E")}'), about=about)
