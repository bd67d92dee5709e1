"""The parsed diagram: nodes by name and the sequence flows between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.spiff.events import StartEvent
from engine.spiff.nodes import Flow, Node

if TYPE_CHECKING:
    from engine.spiff.event_subprocess import EventSubProcess, EventSubProcessStart


class ProcessSpec(BpmnProcessSpec):
    """One process, or the inside of one embedded sub-process. Never changed after parsing, so threads share it."""

    task_specs: dict[str, Node]
    start: Node

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        # SpiffWorkflow's own Start, End and EndJoin share the names of elements: an element
        # with the id »Start« would break the process without a word.
        self.task_specs.clear()
        self.event_subprocesses: list[EventSubProcess] = []
        # The start events of those that wait while the scope is open.
        self.listeners: list[EventSubProcessStart] = []
        # The event sub-process that compensates the whole scope.
        self.compensation: EventSubProcess | None = None
        # Nodes that no sequence flow leads to and nothing else starts: where a scope without a start event begins.
        self.alone: list[str] = []
        # Nodes besides start events that a message may begin the process at.
        self.instantiating: frozenset[str] = frozenset()
        # Answers already found; two threads that find the same one at once do no harm.
        self._reach: dict[tuple[str, str], frozenset[str]] = {}

    def connect(self, flow: Flow) -> None:
        self.task_specs[flow.source].flows.append(flow)
        self.task_specs[flow.target].incoming.append(flow.id)

    def starts(self) -> list[Node]:
        """
        Where the scope begins by itself: at its start event without a trigger.

        Without any start event, at every node that stands alone (BPMN 2.0.2, 13.2).
        """
        events = [n for n in self.task_specs.values() if isinstance(n, StartEvent)]
        if not events and not self.instantiating:
            return [self.task_specs[name] for name in self.alone]
        return [event for event in events if event.is_plain][:1]

    def event_start(self, element: str) -> Node | None:
        """The node with this id, if what it waits for may begin the process there."""
        node = self.task_specs.get(element)
        return node if isinstance(node, StartEvent) or element in self.instantiating else None

    def start_events(self) -> list[StartEvent]:
        return [n for n in self.task_specs.values() if isinstance(n, StartEvent)]

    def reach(self, start: str, goal: str) -> frozenset[str]:
        """The flows into `goal` that a token at `start` can come by, also through boundary events."""
        key = start, goal
        if key not in self._reach:
            self._reach[key] = self._search(start, goal)
        return self._reach[key]

    def _search(self, start: str, goal: str) -> frozenset[str]:
        seen: set[str] = set()
        hit: set[str] = set()
        todo = [start]
        while todo:
            name = todo.pop()
            if name in seen or name == goal:
                continue
            seen.add(name)
            node = self.task_specs[name]
            hit |= {f.id for f in node.flows if f.target == goal}
            todo += [f.target for f in node.flows] + node.boundaries
        return frozenset(hit)
