"""Choices: an arrow that somebody must choose keeps the condition written on it, or gets one that asks for it."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from engine.definitions.bpmn import EVENTS, SCOPES, TASKS, bpmn, children, flow_nodes, id_of, local, scopes
from engine.definitions.expressions import is_feel, without_equals
from engine.definitions.xml import Element
from engine.feel import FeelSyntaxError, parse

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


def asked(finished: Element) -> tuple[Element, Mapping[str, str]]:
    """A copy of a finished drawing that asks about every choice, and by flow the conditions that were written."""
    root = copy.deepcopy(finished)
    written = {}
    for flow in root.iter(bpmn("sequenceFlow")):
        for condition in children(flow, "conditionExpression"):
            if condition.text != asked_for(id_of(flow)):
                written[id_of(flow)] = condition.text or ""
                condition.text = asked_for(id_of(flow))
    return root, written


def _finish(node: Element, flows: list[Element]) -> None:
    kind = local(node)
    if node.get("default") not in {id_of(flow) for flow in flows}:
        node.attrib.pop("default", "")
    for flow in flows:
        had = list(children(flow, "conditionExpression"))
        for condition in had:
            flow.remove(condition)
        is_default = id_of(flow) == node.get("default")
        chosen = (kind in _CHOOSING and len(flows) > 1) or (kind in TASKS | SCOPES and bool(had))
        if chosen and not is_default and kind not in _NEVER_ASKED:
            condition = flow.makeelement(bpmn("conditionExpression"))
            condition.text = next(filter(None, map(_written, had)), asked_for(id_of(flow)))
            flow.append(condition)


def _written(condition: Element) -> str:
    """What a condition says in FEEL; empty when it is in words or in another language."""
    text = without_equals(condition.text or "")
    if not is_feel(condition.get("language")):
        return ""
    try:
        parse(text)
    except FeelSyntaxError:
        return ""
    return text
