"""Choices: every arrow that somebody must choose gets a condition that asks for it by its id."""

from __future__ import annotations

from engine.definitions.bpmn import EVENTS, SCOPES, TASKS, bpmn, children, flow_nodes, id_of, local, scopes
from engine.definitions.xml import Element

_NEVER_ASKED = frozenset({*EVENTS, "parallelGateway", "eventBasedGateway"})
_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


def finish_flows(process: Element) -> None:
    for scope in scopes(process):
        out: dict[str, list[Element]] = {}
        for flow in children(scope, "sequenceFlow"):
            out.setdefault(flow.get("sourceRef", ""), []).append(flow)
        for node in flow_nodes(scope):
            _finish(node, out.get(id_of(node), []))


def asked_for(name: str) -> str:
    """The condition that asks whoever runs the drawing about an element: its id as a text of FEEL."""
    return f'"{name}"'


def _finish(node: Element, flows: list[Element]) -> None:
    kind = local(node)
    if node.get("default") not in {id_of(flow) for flow in flows}:
        node.attrib.pop("default", "")
    for flow in flows:
        had = any(True for _ in children(flow, "conditionExpression"))
        for condition in list(children(flow, "conditionExpression")):
            flow.remove(condition)
        is_default = id_of(flow) == node.get("default")
        chosen = (kind in _CHOOSING and len(flows) > 1) or (kind in TASKS | SCOPES and had)
        if chosen and not is_default and kind not in _NEVER_ASKED:
            condition = flow.makeelement(bpmn("conditionExpression"))
            condition.text = asked_for(id_of(flow))
            flow.append(condition)
