"""A process as it is drawn: its flow nodes in the order they are read, and the file as a browser can draw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from engine.definitions.bpmn import SCOPES, all_flow_nodes, children, id_of, local
from engine.definitions.diagram import Process
from engine.definitions.layout import lay_out_process
from engine.definitions.reading_order import in_order
from engine.definitions.xml import Element as XmlElement
from engine.definitions.xml import read_xml

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


@dataclass(frozen=True)
class DrawnNode:
    """
    A flow node's place.

    `within` is the embedded sub-process around it. `listens` is true of what
    waits beside the work and not in its way: a boundary event, and where an
    event sub-process begins.
    """

    id: str
    within: str | None
    depth: int
    listens: bool


@dataclass(frozen=True)
class Drawing:
    """
    `nodes` follow the arrows from the start; what is on the edge of an activity
    comes right after it, and what is inside it after that. `source` is UTF-8 XML
    whose first diagram is this process; where the file says nothing of where
    its elements stand, it is laid out.
    """

    nodes: tuple[DrawnNode, ...]
    source: bytes = field(repr=False)


def drawing_of(process: Process) -> Drawing:
    """The drawing of a deployed process. Its file was checked at deployment."""
    return _drawing(process.content, process.id)


@lru_cache(maxsize=128)  # a deployed file never changes
def _drawing(content: bytes, process_id: str) -> Drawing:
    root = read_xml(content, "")
    process = next(found for found in children(root, "process") if id_of(found) == process_id)
    nodes = tuple(_nodes(process, within=None, depth=0))
    if not _bring_forward(root, process):
        lay_out_process(root, process)
    return Drawing(nodes, etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _nodes(scope: XmlElement, *, within: str | None, depth: int) -> Iterator[DrawnNode]:
    for node in in_order(scope):
        yield DrawnNode(id_of(node), within, depth, _listens(node, scope))
        if local(node) in SCOPES:
            yield from _nodes(node, within=id_of(node), depth=depth + 1)


def _listens(node: XmlElement, scope: XmlElement) -> bool:
    begins_by_event = local(node) == "startEvent" and scope.get("triggeredByEvent") == "true"
    return local(node) == "boundaryEvent" or begins_by_event


def _bring_forward(root: XmlElement, process: XmlElement) -> bool:
    """Make a process's own diagram the file's first; False when it has none with a shape of the process in it."""
    pools = {
        id_of(collaboration)
        for collaboration in children(root, "collaboration")
        for pool in children(collaboration, "participant")
        if pool.get("processRef") == id_of(process)
    }
    drawn = {id_of(node) for node in all_flow_nodes(process)}
    diagrams = root.findall(f"{_DI}BPMNDiagram")
    for diagram in diagrams:
        plane = diagram.find(f"{_DI}BPMNPlane")
        if plane is None or plane.get("bpmnElement") not in {id_of(process), *pools}:
            continue
        if any(shape.get("bpmnElement") in drawn for shape in plane.iter(f"{_DI}BPMNShape")):
            diagrams[0].addprevious(diagram)
            return True
    return False
