"""What is in the file but not in the picture is executed, and nobody who reads the drawing knows."""

from __future__ import annotations

from collections.abc import Container, Iterator

from engine.definitions.bpmn import described, flow_nodes, id_of
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.lint.drawing import edges, finding, shapes
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "no-bpmndi"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        drawn = shapes(diagram)
        for flows in diagram.flows if drawn else ():  # a file without any layout is laid out when it is shown
            for node in flow_nodes(flows.scope):
                if id_of(node) not in drawn:
                    message = (
                        f"{described(node)} står i filen, men ikke på tegningen. Den udføres, uden at nogen kan se "
                        "den. Tegn den, eller slet den."
                    )
                    yield finding(diagram, node, RULE, message, "advice")
        for flow in _unseen(diagram, drawn):
            message = (
                f"{described(flow)} står i filen, men ikke på tegningen. Den følges, uden at nogen kan se den. Tegn "
                "den, eller slet den."
            )
            yield finding(diagram, flow, RULE, message, "advice")


def _unseen(diagram: Diagram, nodes: Container[str]) -> list[Element]:
    """The arrows between drawn steps that are not drawn; none where most are not, as then the tool drew no arrows."""
    drawn = edges(diagram)
    between = [
        flow
        for flows in diagram.flows
        for each in flows.out_of.values()
        for flow in each
        if flow.get("sourceRef") in nodes and flow.get("targetRef") in nodes
    ]
    unseen = [flow for flow in between if id_of(flow) not in drawn]
    return unseen if 2 * len(unseen) <= len(between) else []
