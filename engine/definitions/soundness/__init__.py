"""
Soundness: can every case that begins come to its end, and is each step done as often as it was meant?

Each scope of a diagram is looked at alone; a sub-process is one node in its
parent. Conditions are not run: any branch may be taken (`net`). All markings
are visited, within a bound (`exploration`), and what they show is told with
the way that leads there (`reading`, `wording`). What cannot be proven within
the bound is said to be just that.

A fault is an error when it is one whatever the data. What happens only when
certain choices meet is advice, as their conditions may exclude each other;
so is a step done twice, as some mean it so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from engine.definitions.bpmn import SCOPES, flow_nodes, id_of, local, running
from engine.definitions.soundness import wording
from engine.definitions.soundness.exploration import Budget, Exploration
from engine.definitions.soundness.net import Outcome, net_of
from engine.definitions.soundness.reading import completes, crowds, pile, standing_and_circling
from engine.definitions.soundness.rings import idle_rings, is_passable, way_round
from engine.definitions.soundness.scope import Scope
from engine.definitions.xml import Element, line_of

__all__ = ["Fault", "Kind", "faults"]

Kind: TypeAlias = Literal["deadlock", "crowd", "no-end", "endless", "unproven"]

# What neither waits nor is a piece of work in a drawing.
_AUTOMATIC = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "intermediateThrowEvent",
        "serviceTask",
        "sendTask",
        "businessRuleTask",
        "scriptTask",
    }
)


@dataclass(frozen=True)
class Fault:
    """One thing that is not sound. `path` are ids of elements and flows in the order they are passed."""

    kind: Kind
    element: str
    line: int
    message: str
    path: tuple[str, ...] = ()
    severity: Literal["error", "advice"] = "error"


@dataclass(frozen=True)
class _File:
    """A file's content, which says what it is, and its tree as it was read."""

    content: bytes
    root: Element = field(compare=False)


def faults(content: bytes, root: Element) -> tuple[Fault, ...]:
    """What is not sound in the processes of a file."""
    return _faults(_File(content, root))


@lru_cache(maxsize=64)  # the same file is asked about by several rules, and again at every check in the studio
def _faults(file: _File) -> tuple[Fault, ...]:
    budget = Budget()
    return tuple(fault for process in running(file.root) for fault in _Examined(process, budget).faults)


class _Examined:
    """A process or sub-process, after those inside it."""

    def __init__(self, element: Element, budget: Budget, *, left_from_outside: bool = False) -> None:
        self._scope = Scope(element)
        self._budget = budget
        self._outcomes: dict[str, Outcome] = {}
        self._passable: set[str] = set()
        self._left_from_outside = left_from_outside or self._has_interrupting_event_sub_process()
        self.faults: list[Fault] = []
        for node in flow_nodes(element):
            if local(node) in SCOPES and id_of(node):
                self._look_inside(node)
        self.completes = True
        self.passable = is_passable(self._scope, self._passable)
        if local(element) != "adHocSubProcess":  # what is done in it, and in which order, is for people to say
            self._look()

    def _look_inside(self, node: Element) -> None:
        name = id_of(node)
        edge = [event for event in self._scope.boundary[name] if self._scope.interrupts(event)]
        inner = _Examined(node, self._budget, left_from_outside=bool(edge))
        self.faults += inner.faults
        self._outcomes[name] = Outcome(inner.completes)
        if inner.passable:
            self._passable.add(name)

    def _has_interrupting_event_sub_process(self) -> bool:
        scope = self._scope
        starts = (
            start
            for name in scope.event_sub_processes()
            for start in flow_nodes(scope.nodes[name])
            if local(start) == "startEvent"
        )
        return any(start.get("isInterrupting") != "false" for start in starts)

    def _look(self) -> None:
        scope = self._scope
        if any(scope.kind(name) == "complexGateway" for name in scope.nodes):
            return  # no meaning is given to it, and it is refused elsewhere
        of_inner = len(self.faults)
        net = net_of(scope, self._outcomes)
        exploration = Exploration(net, self._budget)
        stands, circles = standing_and_circling(exploration)
        for stand in stands:
            message = wording.standstill(net, stand)
            self._tell("deadlock", stand.join.node, message, stand.trace.path, sure=stand.door.sure)
        told = set(self._tell_idle_rings())
        for circle in circles:
            waits = any(scope.kind(name) not in _AUTOMATIC for name in circle.nodes)
            if told.isdisjoint(circle.nodes) and not (waits and self._left_from_outside):
                kind: Kind = "no-end" if waits else "endless"
                message = wording.circle(net, circle, waits=waits)
                self._tell(kind, circle.nodes[0], message, circle.trace.path, sure=circle.door.sure)
        for crowd in crowds(exploration):
            self._tell("crowd", crowd.node, wording.crowd(net, crowd), crowd.trace.path, sure=False)
        piled = pile(exploration)
        if exploration.whole or any(fault.kind != "crowd" for fault in self.faults[of_inner:]):
            pass  # proven, or not sound anyway; a crowd alone may be meant, and says nothing of the end
        elif piled is not None:
            self._tell("unproven", piled.node, wording.pile(net, piled), piled.trace.path, sure=False)
        else:
            self._tell("unproven", id_of(scope.element), wording.unproven(scope), (), sure=False)
        never = bool(stands or circles)
        self.completes = never or self._left_from_outside or completes(exploration)

    def _tell_idle_rings(self) -> Iterator[str]:
        """Returns the nodes in them."""
        for ring in idle_rings(self._scope, self._passable):
            path = way_round(self._scope, ring)
            first = path[-1] if path else ring[0]
            self._tell("endless", first, wording.idle_ring(self._scope, first, path), path, sure=True)
            yield from ring

    def _tell(self, kind: Kind, name: str, message: str, path: tuple[str, ...], *, sure: bool) -> None:
        element = self._scope.nodes.get(name, self._scope.element)
        self.faults.append(Fault(kind, name, line_of(element), message, path, "error" if sure else "advice"))
