"""Script tasks are code in a drawing: nobody reviews them and nothing bounds them, so they are refused."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.errors import Finding

RULE = "script-task"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, node in nodes(bundle, "scriptTask"):
        message = (
            f"{described(node)} er et script, og scripts køres ikke. Brug en beslutningstabel, »sag:skriv« med FEEL "
            "eller en serviceopgave."
        )
        yield finding(diagram, node, RULE, message)
