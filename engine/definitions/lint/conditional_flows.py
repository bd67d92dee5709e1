"""Where some arrows are chosen by a condition, one without is a choice that nobody can make."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import SCOPES, TASKS, children, described, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "conditional-flows"

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for name, node in flows.nodes.items():
            bare = [
                flow
                for flow in flows.out_of[name]
                if id_of(flow) != node.get("default") and next(children(flow, "conditionExpression"), None) is None
            ]
            if local(node) in _CHOOSING and len(flows.out_of[name]) + (name in flows.loose_out) > 1:
                for flow in bare:
                    message = (
                        f"{described(flow)} ud af {described(node)} har ingen betingelse, så ingen ved, hvornår den "
                        "tages. Skriv en betingelse i FEEL, eller gør den til standardpil."
                    )
                    yield finding(diagram, flow, RULE, message)
            elif local(node) in TASKS | SCOPES and 0 < len(bare) < len(flows.out_of[name]):
                for flow in bare:
                    message = (
                        f"{described(flow)} ud af {described(node)} tages altid, også når en af de andre pile tages. "
                        "Skriv en betingelse, eller gør den til standardpil, hvis kun én vej er ment."
                    )
                    yield finding(diagram, flow, RULE, message, "advice")
