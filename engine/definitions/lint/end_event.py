"""From every place in a process an end must be reachable; a token that cannot end keeps the case open for ever."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import Flows, all_scopes, finding
from engine.definitions.lint.sound import unsound
from engine.errors import Finding

RULE = "end-event"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        nodes = Flows(scope).nodes.values()
        if nodes and local(scope) != "adHocSubProcess" and not any(local(node) == "endEvent" for node in nodes):
            message = f"{described(scope)} har ingen sluthændelse. Tegn en, som alle veje fører til."
            yield finding(diagram, scope, RULE, message)
    yield from unsound(bundle, RULE, "no-end")
