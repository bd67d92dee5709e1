"""
Where every way out has a condition, all may be false, and the case stops with an incident; a default flow helps.

It helps only where ways are chosen by conditions, when it is one of the
node's own arrows, and when no other arrow is always taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from engine.definitions.bpmn import SCOPES, TASKS, children, described, flow_nodes, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.lint.drawing import all_scopes, finding
from engine.definitions.soundness.conditions import constant, plain
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "gateway-default"

_GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway"})
_CHOOSING = frozenset({*_GATEWAYS, "complexGateway", *TASKS, *SCOPES})


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        arrows = list(children(scope, "sequenceFlow"))
        out_of: dict[str, list[Element]] = defaultdict(list)
        for flow in arrows:
            out_of[flow.get("sourceRef", "")].append(flow)
        for node in flow_nodes(scope):
            if node.get("default") is not None:
                yield from _has(diagram, node, out_of[id_of(node)], arrows)
            elif local(node) in _CHOOSING:
                yield from _has_none(diagram, node, out_of[id_of(node)])


def _has(diagram: Diagram, node: Element, out: Sequence[Element], arrows: Sequence[Element]) -> Iterator[Finding]:
    name = node.get("default")
    own = next((flow for flow in out if id_of(flow) == name), None)
    if local(node) not in _CHOOSING:
        message = (
            f"{described(node)} har en standardpil, men ingen vej vælges efter en betingelse her, så den betyder "
            "intet. Skal der vælges, så tegn en eksklusiv gateway; ellers slet »default«."
        )
        yield finding(diagram, node, RULE, message, "advice")
    elif own is None:
        other = next((flow for flow in arrows if id_of(flow) == name), None)
        arrow = f"»{name}«, som ikke findes" if other is None else f"{described(other)}, som ikke går ud fra den"
        message = f"{described(node)} har som standardpil {arrow}. Gør en af dens egne pile til standard."
        yield finding(diagram, node, RULE, message)
    else:
        for always in [flow for flow in out if flow is not own and _is_always_taken(flow, node)][:1]:
            message = (
                f"{described(own)} er standardpil og bliver aldrig taget, for {described(always)} tages altid. Skriv "
                "en betingelse på den, hvis der skal vælges; skal begge veje gås, så slet standarden."
            )
            yield finding(diagram, own, RULE, message, "advice")


def _is_always_taken(flow: Element, node: Element) -> bool:
    condition = next(children(flow, "conditionExpression"), None)
    if condition is None:
        return local(node) not in _GATEWAYS  # there it is another rule's finding
    return constant(plain(condition.text or "")) is True


def _has_none(diagram: Diagram, node: Element, out: Sequence[Element]) -> Iterator[Finding]:
    if not out or any(_may_be_taken_without_asking(flow) for flow in out):
        return
    if len(out) == 1:
        message = (
            f"{described(node)} har kun én vej ud, og den har en betingelse. Er den ikke sand, går sagen i stå. Tegn "
            "den vej, der ellers tages, og gør den til standard, eller slet betingelsen."
        )
    else:
        message = (
            f"{described(node)} har ingen standardpil. Er ingen betingelse sand, går sagen i stå. "
            "Gør en af pilene til standard."
        )
    yield finding(diagram, node, RULE, message, "advice")


def _may_be_taken_without_asking(flow: Element) -> bool:
    condition = next(children(flow, "conditionExpression"), None)
    return condition is None or constant(plain(condition.text or "")) is True
