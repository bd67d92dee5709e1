"""Gateways. A token that waits at a join knows by which sequence flow it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from SpiffWorkflow import TaskState

from engine.spiff.memory import is_open_again
from engine.spiff.nodes import Flow, Node
from engine.spiff.tokens import Token
from engine.spiff.variables import holds


class ExclusiveGateway(Node):
    """The first flow whose condition is true, in the diagram's order, else the default one."""

    def _choose(self, token: Token) -> Sequence[Flow]:
        if len(self.flows) == 1 and self.flows[0].condition is None:
            return self.flows
        open_to_choice = (f for f in self.flows if f.id != self.default and f.condition is not None)
        hit = next((f for f in open_to_choice if holds(token, cast("str", f.condition))), None)
        return [hit] if hit else self._fallback()


class _Join(Node):
    """
    Tokens wait here, each on its flow, until the gateway fires and takes one from each flow that has any.

    With a token on every flow in there is nothing left to wait for.
    """

    rests = TaskState.WAITING

    def arrive(self, token: Token, flow: Flow) -> None:
        token.internal_data["flow"] = flow.id
        token._set_state(TaskState.WAITING)
        waiting = self._waiting(token)
        if len(waiting) == len(self.incoming):
            self._go(list(waiting.values()))

    def is_active(self, token: Token) -> bool:
        return bool(token._state != TaskState.WAITING)

    def _waiting(self, token: Token) -> dict[str, Token]:
        """The oldest waiting token of each flow."""
        first: dict[str, Token] = {}
        for other in token.workflow.free():
            if other.node is self and other._state == TaskState.WAITING:
                first.setdefault(cast("str", other.internal_data["flow"]), other)
        return first

    def _go(self, taken: Sequence[Token]) -> None:
        first, *others = taken
        for other in others:
            other.remove()
        first.instance.tell("entered", first)
        first._ready()


class ParallelGateway(_Join):
    """A token on every flow in; a token on every flow out."""

    def _choose(self, token: Token) -> Sequence[Flow]:
        return self.flows


class InclusiveGateway(_Join):
    """
    Waits for every token that can still come.

    BPMN 2.0.2, 13.4.3: it fires when no token elsewhere can reach an empty
    flow in, unless that token can reach a flow that has a token as well.
    Decided when nothing else can run, since tokens may be under way. Of
    several that may fire, the one where a token has waited longest goes
    first; the token it sends on may hold the others back.
    """

    def decide(self, token: Token) -> bool:
        if token._state != TaskState.WAITING:
            return False
        waiting = self._waiting(token)
        empty = set(self.incoming) - set(waiting)
        if any(self._held_back_by(other, empty, waiting) for other in token.workflow.free()):
            return False
        self._go(list(waiting.values()))
        return True

    def _held_back_by(self, other: Token, empty: set[str], waiting: dict[str, Token]) -> bool:
        if other.node is self or is_open_again(other):
            return False  # nothing goes on from what is only compensated
        reach = self._wf_spec.reach(other.node.name, self.name)
        return bool(reach & empty) and not reach & waiting.keys()
