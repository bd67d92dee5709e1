"""A process as it is drawn: its flow nodes in the order they are read, and the file as a browser can draw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from engine.definitions.bpmn import SCOPES, all_flow_nodes, children, flow_nodes, id_of, local, ways
from engine.definitions.diagram import Process
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
    whose first diagram is this process; `laid_out` is False when the file says
    nothing of where its elements stand.
    """

    nodes: tuple[DrawnNode, ...]
    laid_out: bool
    source: bytes = field(repr=False)


def drawing_of(process: Process) -> Drawing:
    """The drawing of a deployed process. Its file was checked at deployment."""
    return _drawing(process.content, process.id)


@lru_cache(maxsize=128)  # a deployed file never changes
def _drawing(content: bytes, process_id: str) -> Drawing:
    root = read_xml(content, "")
    process = next(found for found in children(root, "process") if id_of(found) == process_id)
    nodes = tuple(_nodes(process, within=None, depth=0))
    laid_out = _bring_forward(root, process)
    return Drawing(nodes, laid_out, etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _nodes(scope: XmlElement, *, within: str | None, depth: int) -> Iterator[DrawnNode]:
    for node in _in_order(scope):
        yield DrawnNode(id_of(node), within, depth, _listens(node, scope))
        if local(node) in SCOPES:
            yield from _nodes(node, within=id_of(node), depth=depth + 1)


def _listens(node: XmlElement, scope: XmlElement) -> bool:
    begins_by_event = local(node) == "startEvent" and scope.get("triggeredByEvent") == "true"
    return local(node) == "boundaryEvent" or begins_by_event


def _in_order(scope: XmlElement) -> list[XmlElement]:
    """
    A scope's nodes along its arrows: none before one that leads to it, but where the arrows go in a ring.

    Where the arrows part, the first that was drawn is followed first.
    """
    nodes = {id_of(node): node for node in flow_nodes(scope)}
    onward: dict[str, list[str]] = {node: [] for node in nodes}
    attached: dict[str, list[str]] = {node: [] for node in nodes}
    for event in children(scope, "boundaryEvent"):
        attached.get(event.get("attachedToRef", ""), []).append(id_of(event))
    led_to = set()
    for source, target in ways(scope):
        if source in nodes and target in nodes:
            onward[source].append(target)
            led_to.add(target)
    on_edge = {event for events in attached.values() for event in events}
    for host, events in attached.items():
        onward[host] += [target for event in events for target in onward[event]]
    free = [node for node in nodes if node not in on_edge]
    begins = [node for node in free if node not in led_to]
    rings = [[node] for node in free if node in led_to]  # seen by then, or in a ring that nothing leads into
    ordered = _before_what_follows([begins, *rings], onward)
    return [nodes[each] for node in ordered if node not in on_edge for each in (node, *attached[node])]


def _before_what_follows(groups: Iterable[Sequence[str]], onward: Mapping[str, Sequence[str]]) -> list[str]:
    """Each group's reverse post-order from a depth-first walk; a stack, as a drawing may be a chain of thousands."""
    seen: set[str] = set()
    ordered: list[str] = []
    for group in groups:
        finished: list[str] = []
        for begin in reversed(group):
            if begin not in seen:
                finished += _finished_from(begin, onward, seen)
        ordered += reversed(finished)
    return ordered


def _finished_from(begin: str, onward: Mapping[str, Sequence[str]], seen: set[str]) -> Iterator[str]:
    """What is reached from a node and was not seen, each after all that it leads to."""
    seen.add(begin)
    stack = [(begin, iter(reversed(onward[begin])))]
    while stack:
        node, rest = stack[-1]
        following = next((target for target in rest if target not in seen), None)
        if following is None:
            yield node
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(reversed(onward[following]))))


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
