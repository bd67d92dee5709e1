"""The start events of a process that a signal, a time or a condition begins it at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from engine.definitions.bpmn import children, described, id_of
from engine.definitions.diagram import EventStart
from engine.definitions.expressions import Place, read_formula
from engine.definitions.xml import Element, line_of
from engine.errors import Finding

_TIMES: dict[str, Literal["date", "duration", "cycle"]] = {
    "timeDate": "date",
    "timeDuration": "duration",
    "timeCycle": "cycle",
}


def read_event_starts(starts: list[Element], root: Element | None, file: str) -> Iterator[EventStart]:
    """
    Those of the start events that the engine begins a process at by itself.

    What is wrong with their expressions is found where all expressions are read.
    """
    signals = {} if root is None else {id_of(row): (row.get("name") or "").strip() for row in children(root, "signal")}
    for start in starts:
        for definition in start:
            yield from _read(start, definition, signals, file)


def _read(start: Element, definition: Element, signals: dict[str, str], file: str) -> Iterator[EventStart]:
    name = signals.get(definition.get("signalRef", ""))
    if name:
        yield EventStart(id_of(start), signal=name)
    for tag, kind in _TIMES.items():
        for time in children(definition, tag):
            yield EventStart(id_of(start), timer=(kind, (time.text or "").strip()))
    for condition in children(definition, "condition"):
        place = Place(file, line_of(condition), id_of(start), f"betingelsen på {described(start)}")
        ignored: list[Finding] = []
        formula = read_formula(condition.text or "", place, ignored)
        if formula is not None:
            yield EventStart(id_of(start), condition=formula)
