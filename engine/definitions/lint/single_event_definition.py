"""An event with several triggers means »all« to one reader and »any« to another."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import EVENTS, children, described, event_definitions
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.errors import Finding

RULE = "single-event-definition"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, node in nodes(bundle, *EVENTS):
        if node.get("parallelMultiple") == "true":
            message = (
                f"{described(node)} venter på alle sine udløsere (parallelMultiple), og det udføres ikke. Tegn en "
                "parallel gateway med en hændelse for hver."
            )
            yield finding(diagram, node, RULE, message)
        elif len(event_definitions(node)) + len(list(children(node, "eventDefinitionRef"))) > 1:
            message = (
                f"{described(node)} har flere udløsere på én gang, og det kan læses på to måder. Tegn en hændelse for "
                "hver, efter en hændelsesgateway, hvis den første skal gælde."
            )
            yield finding(diagram, node, RULE, message)
