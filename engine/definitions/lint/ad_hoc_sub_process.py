"""In an ad-hoc sub-process people choose what to do, so starts and ends inside it mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, local
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
            yield finding(diagram, event, RULE, message, "advice")
