"""
Whoever reads a drawing must see what each step is; one without a name can be told of by its id only.

So must they see who works in a pool or lane, and what takes the case along a chosen way.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import (
    EVENTS,
    SCOPES,
    TASKS,
    bpmn,
    children,
    described,
    event_definitions,
    id_of,
    local,
    name_of,
)
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
        for flow in _chosen(flows):
            message = f"{described(flow)} har intet navn. Skriv svaret, så alle kan se, hvornår vejen tages."
            yield finding(diagram, flow, RULE, message, "advice")
    for diagram in bundle.diagrams:
        for place in diagram.root.iter(bpmn("participant"), bpmn("lane")):
            if not name_of(place) and not _is_whole(place):
                message = f"{described(place)} har intet navn. Skriv, hvem der gør arbejdet i den."
                yield finding(diagram, place, RULE, message, "advice")


def _chosen(flows: Flows) -> Iterator[Element]:
    """The nameless arrows that a condition chooses among several."""
    for name, node in flows.nodes.items():
        if local(node) in _CHOOSING and len(flows.out_of[name]) > 1:
            for flow in flows.out_of[name]:
                if not name_of(flow) and any(
                    (text.text or "").strip() for text in children(flow, "conditionExpression")
                ):
                    yield flow


def _is_whole(place: Element) -> bool:
    """Whether a lane is all of its pool: some modelers draw one into every pool, and the pool's name is its name."""
    around = place.getparent()
    return local(place) == "lane" and around is not None and sum(1 for _ in children(around, "lane")) == 1


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
