"""A diagram as the token game reads it, straight from the XML."""

from __future__ import annotations

from math import inf

from lxml import etree

B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


class Box:
    """One process or sub-process as drawn."""

    def __init__(self, scope: etree._Element) -> None:
        self.nodes: dict[str, etree._Element] = {}
        self.flows: dict[str, etree._Element] = {}
        self.inner: dict[str, Box] = {}
        for child in scope:
            (self.flows if child.tag == B + "sequenceFlow" else self.nodes)[child.get("id")] = child
            if child.tag == B + "subProcess":
                self.inner[child.get("id")] = Box(child)
        self._out = _by(self.flows, "sourceRef")
        self._into = _by(self.flows, "targetRef")
        self._boundaries = _by(self.nodes, "attachedToRef")

    def kind(self, node: str) -> str:
        return self.nodes[node].tag.removeprefix(B)

    def out(self, node: str) -> list[str]:
        return self._out.get(node, [])

    def into(self, node: str) -> list[str]:
        return self._into.get(node, [])

    def target(self, flow: str) -> str:
        return self.flows[flow].get("targetRef")

    def condition(self, flow: str) -> str | None:
        return self.flows[flow].findtext(B + "conditionExpression")

    def boundaries(self, node: str) -> list[str]:
        return self._boundaries.get(node, [])

    def trigger(self, node: str) -> tuple[str, str | None]:
        """The kind of event, and the reference to its code or message."""
        for child in self.nodes[node]:
            if child.tag.endswith("EventDefinition"):
                kind = child.tag.removeprefix(B).removesuffix("EventDefinition")
                return kind, child.get(f"{kind}Ref")
        return "none", None

    def event_condition(self, node: str) -> str | None:
        return self.nodes[node].findtext(f"{B}conditionalEventDefinition/{B}condition")

    def turns(self, node: str) -> float | None:
        """How often a cycle comes; None when it is not one."""
        cycle = self.nodes[node].findtext(f"{B}timerEventDefinition/{B}timeCycle")
        if cycle is None:
            return None
        times = cycle.partition("/")[0].removeprefix("R")
        return int(times) if times else inf


def _by(elements: dict[str, etree._Element], attribute: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, element in elements.items():
        found.setdefault(element.get(attribute), []).append(name)
    return found
