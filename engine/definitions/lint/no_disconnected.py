"""A step that hangs together with nothing is no part of the work."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described, local
from engine.definitions.bundle import Bundle
from engine.definitions.flows import stands_alone
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "no-disconnected"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        if local(flows.scope) == "adHocSubProcess" or len(flows.nodes) < 2:
            continue
        reached = flows.reached()
        for name, node in flows.nodes.items():
            if stands_alone(node) or flows.after[name] or flows.before[name]:
                continue
            if name in flows.loose_out | flows.loose_in:
                continue
            ever = "bliver aldrig gjort" if name not in reached else "er et forløb for sig"
            message = (
                f"{described(node)} hænger ikke sammen med noget og {ever}. Tegn pile til og fra den, eller slet den."
            )
            yield finding(diagram, node, RULE, message, "advice" if name in reached else "error")
