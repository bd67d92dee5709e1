"""Of two events in one place that catch the same error or escalation the second never happens."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, event_definitions, id_of, trigger_of
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.lint.drawing import all_scopes, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "caught-twice"

_CODES = {"error": "errorCode", "escalation": "escalationCode"}
_WORDS = {"error": "fejl", "escalation": "eskalering"}


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        first: dict[tuple[str, str, str | None], Element] = {}
        for place, event in _catching(scope):
            kind = trigger_of(event)
            key = place, kind, _code(diagram, event, kind)
            other = first.setdefault(key, event)
            if other is not event:
                message = (
                    f"{described(event)} sker aldrig: {described(other)} griber den samme {_WORDS[kind]} først. "
                    "Slet den ene, eller giv dem hver sin kode."
                )
                yield finding(diagram, event, RULE, message)


def _catching(scope: Element) -> Iterator[tuple[str, Element]]:
    """The events that catch errors and escalations: by the activity they sit on, or in an event sub-process by none."""
    for event in children(scope, "boundaryEvent"):
        if trigger_of(event) in _CODES:
            yield event.get("attachedToRef", ""), event
    for subprocess in children(scope, "subProcess"):
        if subprocess.get("triggeredByEvent") == "true":
            yield from (("", start) for start in children(subprocess, "startEvent") if trigger_of(start) in _CODES)


def _code(diagram: Diagram, event: Element, kind: str) -> str | None:
    """The code it catches; None when it catches them all."""
    reference = next((definition.get(f"{kind}Ref") for definition in event_definitions(event)), None)
    if not reference:
        return None
    named = (row for row in children(diagram.root, kind) if id_of(row) == reference)
    return next((row.get(_CODES[kind]) for row in named), reference)
