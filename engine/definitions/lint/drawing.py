"""What the rules over a drawing share: its executable processes, its flows, and findings about an element."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Literal, NamedTuple

from engine.definitions.bpmn import all_flow_nodes, id_of, local, running, scopes
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.flows import Flows
from engine.definitions.wording import sentence
from engine.definitions.xml import Element, line_of
from engine.errors import Finding

_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"


def finding(
    diagram: Diagram,
    element: Element,
    rule: str,
    message: str,
    severity: Literal["error", "advice"] = "error",
    *,
    path: tuple[str, ...] = (),
) -> Finding:
    """A finding about an element of a drawing."""
    return Finding(diagram.file, line_of(element), id_of(element), rule, sentence(message), severity, path)


def processes(bundle: Bundle) -> Iterator[tuple[Diagram, Element]]:
    """Every executable process of every file."""
    return ((diagram, process) for diagram in bundle.diagrams for process in running(diagram.root))


def all_scopes(bundle: Bundle) -> Iterator[tuple[Diagram, Element]]:
    """Every executable process and every sub-process in one."""
    return ((diagram, scope) for diagram, process in processes(bundle) for scope in scopes(process))


def all_flows(bundle: Bundle) -> Iterator[tuple[Diagram, Flows]]:
    """The same with what leads where in each."""
    return ((diagram, flows) for diagram in bundle.diagrams for flows in diagram.flows)


def nodes(bundle: Bundle, *kinds: str) -> Iterator[tuple[Diagram, Element]]:
    """The flow nodes of these kinds, or of all, at any depth."""
    for diagram, process in processes(bundle):
        for node in all_flow_nodes(process):
            if not kinds or local(node) in kinds:
                yield diagram, node


class Box(NamedTuple):
    """Where a shape lies on the drawing, in its pixels."""

    left: float
    top: float
    right: float
    bottom: float


def shapes(diagram: Diagram) -> dict[str, Box]:
    """The shapes of a file by the id of what they show; empty when it says nothing of its layout."""
    found = {}
    for shape in diagram.root.iter(f"{{{_DI}}}BPMNShape"):
        bounds = next(shape.iterchildren(f"{{{_DC}}}Bounds"), None)
        if bounds is not None and (box := _box(bounds)) is not None:
            found[shape.get("bpmnElement", "")] = box
    return found


def expanded(diagram: Diagram) -> set[str]:
    """The ids of the sub-processes whose inside is drawn in them."""
    drawn = diagram.root.iter(f"{{{_DI}}}BPMNShape")
    return {shape.get("bpmnElement", "") for shape in drawn if shape.get("isExpanded") == "true"}


def edges(diagram: Diagram) -> set[str]:
    """The ids of the arrows that are drawn."""
    return {edge.get("bpmnElement", "") for edge in diagram.root.iter(f"{{{_DI}}}BPMNEdge")}


def _box(bounds: Element) -> Box | None:
    try:
        left, top, width, height = (float(bounds.get(name, "0")) for name in ("x", "y", "width", "height"))
    except ValueError:
        return None
    box = Box(left, top, left + width, top + height)
    return box if all(map(isfinite, box)) else None
