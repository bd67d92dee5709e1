"""
Of two events in one place that catch the same error, escalation or message one never happens.

The first that catches an error or escalation keeps it. A message goes to one
receiver, and what interrupts ends the other's waiting; two that do not
interrupt take a message each.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import SAG, children, described, event_definitions, id_of, trigger_of
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.lint.drawing import all_scopes, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "caught-twice"

_CODES = {"error": "errorCode", "escalation": "escalationCode", "message": "name"}
_WORDS = {"error": "fejl", "escalation": "eskalering"}


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        first: dict[tuple[str, str, str | None, str | None], Element] = {}
        for place, event in _catching(scope):
            kind = trigger_of(event)
            key = place, kind, _code(diagram, event, kind), event.get(f"{{{SAG}}}korrelation")
            other = first.setdefault(key, event)
            if other is not event:
                yield finding(diagram, event, RULE, _message(event, other, kind))


def _catching(scope: Element) -> Iterator[tuple[str, Element]]:
    """The events that catch something here: by the activity they sit on, or in an event sub-process by none."""
    for event in children(scope, "boundaryEvent"):
        if _counts(event, "cancelActivity"):
            yield event.get("attachedToRef", ""), event
    for subprocess in children(scope, "subProcess"):
        if subprocess.get("triggeredByEvent") == "true":
            starts = children(subprocess, "startEvent")
            yield from (("", start) for start in starts if _counts(start, "isInterrupting"))


def _counts(event: Element, interrupts: str) -> bool:
    kind = trigger_of(event)
    return kind in _WORDS or (kind == "message" and event.get(interrupts, "true") == "true")


def _code(diagram: Diagram, event: Element, kind: str) -> str | None:
    """The code or message it catches; None when it catches them all."""
    reference = next((definition.get(f"{kind}Ref") for definition in event_definitions(event)), None)
    if not reference:
        return None
    named = (row for row in children(diagram.root, kind) if id_of(row) == reference)
    return next((row.get(_CODES[kind]) for row in named), reference)


def _message(event: Element, other: Element, kind: str) -> str:
    if kind == "message":
        return (
            f"{described(event)} og {described(other)} venter på den samme besked. Kun den ene får den, og så er den "
            "anden afbrudt. Slet den ene, eller giv dem hver sin besked eller sag:korrelation."
        )
    return (
        f"{described(event)} sker aldrig: {described(other)} griber den samme {_WORDS[kind]} først. "
        "Slet den ene, eller giv dem hver sin kode."
    )
