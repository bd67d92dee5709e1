"""A link event is a jump: it lands at the one catching link of its own name in the same place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engine.definitions.bpmn import children, described, local
from engine.definitions.bundle import Bundle
from engine.definitions.flows import link_name
from engine.definitions.lint.drawing import all_scopes, finding
from engine.errors import Finding

RULE = "link-event"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        links = [
            (node, name)
            for node in children(scope, "intermediateThrowEvent", "intermediateCatchEvent")
            if (name := link_name(node)) is not None
        ]
        landings = Counter(name for node, name in links if local(node) == "intermediateCatchEvent")
        jumps = Counter(name for node, name in links if local(node) == "intermediateThrowEvent")
        for node, name in links:
            if not name:
                yield finding(
                    diagram, node, RULE, f"{described(node)} er et link uden navn. Giv de to ender samme navn."
                )
            elif local(node) == "intermediateThrowEvent" and not landings[name]:
                message = (
                    f"{described(node)} er et link til »{name}«, men der er intet sted at lande. Tegn et modtagende "
                    "link med samme navn, eller træk en pil."
                )
                yield finding(diagram, node, RULE, message)
            elif local(node) == "intermediateCatchEvent" and landings[name] > 1:
                message = (
                    f"{described(node)} er et af flere landingssteder for linket »{name}«. "
                    "Behold ét, eller giv dem hver sit navn."
                )
                yield finding(diagram, node, RULE, message)
            elif local(node) == "intermediateCatchEvent" and not jumps[name]:
                message = (
                    f"{described(node)} er landingssted for linket »{name}«, men intet springer hertil. Tegn det "
                    "kastende link, eller slet dette."
                )
                yield finding(diagram, node, RULE, message)
