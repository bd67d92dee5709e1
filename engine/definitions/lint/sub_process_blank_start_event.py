"""A sub-process begins when the case comes to it, so a trigger on its start is never waited for."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import SCOPES, children, described, event_definitions, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding
from engine.errors import Finding

RULE = "sub-process-blank-start-event"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        if local(scope) not in SCOPES or scope.get("triggeredByEvent") == "true":
            continue
        for start in children(scope, "startEvent"):
            if event_definitions(start):
                message = (
                    f"{described(start)} i {described(scope)} har en udløser, men en delproces begynder, når sagen "
                    "kommer til den. Fjern udløseren; skal der ventes, så tegn en ventende hændelse efter starten."
                )
                yield finding(diagram, start, RULE, message)
