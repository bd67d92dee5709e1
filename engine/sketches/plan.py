"""What of a drawing its player must know besides how the tokens move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from engine.definitions.bpmn import (
    EVENTS,
    SCOPES,
    all_flow_nodes,
    bpmn,
    children,
    described,
    event_definitions,
    flow_nodes,
    id_of,
    local,
    name_of,
    scopes,
)
from engine.definitions.sketch import Sketch, asked
from engine.definitions.wording import sentence
from engine.definitions.xml import Element
from engine.errors import EngineBug

_SENDING = frozenset({"sendTask", "serviceTask", "intermediateThrowEvent", "endEvent"})


@dataclass(frozen=True)
class Drawn:
    """A process of the drawing: `starts` are the events it may begin at, none when it begins without one."""

    id: str
    name: str
    starts: tuple[str, ...]


class Failure(NamedTuple):
    """An event on an edge or beside the work that catches an `error` or `escalation` with a code."""

    event: str
    kind: str
    code: str


class Plan:
    """
    The elements of a drawing by id, as they were drawn, and what leads from one process to another.

    `messages` leads from a sender to its receivers: along the drawn message flows,
    or without any to whoever waits for the message that it names. `signalled` leads
    from what sends a signal to the starts of other processes that wait for it.
    `out` leads from a node to the flows out of it; `written` has by flow the
    condition in FEEL that stands on it.
    """

    def __init__(self, sketch: Sketch) -> None:
        if sketch.root is None or sketch.finished is None:
            raise EngineBug("the drawing cannot be played")
        self.finished, self.written = asked(sketch.finished)
        self._drawn = {id_of(element): element for element in sketch.root.iter() if id_of(element)}
        self._finished = {id_of(element): element for element in self.finished.iter() if id_of(element)}
        processes = list(children(self.finished, "process"))
        self._process_of = {id_of(node): id_of(process) for process in processes for node in all_flow_nodes(process)}
        self._pools = {
            pool.get("processRef", ""): pool for pool in sketch.root.iter(bpmn("participant")) if pool.get("processRef")
        }
        self.processes = [
            self._read(process, number, len(processes)) for number, process in enumerate(processes, start=1)
        ]
        self.messages = self._by_name(sketch.root, "message") | self._message_flows(sketch.root)
        starts = {start for drawn in self.processes for start in drawn.starts}
        waiting = self._by_name(sketch.root, "signal")
        self.signalled = {sender: [each for each in them if each in starts] for sender, them in waiting.items()}
        self.out = _flows_out(processes)
        self._called = {node.get("calledElement") for node in sketch.root.iter(bpmn("callActivity"))}

    def _read(self, process: Element, number: int, of: int) -> Drawn:
        starts = tuple(id_of(node) for node in flow_nodes(process) if local(node) == "startEvent")
        pool = self._pools.get(id_of(process))
        name = (name_of(pool) if pool is not None else "") or name_of(process)
        return Drawn(id_of(process), name or ("Processen" if of == 1 else f"Proces {number}"), starts)

    def _by_name(self, root: Element, kind: str) -> dict[str, list[str]]:
        """By what sends a `message` or `signal` the ids of what waits for the same in another process."""
        ends: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for process in children(root, "process"):
            for node in all_flow_nodes(process):
                for name in _references(node, kind):
                    ends[name][local(node) not in _SENDING].append(id_of(node))
        return {
            sender: others
            for senders, receivers in ends.values()
            for sender in senders
            if (others := [each for each in receivers if self._process_of.get(each) != self._process_of.get(sender)])
        }

    def _message_flows(self, root: Element) -> dict[str, list[str]]:
        flows: dict[str, list[str]] = defaultdict(list)
        for flow in root.iter(bpmn("messageFlow")):
            flows[flow.get("sourceRef", "")].append(flow.get("targetRef", ""))
        return flows

    # ---- about one element

    def process(self, name: str | None) -> Drawn | None:
        """The process with this id, if it runs."""
        return next((drawn for drawn in self.processes if drawn.id == name), None)

    def process_of(self, element: str) -> str | None:
        """The process that runs and has the element in it."""
        return self._process_of.get(element)

    def kind(self, element: str) -> str:
        """What it was drawn as."""
        return local(self._drawn[element]) if element in self._drawn else ""

    def runs_as(self, element: str) -> str:
        return local(self._finished[element]) if element in self._finished else ""

    def called(self, element: str) -> str | None:
        """The process that a call activity calls."""
        return (self._drawn[element].get("calledElement") or "").strip() or None

    def name(self, element: str) -> str:
        """Its name on one line; empty when it has none."""
        return name_of(self._drawn[element]) if element in self._drawn else ""

    def described(self, element: str) -> str:
        """In Danish what it is called: `Opgaven »Skriv svar«`."""
        return sentence(described(self._drawn[element])) if element in self._drawn else f"»{element}«"

    def way(self, flow: str) -> str:
        """A sequence flow by its name and where it leads."""
        target = self._finished[flow].get("targetRef", "")
        name = self.name(flow)
        return f"»{name}« til {described(self._drawn[target])}" if name else f"til {described(self._drawn[target])}"

    def default(self, node: str) -> str | None:
        return self._finished[node].get("default")

    def asks(self, flow: str) -> bool:
        """Whether a sequence flow is taken only if it is chosen, and not always or as what is left."""
        return next(children(self._finished[flow], "conditionExpression"), None) is not None

    def source(self, flow: str) -> str | None:
        """The node that a sequence flow leaves; None for what is no sequence flow."""
        element = self._finished.get(flow)
        return None if element is None or local(element) != "sequenceFlow" else element.get("sourceRef")

    def is_optional(self, element: str, group: str | None) -> bool:
        """Whether an event waits beside the work and need not happen."""
        return (
            self.runs_as(element) in {"boundaryEvent", "startEvent"}
            and self.runs_as(group or "") != "eventBasedGateway"
        )

    def failures(self, task: str) -> list[Failure]:
        """The events that catch what a task's work may throw: on an edge, or as the start of an event sub-process."""
        events: list[Element] = []
        at: Element | None = self._finished.get(task)
        while at is not None and local(at) != "process":
            if at is self._finished.get(task) or not _throws(at):
                events += self._on_edge(at)
            scope = at.getparent()
            if scope is not None and not _throws(scope):
                events += [start for start in _event_starts(scope) if start.getparent() is not at]
            at = scope
        return [caught for event in events if (caught := self._failure(event)) is not None]

    def _on_edge(self, host: Element) -> list[Element]:
        scope = host.getparent()
        if scope is None:
            return []
        return [event for event in children(scope, "boundaryEvent") if event.get("attachedToRef") == id_of(host)]

    def _failure(self, event: Element) -> Failure | None:
        for definition in event_definitions(event):
            kind = local(definition).removesuffix("EventDefinition")
            if kind in {"error", "escalation"}:
                pointed = self._finished.get(definition.get(f"{kind}Ref", ""))
                code = "" if pointed is None else pointed.get(f"{kind}Code", "")
                return Failure(id_of(event), kind, code or "ukendt")
        return None

    # ---- about the file

    def begins_by_itself(self, drawn: Drawn) -> bool:
        """Whether nothing else in the drawing starts it: no call, and no message or signal from another process."""
        senders = {target: source for source, targets in self.messages.items() for target in targets}
        senders |= {start: source for source, starts in self.signalled.items() for start in starts}
        told = [start for start in drawn.starts if self.process_of(senders.get(start, "")) not in {None, drawn.id}]
        return drawn.id not in self._called and (not drawn.starts or len(told) < len(drawn.starts))

    def is_told_from_inside(self, element: str) -> bool:
        """Whether a process that runs sends it a message."""
        return any(
            element in targets and self.process_of(source) is not None for source, targets in self.messages.items()
        )


def _references(node: Element, kind: str) -> list[str]:
    """The messages or signals that a task or event names."""
    holders = [node, *(each for each in event_definitions(node) if local(each) == f"{kind}EventDefinition")]
    return [name for each in holders if (name := each.get(f"{kind}Ref", ""))]


def _flows_out(processes: list[Element]) -> Mapping[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for process in processes:
        for scope in scopes(process):
            for flow in children(scope, "sequenceFlow"):
                out[flow.get("sourceRef", "")].append(id_of(flow))
    return out


def _event_starts(scope: Element) -> list[Element]:
    """The start events of the event sub-processes in a scope."""
    handlers = (node for node in children(scope, *SCOPES) if node.get("triggeredByEvent") == "true")
    return [start for handler in handlers for start in children(handler, "startEvent")]


def _throws(scope: Element) -> bool:
    """Whether something inside a process or sub-process is drawn to throw an error or escalation by itself."""
    return local(scope) in {"process", *SCOPES} and any(
        local(node) in EVENTS and local(node) in {"endEvent", "intermediateThrowEvent"} and event_definitions(node)
        for node in all_flow_nodes(scope)
    )
