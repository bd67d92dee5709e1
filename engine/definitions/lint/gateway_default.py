"""A gateway whose conditions may all be false stops the case with an incident; a default flow is the way out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine.definitions.bpmn import children, described, id_of
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.lint.drawing import all_scopes, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "gateway-default"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        out_of: dict[str, list[Element]] = defaultdict(list)
        for flow in children(scope, "sequenceFlow"):
            out_of[flow.get("sourceRef", "")].append(flow)
        for node in children(scope, "exclusiveGateway", "inclusiveGateway"):
            if len(out_of[id_of(node)]) > 1:
                yield from _check(diagram, node, out_of[id_of(node)])


def _check(diagram: Diagram, node: Element, out: list[Element]) -> Iterator[Finding]:
    default = node.get("default")
    if default is not None and default not in {id_of(flow) for flow in out}:
        message = f"standardpilen »{default}« på {described(node)} går ikke ud fra den. Vælg en af dens egne pile."
        yield finding(diagram, node, RULE, message)
        return
    if default is None and all(list(children(flow, "conditionExpression")) for flow in out):
        message = (
            f"{described(node)} har ingen standardpil. Er ingen betingelse sand, går sagen i stå. "
            "Gør en af pilene til standard."
        )
        yield finding(diagram, node, RULE, message, "advice")
