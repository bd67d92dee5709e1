"""What is in the file but not in the picture is executed, and nobody who reads the drawing knows."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described, flow_nodes, id_of
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding, shapes
from engine.errors import Finding

RULE = "no-bpmndi"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        drawn = shapes(diagram)
        for node in flow_nodes(scope) if drawn else ():  # a file without any layout is laid out when it is shown
            if id_of(node) not in drawn:
                message = (
                    f"{described(node)} står i filen, men ikke på tegningen. Den udføres, uden at nogen kan se den. "
                    "Tegn den, eller slet den."
                )
                yield finding(diagram, node, RULE, message, "advice")
