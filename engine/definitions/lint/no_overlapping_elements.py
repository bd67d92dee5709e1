"""What lies on top of something else cannot be read, and often was meant to be connected to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.definitions.bpmn import bpmn, described, flow_nodes, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import Box, expanded, finding, shapes
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "no-overlapping-elements"

_MOST = 2_000  # steps of one scope that are compared, each with its neighbours
_TOUCHING = 5  # pixels that pools may lie over each other, and a step over the border of its sub-process


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        drawn = shapes(diagram)
        for lower, upper in _over_each_other(diagram.root.iter(bpmn("participant")), drawn, _TOUCHING):
            message = (
                f"{described(upper)} ligger oven på {described(lower)}. Så kan ingen se, hvis arbejde der står i dem. "
                "Flyt den ene."
            )
            yield finding(diagram, upper, RULE, message, "advice")
        open_to_see = expanded(diagram) & drawn.keys()
        for scope in (flows.scope for flows in diagram.flows):
            steps = [node for node in flow_nodes(scope) if local(node) != "boundaryEvent"]
            for lower, upper in _over_each_other(steps, drawn):
                message = (
                    f"{described(upper)} ligger oven på {described(lower)}. Så kan ingen se, hvad der hører sammen. "
                    "Flyt den ene."
                )
                yield finding(diagram, upper, RULE, message, "advice")
            for node in steps if id_of(scope) in open_to_see else ():
                if id_of(node) in drawn and _sticks_out(drawn[id_of(node)], drawn[id_of(scope)]):
                    message = (
                        f"{described(node)} ligger ud over kanten af {described(scope)}, som den er en del af. Flyt "
                        "den helt ind, eller gør delprocessen større."
                    )
                    yield finding(diagram, node, RULE, message, "advice")


def _over_each_other(
    elements: Iterable[Element], drawn: Mapping[str, Box], touching: float = 0
) -> Iterator[tuple[Element, Element]]:
    """Pairs of elements of which one lies over the other by more than what is allowed for."""
    placed = [(box, element) for element in elements if (box := drawn.get(id_of(element))) is not None]
    placed = sorted(placed[:_MOST], key=lambda pair: pair[0].left)
    for number, (box, element) in enumerate(placed):
        for other, neighbour in placed[number + 1 :]:
            if other.left >= box.right:
                break
            if _overlap(box, other, touching):
                yield element, neighbour


def _overlap(one: Box, other: Box, touching: float) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > touching and down > touching


def _sticks_out(inner: Box, outer: Box) -> bool:
    """Whether a step lies over a border; one that is wholly elsewhere may be drawn on a page of its own."""
    is_inside = (
        inner.left >= outer.left - _TOUCHING
        and inner.top >= outer.top - _TOUCHING
        and inner.right <= outer.right + _TOUCHING
        and inner.bottom <= outer.bottom + _TOUCHING
    )
    return not is_inside and _overlap(inner, outer, _TOUCHING)
