"""Whoever reads a drawing must see what each step is; one without a name can be told of by its id only."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import EVENTS, SCOPES, TASKS, described, event_definitions, id_of, local, name_of
from engine.definitions.bundle import Bundle
from engine.definitions.flows import Flows
from engine.definitions.lint.drawing import all_flows, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "label-required"

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for node in flows.nodes.values():
            if not name_of(node) and (what := _should_say(node, flows)):
                message = f"{described(node)} har intet navn. Skriv {what}, så alle kan læse tegningen."
                yield finding(diagram, node, RULE, message, "advice")


def _should_say(node: Element, flows: Flows) -> str | None:
    kind = local(node)
    if kind in TASKS:
        return "hvad der skal gøres"
    if kind in SCOPES:
        return "hvad den handler om"
    if kind in _CHOOSING and len(flows.out_of[id_of(node)]) > 1:
        return "det spørgsmål, der afgør vejen"
    if kind in EVENTS and event_definitions(node):
        return "hvad der sker"
    return None
