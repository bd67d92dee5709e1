"""A business rule task must name a decision of the library."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import camunda, described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.definitions.wording import did_you_mean
from engine.errors import Finding

RULE = "decision-reference"


def check(bundle: Bundle) -> Iterator[Finding]:
    if not bundle.whole or "dmn" in bundle.unread:
        return
    known = {decision.id for _, decision in bundle.decisions}
    for diagram, node in nodes(bundle, "businessRuleTask"):
        decision = camunda(node, "decisionRef")
        if decision is not None and decision not in known:
            near = did_you_mean(decision, known)
            message = f"{described(node)} bruger beslutningstabellen »{decision}«, som ikke findes.{near}"
            yield finding(diagram, node, RULE, message)
