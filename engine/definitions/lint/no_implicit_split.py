"""Several arrows out of a task are all taken; a reader often takes them for a choice."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import EVENTS, SCOPES, TASKS, children, described, event_definitions, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "no-implicit-split"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for name, node in flows.nodes.items():
            free = [
                flow
                for flow in flows.out_of[name]
                if id_of(flow) != node.get("default") and next(children(flow, "conditionExpression"), None) is None
            ]
            if len(event_definitions(node)) > 1:
                continue  # what it waits for, and so which arrow it leaves by, is another rule's finding
            if local(node) in TASKS | SCOPES | EVENTS and len(free) > 1:
                message = (
                    f"fra {described(node)} går {len(free)} pile, og sagen går ad dem alle på én gang. Tegn en "
                    "parallel gateway, hvis det er ment, ellers en eksklusiv, hvor der vælges."
                )
                yield finding(diagram, node, RULE, message, "advice")
