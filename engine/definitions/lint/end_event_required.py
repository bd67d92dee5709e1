"""A drawing should show where the work ends; a way that just stops ends there, but nobody sees that it was meant."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, flow_nodes, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding
from engine.errors import Finding

RULE = "end-event-required"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        if local(scope) == "adHocSubProcess" or next(flow_nodes(scope), None) is None:
            continue
        if next(children(scope, "endEvent"), None) is None:
            message = (
                f"{described(scope)} har ingen sluthændelse. Arbejdet slutter, hvor vejene holder op, men det kan "
                "ikke ses, om det er meningen. Tegn en sluthændelse, som alle veje fører til."
            )
            yield finding(diagram, scope, RULE, message, "advice")
