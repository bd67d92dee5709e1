"""
Two arrows into a task do not wait for each other: whatever comes starts it, once for each.

Most who draw so mean an exclusive merge, and nothing is wrong with that. So it
is told only where several ways can be under way at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import EVENTS, SCOPES, TASKS, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows
from engine.definitions.lint.sound import unsound
from engine.errors import Finding

RULE = "fake-join"


def check(bundle: Bundle) -> Iterator[Finding]:
    joins = fake_joins(bundle)
    return (each for each in unsound(bundle, RULE, "crowd") if (each.file, each.element) in joins)


def fake_joins(bundle: Bundle) -> set[tuple[str, str]]:
    """The tasks and events that several arrows lead into, by file and id."""
    return {
        (diagram.file, name)
        for diagram, flows in all_flows(bundle)
        for name, node in flows.nodes.items()
        if local(node) in TASKS | SCOPES | EVENTS and len(flows.into[name]) > 1
    }
