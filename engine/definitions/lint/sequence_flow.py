"""A sequence flow must join two elements of the same process; elsewhere it is drawn but never walked."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import Flows, all_scopes, finding
from engine.errors import Finding

RULE = "sequence-flow"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        known = Flows(scope).nodes
        for flow in children(scope, "sequenceFlow"):
            for end, word in (("sourceRef", "begynder"), ("targetRef", "ender")):
                name = flow.get(end, "")
                if not name:
                    message = (
                        f"{described(flow)} {word} løst i luften. Træk enden helt hen på et element, eller slet den."
                    )
                    yield finding(diagram, flow, RULE, message)
                elif name not in known:
                    message = (
                        f"{described(flow)} {word} ved »{name}«, som ikke findes i {described(scope)}. "
                        "Sæt den fast på et element, eller slet den. Mellem puljer tegnes en beskedpil."
                    )
                    yield finding(diagram, flow, RULE, message)
                elif end == "sourceRef" and local(known[name]) == "endEvent":
                    yield finding(
                        diagram, flow, RULE, f"{described(flow)} går ud fra {described(known[name])}. Slet den."
                    )
                elif end == "targetRef" and local(known[name]) in {"startEvent", "boundaryEvent"}:
                    message = f"{described(flow)} går ind i {described(known[name])} ({id_of(known[name])}). Slet den."
                    yield finding(diagram, flow, RULE, message)
