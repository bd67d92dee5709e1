"""Two arrows into a task do not wait for each other: whatever comes starts it, once for each."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import EVENTS, SCOPES, TASKS, described, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import Flows, all_scopes, finding
from engine.errors import Finding

RULE = "fake-join"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        flows = Flows(scope)
        for name, node in flows.nodes.items():
            if local(node) in TASKS | SCOPES | EVENTS and len(flows.into[name]) > 1 and local(node) != "endEvent":
                message = (
                    f"ind i {described(node)} går {len(flows.into[name])} pile. De venter ikke på hinanden: den "
                    "begynder én gang for hver, der kommer. Tegn en gateway foran, der viser, om de skal samles."
                )
                yield finding(diagram, node, RULE, message, "advice")
