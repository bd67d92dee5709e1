"""A name on an arrow that nobody chooses reads as a choice that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, id_of, local, name_of
from engine.definitions.bundle import Bundle
from engine.definitions.flows import Flows
from engine.definitions.lint.drawing import all_flows, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "superfluous-label"

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for name, node in flows.nodes.items():
            for flow in flows.out_of[name]:
                if name_of(flow) and not _may_be_chosen(flow, node, flows):
                    message = f"{described(flow)} ud af {described(node)} {_says(node, flows)}"
                    yield finding(diagram, flow, RULE, message, "advice")


def _may_be_chosen(flow: Element, node: Element, flows: Flows) -> bool:
    if id_of(flow) == node.get("default") or next(children(flow, "conditionExpression"), None) is not None:
        return True
    return local(node) in _CHOOSING and _ways(node, flows) > 1


def _says(node: Element, flows: Flows) -> str:
    if local(node) == "eventBasedGateway":
        return "har et navn, men hændelsen efter den afgør, om den vej tages. Skriv navnet på hændelsen."
    if _ways(node, flows) > 1:
        return (
            "har et navn, som om der vælges, men sagen går ad alle vejene på én gang. Er der ment et valg, så tegn en "
            "eksklusiv gateway; ellers slet navnet."
        )
    if local(node) in _CHOOSING:
        return "har et navn, men er den eneste vej, så der vælges intet. Tegn den vej, der mangler, eller slet navnet."
    return (
        "har et navn, men er den eneste vej, så der vælges intet. Slet navnet, eller skriv det på det, den fører til."
    )


def _ways(node: Element, flows: Flows) -> int:
    return len(flows.out_of[id_of(node)]) + (id_of(node) in flows.loose_out)
