"""A diagram as the token game reads it, straight from the XML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from lxml import etree

B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

TASKS: Mapping[str, str] = {
    "userTask": "user",
    "manualTask": "user",
    "serviceTask": "service",
    "sendTask": "service",
    "receiveTask": "message",
    "callActivity": "child",
}
EMBEDDED = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES = frozenset({"task", *TASKS, *EMBEDDED})
JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
_EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
_NODES = ACTIVITIES | JOINS | _EVENTS | {"exclusiveGateway", "eventBasedGateway"}


@dataclass(frozen=True)
class Loop:
    """Of a multi-instance activity: `times`, one after the other or not, `until`. Of a standard loop: the rest."""

    times: int | None = None
    sequential: bool = False
    until: str | None = None
    condition: str | None = None
    before: bool = False
    most: float = inf

    @property
    def is_standard(self) -> bool:
        return self.times is None


@dataclass(frozen=True)
class Node:
    """
    One flow node.

    `reference` is the code, message, signal or activity of its event, or the
    link's name; `turns` how often a cycle comes, None when it is not one;
    `interrupting` of a boundary event, or of the start of an event
    sub-process; `until`, `sequential` and `cancels_rest` of an ad-hoc one.
    """

    id: str
    kind: str
    trigger: str = "none"
    reference: str | None = None
    condition: str | None = None
    turns: float | None = None
    interrupting: bool = True
    host: str | None = None
    default: str | None = None
    loop: Loop | None = None
    compensates: bool = False
    by_event: bool = False
    until: str | None = None
    sequential: bool = False
    cancels_rest: bool = True

    @property
    def is_spent_after(self) -> float:
        """How often it can happen."""
        if self.trigger != "timer":
            return inf
        return 1 if self.turns is None else self.turns


@dataclass(frozen=True)
class Handler:
    """A compensation event on a boundary, and the activity it is associated with."""

    event: str
    activity: str


class Box:
    """One process or sub-process as drawn."""

    def __init__(self, scope: etree._Element, handlers: Mapping[str, str]) -> None:
        self.nodes: dict[str, Node] = {}
        self.inner: dict[str, Box] = {}
        self._flows: dict[str, tuple[str, str, str | None]] = {}
        for child in scope.iterchildren(f"{B}*"):
            kind, name = child.tag.removeprefix(B), child.get("id")
            if kind == "sequenceFlow":
                self._flows[name] = child.get("sourceRef"), child.get("targetRef"), _text(child, "conditionExpression")
            elif kind in _NODES:
                self.nodes[name] = _node(child, kind)
                if kind in EMBEDDED:
                    self.inner[name] = Box(child, handlers)
        self._out: dict[str, list[str]] = {}
        self._into: dict[str, list[str]] = {}
        self._boundaries: dict[str, list[str]] = {}
        for name, (source, target, _) in self._flows.items():
            self._out.setdefault(source, []).append(name)
            self._into.setdefault(target, []).append(name)
        for node in self.nodes.values():
            if node.host is not None:
                self._boundaries.setdefault(node.host, []).append(node.id)
        self._handlers = handlers
        self._reached: dict[tuple[str, str], frozenset[str]] = {}

    def out(self, node: str) -> list[str]:
        return self._out.get(node, [])

    def into(self, node: str) -> list[str]:
        return self._into.get(node, [])

    def target(self, flow: str) -> str:
        return self._flows[flow][1]

    def condition(self, flow: str) -> str | None:
        return self._flows[flow][2]

    def boundaries(self, node: str) -> list[str]:
        return self._boundaries.get(node, [])

    def handler(self, activity: str) -> Handler | None:
        """What compensates an activity, by the association from the event on its boundary."""
        events = [b for b in self.boundaries(activity) if self.nodes[b].trigger == "compensate"]
        return Handler(events[0], self._handlers[events[0]]) if events else None

    def event_subprocesses(self) -> dict[str, Node]:
        """The start event of each event sub-process in here, by the sub-process."""
        return {name: self.inner[name].start() for name, node in self.nodes.items() if node.by_event}

    def start(self) -> Node:
        return next(n for n in self.nodes.values() if n.kind == "startEvent")

    def beginnings(self) -> list[str]:
        """
        Where tokens begin: the start event; without one, every node that no flow goes into.

        BPMN 2.0.2, 10.3.1 and 10.5.2: boundary events, compensation handlers
        and event sub-processes have another beginning, a catching link its link.
        """
        starts = [n.id for n in self.nodes.values() if n.kind == "startEvent" and n.trigger == "none"]
        return starts or [n.id for n in self.nodes.values() if self._begins(n)]

    def _begins(self, node: Node) -> bool:
        waits_for_link = node.kind == "intermediateCatchEvent" and node.trigger == "link"
        elsewhere = node.kind in {"startEvent", "boundaryEvent"} or node.compensates or node.by_event or waits_for_link
        return not elsewhere and not self.into(node.id)

    def link(self, name: str | None) -> str:
        return next(
            n.id
            for n in self.nodes.values()
            if n.kind == "intermediateCatchEvent" and (n.trigger, n.reference) == ("link", name)
        )

    def reach(self, start: str, goal: str) -> frozenset[str]:
        """The flows into `goal` that a token at `start` can come by, without passing `goal`."""
        if (start, goal) not in self._reached:
            self._reached[start, goal] = frozenset(self._reach(start, goal))
        return self._reached[start, goal]

    def _reach(self, start: str, goal: str) -> set[str]:
        seen: set[str] = set()
        hit: set[str] = set()
        todo = [start]
        while todo:
            node = todo.pop()
            if node in seen or node == goal:
                continue
            seen.add(node)
            hit |= {f for f in self.out(node) if self.target(f) == goal}
            todo += [self.target(f) for f in self.out(node)] + self.boundaries(node)
            if self.nodes[node].trigger == "link" and self.nodes[node].kind == "intermediateThrowEvent":
                todo.append(self.link(self.nodes[node].reference))
        return hit


@lru_cache(maxsize=16)
def read(content: bytes) -> Box:
    """The file's process."""
    root = etree.fromstring(content)
    handlers = {a.get("sourceRef"): a.get("targetRef") for a in root.iter(B + "association")}
    process = root.find(B + "process")
    assert process is not None
    return Box(process, handlers)


