"""A message flow joins two pools, from what can send a message to what can get one; elsewhere nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.definitions.bpmn import (
    GATEWAYS,
    all_flow_nodes,
    bpmn,
    children,
    described,
    event_definitions,
    id_of,
    local,
)
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "message-flow"

# What no message flow may leave, or come to (BPMN 2.0.2, 7.6.2).
_NEVER_SENDS = frozenset({*GATEWAYS, "startEvent", "intermediateCatchEvent", "boundaryEvent"})
_NEVER_GETS = frozenset({*GATEWAYS, "endEvent", "intermediateThrowEvent"})
_WAITS = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        pools = {id_of(node): pool for pool in children(diagram.root, "process") for node in all_flow_nodes(pool)}
        nodes = {id_of(node): node for pool in children(diagram.root, "process") for node in all_flow_nodes(pool)}
        for flow in diagram.root.iter(bpmn("messageFlow")):
            for wrong in _wrong(flow, pools, nodes):
                yield finding(diagram, flow, RULE, f"{described(flow)} {wrong}", "advice")


def _wrong(flow: Element, pools: Mapping[str, Element], nodes: Mapping[str, Element]) -> Iterator[str]:
    source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
    if not source or not target:
        yield (
            "hænger løst i den ene ende, så ingen ved, hvem der sender eller får beskeden. Træk enden hen på en "
            "opgave, en hændelse eller en pulje."
        )
    elif source in pools and pools[source] is pools.get(target):
        yield (
            "begynder og ender i samme pulje. Der går arbejdet ad almindelige pile, og ingen besked bliver sendt. "
            "Tegn en almindelig pil, eller træk beskedpilen til en anden pulje."
        )
    else:
        yield from _at_its_ends(nodes.get(source), nodes.get(target))


def _at_its_ends(source: Element | None, target: Element | None) -> Iterator[str]:
    if source is not None and local(source) in _NEVER_SENDS:
        yield (
            f"begynder ved {described(source)}, som ikke kan sende en besked. Træk den fra den opgave, kastende "
            "beskedhændelse eller sluthændelse, der sender den."
        )
    if target is not None and not _gets(target):
        where = "den hændelse efter gatewayen" if local(target) == "eventBasedGateway" else "den opgave eller hændelse"
        yield (
            f"ender ved {described(target)}, som ikke kan få en besked, så ingen får den. Træk den hen til {where}, "
            "der venter på beskeden."
        )


def _gets(node: Element) -> bool:
    if local(node) in _NEVER_GETS:
        return False
    triggers = [local(definition) for definition in event_definitions(node)]
    return local(node) not in _WAITS or not triggers or "messageEventDefinition" in triggers
