"""A business rule task must name a decision of the library, and a way to map its result that exists."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import camunda, described
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding, nodes
from engine.definitions.wording import did_you_mean, listed
from engine.errors import Finding

RULE = "decision-reference"

_MAPPINGS = {"singleEntry", "singleResult", "collectEntries", "resultList"}


def check(bundle: Bundle) -> Iterator[Finding]:
    known = {decision.id for _, decision in bundle.decisions}
    trusted = not bundle.whole or "dmn" in bundle.unread
    for diagram, node in nodes(bundle, "businessRuleTask"):
        decision = camunda(node, "decisionRef")
        if decision is None:
            message = f"{described(node)} mangler en beslutningstabel. Skriv tabellens id i »decisionRef«."
            yield finding(diagram, node, RULE, message)
        elif decision not in known and not trusted:
            near = did_you_mean(decision, known)
            message = f"{described(node)} bruger beslutningstabellen »{decision}«, som ikke findes.{near}"
            yield finding(diagram, node, RULE, message)
        if camunda(node, "resultVariable") is None:
            message = f"{described(node)} gemmer ikke sit resultat. Skriv et variabelnavn i »resultVariable«."
            yield finding(diagram, node, RULE, message)
        mapping = camunda(node, "mapDecisionResult")
        if mapping is not None and mapping not in _MAPPINGS:
            message = f"»mapDecisionResult« på {described(node)} skal være en af {listed(_MAPPINGS)}."
            yield finding(diagram, node, RULE, message)
