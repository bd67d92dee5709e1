"""A gateway that both gathers and parts says with one sign two things that must be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import GATEWAYS, described, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "no-gateway-join-fork"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for name, node in flows.nodes.items():
            if local(node) in GATEWAYS and len(flows.into[name]) > 1 and len(flows.out_of[name]) > 1:
                message = (
                    f"{described(node)} både samler og deler. Det er svært at læse, hvad der venter på hvad. Tegn to: "
                    "en, der samler, og en, der deler."
                )
                yield finding(diagram, node, RULE, message, "advice")
