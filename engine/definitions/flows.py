"""Which node of a process or sub-process leads where, as it is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from engine.definitions.bpmn import children, event_definitions, flow_nodes, id_of, local, name_of, ways
from engine.definitions.soundness.graph import closure
from engine.definitions.xml import Element


class Flows:
    """
    Which node of one scope leads where, also by links and to handlers; a boundary event is reached from its host.

    `out_of` and `into` hold the arrows themselves, `after` and `before` the nodes.
    `loose_out` and `loose_in` are the nodes that an arrow leaves or enters whose
    other end is nowhere here; it is a finding of its own, and whoever drew it sees
    a way there.
    """

    def __init__(self, scope: Element) -> None:
        self.scope = scope
        self.nodes: dict[str, Element] = {id_of(node): node for node in flow_nodes(scope) if id_of(node)}
        self.out_of: Mapping[str, list[Element]] = defaultdict(list)
        self.into: Mapping[str, list[Element]] = defaultdict(list)
        self.after: Mapping[str, list[str]] = defaultdict(list)
        self.before: Mapping[str, list[str]] = defaultdict(list)
        self.boundary: Mapping[str, list[str]] = defaultdict(list)
        self.loose_out: set[str] = set()
        self.loose_in: set[str] = set()
        for flow in children(scope, "sequenceFlow"):
            source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
            if source in self.nodes and target in self.nodes:
                self.out_of[source].append(flow)
                self.into[target].append(flow)
            elif source in self.nodes:
                self.loose_out.add(source)
            elif target in self.nodes:
                self.loose_in.add(target)
        for source, target in ways(scope):
            if source in self.nodes and target in self.nodes:
                self.after[source].append(target)
                self.before[target].append(source)
        for name, node in self.nodes.items():
            host = node.get("attachedToRef", "")
            if local(node) == "boundaryEvent" and host in self.nodes:
                self.boundary[host].append(name)

    def starts(self) -> list[str]:
        """Where tokens begin: start events or what begins without one, and what stands alone."""
        events = [name for name, node in self.nodes.items() if local(node) == "startEvent"] + self.begun_by_message()
        own = [name for name, node in self.nodes.items() if stands_alone(node) and local(node) != "boundaryEvent"]
        return [*(events or self.implicit_starts()), *own]

    def begun_by_message(self) -> list[str]:
        """Receive tasks and event gateways that begin the process when their message comes (`instantiate`)."""
        return [name for name, node in self.nodes.items() if node.get("instantiate") == "true"]

    def implicit_starts(self) -> list[str]:
        """What begins in a scope without a start event: every node that nothing leads to (BPMN 2.0.2, 13.3.1)."""
        if self.begun_by_message():
            return []
        return [
            name
            for name, node in self.nodes.items()
            if not self.before[name] and not stands_alone(node) and not (link_name(node) is not None and _lands(node))
        ]

    def reached(self) -> set[str]:
        """Everything a token can come to."""
        return closure(self.starts(), lambda name: [*self.after[name], *self.boundary[name]])


def stands_alone(node: Element) -> bool:
    """Whether a node is no part of the flow around it: what an event, a host or a compensation begins."""
    return (
        local(node) == "boundaryEvent"
        or node.get("triggeredByEvent") == "true"
        or node.get("isForCompensation") == "true"
    )


def link_name(node: Element) -> str | None:
    """The name of a link event's link; None for any other node."""
    for definition in event_definitions(node):
        if local(definition) == "linkEventDefinition":
            return (definition.get("name") or "").strip() or name_of(node)
    return None


def _lands(node: Element) -> bool:
    return local(node) == "intermediateCatchEvent"
