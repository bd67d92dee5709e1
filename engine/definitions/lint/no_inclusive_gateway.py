"""An inclusive gateway is executed, but few can say of one in a drawing what it waits for."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, id_of
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "no-inclusive-gateway"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for node in children(flows.scope, "inclusiveGateway"):
            if len(flows.into[id_of(node)]) > 1:
                message = (
                    f"{described(node)} samler alle de veje, der stadig kan komme. Det er svært at se på en tegning. "
                    "Kan du, så tegn en parallel gateway (vent på alle) eller en eksklusiv (vent på én)."
                )
                yield finding(diagram, node, RULE, message, "advice")
