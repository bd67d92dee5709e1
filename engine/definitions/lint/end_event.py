"""From every place in a process an end must be reachable; a token that cannot end keeps the case open for ever."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described, id_of, local, trigger_of
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import Flows, all_scopes, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "end-event"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        flows = Flows(scope)
        if not flows.nodes or local(scope) == "adHocSubProcess":
            continue
        ends = [name for name, node in flows.nodes.items() if local(node) == "endEvent"]
        if not ends:
            message = f"{described(scope)} har ingen sluthændelse. Tegn en, som alle veje fører til."
            yield finding(diagram, scope, RULE, message)
            continue
        leading = flows.leading_to(ends)
        for name in sorted(flows.reached() - leading):
            node = flows.nodes[name]
            if _must_lead_on(node):
                message = f"fra {described(node)} kan ingen sluthændelse nås. Tegn en vej til en sluthændelse."
                yield finding(diagram, node, RULE, message)


def _must_lead_on(node: Element) -> bool:
    """What stands apart does not: an event sub-process has an end of its own, and a handler goes back to its throw."""
    apart = node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true"
    leads_to_handler = local(node) == "boundaryEvent" and trigger_of(node) == "compensate"
    return bool(id_of(node)) and not apart and not leads_to_handler
