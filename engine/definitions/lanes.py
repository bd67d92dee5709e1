"""Which lanes of a process a step lies in, and so whose work it is."""

from __future__ import annotations

from collections.abc import Mapping

from engine.definitions.bpmn import bpmn, children, id_of, local
from engine.definitions.xml import Element

Lanes = Mapping[str, tuple[str, ...]]


def read_lanes(process: Element) -> Lanes:
    """
    The names of the innermost lanes that each flow node is in, by its id.

    Mostly there is one. A lane without a name has that of the lane around it, or "" when nobody named that.
    """
    holding: dict[str, list[Element]] = {}
    for lane in process.iter(bpmn("lane")):
        for reference in children(lane, "flowNodeRef"):
            holding.setdefault((reference.text or "").strip(), []).append(lane)
    return {node: tuple(dict.fromkeys(map(_name, _innermost(lanes)))) for node, lanes in holding.items()}


def nearest_lanes(node: Element, lanes: Lanes) -> tuple[str, ...]:
    """The lanes a node lies in, or those of the sub-process around it."""
    holding = (lanes[id_of(around)] for around in (node, *node.iterancestors()) if id_of(around) in lanes)
    return next(holding, ())


def _innermost(lanes: list[Element]) -> list[Element]:
    if len(lanes) == 1:
        return lanes
    around = {outer for lane in lanes for outer in lane.iterancestors()}
    return [lane for lane in lanes if lane not in around]


def _name(lane: Element) -> str:
    around = (each for each in (lane, *lane.iterancestors()) if local(each) == "lane")
    return next((name for each in around if (name := (each.get("name") or "").strip())), "")
