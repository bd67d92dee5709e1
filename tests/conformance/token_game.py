"""
An independent BPMN token game, straight from the XML; it shares nothing with the engine.

Knows sequence flows, with and without conditions, out of anything; XOR, AND,
OR; user tasks; calls; embedded sub-processes; multi-instance; event-based
gateways and single events (message, timer, condition); interrupting and
non-interrupting boundary events (those, cycles, error, escalation); error,
escalation and terminate end events. A condition is the name of a boolean
variable.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from tests.conformance.drawn import B, Box
from tests.conformance.marking import Mark, mark
from tests.conformance.standing import Act, Path, Scope, around, inside

# What the outside can do: kind of wait, element, and the numbers of the bodies around it.
Option: TypeAlias = tuple[str, str, Path]
# "error" or "escalation", and the id of the code.
Thrown: TypeAlias = tuple[str, str | None]

_WORK = {"userTask": "user", "callActivity": "child"}


class NoWayOn(Exception):
    """The diagram goes round without waiting for anything, or stands without anything that could happen."""


# Arrivals between two waits; no diagram of these tests needs as many.
_MOST_ARRIVALS = 2_000


class Game:
    """One run. Raises NoWayOn."""

    def __init__(self, content: bytes, variables: dict[str, bool]) -> None:
        self.variables = variables
        self.outcome = "open"
        self._queue: deque[tuple[Scope, str]] = deque()
        process = etree.fromstring(content).find(B + "process")
        assert process is not None
        self._top = Scope(Box(process))
        self._begin(self._top)
        self._run()

    # ---- what the outside sees and does

    def options(self) -> dict[Option, list[tuple[Act, str]]]:
        found: dict[Option, list[tuple[Act, str]]] = {}
        for scope in self._scopes(self._top):
            for act in scope.acts:
                for kind, node, path, target in self._waits_of(act):
                    found.setdefault((kind, node, path), []).append((target, node))
        return found

    def _waits_of(self, act: Act) -> Iterator[tuple[str, str, Path, Act]]:
        box = act.scope.box
        if box.kind(act.node) == "intermediateCatchEvent":
            yield box.trigger(act.node)[0], act.node, act.path, act
        if box.kind(act.node) in _WORK:
            kind = _WORK[box.kind(act.node)]
            yield from ((kind, a.node, a.path, a) for a in (act.bodies if act.loop is not None else [act]))
        for event in act.events:
            yield box.trigger(event)[0], event, act.path, act

    def marking(self) -> tuple[Mark, ...]:
        return inside(self._top)

    def identity(self, option: Option, number: int) -> tuple[Mark, ...]:
        """What tells this one of an option's tokens from the others: see `marking`."""
        act, node = self.options()[option][number]
        return around(act) if node == act.node else (*around(act), mark(node, act.progress(node)))

    def choose(self, option: Option, number: int, values: dict[str, bool], thrown: Thrown | None = None) -> None:
        """Do what an option says to one of the tokens that have it. For a condition the variables alone change."""
        act, node = self.options()[option][number]
        self.variables |= values
        if thrown is not None:
            self._throw(act, *thrown)
        elif option[0] in _WORK.values():
            self._end(act)
        elif option[0] != "conditional":
            self._event(act, node)
        self._run()

    # ---- the rules

    def _scopes(self, scope: Scope) -> Iterator[Scope]:
        """The innermost first."""
        for act in list(scope.acts):
            for one in (act, *act.bodies):
                if one.inner is not None:
                    yield from self._scopes(one.inner)
        yield scope

    def _alive(self, scope: Scope) -> bool:
        return any(s is scope for s in self._scopes(self._top))

    def _run(self) -> None:
        arrivals = 0
        while self.outcome == "open":
            if self._queue:
                arrivals += 1
                if arrivals > _MOST_ARRIVALS:
                    raise NoWayOn
                scope, flow = self._queue.popleft()
                if self._alive(scope):
                    self._arrive(scope, flow)
                    self._finish_empty(scope)
            elif not any(self._condition(scope) for scope in self._scopes(self._top)) and not any(
                self._inclusive(scope) for scope in self._scopes(self._top)
            ):
                break
        if self.outcome == "open" and not self.options():
            raise NoWayOn

    def _begin(self, scope: Scope) -> None:
        start = next(n for n in scope.box.nodes if scope.box.kind(n) == "startEvent")
        self._leave(scope, start)

    def _true(self, scope: Scope, flow: str) -> bool:
        condition = scope.box.condition(flow)
        return condition is None or self.variables[condition]

    def _leave(self, scope: Scope, node: str) -> None:
        box, default = scope.box, scope.box.nodes[node].get("default")
        taken = [f for f in box.out(node) if f != default and self._true(scope, f)]
        if box.kind(node) == "exclusiveGateway":
            taken = taken[:1]
        if box.kind(node) == "parallelGateway":
            taken = box.out(node)
        self._queue.extend((scope, f) for f in taken or ([default] if default else []))

    def _arrive(self, scope: Scope, flow: str) -> None:
        box = scope.box
        node = box.target(flow)
        kind = box.kind(node)
        if kind in {"parallelGateway", "inclusiveGateway"}:
            scope.tokens.append(flow)
            if set(box.into(node)) <= set(scope.tokens):
                self._join(scope, node)
        elif kind in {*_WORK, "subProcess"}:
            self._enter(scope, node)
        elif kind in {"eventBasedGateway", "intermediateCatchEvent"}:
            scope.acts.append(Act(scope, node, scope.path))
        elif kind == "endEvent":
            self._at_end(scope, node)
        else:
            self._leave(scope, node)

    def _at_end(self, scope: Scope, node: str) -> None:
        kind, reference = scope.box.trigger(node)
        if kind == "terminate":
            scope.acts.clear()
            scope.tokens.clear()
            self._queue = deque((s, f) for s, f in self._queue if s is not scope)
        elif kind in {"error", "escalation"}:
            self._throw(scope.act, kind, reference)

    def _throw(self, host: Act | None, kind: str, reference: str | None) -> None:
        """From an activity to the nearest event that catches it."""
        while host is not None:
            act = host.whole or host
            box = act.scope.box
            events = [b for b in box.boundaries(act.node) if box.trigger(b) in {(kind, reference), (kind, None)}]
            events.sort(key=lambda b: box.trigger(b)[1] is None)
            if events:
                self._event(act, events[0])
                return
            host = act.scope.act
        if kind == "error":
            self._top.acts.clear()
            self._top.tokens.clear()
            self.outcome = "failed"

    def _enter(self, scope: Scope, node: str) -> None:
        act = Act(scope, node, scope.path)
        scope.acts.append(act)
        if act.loop is None:
            self._open(act)
            return
        act.total = int(act.loop.findtext(B + "loopCardinality") or 0)
        if act.total == 0:
            scope.acts.remove(act)
            self._leave(scope, node)
        for _ in range(1 if act.loop.get("isSequential") == "true" else act.total):
            self._next_body(act)

    def _next_body(self, act: Act) -> None:
        body = Act(act.scope, act.node, (*act.scope.path, act.begun), whole=act)
        act.begun += 1
        act.bodies.append(body)
        self._open(body)

    def _open(self, act: Act) -> None:
        if act.node in act.scope.box.inner:
            act.inner = Scope(act.scope.box.inner[act.node], act)
            self._begin(act.inner)

    def _finish_empty(self, scope: Scope) -> None:
        """A scope without tokens is complete, and so may be what is around it."""
        at: Scope | None = scope
        while at is not None and self._alive(at) and self._is_empty(at):
            if at.act is None:
                if self.outcome == "open":
                    self.outcome = "completed"
                return
            outer = at.act.scope
            self._end(at.act)
            at = outer

    def _is_empty(self, scope: Scope) -> bool:
        return not scope.acts and not scope.tokens and not any(s is scope for s, _ in self._queue)

    def _end(self, act: Act) -> None:
        """An activity, or one body of it, is complete."""
        whole = act.whole
        if whole is not None:
            whole.bodies.remove(act)
            whole.done += 1
            assert whole.loop is not None
            until = whole.loop.findtext(B + "completionCondition")
            if whole.done < whole.total and not (until and self.variables[until]):
                if whole.loop.get("isSequential") == "true":
                    self._next_body(whole)
                return
            act = whole
        act.scope.acts.remove(act)
        self._leave(act.scope, act.node)
        self._finish_empty(act.scope)

    def _event(self, act: Act, node: str) -> None:
        """A boundary event, or one of an event gateway's, happens."""
        scope, event = act.scope, act.scope.box.nodes[node]
        if event.get("cancelActivity") != "false":
            scope.acts.remove(act)
        elif scope.box.trigger(node)[0] == "timer":
            act.turns[node] += 1
        self._leave(scope, node)
        self._finish_empty(scope)

    def _condition(self, scope: Scope) -> bool:
        """One condition that has come true lets its event happen."""
        for act in scope.acts:
            for event in [act.node, *act.events]:
                condition = scope.box.event_condition(event)
                if condition is None:
                    continue
                before = event in act.true
                (act.true.add if self.variables[condition] else act.true.discard)(event)
                if self.variables[condition] and not before:
                    self._event(act, event)
                    return True
        return False

    def _join(self, scope: Scope, node: str) -> None:
        """One token of each flow that has any is taken."""
        for flow in set(scope.box.into(node)) & set(scope.tokens):
            scope.tokens.remove(flow)
        self._leave(scope, node)

    def _inclusive(self, scope: Scope) -> bool:
        """
        BPMN 2.0.2, 13.4.3.

        The order between several that may fire is left open there; here the
        one where a token has waited longest goes first.
        """
        box = scope.box
        for node in dict.fromkeys(box.target(f) for f in scope.tokens):
            if box.kind(node) != "inclusiveGateway":
                continue
            full = {f for f in box.into(node) if f in scope.tokens}
            empty = set(box.into(node)) - full
            places = {a.node for a in scope.acts} | {box.target(f) for f in scope.tokens} - {node}
            reached = [self._reach(box, place, node) for place in places]
            if not any(r & empty and not r & full for r in reached):
                self._join(scope, node)
                return True
        return False

    def _reach(self, box: Box, start: str, goal: str) -> set[str]:
        seen: set[str] = set()
        hit: set[str] = set()
        todo = [start]
        while todo:
            node = todo.pop()
            if node in seen or node == goal:
                continue
            seen.add(node)
            hit |= {f for f in box.out(node) if box.target(f) == goal}
            todo += [box.target(f) for f in box.out(node)] + box.boundaries(node)
        return hit
