"""Random activities: tasks and calls, repeated, with events on their boundary and a handler that undoes them."""

from __future__ import annotations

from tests.conformance import bpmn
from tests.conformance.drawing.parts import Block
from tests.conformance.drawing.ways import Ways


class Activities(Ways):
    """One activity with what hangs on it; the sub-processes are drawn elsewhere."""

    def activity(self, depth: int) -> Block:
        loop = self._repetition()
        nested = depth > 0 and (self.shape.nested or self.shape.ad_hoc) and self.maybe(0.4)
        kind = self.rnd.choice(self._kinds()) if nested else ""
        call = not nested and self.shape.calls and self.maybe(0.3)
        if nested:
            name, cancelled = self.nested(kind, depth, loop)
        else:
            name, cancelled = self._call(loop) if call else self._task(loop), False
        out = name
        if self.shape.compensation and name not in self.handling and self.maybe(0.45):
            self._handler(name)
        for _ in range(self.rnd.choice([0, 0, 1, 1, 2]) if self.shape.events else 0):
            event = self.id("B")
            out = self._boundary(name, out, event, self.trigger(event))
        if (nested or call) and self.shape.throwing:
            for trigger in (bpmn.error("a"), bpmn.error(), bpmn.escalation("a")):
                if self.maybe(0.35):
                    out = self._boundary(name, out, self.id("B"), trigger)
        if cancelled:
            out = self._boundary(name, out, self.id("B"), bpmn.CANCEL)
        return name, out

    def nested(self, kind: str, depth: int, loop: str) -> tuple[str, bool]:
        """A sub-process, and whether it can be cancelled from inside."""
        raise NotImplementedError

    def _kinds(self) -> list[str]:
        return (
            ["subProcess"] * 2 * self.shape.nested
            + ["transaction"] * 2 * self.shape.transactions
            + ["adHocSubProcess"] * 2 * self.shape.ad_hoc
        )

    def _repetition(self) -> str:
        if self.shape.loops and self.maybe(0.3):
            again = self.variable() if self.maybe(0.8) else None
            most = self.rnd.choice([2, 3]) if again is None or self.maybe(0.3) else None
            return bpmn.looped(again, before=self.maybe(0.5), at_most=most)
        if self.shape.repeated and self.maybe(0.3):
            return bpmn.repeated(
                sequential=self.maybe(0.5),
                times=str(self.rnd.choice([0, 1, 2, 2, 3])),
                until=self.variable() if self.maybe(0.4) else None,
            )
        return ""

    def _call(self, loop: str) -> str:
        rows = bpmn.extension('<camunda:out variables="all"/>')
        return self.add("callActivity", "T", rows, loop, calledElement="Q")

    def _task(self, loop: str) -> str:
        if not self.shape.tasks or self.maybe(0.5):
            return self.add("userTask", "T", loop)
        tag = self.rnd.choice(["manualTask", "serviceTask", "sendTask", "receiveTask"])
        if tag != "receiveTask":
            return self.add(tag, "T", loop)
        name = self.id("T")
        self.message(name)
        self.parts.append(bpmn.element(tag, name, loop, messageRef=f"m_{name}"))
        return name

    def _boundary(self, host: str, out: str, event: str, trigger: str) -> str:
        """An event with a way of its own; returns what follows the activity from now on."""
        interrupting = "errorEvent" in trigger or "cancelEvent" in trigger or self.maybe(0.5)
        if not interrupting and self.shape.cycles and "timerEvent" in trigger:
            trigger = bpmn.timer(self.rnd.choice(["R/P1D", "R1/P1D", "R3/P1D"]), "timeCycle")
        way = self.add("userTask", "H")
        self.parts.append(bpmn.boundary(host, event, trigger, interrupting=interrupting))
        self.connect(event, way)
        if not interrupting and not self.shape.unsafe:
            self.end(way)
            return out
        join = self.add("exclusiveGateway", "G")
        self.connect(out, join)
        self.connect(way, join)
        return join

    def _handler(self, activity: str) -> None:
        """What compensates an activity: a task, or a sub-process of two."""
        event, loop = self.id("B"), self._repetition()
        self.parts.append(bpmn.boundary(activity, event, bpmn.compensate()))
        if self.maybe(0.7):
            handler = self.add("userTask", "K", loop, isForCompensation="true")
        else:
            with self.scope() as inside:
                first, second = self.add("userTask", "K"), self.add("userTask", "K")
                self.parts.append(bpmn.chain(self.add("startEvent", "S"), first, second, self.add("endEvent", "E")))
            handler = self.add("subProcess", "K", loop, *inside, isForCompensation="true")
        name = self.id("a")
        self.parts.append(bpmn.element("association", name, sourceRef=event, targetRef=handler))
        self.handled.append(activity)
