"""Where a scope begins that has no start event, and which nodes a message may begin a process at."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.xml import Element, children, local_name

ACTIVITIES = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
    }
)


def begins_alone(node: Element) -> bool:
    """
    Whether a node without a sequence flow in may begin, rather than wait for what it belongs to.

    Not those that something else starts: boundary events, event sub-processes,
    compensation handlers, and the catching end of a link.
    """
    if local_name(node) in {"boundaryEvent", "startEvent"} or node.get("triggeredByEvent") == "true":
        return False
    if node.get("isForCompensation") == "true" or node.get("instantiate") == "true":
        return False
    catches = local_name(node) == "intermediateCatchEvent"
    return not (catches and next(children(node, "linkEventDefinition"), None) is not None)


def flow_targets(scope: Element) -> set[str]:
    """The ids that sequence flows of a scope lead to."""
    return {flow.get("targetRef", "") for flow in children(scope, "sequenceFlow")}


def instantiating(process: Element) -> Iterator[Element]:
    """What begins a process when its message comes, besides start events: receive tasks and the events of a gateway."""
    begins = [n for n in children(process, "receiveTask", "eventBasedGateway") if n.get("instantiate") == "true"]
    gateways = {node.get("id") for node in begins if local_name(node) == "eventBasedGateway"}
    flows = (flow for flow in children(process, "sequenceFlow") if flow.get("sourceRef") in gateways)
    after = {flow.get("targetRef") for flow in flows}
    yield from (node for node in begins if local_name(node) == "receiveTask")
    yield from (node for node in children(process) if after and node.get("id") in after)
