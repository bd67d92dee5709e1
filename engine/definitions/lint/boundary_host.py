"""A boundary event must sit on an activity in the same process, or nothing ever triggers it; and lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import SCOPES, TASKS, described, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "boundary-host"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for node in flows.nodes.values():
            if local(node) != "boundaryEvent":
                continue
            host = flows.nodes.get(node.get("attachedToRef", ""))
            if host is None or local(host) not in TASKS | SCOPES:
                message = (
                    f"{described(node)} sidder ikke på en opgave. Træk den hen på kanten af den opgave, den hører til."
                )
                yield finding(diagram, node, RULE, message)
            elif not flows.after[id_of(node)]:
                message = f"{described(node)} fører ingen steder hen, så vejen slutter der. Tegn en pil fra den."
                yield finding(diagram, node, RULE, message, "advice")
