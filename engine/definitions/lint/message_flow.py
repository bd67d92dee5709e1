"""A message flow joins two pools; inside one, work goes along sequence flows, and a message is never sent."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import all_flow_nodes, bpmn, children, described, id_of
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding
from engine.errors import Finding

RULE = "message-flow"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        pools = {
            id_of(node): process for process in children(diagram.root, "process") for node in all_flow_nodes(process)
        }
        for flow in diagram.root.iter(bpmn("messageFlow")):
            source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
            if source in pools and pools[source] is pools.get(target):
                message = (
                    f"{described(flow)} begynder og ender i samme pulje. Der går arbejdet ad almindelige pile, og "
                    "ingen besked bliver sendt. Tegn en almindelig pil, eller træk beskedpilen til en anden pulje."
                )
                yield finding(diagram, flow, RULE, message, "advice")
            elif not source or not target:
                message = (
                    f"{described(flow)} hænger løst i den ene ende, så ingen ved, hvem der sender eller får beskeden. "
                    "Træk enden hen på en opgave, en hændelse eller en pulje."
                )
                yield finding(diagram, flow, RULE, message, "advice")
