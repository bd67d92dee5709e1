"""What lies on top of something else cannot be read, and often was meant to be connected to it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import described, flow_nodes, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import Box, all_scopes, finding, shapes
from engine.errors import Finding

RULE = "no-overlapping-elements"

_MOST = 2_000  # steps of one scope that are compared, each with its neighbours


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, scope in all_scopes(bundle):
        drawn = shapes(diagram)
        placed = [
            (box, node)
            for node in flow_nodes(scope)
            if local(node) != "boundaryEvent" and (box := drawn.get(id_of(node))) is not None
        ]
        placed = sorted(placed[:_MOST], key=lambda pair: pair[0].left)
        for number, (box, node) in enumerate(placed):
            for other, neighbour in placed[number + 1 :]:
                if other.left >= box.right:
                    break
                if _overlap(box, other):
                    message = (
                        f"{described(neighbour)} ligger oven på {described(node)}. Så kan ingen se, hvad der hører "
                        "sammen. Flyt den ene."
                    )
                    yield finding(diagram, neighbour, RULE, message, "advice")


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
