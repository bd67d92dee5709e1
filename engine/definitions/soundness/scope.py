"""A process or sub-process as the tokens see it: its flow nodes, the ways between them, and where they begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from engine.definitions.bpmn import children, event_definitions, flow_nodes, id_of, local, trigger_of
from engine.definitions.soundness.conditions import plain
from engine.definitions.xml import Element


@dataclass(frozen=True, slots=True)
class Flow:
    """A way from one node to another: a sequence flow, or the leap from a link to its other half (no id)."""

    id: str
    source: str
    target: str
    condition: str | None


class Scope:
    """
    One scope, read leniently: a flow that hangs in the air is left out, and another rule's finding.

    `boundary` has the events on an activity's edge that a token can leave by.
    Event sub-processes and what compensates are in `nodes`, but on no way.
    """

    def __init__(self, element: Element) -> None:
        self.element = element
        self.nodes: dict[str, Element] = {id_of(node): node for node in flow_nodes(element) if id_of(node)}
        self.out: dict[str, list[Flow]] = defaultdict(list)
        self.into: dict[str, list[Flow]] = defaultdict(list)
        self.boundary: dict[str, list[str]] = defaultdict(list)
        for flow in [*self._drawn(), *self._leaps()]:
            self.out[flow.source].append(flow)
            self.into[flow.target].append(flow)
        for name in self.nodes:
            if self.kind(name) == "boundaryEvent" and self.trigger(name) != "compensate":
                self.boundary[self.nodes[name].get("attachedToRef", "")].append(name)

    def kind(self, name: str) -> str:
        return local(self.nodes[name])

    def trigger(self, name: str) -> str:
        """What an event waits for or does: `timer`, `terminate`; "" for none."""
        definitions = event_definitions(self.nodes[name])
        return local(definitions[0]).removesuffix("EventDefinition") if definitions else ""

    def interrupts(self, boundary: str) -> bool:
        return self.nodes[boundary].get("cancelActivity") != "false" or self.trigger(boundary) in {"error", "cancel"}

    def starts(self) -> list[str]:
        """Its start events, and what begins it when its message comes; one of them begins."""
        return [
            name
            for name, node in self.nodes.items()
            if self.kind(name) == "startEvent" or node.get("instantiate") == "true"
        ]

    def implicit_starts(self) -> list[str]:
        """What begins all at once in a scope without start events: every node that no way leads to."""
        return [name for name in self.nodes if not self.into[name] and not self._stands_apart(name)]

    def event_sub_processes(self) -> list[str]:
        return [name for name, node in self.nodes.items() if node.get("triggeredByEvent") == "true"]

    def begins_instead(self, name: str) -> bool:
        """Whether it is an event sub-process that interrupts what is around it when it begins."""
        if self.nodes[name].get("triggeredByEvent") != "true":
            return False
        starts = [node for node in flow_nodes(self.nodes[name]) if local(node) == "startEvent"]
        return any(start.get("isInterrupting") != "false" or trigger_of(start) == "error" for start in starts)

    def after(self, name: str) -> Iterator[str]:
        """Where a token can go from a node, also by the events on its edge."""
        for source in (name, *self.boundary[name]):
            yield from (flow.target for flow in self.out[source])

    def _stands_apart(self, name: str) -> bool:
        node = self.nodes[name]
        return (
            self.kind(name) == "boundaryEvent"
            or node.get("triggeredByEvent") == "true"
            or node.get("isForCompensation") == "true"
            or self._is_link(name, "intermediateCatchEvent")
        )

    def _drawn(self) -> Iterator[Flow]:
        for flow in children(self.element, "sequenceFlow"):
            source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
            if source not in self.nodes or target not in self.nodes:
                continue
            if self.kind(source) != "endEvent" and self.kind(target) not in {"startEvent", "boundaryEvent"}:
                condition = next((plain(text.text or "") for text in children(flow, "conditionExpression")), None)
                yield Flow(id_of(flow), source, target, condition)

    def _leaps(self) -> Iterator[Flow]:
        landings = {self._link(name): name for name in self.nodes if self._is_link(name, "intermediateCatchEvent")}
        for name in self.nodes:
            if self._is_link(name, "intermediateThrowEvent") and self._link(name) in landings:
                yield Flow("", name, landings[self._link(name)], None)

    def _is_link(self, name: str, kind: str) -> bool:
        return self.kind(name) == kind and self.trigger(name) == "link"

    def _link(self, name: str) -> str:
        return event_definitions(self.nodes[name])[0].get("name", "").strip()
