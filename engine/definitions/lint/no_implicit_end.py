"""A way that just stops ends there, but nobody sees whether that was meant."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, local
from engine.definitions.bundle import Bundle
from engine.definitions.flows import link_name, stands_alone
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "no-implicit-end"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        if local(flows.scope) == "adHocSubProcess" or next(children(flows.scope, "endEvent"), None) is None:
            continue  # without any end event that is told of once for the scope
        for name, node in flows.nodes.items():
            if local(node) == "endEvent" or flows.out_of[name] or name in flows.loose_out or stands_alone(node):
                continue
            leaps = local(node) == "intermediateThrowEvent" and link_name(node) is not None
            if flows.before[name] and not leaps:
                message = (
                    f"efter {described(node)} kommer intet, så vejen slutter der. "
                    "Tegn en sluthændelse, hvis det er meningen."
                )
                yield finding(diagram, node, RULE, message, "advice")
