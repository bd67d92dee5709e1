"""Two arrows between the same two steps make the second one happen twice, or say the same twice."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, flow_nodes, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "no-duplicate-sequence-flows"

_CHOOSING = {"exclusiveGateway", "eventBasedGateway"}
_ONE_WAY = "Sagen går kun ad den ene, og den anden siger ikke noget."
_BOTH_WAYS = "Sagen går ad dem begge, og det, de fører til, sker to gange."


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        kinds = {id_of(node): local(node) for node in flow_nodes(scope)}
        seen = set()
        for flow in children(scope, "sequenceFlow"):
            way = (flow.get("sourceRef"), flow.get("targetRef"), _condition(flow))
            if way in seen and all(way[:2]):
                what = _ONE_WAY if kinds.get(way[0] or "") in _CHOOSING else _BOTH_WAYS
                message = f"{described(flow)} er tegnet to gange. {what} Slet den ene."
                yield finding(diagram, flow, RULE, message, "advice")
            seen.add(way)


def _condition(flow: Element) -> str:
    return "".join((condition.text or "").strip() for condition in children(flow, "conditionExpression"))
