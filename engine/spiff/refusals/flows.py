"""Sequence flows and gateways that the kernel does not execute as drawn."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.refusals.drawn import Drawn
from engine.spiff.refusals.scopes import is_repeated
from engine.spiff.xml import Element, children, local_name

# A condition on a flow out of these is never asked for (BPMN 2.0.2, 8.3.13).
_UNCONDITIONAL = frozenset(
    {
        "startEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "parallelGateway",
        "eventBasedGateway",
    }
)
_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def refused_flows(element: Element, drawn: Drawn) -> Iterator[str]:
    """Why a flow or an event gateway is not executed as drawn."""
    name = local_name(element)
    if name == "sequenceFlow":
        yield from _flow(element, drawn)
    elif name == "eventBasedGateway":
        yield from _event_gateway(element, drawn)


def _flow(flow: Element, drawn: Drawn) -> Iterator[str]:
    source = drawn.node(flow.getparent(), flow.get("sourceRef"))
    condition = next(children(flow, "conditionExpression"), None)
    if source is None:
        return
    kind = local_name(source)
    is_default = source.get("default") == flow.get("id")
    if condition is None:
        if kind in _CHOOSING and not is_default and len(drawn.flows_at(source, "sourceRef")) > 1:
            yield "Pilen ud af gatewayen har hverken betingelse eller er standard. Skriv en betingelse."
        return
    if kind in _UNCONDITIONAL:
        yield "Betingelsen på pilen bliver aldrig spurgt her. Sæt en eksklusiv gateway ind, og skriv den på dens pil."
    if is_default:
        yield "Standardpilen tages, når ingen anden kan, og har ingen betingelse. Slet betingelsen."
    if condition.get("language", "feel").lower() not in {"feel", "https://www.omg.org/spec/dmn/20191111/feel/"}:
        yield "Betingelser skrives i FEEL. Fjern sproget, og skriv betingelsen i FEEL."


def _event_gateway(gateway: Element, drawn: Drawn) -> Iterator[str]:
    starts = gateway.get("instantiate") == "true"
    if gateway.get("eventGatewayType", "Exclusive") != "Exclusive":
        yield "Gatewayen venter på alle sine hændelser; det udføres ikke. Tegn en parallel gateway foran hændelserne."
    for flow in drawn.flows_at(gateway, "sourceRef"):
        target = drawn.node(flow.getparent(), flow.get("targetRef"))
        if target is None:
            continue
        if local_name(target) not in {"intermediateCatchEvent", "receiveTask"}:
            yield (
                "Efter en hændelsesbaseret gateway må der kun komme ventende hændelser og modtageopgaver. "
                "Tegn beskeder eller timere."
            )
        elif len(drawn.flows_at(target, "targetRef")) > 1:
            name = target.get("id")
            yield f"Hændelsen »{name}« efter gatewayen må kun have den ene pil ind. Tegn en hændelse for hver."
        elif local_name(target) == "receiveTask" and (drawn.boundaries_of(target) or is_repeated(target)):
            yield (
                f"Modtageopgaven »{target.get('id')}« efter gatewayen må hverken gentages eller have hændelser på "
                "kanten. Tegn en ventende besked i stedet."
            )
        elif starts and not _waits_for_message(target):
            yield (
                f"»{target.get('id')}« efter gatewayen, der starter processen, venter ikke på en besked. "
                "Tegn beskeder efter den."
            )


def _waits_for_message(node: Element) -> bool:
    return local_name(node) == "receiveTask" or next(children(node, "messageEventDefinition"), None) is not None
