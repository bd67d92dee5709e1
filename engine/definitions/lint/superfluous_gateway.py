"""A gateway with one way in and one way out, always taken, decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import GATEWAYS, children, described, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "superfluous-gateway"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for name, node in flows.nodes.items():
            if name in flows.loose_out | flows.loose_in:
                continue
            if any(True for flow in flows.out_of[name] for _ in children(flow, "conditionExpression")):
                continue  # the way that is taken when the condition does not hold is missing, and told of so
            if local(node) in GATEWAYS and len(flows.into[name]) == len(flows.out_of[name]) == 1:
                message = (
                    f"{described(node)} har én vej ind og én ud, så den afgør intet. Slet den, eller tegn den vej, der "
                    "mangler."
                )
                yield finding(diagram, node, RULE, message, "advice")