def _node(element: etree._Element, kind: str) -> Node:
    trigger, reference = _trigger(element)
    return Node(
        element.get("id"),
        kind,
        trigger,
        reference,
        condition=_text(element, f"conditionalEventDefinition/{B}condition"),
        turns=_turns(element),
        interrupting=element.get("cancelActivity" if kind == "boundaryEvent" else "isInterrupting") != "false",
        host=element.get("attachedToRef"),
        default=element.get("default"),
        loop=_loop(element),
        compensates=element.get("isForCompensation") == "true",
        by_event=element.get("triggeredByEvent") == "true",
        until=_text(element, "completionCondition"),
        sequential=element.get("ordering") == "Sequential",
        cancels_rest=element.get("cancelRemainingInstances") != "false",
    )


def _trigger(element: etree._Element) -> tuple[str, str | None]:
    if element.tag == B + "receiveTask":
        return "message", element.get("messageRef")
    for child in element.iterchildren(f"{B}*"):
        if child.tag.endswith("EventDefinition"):
            kind = child.tag.removeprefix(B).removesuffix("EventDefinition")
            named = {"link": "name", "compensate": "activityRef"}
            return kind, child.get(named.get(kind, f"{kind}Ref"))
    return "none", None


def _turns(element: etree._Element) -> float | None:
    cycle = _text(element, f"timerEventDefinition/{B}timeCycle")
    if cycle is None:
        return None
    times = cycle.partition("/")[0].removeprefix("R")
    return int(times) if times else inf


def _loop(element: etree._Element) -> Loop | None:
    multi = element.find(B + "multiInstanceLoopCharacteristics")
    if multi is not None:
        return Loop(
            times=int(_text(multi, "loopCardinality") or 0),
            sequential=multi.get("isSequential") == "true",
            until=_text(multi, "completionCondition"),
        )
    loop = element.find(B + "standardLoopCharacteristics")
    if loop is None:
        return None
    most = loop.get("loopMaximum")
    return Loop(
        condition=_text(loop, "loopCondition"),
        before=loop.get("testBefore") == "true",
        most=int(most) if most else inf,
    )


def _text(element: etree._Element, path: str) -> str | None:
    return element.findtext(B + path)
