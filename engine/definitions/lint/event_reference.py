"""Messages, signals, errors and escalations are pointed at by id, and the one pointed at must have a name or code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from engine.definitions.bpmn import children, described, event_definitions, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.lint.drawing import finding, nodes
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "event-reference"

# What an event definition points at: the Danish word, the attribute that must be filled, and whether it must point.
_KINDS = {
    "message": ("en besked", "name", True),
    "signal": ("et signal", "name", True),
    "error": ("en fejl", "errorCode", False),
    "escalation": ("en eskalering", "escalationCode", False),
}

_Targets: TypeAlias = Mapping[tuple[str, str], Element]  # by kind and id


def check(bundle: Bundle) -> Iterator[Finding]:
    targets = {diagram.file: _targets(diagram) for diagram in bundle.diagrams}
    for diagram, node in nodes(bundle):
        for definition in event_definitions(node):
            kind = local(definition).removesuffix("EventDefinition")
            if kind in _KINDS:
                yield from _check(diagram, node, definition, kind, targets[diagram.file])
        if local(node) == "receiveTask":
            yield from _check(diagram, node, node, "message", targets[diagram.file])


def _targets(diagram: Diagram) -> _Targets:
    return {(kind, id_of(row)): row for kind in _KINDS for row in children(diagram.root, kind)}


def _check(diagram: Diagram, node: Element, holder: Element, kind: str, targets: _Targets) -> Iterator[Finding]:
    word, attribute, needed = _KINDS[kind]
    reference = holder.get(f"{kind}Ref")
    catches = local(node) in {"boundaryEvent", "startEvent"}
    if not reference:
        if needed or not catches:  # a catching error without a code catches them all
            message = f"{described(node)} mangler {word}. Vælg eller opret den i egenskaberne."
            yield finding(diagram, node, RULE, message)
        return
    target = targets.get((kind, reference))
    if target is None:
        yield finding(
            diagram, node, RULE, f"{described(node)} peger på {word} (»{reference}«), som ikke findes i filen."
        )
    elif not (target.get(attribute) or "").strip():
        what, instead = ("navn", "navnet") if attribute == "name" else ("kode", "koden")
        message = f"{described(node)} peger på {word} (»{reference}«) uden {what}. Skriv {instead}."
        yield finding(diagram, node, RULE, message)
