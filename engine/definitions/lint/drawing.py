"""What the rules over a drawing share: its executable processes, its flows, and findings about an element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal

from engine.definitions.bpmn import all_flow_nodes, flow_nodes, id_of, local, running, scopes, ways
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.wording import sentence
from engine.definitions.xml import Element, line_of
from engine.errors import Finding


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


def nodes(bundle: Bundle, *kinds: str) -> Iterator[tuple[Diagram, Element]]:
    """The flow nodes of these kinds, or of all, at any depth."""
    for diagram, process in processes(bundle):
        for node in all_flow_nodes(process):
            if not kinds or local(node) in kinds:
                yield diagram, node


class Flows:
    """Which node of one scope leads where, also by links and to handlers; a boundary event is reached from its host."""

    def __init__(self, scope: Element) -> None:
        self.nodes: dict[str, Element] = {id_of(node): node for node in flow_nodes(scope) if id_of(node)}
        self.after: Mapping[str, list[str]] = defaultdict(list)
        self.boundary: Mapping[str, list[str]] = defaultdict(list)
        for source, target in ways(scope):
            if source in self.nodes and target in self.nodes:
                self.after[source].append(target)
        for name, node in self.nodes.items():
            host = node.get("attachedToRef", "")
            if local(node) == "boundaryEvent" and host in self.nodes:
                self.boundary[host].append(name)
