"""The layout written into a file, as BPMN's diagram interchange."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from lxml import etree

from engine.definitions.bpmn import children, flow_nodes, id_of
from engine.definitions.layout.shapes import Box, Picture, Points, picture_of
from engine.definitions.xml import Element

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DD = "http://www.omg.org/spec/DD/20100524/DI"
_MARGIN = 60
_LABEL = 30  # the strip at the left of a pool where its name stands
_EMPTY_POOL = (600.0, 60.0)
_POOL_GAP = 40


def lay_out(root: Element) -> bool:
    """Give a file without any layout one, with its pools if it has some; whether it had none."""
    if next(root.iter(f"{{{DI}}}BPMNShape"), None) is not None:
        return False
    for old in list(root.iterchildren(f"{{{DI}}}BPMNDiagram")):
        root.remove(old)
    talk = next(children(root, "collaboration"), None)
    if talk is not None and next(children(talk, "participant"), None) is not None:
        _write(root, id_of(talk), _pools(root, talk))
        return True
    processes = list(children(root, "process"))
    filled = [process for process in processes if next(flow_nodes(process), None) is not None]
    for process in filled or processes[:1]:  # an empty sheet is something to draw on
        _write(root, id_of(process), _with_margin(picture_of(process)))
    return True


def lay_out_process(root: Element, process: Element) -> None:
    """Put a picture of one process first in its file."""
    _write(root, id_of(process), _with_margin(picture_of(process)), first=True)


def _with_margin(inside: Picture) -> Picture:
    picture = Picture(width=inside.width + 2 * _MARGIN, height=inside.height + 2 * _MARGIN)
    picture.put(inside, _MARGIN, _MARGIN)
    return picture


def _pools(root: Element, talk: Element) -> Picture:
    """Each pool under the one before, with the messages between them."""
    whole = Picture()
    processes = {id_of(process): process for process in children(root, "process")}
    pools = {id_of(pool): processes.get(pool.get("processRef", "")) for pool in children(talk, "participant")}
    inside = {pool: _with_margin(picture_of(process)) for pool, process in pools.items() if process is not None}
    width = max((picture.width + _LABEL for picture in inside.values()), default=_EMPTY_POOL[0])
    top = 0.0
    for pool in pools:
        height = inside[pool].height if pool in inside else _EMPTY_POOL[1]
        whole.boxes[pool] = Box(0, top, width, height)
        if pool in inside:
            whole.put(inside[pool], _LABEL, top)
        top += height + _POOL_GAP
    for message in children(talk, "messageFlow"):
        ends = [whole.boxes.get(message.get(end, "")) for end in ("sourceRef", "targetRef")]
        if ends[0] is not None and ends[1] is not None:
            whole.arrows[id_of(message)] = _message(ends[0], ends[1])
    return whole


def _message(source: Box, target: Box) -> Points:
    (x, _), (goal, _) = source.middle, target.middle
    if source.top < target.top:
        start, end, turn = source.bottom, target.top, (source.bottom + target.top) / 2
    else:
        start, end, turn = source.top, target.bottom, (source.top + target.bottom) / 2
    return [(x, start), (x, turn), (goal, turn), (goal, end)]


def _write(root: Element, shown: str, picture: Picture, *, first: bool = False) -> None:
    names = _unused(root)
    diagram = root.makeelement(f"{{{DI}}}BPMNDiagram", id=next(names), nsmap={"bpmndi": DI, "dc": _DC, "di": _DD})
    plane = etree.SubElement(diagram, f"{{{DI}}}BPMNPlane", id=next(names), bpmnElement=shown)
    for name, box in picture.boxes.items():
        shape = etree.SubElement(plane, f"{{{DI}}}BPMNShape", id=next(names), bpmnElement=name)
        if name in picture.expanded:
            shape.set("isExpanded", "true")
        at = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
        etree.SubElement(shape, f"{{{_DC}}}Bounds", {key: f"{value:g}" for key, value in at.items()})
    for name, points in picture.arrows.items():
        edge = etree.SubElement(plane, f"{{{DI}}}BPMNEdge", id=next(names), bpmnElement=name)
        for x, y in points:
            etree.SubElement(edge, f"{{{_DD}}}waypoint", x=f"{x:g}", y=f"{y:g}")
    earlier = next(root.iterchildren(f"{{{DI}}}BPMNDiagram"), None)
    if first and earlier is not None:
        earlier.addprevious(diagram)
    else:
        root.append(diagram)


def _unused(root: Element) -> Iterator[str]:
    used = {id_of(element) for element in root.iter()}
    return (name for number in count(1) if (name := f"Layout_{number}") not in used)
