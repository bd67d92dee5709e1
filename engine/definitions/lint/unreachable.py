"""An element that no way leads to is never done, and whoever drew it thinks it is."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import Flows, all_scopes, finding
from engine.errors import Finding

RULE = "unreachable"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        flows = Flows(scope)
        if not flows.starts() or local(scope) == "adHocSubProcess":
            continue  # without a start everything is unreachable; that is another rule's finding
        for name in sorted(flows.nodes.keys() - flows.reached()):
            node = flows.nodes[name]
            if local(node) != "boundaryEvent":  # without a host: another rule's finding
                message = f"{described(node)} bliver aldrig nået. Tegn en pil til den, eller slet den."
                yield finding(diagram, node, RULE, message)
