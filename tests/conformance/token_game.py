"""
An independent BPMN token game, straight from the XML; it shares nothing with the engine.

Knows sequence flows, with and without conditions, out of anything; XOR, AND,
OR; user tasks; embedded sub-processes; multi-instance; event-based gateways;
interrupting and non-interrupting boundary events (message, timer, error,
escalation); error, escalation and terminate end events. A condition is the
name of a boolean variable.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

_B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
Path: TypeAlias = tuple[int, ...]
# What the outside can do: kind of wait, element, and the numbers of the bodies around it.
Option: TypeAlias = tuple[str, str, Path]


class Box:
    """One process or sub-process as drawn."""

    def __init__(self, scope: etree._Element) -> None:
        self.nodes: dict[str, etree._Element] = {}
        self.flows: dict[str, etree._Element] = {}
        self.inner: dict[str, Box] = {}
        for child in scope:
            (self.flows if child.tag == _B + "sequenceFlow" else self.nodes)[child.get("id")] = child
            if child.tag == _B + "subProcess":
                self.inner[child.get("id")] = Box(child)
        self._out = _by(self.flows, "sourceRef")
        self._into = _by(self.flows, "targetRef")
        self._boundaries = _by(self.nodes, "attachedToRef")

    def kind(self, node: str) -> str:
        return self.nodes[node].tag.removeprefix(_B)

    def out(self, node: str) -> list[str]:
        return self._out.get(node, [])

    def into(self, node: str) -> list[str]:
        return self._into.get(node, [])

    def target(self, flow: str) -> str:
        return self.flows[flow].get("targetRef")

    def condition(self, flow: str) -> str | None:
        return self.flows[flow].findtext(_B + "conditionExpression")

    def boundaries(self, node: str) -> list[str]:
        return self._boundaries.get(node, [])

    def trigger(self, node: str) -> tuple[str, str | None]:
        """The kind of event, and the reference to its code or message."""
        for child in self.nodes[node]:
            if child.tag.endswith("EventDefinition"):
                kind = child.tag.removeprefix(_B).removesuffix("EventDefinition")
                return kind, child.get(f"{kind}Ref")
        return "none", None


def _by(elements: dict[str, etree._Element], attribute: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, element in elements.items():
        found.setdefault(element.get(attribute), []).append(name)
    return found


@dataclass(eq=False)
class Scope:
    """A running process or sub-process."""

    box: Box
    act: Act | None = None
    tokens: Counter[str] = field(default_factory=Counter)
    acts: list[Act] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.act.path if self.act else ()


@dataclass(eq=False)
class Act:
    """A running activity or event gateway; or one body of a multi-instance activity."""

    scope: Scope
    node: str
    path: Path
    inner: Scope | None = None
    whole: Act | None = None
    bodies: list[Act] = field(default_factory=list)
    total: int = 0
    begun: int = 0
    done: int = 0
    spent: set[str] = field(default_factory=set)

    @property
    def loop(self) -> etree._Element | None:
        return self.scope.box.nodes[self.node].find(_B + "multiInstanceLoopCharacteristics")


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
        process = etree.fromstring(content).find(_B + "process")
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
        if box.kind(act.node) == "userTask":
            yield from (("user", a.node, a.path, a) for a in (act.bodies if act.loop is not None else [act]))
        if box.kind(act.node) == "eventBasedGateway":
            for flow in box.out(act.node):
                event = box.target(flow)
                yield box.trigger(event)[0], event, act.path, act
        for event in box.boundaries(act.node):
            if box.trigger(event)[0] in {"message", "timer"} and event not in act.spent:
                yield box.trigger(event)[0], event, act.path, act

    def choose(self, option: Option, values: dict[str, bool]) -> None:
        self.variables |= values
        act, node = self.options()[option][0]
        if option[0] == "user":
            self._end(act)
        else:
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
            elif not any(self._inclusive(scope) for scope in self._scopes(self._top)):
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
            scope.tokens[flow] += 1
            if kind == "parallelGateway" and all(scope.tokens[f] for f in box.into(node)):
                scope.tokens.subtract(box.into(node))
                self._leave(scope, node)
        elif kind in {"userTask", "subProcess"}:
            self._enter(scope, node)
        elif kind == "eventBasedGateway":
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
            self._throw(scope, kind, reference)

    def _throw(self, scope: Scope, kind: str, reference: str | None) -> None:
        around = scope.act
        while around is not None:
            act = around.whole or around
            box = act.scope.box
            events = [b for b in box.boundaries(act.node) if box.trigger(b) in {(kind, reference), (kind, None)}]
            events.sort(key=lambda b: box.trigger(b)[1] is None)
            if events:
                self._event(act, events[0])
                return
            around = act.scope.act
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
        act.total = int(act.loop.findtext(_B + "loopCardinality") or 0)
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
        return not scope.acts and not +scope.tokens and not any(s is scope for s, _ in self._queue)

    def _end(self, act: Act) -> None:
        """An activity, or one body of it, is complete."""
        whole = act.whole
        if whole is not None:
            whole.bodies.remove(act)
            whole.done += 1
            assert whole.loop is not None
            until = whole.loop.findtext(_B + "completionCondition")
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
            act.spent.add(node)
        self._leave(scope, node)
        self._finish_empty(scope)

    def _inclusive(self, scope: Scope) -> bool:
        """BPMN 2.0.2, 13.4.3."""
        box = scope.box
        for node in box.nodes:
            if box.kind(node) != "inclusiveGateway":
                continue
            full = {f for f in box.into(node) if scope.tokens[f]}
            empty = set(box.into(node)) - full
            places = [a.node for a in scope.acts]
            places += [box.target(f) for f, n in scope.tokens.items() if n and box.target(f) != node]
            reached = [self._reach(box, place, node) for place in places]
            if full and not any(r & empty and not r & full for r in reached):
                scope.tokens.subtract(full)
                self._leave(scope, node)
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
