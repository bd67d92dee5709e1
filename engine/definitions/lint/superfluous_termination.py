"""A terminating end stops everything else; where nothing else can run, it only frightens the reader."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, event_definitions, local
from engine.definitions.bundle import Bundle
from engine.definitions.flows import Flows
from engine.definitions.lint.drawing import all_flows, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "superfluous-termination"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        ends = [end for end in children(flows.scope, "endEvent") if _terminates(end)]
        if ends and not _may_part(flows):
            for end in ends:
                message = (
                    f"{described(end)} afbryder alt andet i {described(flows.scope)}, men der er aldrig andet i gang. "
                    "Tegn en almindelig sluthændelse."
                )
                yield finding(diagram, end, RULE, message, "advice")


def _terminates(end: Element) -> bool:
    return any(local(definition) == "terminateEventDefinition" for definition in event_definitions(end))


def _may_part(flows: Flows) -> bool:
    """Whether more than one thing can be under way."""
    return (
        any(
            (local(node) == "boundaryEvent" and node.get("cancelActivity") == "false")
            or (node.get("triggeredByEvent") == "true" and _runs_beside(node))
            or (len(flows.out_of[name]) > 1 and local(node) not in {"exclusiveGateway", "eventBasedGateway"})
            or local(node) == "adHocSubProcess"
            for name, node in flows.nodes.items()
        )
        or sum(flows.nodes[name].get("triggeredByEvent") != "true" for name in flows.starts()) > 1
    )


def _runs_beside(event_sub_process: Element) -> bool:
    """Whether it stops nothing when it begins: one that does is alone then."""
    return any(start.get("isInterrupting") == "false" for start in children(event_sub_process, "startEvent"))
