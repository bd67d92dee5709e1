"""An event sub-process begins when something happens, so its start must say what."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, event_definitions
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding
from engine.errors import Finding

RULE = "event-sub-process-typed-start-event"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        if scope.get("triggeredByEvent") != "true":
            continue
        for start in children(scope, "startEvent"):
            if not event_definitions(start):
                message = (
                    f"{described(start)} i {described(scope)} siger ikke, hvilken hændelse der begynder den, så den "
                    "begynder aldrig. Vælg en besked, en tid, en fejl eller en anden udløser."
                )
                yield finding(diagram, start, RULE, message)
