"""Random diagrams: blocks of everything the kernel executes, nested, and a loop around it all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from tests.conformance import bpmn

VARIABLES = tuple(f"v{i}" for i in range(6))
# Drives the loop around everything.
AGAIN = "again"


@dataclass(frozen=True)
class Shape:
    """What a diagram may hold. `unsafe` lets several tokens run on one sequence flow."""

    events: bool = True
    repeated: bool = True
    nested: bool = True
    throwing: bool = True
    unsafe: bool = False
    conditions: bool = False
    cycles: bool = False
    calls: bool = False


class Drawing:
    """One random process; a block is (its first element, its last)."""

    def __init__(self, rnd: Random, shape: Shape) -> None:
        self._rnd = rnd
        self._shape = shape
        self._count = 0
        self._messages: list[str] = []
        self.content = self._draw(rnd.choice([2, 3, 3, 4]))

    def _draw(self, depth: int) -> bytes:
        first, last = self._id("G"), self._id("G")
        self._parts = [bpmn.start("S0"), bpmn.end("E0")]
        head, tail = self._block(depth)
        self._parts += [
            bpmn.element("exclusiveGateway", first),
            bpmn.element("exclusiveGateway", last, default="out"),
            bpmn.chain("S0", first, head),
            bpmn.chain(tail, last),
            bpmn.flow(last, first, AGAIN),
            bpmn.flow(last, "E0", id="out"),
        ]
        roots = bpmn.message_root(*self._messages), bpmn.code_roots("a", "b")
        return bpmn.definitions(*roots, bpmn.process(*self._parts))

    def _id(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _add(self, tag: str, letter: str, *inner: str, **attributes: str) -> str:
        name = self._id(letter)
        self._parts.append(bpmn.element(tag, name, *inner, **attributes))
        return name

    def _connect(self, source: str, target: str, condition: str | None = None, id: str | None = None) -> None:  # noqa: A002
        self._parts.append(bpmn.flow(source, target, condition, id))

    def _variable(self) -> str:
        return self._rnd.choice(VARIABLES)

    def _trigger(self, event: str) -> str:
        if self._shape.conditions and self._rnd.random() < 0.4:
            return bpmn.condition(self._variable())
        if self._rnd.random() < 0.4:
            return bpmn.timer("P1D")
        self._messages.append(event)
        return bpmn.message(event)

    # ---- blocks

    def _block(self, depth: int) -> tuple[str, str]:
        if depth <= 0:
            return self._activity(0)
        kinds = [self._activity] * 2 + [self._sequence, self._exclusive, self._parallel, self._inclusive]
        kinds += [self._loop] * 2 + [self._conditional] + [self._event_gateway] * self._shape.events
        kinds += [self._catch] * self._shape.conditions
        return self._rnd.choice(kinds)(depth)

    def _sequence(self, depth: int) -> tuple[str, str]:
        parts = [self._block(depth - 1) for _ in range(self._rnd.choice([2, 3]))]
        for (_, a), (b, _) in pairwise(parts):
            self._connect(a, b)
        return parts[0][0], parts[-1][1]

    def _loop(self, depth: int) -> tuple[str, str]:
        (head, tail), out = self._block(depth - 1), self._id("f")
        join, split = self._add("exclusiveGateway", "G"), self._add("exclusiveGateway", "G", default=out)
        after = self._add("exclusiveGateway", "G")
        self._connect(join, head)
        self._connect(tail, split)
        self._connect(split, join, self._variable())
        self._connect(split, after, id=out)
        return join, after

    def _branches(self, depth: int, split: str, join: str, default: str | None, *, conditional: bool) -> None:
        count = self._rnd.choice([2, 3])
        for number in range(count):
            head, tail = self._block(depth - 1)
            last = number == count - 1
            self._connect(
                split, head, self._variable() if conditional and not last else None, default if last else None
            )
            self._connect(tail, join)

    def _exclusive(self, depth: int) -> tuple[str, str]:
        default = self._id("f")
        split, join = self._add("exclusiveGateway", "G", default=default), self._add("exclusiveGateway", "G")
        self._branches(depth, split, join, default, conditional=True)
        return split, join

    def _inclusive(self, depth: int) -> tuple[str, str]:
        default = self._id("f")
        split, join = self._add("inclusiveGateway", "G", default=default), self._add("inclusiveGateway", "G")
        self._branches(depth, split, join, default, conditional=True)
        return split, join

    def _parallel(self, depth: int) -> tuple[str, str]:
        split, join = self._add("parallelGateway", "G"), self._add("parallelGateway", "G")
        self._branches(depth, split, join, None, conditional=False)
        return split, join

    def _conditional(self, depth: int) -> tuple[str, str]:
        """Several flows straight out of a task, some with conditions."""
        default = self._id("f")
        task, join = self._add("userTask", "T", default=default), self._add("inclusiveGateway", "G")
        self._branches(depth, task, join, default, conditional=True)
        if self._rnd.random() < 0.5:
            self._connect(task, join)
        return task, join

    def _event_gateway(self, depth: int) -> tuple[str, str]:
        gateway, join = self._add("eventBasedGateway", "G"), self._add("exclusiveGateway", "G")
        for _ in range(self._rnd.choice([2, 3])):
            event, (head, tail) = self._id("C"), self._block(depth - 1)
            self._parts.append(bpmn.catch(event, self._trigger(event)))
            self._connect(gateway, event)
            self._connect(event, head)
            self._connect(tail, join)
        return gateway, join

    def _catch(self, depth: int) -> tuple[str, str]:
        """An event of its own; the task after it keeps a loop from going round without a wait."""
        event, (head, tail) = self._id("C"), self._block(depth - 1)
        self._parts.append(bpmn.catch(event, self._trigger(event)))
        self._connect(event, head)
        return event, tail

    # ---- activities

    def _activity(self, depth: int) -> tuple[str, str]:
        repeated = bpmn.repeated(
            sequential=self._rnd.random() < 0.5,
            times=str(self._rnd.choice([0, 1, 2, 2, 3])),
            until=self._variable() if self._rnd.random() < 0.4 else None,
        )
        loop = repeated if self._shape.repeated and self._rnd.random() < 0.3 else ""
        nested = self._shape.nested and depth > 0 and self._rnd.random() < 0.35
        call = not nested and self._shape.calls and self._rnd.random() < 0.4
        activity = (
            self._nested(depth, loop) if nested else self._call(loop) if call else self._add("userTask", "T", loop)
        )
        out = activity
        for _ in range(self._rnd.choice([0, 0, 1, 1, 2]) if self._shape.events else 0):
            event = self._id("B")
            out = self._boundary(activity, out, event, self._trigger(event))
        if (nested or call) and self._shape.throwing:
            for trigger in (bpmn.error("a"), bpmn.error(), bpmn.escalation("a")):
                if self._rnd.random() < 0.4:
                    out = self._boundary(activity, out, self._id("B"), trigger)
        return activity, out

    def _call(self, loop: str) -> str:
        rows = bpmn.extension('<camunda:out variables="all"/>')
        return self._add("callActivity", "T", rows, loop, calledElement="Q")

    def _boundary(self, host: str, out: str, event: str, trigger: str) -> str:
        """An event with a handler; returns what follows the activity from now on."""
        interrupting = "errorEvent" in trigger or self._rnd.random() < 0.5
        if not interrupting and self._shape.cycles and "timerEvent" in trigger:
            trigger = bpmn.timer(self._rnd.choice(["R/P1D", "R1/P1D", "R3/P1D"]), "timeCycle")
        handler = self._add("userTask", "H")
        self._parts.append(bpmn.boundary(host, event, trigger, interrupting=interrupting))
        self._connect(event, handler)
        if not interrupting and not self._shape.unsafe:
            self._connect(handler, self._add("endEvent", "E"))
            return out
        join = self._add("exclusiveGateway", "G")
        self._connect(out, join)
        self._connect(handler, join)
        return join

    def _nested(self, depth: int, loop: str) -> str:
        outer, self._parts = self._parts, []
        first, last = self._add("startEvent", "S"), self._add("endEvent", "E")
        head, tail = self._block(depth - 1)
        self._connect(first, head)
        if self._shape.throwing and self._rnd.random() < 0.6:
            tail = self._other_ends(tail)
        self._connect(tail, last)
        inside, self._parts = "".join(self._parts), outer
        return self._add("subProcess", "T", loop, inside)

    def _other_ends(self, tail: str) -> str:
        """A choice of ends that throw or terminate; returns the way to the plain end."""
        out = self._id("f")
        split, after = self._add("exclusiveGateway", "G", default=out), self._add("exclusiveGateway", "G")
        self._connect(tail, split)
        for trigger in (
            bpmn.error("a"),
            bpmn.error("b"),
            bpmn.escalation("a"),
            "<bpmn:terminateEventDefinition/>",
        ):
            if self._rnd.random() < 0.4:
                self._connect(split, self._add("endEvent", "E", trigger), self._variable())
        self._connect(split, after, id=out)
        return after
