"""One process or sub-process examined, after those inside it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import SCOPES, flow_nodes, id_of, local
from engine.definitions.soundness import wording
from engine.definitions.soundness.building import net_of
from engine.definitions.soundness.exploration import Budget, Exploration
from engine.definitions.soundness.fault import Fault, Kind
from engine.definitions.soundness.net import Net, Outcome
from engine.definitions.soundness.reading import (
    Circle,
    always_thrown,
    completes,
    crowds,
    pile,
    settle,
    standing_and_circling,
    stuck_in,
)
from engine.definitions.soundness.rings import Passing, idle_rings, passing_of, way_round
from engine.definitions.soundness.scope import Scope
from engine.definitions.soundness.throwing import Hearing, can_begin, heard_inside, heard_on_edge, hears, thrown_in
from engine.definitions.soundness.unreached import unreached
from engine.definitions.xml import Element, line_of

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


class Examined:
    """
    What is not sound in a scope and all inside it, and how it can end.

    `unended` are the faults of what goes round in it for ever; they are none
    if something around the scope ends it, which only its parent can see.
    """

    def __init__(self, element: Element, budget: Budget, hearing: Hearing = ()) -> None:
        self.faults: list[Fault] = []
        self.unended: list[Fault] = []
        self.outcome = Outcome()
        self.passing: Passing = "never"
        self._scope = Scope(element)
        self._budget = budget
        self._hearing = hearing
        self._inner: dict[str, Examined] = {}
        for node in flow_nodes(element):
            if local(node) in SCOPES and id_of(node):
                self._look_inside(node)
        if local(element) == "adHocSubProcess":
            # What is done in it, and in which order, is for people to say; when they are done, the rest is stopped.
            if element.get("cancelRemainingInstances") == "false":
                self.unended += [fault for inner in self._inner.values() for fault in inner.unended]
        elif not any(self._scope.kind(name) == "complexGateway" for name in self._scope.nodes):
            self._look()  # no meaning is given to a complex gateway, and it is refused elsewhere

    def _look_inside(self, node: Element) -> None:
        name = id_of(node)
        own = [] if node.get("triggeredByEvent") == "true" else heard_inside(self._scope)
        inner = Examined(node, self._budget, [*heard_on_edge(self._scope, name), *own, *self._hearing])
        self.faults += inner.faults
        self._inner[name] = inner

    def _look(self) -> None:
        of_inner = len(self.faults)
        scope = self._scope
        net = net_of(scope, self._outcomes(), [*heard_inside(scope), *self._hearing])
        exploration = Exploration(net, self._budget)
        doomed = settle(exploration)
        stands, circles = standing_and_circling(exploration, doomed)
        for stand in stands:
            message = wording.standstill(net, stand)
            self._tell("deadlock", stand.join.node, message, stand.trace.path, sure=stand.door.sure)
        told = set(self._tell_idle_rings(exploration))
        circles = [circle for circle in circles if told.isdisjoint(circle.nodes)]
        for circle in circles:
            if not self._waits(circle):
                self._tell_circle(net, circle, waits=False)
        goes_on = len(self.faults) > of_inner
        self._tell_unended(net, [circle for circle in circles if self._waits(circle)], stuck_in(exploration, doomed))
        for crowd in crowds(exploration):
            self._tell("crowd", crowd.node, wording.crowd(net, crowd), crowd.trace.path, sure=False)
        unsound = bool(self.unended) or any(fault.kind != "crowd" for fault in self.faults[of_inner:])
        if not unsound:  # a crowd alone may be meant, and says nothing of the end
            self._tell_unproven(exploration)
        self.passing = passing_of(exploration, self._passing())
        self.outcome = Outcome(
            # What is told already shall not be told again of all that comes after.
            completes=goes_on or completes(exploration) or any(map(self._completes, self._interrupting())),
            stays=bool(self.unended),
            throws=frozenset(self._always_thrown(exploration)),
        )

    # ---- what is inside

    def _outcomes(self) -> dict[str, Outcome]:
        return {name: inner.outcome for name, inner in self._inner.items()}

    def _passing(self) -> dict[str, Passing]:
        return {name: inner.passing for name, inner in self._inner.items()}

    def _completes(self, name: str) -> bool:
        return self._inner[name].outcome.completes

    def _interrupting(self) -> Iterator[str]:
        """The event sub-processes that can end what is under way in the scope."""
        for name in self._scope.event_sub_processes():
            starts = [node for node in flow_nodes(self._scope.nodes[name]) if local(node) == "startEvent"]
            if self._scope.begins_instead(name) and any(can_begin(start, self._scope.element) for start in starts):
                yield name

    def _always_thrown(self, exploration: Exploration) -> Iterator[str]:
        scope = self._scope
        throwing = thrown_in(scope)
        for name, inner in self._inner.items():
            for code in inner.outcome.throws:
                if hears(heard_on_edge(scope, name), code) is None:
                    throwing.setdefault(code, set()).add(name)
        for code, names in throwing.items():
            if hears(heard_inside(scope), code) is None and always_thrown(exploration, names):
                yield code

    # ---- what is told

    def _waits(self, circle: Circle) -> bool:
        return any(self._scope.kind(name) not in _AUTOMATIC for name in circle.nodes)

    def _tell_idle_rings(self, exploration: Exploration) -> Iterator[str]:
        """Returns the nodes that surely go round."""
        for ring in idle_rings(exploration, self._passing()):
            path = way_round(self._scope, ring.nodes)
            first = path[-1] if path else ring.nodes[0]
            self._tell("endless", first, wording.idle_ring(self._scope, ring, first, path), path, sure=ring.sure)
            yield from ring.nodes if ring.sure else ()

    def _tell_circle(self, net: Net, circle: Circle, *, waits: bool) -> None:
        message = wording.circle(net, circle, waits=waits)
        kind: Kind = "no-end" if waits else "endless"
        self._tell(kind, circle.nodes[0], message, circle.trace.path, sure=circle.door.sure)

    def _tell_unended(self, net: Net, circles: list[Circle], stuck: set[str]) -> None:
        """What goes round for ever, unless an event sub-process ends it; what is around the scope may do so too."""
        before = len(self.faults)
        interrupting = set(self._interrupting())
        if not interrupting:
            for circle in circles:
                self._tell_circle(net, circle, waits=True)
        for name, inner in self._inner.items():
            is_handler = self._scope.nodes[name].get("isForCompensation") == "true"
            if is_handler or (name in stuck and (not interrupting or self._scope.begins_instead(name))):
                self.faults += inner.unended
        self.unended = self.faults[before:]
        del self.faults[before:]

    def _tell_unproven(self, exploration: Exploration) -> None:
        scope, net = self._scope, exploration.net
        piled = pile(exploration)
        if piled is not None:
            self._tell("unproven", piled.node, wording.pile(net, piled), piled.trace.path, sure=False)
        elif not exploration.whole:
            self._tell("unproven", id_of(scope.element), wording.unproven(scope), (), sure=False)
        else:
            for found in unreached(exploration):
                self._tell("unreached", found.node, wording.unreached(scope, found), found.behind, sure=found.sure)

    def _tell(self, kind: Kind, name: str, message: str, path: tuple[str, ...], *, sure: bool) -> None:
        element = self._scope.nodes.get(name, self._scope.element)
        self.faults.append(Fault(kind, name, line_of(element), message, path, "error" if sure else "advice"))
