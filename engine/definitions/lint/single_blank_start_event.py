"""A process begins in one way without a trigger; of two nobody could say which one a new case begins at."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, event_definitions, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding
from engine.errors import Finding

RULE = "single-blank-start-event"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        if local(scope) == "adHocSubProcess" or scope.get("triggeredByEvent") == "true":
            continue
        plain = [start for start in children(scope, "startEvent") if not event_definitions(start)]
        for start in plain[1:]:
            message = (
                f"{described(start)} er en starthændelse mere i {described(scope)}, så ingen kan vide, hvor der "
                "begyndes. Behold én uden udløser; andre begyndelser skal have hver sin besked."
            )
            yield finding(diagram, start, RULE, message)
