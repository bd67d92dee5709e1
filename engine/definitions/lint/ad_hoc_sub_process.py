"""In an ad-hoc sub-process people choose what to do: starts and ends inside it mean nothing, and there must be work."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import SCOPES, TASKS, children, described, flow_nodes, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding
from engine.errors import Finding

RULE = "ad-hoc-sub-process"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        if local(scope) != "adHocSubProcess":
            continue
        for event in children(scope, "startEvent", "endEvent"):
            message = (
                f"{described(event)} står i {described(scope)}, hvor der frit vælges, hvad der gøres, så den betyder "
                "intet. Slet den, eller gør delprocessen til en almindelig."
            )
            yield finding(diagram, event, RULE, message)
        # Whoever is to choose sees gateways and events only; of an empty one the kernel's refusal tells.
        kinds = {local(node) for node in flow_nodes(scope)} - {"startEvent", "endEvent"}
        if kinds and kinds.isdisjoint(TASKS | SCOPES):
            message = f"{described(scope)} har ingen opgave i sig, så der er intet arbejde at vælge. Tegn en i den."
            yield finding(diagram, scope, RULE, message, "advice")
