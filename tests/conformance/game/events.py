"""Events: what listens, what is thrown to whom, and event sub-processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from tests.conformance.game.core import Core
from tests.conformance.game.drawn import Node
from tests.conformance.game.standing import Act, Ears, Scope

# Who listens, and the event.
Listener: TypeAlias = tuple[Act | Scope, Node]


class Events(Core):
    """What listens lies at an activity (its boundary), at a token (its event), or at a scope (event sub-processes)."""

    def listen(self, scope: Scope, node: str) -> None:
        box = scope.box
        drawn = box.nodes[node]
        if drawn.trigger == "link":
            self.later(scope, partial(self.leave, scope, node))
            return
        events = [box.target(f) for f in box.out(node)] if drawn.kind == "eventBasedGateway" else [node]
        act = Act(scope, node, scope.path, ears=Ears(box.nodes[e] for e in events))
        scope.acts.append(act)

    def listeners(self) -> list[Listener]:
        """Everything that listens now: the innermost scopes' first, and in each the longest standing first."""
        return [
            (holder, event)
            for scope in self.scopes()
            for holder in (scope, *scope.acts)
            for event in holder.ears.open()
        ]

    def happen(self, holder: Act | Scope, event: Node) -> None:
        """What an event listened for has come."""
        holder.ears.heard(event.id)
        if isinstance(holder, Scope):
            (name,) = (n for n, start in holder.box.event_subprocesses().items() if start.id == event.id)
            self._start_event_subprocess(holder, name, event)
            return
        scope = holder.scope
        if event.interrupting:
            self.cancel(holder)
        if holder.drawn.kind == "eventBasedGateway":
            self.completed[holder.node, None] += 1
        self.later(scope, partial(self.leave, scope, event.id))

    def _start_event_subprocess(self, scope: Scope, name: str, start: Node) -> None:
        """BPMN 2.0.2, 13.5.4: an interrupting one ends all else in its scope, and nothing else can start there."""
        if start.interrupting or start.trigger == "error":
            self.clear(scope)
            scope.ears = Ears()
            scope.closing = True
        self.enter(scope, name)

    def one_condition(self) -> bool:
        """Let the first condition that has come true happen; whether there was one."""
        for holder, event in self.listeners():
            condition = event.condition
            if condition is not None and holder.ears.comes_true(event.id, now=self.is_true(condition)):
                self.happen(holder, event)
                return True
        return False

    # ---- what is thrown

    def throw_event(self, scope: Scope, node: str) -> None:
        drawn = scope.box.nodes[node]
        throwing: dict[str, Callable[[Scope, Node], None]] = {
            "signal": self._signal,
            "error": self._code,
            "escalation": self._code,
            "terminate": self._terminate,
            "link": self._link,
            "compensate": self.compensate,
            "cancel": self.cancel_transaction,
        }
        throwing.get(drawn.trigger, self._pass)(scope, drawn)

    def _pass(self, scope: Scope, thrower: Node) -> None:
        self.leave(scope, thrower.id)

    def _link(self, scope: Scope, thrower: Node) -> None:
        self.completed[thrower.id, None] += 1
        self.arrive(scope, scope.box.link(thrower.reference))

    def _terminate(self, scope: Scope, thrower: Node) -> None:
        self.completed[thrower.id, None] += 1
        self.clear(scope)
        scope.closing = True

    def _signal(self, scope: Scope, thrower: Node) -> None:
        """Everybody who listens at this moment hears it; BPMN 2.0.2, 10.5.4."""
        self._standing(scope, thrower, lambda: self.signal(thrower.reference))

    def signal(self, name: str | None) -> None:
        for holder, event in self.listeners():
            still = holder.open and event in holder.ears.open()
            if still and (event.trigger, event.reference) == ("signal", name):
                self.happen(holder, event)

    def _code(self, scope: Scope, thrower: Node) -> None:
        kind, code = thrower.trigger, thrower.reference
        if kind == "error":
            self.completed[thrower.id, None] += 1
            self.throw(scope, kind, code)
        else:
            self._standing(scope, thrower, lambda: self.throw(scope, kind, code))

    def _standing(self, scope: Scope, thrower: Node, throw: Callable[[], None]) -> None:
        """The token that throws goes on, unless what it threw took it away."""
        act = Act(scope, thrower.id, scope.path)
        scope.acts.append(act)
        throw()
        if act.open:
            self.cancel(act)
            self.leave(scope, thrower.id)
        else:
            self.completed[thrower.id, None] += 1

    def throw(self, scope: Scope, kind: str, code: str | None, source: Act | None = None) -> None:
        """
        An error or escalation goes outward to the nearest that catches it; BPMN 2.0.2, 10.5.6.

        `source` is the activity it comes from, when it is one. At each scope
        the event sub-processes are asked first, but not the one it comes from
        the inside of; then the boundary of the activity around. One for
        exactly this code goes before one for any.
        """
        if source is not None and self._caught_on_boundary(source, kind, code):
            return
        inside: str | None = None
        at: Scope | None = scope
        while at is not None:
            if self._caught_in_scope(at, kind, code, inside) or self._caught_on_boundary(at.act, kind, code):
                return
            inside, at = (at.act.node, at.act.scope) if at.act else (None, None)
        if kind == "error":
            self.stop("failed")

    def _caught_in_scope(self, scope: Scope, kind: str, code: str | None, inside: str | None) -> bool:
        # A completed sub-process that is compensated listens no more.
        if scope.act is not None and scope.act.restored:
            return False
        starts = {start.id: name for name, start in scope.box.event_subprocesses().items() if name != inside}
        start = _catching([s for s in scope.box.event_subprocesses().values() if s.id in starts], kind, code)
        if start is None:
            return False
        self._start_event_subprocess(scope, starts[start.id], start)
        return True

    def _caught_on_boundary(self, act: Act | None, kind: str, code: str | None) -> bool:
        if act is None or act.restored:
            return False
        host = act.whole or act
        box = host.scope.box
        event = _catching([box.nodes[b] for b in box.boundaries(host.node)], kind, code)
        if event is None:
            return False
        self._happen_on_boundary(host, event)
        return True

    def _happen_on_boundary(self, host: Act, event: Node) -> None:
        scope = host.scope
        if event.interrupting:
            self.cancel(host)
        self.later(scope, partial(self.leave, scope, event.id))

    def leave_by_cancel(self, transaction: Act) -> None:
        host = transaction.whole or transaction
        box = host.scope.box
        event = next(box.nodes[b] for b in box.boundaries(host.node) if box.nodes[b].trigger == "cancel")
        self._happen_on_boundary(host, event)


def _catching(events: list[Node], kind: str, code: str | None) -> Node | None:
    hits = [e for e in events if e.trigger == kind and e.reference in {None, code}]
    return min(hits, key=lambda e: e.reference is None, default=None)
