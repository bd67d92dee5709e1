"""A process must say where it begins, and only in one way without a trigger."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, event_definitions, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_scopes, finding
from engine.errors import Finding

RULE = "start-event"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        if local(scope) == "adHocSubProcess":
            continue
        starts = list(children(scope, "startEvent"))
        plain = [start for start in starts if not event_definitions(start)]
        if not starts:
            message = f"{described(scope)} har ingen starthændelse. Tegn en, hvor arbejdet begynder."
            yield finding(diagram, scope, RULE, message)
        for start in plain[1:]:
            message = f"{described(start)} er en starthændelse mere i {described(scope)}. Behold en uden udløser."
            yield finding(diagram, start, RULE, message)
