"""An event gateway waits for the first of several events, so only events that wait may follow it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import children, described, id_of, local, trigger_of
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.flows import Flows
from engine.definitions.lint.drawing import all_flows, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "event-based-gateway"

_WAITING = frozenset({"intermediateCatchEvent", "receiveTask"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for node in flows.nodes.values():
            if local(node) == "eventBasedGateway":
                yield from _check(diagram, node, flows)
            elif local(node) == "exclusiveGateway":
                yield from _check_choice(diagram, node, flows)


def _check(diagram: Diagram, gateway: Element, flows: Flows) -> Iterator[Finding]:
    targets = [flows.nodes[name] for name in flows.after[id_of(gateway)]]
    wrong = [described(target) for target in targets if local(target) not in _WAITING]
    shared = [described(each) for each in targets if local(each) in _WAITING and len(flows.before[id_of(each)]) > 1]
    if wrong:
        message = (
            f"{described(gateway)} venter på det første, der sker, men fører til {wrong[0]}, som ikke er noget, der "
            "sker af sig selv. Tegn ventende hændelser (besked, tid) efter den, eller brug en almindelig gateway, "
            "hvis nogen vælger vejen."
        )
        yield finding(diagram, gateway, RULE, message)
    elif shared:
        message = (
            f"{described(gateway)} fører til {shared[0]}, som også nås ad en anden vej. Så er det ikke den første af "
            "gatewayens hændelser. Tegn en hændelse for hver vej."
        )
        yield finding(diagram, gateway, RULE, message)
    elif not targets:
        message = (
            f"{described(gateway)} har ingen vej ud, så der er intet at vente på, og sagen bliver stående her. "
            "Tegn de hændelser, der kan ske, efter den, eller slet gatewayen."
        )
        yield finding(diagram, gateway, RULE, message)
    elif len(targets) < 2:
        message = (
            f"{described(gateway)} har kun én vej ud, så der er intet at vente om kap på. "
            "Tegn den anden hændelse, eller slet gatewayen."
        )
        yield finding(diagram, gateway, RULE, message, "advice")


def _check_choice(diagram: Diagram, gateway: Element, flows: Flows) -> Iterator[Finding]:
    """Who chooses beforehand which event to wait for waits for ever when only another one happens."""
    targets = [flows.nodes[name] for name in flows.after[id_of(gateway)]]
    waits = len(targets) > 1 and all(local(target) in _WAITING for target in targets)
    if waits and any(_may_never_happen(target) for target in targets) and not _is_decided(gateway, flows):
        message = (
            f"{described(gateway)} vælger, hvilken hændelse der skal ventes på, før nogen af dem er sket. Sker kun en "
            "anden, venter sagen for evigt. Tegn en hændelsesgateway, der venter på den første."
        )
        yield finding(diagram, gateway, RULE, message, "advice")


def _may_never_happen(node: Element) -> bool:
    """A time always comes; what others must do may not."""
    return local(node) == "receiveTask" or trigger_of(node) in {"message", "signal", "conditional"}


def _is_decided(gateway: Element, flows: Flows) -> bool:
    """Whether conditions say which way is taken: then it is known what will come, and chosen on purpose."""
    chosen = (flow for flow in flows.out_of[id_of(gateway)] if id_of(flow) != gateway.get("default"))
    return all(any((text.text or "").strip() for text in children(flow, "conditionExpression")) for flow in chosen)
