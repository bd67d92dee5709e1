"""Two arrows between the same two steps make the second one happen twice."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "no-duplicate-sequence-flows"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        seen = set()
        for flow in children(scope, "sequenceFlow"):
            way = (flow.get("sourceRef"), flow.get("targetRef"), _condition(flow))
            if way in seen and all(way[:2]):
                message = (
                    f"{described(flow)} er tegnet to gange. Uden en gateway går sagen ad dem begge, og det, de fører "
                    "til, sker to gange. Slet den ene."
                )
                yield finding(diagram, flow, RULE, message, "advice")
            seen.add(way)


def _condition(flow: Element) -> str:
    return "".join((condition.text or "").strip() for condition in children(flow, "conditionExpression"))
