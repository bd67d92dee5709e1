"""Where some arrows are chosen by a condition, one without is a choice that nobody can make."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import SCOPES, TASKS, children, described, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "conditional-flows"

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for name, node in flows.nodes.items():
            out = flows.out_of[name]
            bare = [
                flow
                for flow in out
                if id_of(flow) != node.get("default") and next(children(flow, "conditionExpression"), None) is None
            ]
            if local(node) in _CHOOSING and len(out) + (name in flows.loose_out) > 1:
                for flow in bare:
                    message = (
                        f"{_out_of(flow, node)} har ingen betingelse, så ingen ved, hvornår den tages. Skriv en "
                        "betingelse i FEEL, eller gør den til standardpil."
                    )
                    yield finding(diagram, flow, RULE, message)
            elif local(node) in TASKS | SCOPES and 0 < len(bare) < len(out) and not _has_default(node, out):
                for flow in bare:
                    message = (
                        f"{_out_of(flow, node)} tages altid, også når en af de andre pile tages. Skriv en betingelse, "
                        "eller gør den til standardpil, hvis kun én vej er ment."
                    )
                    yield finding(diagram, flow, RULE, message, "advice")


def _has_default(node: Element, out: list[Element]) -> bool:
    """Then it is the default that is never taken, and another rule says so."""
    return node.get("default") in {id_of(flow) for flow in out}


def _out_of(flow: Element, node: Element) -> str:
    """The arrow, with the step that it leaves unless it is told by that already."""
    arrow = described(flow)
    return arrow if arrow.startswith("pilen fra ") else f"{arrow} ud af {described(node)}"
