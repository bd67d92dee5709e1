"""A drawing should show where the work begins; where nothing can begin, nothing is ever done."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "start-event-required"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        scope = flows.scope
        if local(scope) == "adHocSubProcess" or next(children(scope, "startEvent"), None) is not None:
            continue
        if scope.get("triggeredByEvent") == "true":
            continue  # it begins by an event and no other way; that one is missing is refused
        if flows.begun_by_message():
            continue
        begins = [described(flows.nodes[name]) for name in flows.implicit_starts()]
        if begins:
            message = (
                f"{described(scope)} har ingen starthændelse. Det begynder med {begins[0]}, fordi ingen pil fører "
                "til den. Tegn en starthændelse, hvor arbejdet begynder."
            )
            yield finding(diagram, scope, RULE, message, "advice")
        else:
            message = (
                f"{described(scope)} har ingen starthændelse, og der er intet, den kan begynde med. "
                "Tegn en starthændelse, hvor arbejdet begynder."
            )
            yield finding(diagram, scope, RULE, message)
