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
_NO_ENDS = {
    "textAnnotation": "en note",
    "dataObjectReference": "data",
    "dataStoreReference": "et datalager",
    "group": "en gruppe",
    "lane": "en bane",
}
_WAITS = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        drawn = {id_of(element): element for element in diagram.root.iter(bpmn("*"))}
        steps = {id_of(node): pool for pool in children(diagram.root, "process") for node in all_flow_nodes(pool)}
        pools = steps | {id_of(pool): _drawn_in(pool, drawn) for pool in diagram.root.iter(bpmn("participant"))}
        for flow in diagram.root.iter(bpmn("messageFlow")):
            for wrong in _wrong(flow, pools, drawn):
                yield finding(diagram, flow, RULE, f"{described(flow)} {wrong}", "advice")


def _drawn_in(pool: Element, drawn: Mapping[str, Element]) -> Element:
    """The process of a pool; the pool itself when nobody drew in it."""
    return drawn.get(pool.get("processRef", ""), pool)


def _wrong(flow: Element, pools: Mapping[str, Element], drawn: Mapping[str, Element]) -> Iterator[str]:
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
        yield from _at_its_ends(drawn.get(source), drawn.get(target))


def _at_its_ends(source: Element | None, target: Element | None) -> Iterator[str]:
    for word, end in ("begynder", source), ("ender", target):
        if end is None or local(end) in _NO_ENDS:
            what = "noget, der ikke findes i filen" if end is None else _NO_ENDS[local(end)]
            yield f"{word} ved {what}. Træk enden hen på en opgave, en hændelse eller en pulje."
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
