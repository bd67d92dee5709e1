"""A timer is ISO 8601 or FEEL that gives one; anything else would be found out years later."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions import timer_text
from engine.definitions.bpmn import children, described
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Timer
from engine.definitions.expressions import without_equals
from engine.definitions.lint.drawing import finding, nodes
from engine.definitions.wording import shown
from engine.errors import Finding

RULE = "timer-text"

_EXAMPLES = {
    "date": "et tidspunkt som 2016-08-01 eller 2016-08-01T18:00:00",
    "duration": "en varighed som P4M, P14D eller PT4H",
    "cycle": "en gentagelse som R/P6M eller R3/P1D",
    "due": "en dato som 2016-08-01 eller en varighed som P14D",
}


def check(bundle: Bundle) -> Iterator[Finding]:
    for process in bundle.processes():
        for timer in process.timers:
            if timer_text.looks_like_iso(without_equals(timer.text)) and not _is_iso(timer):
                message = (
                    f"kan ikke læses: »{shown(timer.text)}«. Skriv {_EXAMPLES[timer.kind]}, eller FEEL, der giver det."
                )
                yield timer.place.finding(RULE, message)
    for diagram, node in nodes(bundle):
        for definition in children(node, "timerEventDefinition"):
            times = list(children(definition, "timeDate", "timeDuration", "timeCycle"))
            if len(times) != 1:
                message = f"{described(node)} skal have ét tidspunkt: en dato, en varighed eller en gentagelse."
                yield finding(diagram, node, RULE, message)


def _is_iso(timer: Timer) -> bool:
    text = without_equals(timer.text)
    if timer.kind == "due":
        return timer_text.is_moment(text) or timer_text.is_duration(text)
    return timer_text.is_iso(text, timer.kind)
