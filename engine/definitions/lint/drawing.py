"""What the rules over a drawing share: its executable processes, its flows, and findings about an element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
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
) -> Finding:
    """A finding about an element of a drawing."""
    return Finding(diagram.file, line_of(element), id_of(element), rule, sentence(message), severity)


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
        self.before: Mapping[str, list[str]] = defaultdict(list)
        self.boundary: Mapping[str, list[str]] = defaultdict(list)
        for source, target in ways(scope):
            if source in self.nodes and target in self.nodes:
                self.after[source].append(target)
                self.before[target].append(source)
        for name, node in self.nodes.items():
            host = node.get("attachedToRef", "")
            if local(node) == "boundaryEvent" and host in self.nodes:
                self.boundary[host].append(name)

    def starts(self) -> list[str]:
        """Where tokens begin: start events, event sub-processes, and what an ad hoc sub-process lies ready with."""
        return [
            name
            for name, node in self.nodes.items()
            if local(node) == "startEvent" or node.get("triggeredByEvent") == "true"
        ]

    def reached(self) -> set[str]:
        """Everything a token can come to."""
        return _closure(self.starts(), lambda name: [*self.after[name], *self.boundary[name]])

    def leading_to(self, ends: Iterable[str]) -> set[str]:
        """Everything from which one of the ends can be reached."""
        hosts = {name: self.nodes[name].get("attachedToRef", "") for names in self.boundary.values() for name in names}

        def back(name: str) -> list[str]:
            return [*self.before[name], *([hosts[name]] if name in hosts else [])]

        return _closure(ends, back)


def _closure(start: Iterable[str], step: Callable[[str], list[str]]) -> set[str]:
    seen = set(start)
    waiting = list(seen)
    while waiting:
        for name in step(waiting.pop()):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen
