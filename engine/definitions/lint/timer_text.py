"""A timer is ISO 8601, or FEEL that gives a time; anything else would be found out years later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from engine.definitions import timer_text
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Timer
from engine.definitions.expressions import without_equals
from engine.definitions.wording import shown
from engine.errors import ExpressionFailed, Finding
from engine.feel import FeelSyntaxError, parse, to_json

RULE = "timer-text"

_EXAMPLES = {
    "date": "et tidspunkt som 2016-08-01 eller 2016-08-01T18:00:00",
    "duration": "en varighed som P4M, P14D eller PT4H",
    "cycle": "en gentagelse som R/P6M eller R3/P1D",
    "due": "en dato som 2016-08-01 eller en varighed som P14D",
}
# An expression that reads nothing gives the same kind of value whenever it is asked.
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def check(bundle: Bundle) -> Iterator[Finding]:
    for process in bundle.processes():
        for timer in process.timers:
            if not _may_be_a_time(timer):
                message = (
                    f"er ikke et tidspunkt: »{shown(timer.text)}«. Skriv {_EXAMPLES[timer.kind]}, "
                    "eller FEEL, der giver det."
                )
                yield timer.place.finding(RULE, message)
    yield from _begins_unknown(bundle)


def _begins_unknown(bundle: Bundle) -> Iterator[Finding]:
    """Nobody has looked at the case's facts when what begins a process in it is counted from its opening."""
    for process in bundle.processes():
        for start in process.event_starts:
            if start.timer is None or not start.timer[1].strip():
                continue
            if not timer_text.looks_like_iso(start.timer[1]):
                name = process.elements[start.element].name
                message = (
                    f"Starthændelsen »{name}« begynder på et tidspunkt, der skal regnes ud "
                    f"(»{shown(start.timer[1])}«). Skriv {_EXAMPLES[start.timer[0]]}, regnet fra sagens åbning, eller "
                    "tegn timeren i en proces, der er begyndt."
                )
                yield Finding(process.file, process.elements[start.element].line, start.element, RULE, message)


def _may_be_a_time(timer: Timer) -> bool:
    text = without_equals(timer.text)
    if timer_text.looks_like_iso(text):
        return _is_iso(text, timer)
    try:
        expression = parse(text)
        if expression.free_names:
            return True  # known when the case gets there
        value = to_json(expression.evaluate({}, now=_ANY_DAY))
    except FeelSyntaxError:
        return True  # another rule's finding
    except ExpressionFailed:
        return False
    return isinstance(value, str) and _is_iso(value, timer)


def _is_iso(text: str, timer: Timer) -> bool:
    if timer.kind == "due":
        return timer_text.is_moment(text) or timer_text.is_duration(text)
    return timer_text.is_iso(text, timer.kind)
