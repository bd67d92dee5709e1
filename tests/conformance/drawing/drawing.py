"""Random processes and sub-processes: how a scope begins and ends, and the event sub-processes in it."""

from __future__ import annotations

from random import Random

from tests.conformance import bpmn
from tests.conformance.drawing.activities import Activities
from tests.conformance.drawing.parts import SIGNALS
from tests.conformance.drawing.shapes import AGAIN, Shape


class Drawing(Activities):
    """One random process, as `content`."""

    def __init__(self, rnd: Random, shape: Shape) -> None:
        super().__init__(rnd, shape)
        self.content = self._draw(rnd.choice([2, 2, 3, 3, 4]))

    def _draw(self, depth: int) -> bytes:
        first, last, start, out = self.id("G"), self.id("G"), self.id("S"), self.id("f")
        head, tail = self.block(depth)
        self.parts.append(bpmn.element("exclusiveGateway", first))
        self.parts.append(bpmn.element("exclusiveGateway", last, default=out))
        if self.shape.implicit and self.maybe(0.4):
            start = self.add("userTask", "T")
            self._lonely()
        else:
            self.parts.append(bpmn.start(start))
        self.connect(start, first)
        self.connect(first, head)
        self.connect(tail, last)
        self.connect(last, first, AGAIN)
        end = self.add("endEvent", "E") if self._ends_plainly() else self.add("userTask", "T")
        self.connect(last, end, id=out)
        self._event_subprocesses(depth)
        roots = bpmn.message_root(*self.messages), bpmn.code_roots("a", "b"), bpmn.signal_root(*SIGNALS)
        return bpmn.definitions(*roots, bpmn.process(*self.parts))

    def _ends_plainly(self) -> bool:
        return not (self.shape.implicit and self.maybe(0.5))

    def _lonely(self) -> None:
        """More that begins by itself."""
        for _ in range(self.rnd.choice([0, 1, 1, 2])):
            self.end(self.add("userTask", "T"))

    # ---- sub-processes

    def nested(self, kind: str, depth: int, loop: str) -> tuple[str, bool]:
        cancelled = kind == "transaction" and self.maybe(0.7)
        if kind == "adHocSubProcess":
            return self._ad_hoc(depth, loop), False
        with self.scope(cancelled=cancelled if kind == "transaction" else None) as inside:
            handles = self._inside(depth, must_cancel=cancelled)
        # What cancels a transaction is the transaction, not one of many.
        name = self.add(kind, "T", "" if cancelled else loop, *inside)
        if handles:
            self.handling.add(name)
        return name, cancelled

    def _inside(self, depth: int, *, must_cancel: bool = False) -> bool:
        """Draw it; whether it compensates itself."""
        head, tail = self.block(depth - 1)
        if self.shape.implicit and self.maybe(0.5):
            self.connect(self.add("userTask", "T"), head)
            self._lonely()
        else:
            self.connect(self.add("startEvent", "S"), head)
        if must_cancel or (self._has_ends() and self.maybe(0.6)):
            tail = self._other_ends(tail, must_cancel=must_cancel)
        self.end(tail)
        self._event_subprocesses(depth)
        handles = self.shape.compensation and self.maybe(0.25)
        if handles:
            self._own_handler()
        return handles

    def _own_handler(self) -> None:
        """A compensation event sub-process; it may compensate what it stands beside."""
        with self.scope(by_event=True) as inside:
            head, tail = self.activity(0)
            self.connect(self.add("startEvent", "S", bpmn.compensate()), head)
            if self.maybe(0.5):
                throw = self.add(
                    "intermediateThrowEvent", "I", bpmn.compensate(self.rnd.choice([None, *self.undoable]))
                )
                self.connect(tail, throw)
                tail = throw
            self.end(tail)
        self.add("subProcess", "X", *inside, triggeredByEvent="true")

    def _has_ends(self) -> bool:
        return self.shape.throwing or self.shape.signals or self.shape.compensation

    def _other_ends(self, tail: str, *, must_cancel: bool) -> str:
        """A choice of ends that throw or terminate; returns the way to the plain end."""
        out = self.id("f")
        split, after = self.add("exclusiveGateway", "G", default=out), self.add("exclusiveGateway", "G")
        self.connect(tail, split)
        triggers = []
        if self.shape.throwing:
            triggers += [bpmn.error("a"), bpmn.error("b"), bpmn.escalation("a"), bpmn.TERMINATE]
        if self.shape.signals:
            triggers.append(bpmn.signal(self.rnd.choice(SIGNALS)))
        if self.shape.compensation:
            triggers.append(bpmn.compensate(self.rnd.choice([None, *self.undoable])))
        chosen = [t for t in triggers if self.maybe(0.4)]
        if must_cancel or (self.in_transaction and self.shape.transactions and self.maybe(0.3)):
            chosen.append(bpmn.CANCEL)
        for trigger in chosen:
            self.connect(split, self.add("endEvent", "E", trigger), self.variable())
        self.connect(split, after, id=out)
        return after

    def _ad_hoc(self, depth: int, loop: str) -> str:
        with self.scope(ends=False) as inside:
            for _ in range(self.rnd.choice([1, 2, 3])):
                _, last = self.activity(depth - 1)
                if self.maybe(0.3):
                    self.connect(last, self.activity(0)[0])
            if self.shape.chosen_handlers:
                self._event_subprocesses(depth)
        until = self.variable() if self.maybe(0.5) else None
        about = {"ordering": "Sequential"} if self.maybe(0.4) else {}
        if self.maybe(0.4):
            about["cancelRemainingInstances"] = "false"
        name = self.id("T")
        self.parts.append(bpmn.ad_hoc(name, loop, *inside, until=until, **about))
        return name

    # ---- event sub-processes

    def _event_subprocesses(self, depth: int) -> None:
        if not self.shape.handlers:
            return
        for _ in range(self.rnd.choice([0, 1, 1, 2])):
            self._event_subprocess(depth)

    def _event_subprocess(self, depth: int) -> None:
        event = self.id("S")
        trigger = self._start_trigger(event)
        interrupting = "errorEvent" in trigger or self.maybe(0.4)
        if not interrupting and self.shape.cycles and "timerEvent" in trigger:
            trigger = bpmn.timer(self.rnd.choice(["R/P1D", "R1/P1D", "R3/P1D"]), "timeCycle")
        with self.scope(by_event=True) as inside:
            self.parts.append(bpmn.element("startEvent", event, trigger, isInterrupting=str(interrupting).lower()))
            head, tail = self.block(depth - 2)
            self.connect(event, head)
            if self._has_ends() and self.maybe(0.4):
                tail = self._other_ends(tail, must_cancel=False)
            self.end(tail)
            if depth > 2 and self.maybe(0.4):
                self._event_subprocess(depth - 2)
        self.add("subProcess", "X", *inside, triggeredByEvent="true")

    def _start_trigger(self, event: str) -> str:
        if self.shape.throwing and self.maybe(0.5):
            return self.rnd.choice([bpmn.error("a"), bpmn.error(), bpmn.escalation("a"), bpmn.escalation()])
        return self.trigger(event)
