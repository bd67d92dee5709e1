"""Without a start event everything that no arrow leads to begins at once."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "no-implicit-start"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        scope = flows.scope
        if local(scope) == "adHocSubProcess" or next(children(scope, "startEvent"), None) is not None:
            continue
        if scope.get("triggeredByEvent") == "true":
            continue  # without its event it never begins
        begins = [flows.nodes[name] for name in flows.implicit_starts()]
        for node in begins if len(begins) > 1 else ():
            message = (
                f"{described(node)} begynder sammen med {_others(len(begins) - 1)}, fordi ingen pil fører til den og "
                f"{described(scope)} ingen starthændelse har. Tegn en starthændelse, der viser, hvor det begynder."
            )
            yield finding(diagram, node, RULE, message, "advice")


def _others(number: int) -> str:
    return "en anden" if number == 1 else f"{number} andre"
