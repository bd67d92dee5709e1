"""Random ways through a diagram: sequences, choices, side by side, loops, events and links."""

from __future__ import annotations

from itertools import pairwise

from tests.conformance import bpmn
from tests.conformance.drawing.parts import SIGNALS, Block, Parts


class Ways(Parts):
    """Blocks of blocks."""

    def block(self, depth: int) -> Block:
        if depth <= 0:
            return self.activity(0)
        kinds = [self.activity] * 3 + [self._sequence, self._exclusive, self._parallel, self._inclusive, self._loop]
        kinds += [self._conditional] + [self._event_gateway] * self.shape.events
        kinds += [self._catch] * (self.shape.conditions or self.shape.signals)
        kinds += [self._throw] * 2 * (self.shape.signals or self.shape.compensation)
        kinds += [self._link] * 3 * self.shape.links
        return self.rnd.choice(kinds)(depth)

    def activity(self, depth: int) -> Block:
        raise NotImplementedError

    def _sequence(self, depth: int) -> Block:
        parts = [self.block(depth - 1) for _ in range(self.rnd.choice([2, 3]))]
        for (_, a), (b, _) in pairwise(parts):
            self.connect(a, b)
        return parts[0][0], parts[-1][1]

    def _loop(self, depth: int) -> Block:
        (head, tail), out = self.block(depth - 1), self.id("f")
        join, split = self.add("exclusiveGateway", "G"), self.add("exclusiveGateway", "G", default=out)
        after = self.add("exclusiveGateway", "G")
        self.connect(join, head)
        self.connect(tail, split)
        self.connect(split, join, self.variable())
        self.connect(split, after, id=out)
        return join, after

    def _branches(self, depth: int, split: str, join: str, default: str | None, *, conditional: bool) -> None:
        count = self.rnd.choice([2, 3])
        for number in range(count):
            head, tail = self.block(depth - 1)
            last = number == count - 1
            condition = self.variable() if conditional and not last else None
            self.connect(split, head, condition, default if last else None)
            self.connect(tail, join)

    def _exclusive(self, depth: int) -> Block:
        return self._chosen(depth, "exclusiveGateway")

    def _inclusive(self, depth: int) -> Block:
        return self._chosen(depth, "inclusiveGateway")

    def _chosen(self, depth: int, gateway: str) -> Block:
        default = self.id("f")
        split, join = self.add(gateway, "G", default=default), self.add(gateway, "G")
        self._branches(depth, split, join, default, conditional=True)
        return split, join

    def _parallel(self, depth: int) -> Block:
        split, join = self.add("parallelGateway", "G"), self.add("parallelGateway", "G")
        self._branches(depth, split, join, None, conditional=False)
        return split, join

    def _conditional(self, depth: int) -> Block:
        """Several flows straight out of a task, some with conditions."""
        default = self.id("f")
        task, join = self.add("userTask", "T", default=default), self.add("inclusiveGateway", "G")
        self._branches(depth, task, join, default, conditional=True)
        if self.maybe(0.5):
            self.connect(task, join)
        return task, join

    def _event_gateway(self, depth: int) -> Block:
        gateway, join = self.add("eventBasedGateway", "G"), self.add("exclusiveGateway", "G")
        for _ in range(self.rnd.choice([2, 3])):
            event, (head, tail) = self.id("C"), self.block(depth - 1)
            self.parts.append(bpmn.catch(event, self.trigger(event)))
            self.connect(gateway, event)
            self.connect(event, head)
            self.connect(tail, join)
        return gateway, join

    def _catch(self, depth: int) -> Block:
        """An event of its own; the task after it keeps a loop from going round without a wait."""
        event, (head, tail) = self.id("C"), self.block(depth - 1)
        self.parts.append(bpmn.catch(event, self.trigger(event)))
        self.connect(event, head)
        return event, tail

    def _throw(self, depth: int) -> Block:
        """A signal, or a compensation of what came before it or of everything."""
        head, tail = self.block(depth - 1)
        if self.shape.compensation and (not self.shape.signals or self.maybe(0.5)):
            target = self.rnd.choice([None, *self.undoable])
            event = self.add("intermediateThrowEvent", "I", bpmn.compensate(target))
        else:
            event = self.add("intermediateThrowEvent", "I", bpmn.signal(self.rnd.choice(SIGNALS)))
        if self.maybe(0.5):
            self.connect(event, head)
            return event, tail
        self.connect(tail, event)
        return head, event

    def _link(self, depth: int) -> Block:
        """One or two ways that jump to the same place."""
        name, (head, tail) = self.id("L"), self.block(depth - 1)
        self.connect(self.add("intermediateCatchEvent", "C", bpmn.link(name)), head)
        if self.maybe(0.5):
            before, last = self.block(depth - 1)
            self.connect(last, self.add("intermediateThrowEvent", "I", bpmn.link(name)))
            return before, tail
        out = self.id("f")
        split = self.add("exclusiveGateway", "G", default=out)
        for condition, flow in ((self.variable(), None), (None, out)):
            before, last = self.block(depth - 1)
            self.connect(split, before, condition, flow)
            self.connect(last, self.add("intermediateThrowEvent", "I", bpmn.link(name)))
        return split, tail
