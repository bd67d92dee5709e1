"""Transactions: sub-processes that a cancel end event undoes (BPMN 2.0.2, 13.5.4)."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.event_definitions.simple import CancelEventDefinition

from engine.errors import EngineBug
from engine.spiff.activities import SubProcess
from engine.spiff.events import BoundaryEvent
from engine.spiff.memory import CANCELLED, UNDOING
from engine.spiff.nodes import Node
from engine.spiff.tokens import Scope, Token


class Transaction(SubProcess):
    """Cancelled, it is left by its cancel event when all that it remembers is compensated."""

    def cancel(self, token: Token) -> None:
        """End what runs inside, and compensate what was completed."""
        inside = token.instance.subprocesses[token.id]
        inside.cancel_tokens()
        token.internal_data[UNDOING] = CANCELLED
        inside.end_if_empty()

    def closed(self, token: Token) -> None:
        if token.internal_data.get(UNDOING) == CANCELLED:
            self._cancel_event().happen_on(token)
        else:
            super().closed(token)

    def _cancel_event(self) -> BoundaryEvent:
        for name in self.boundaries:
            event = self._wf_spec.task_specs[name]
            if isinstance(event, BoundaryEvent) and isinstance(event.trigger, CancelEventDefinition):
                return event
        raise EngineBug(f"the transaction {self.bpmn_id} has no cancel event")


class CancelEnd(Node):
    """Ends the nearest transaction around it, by undoing it."""

    def _after(self, token: Token) -> None:
        scope: Scope = token.workflow
        token.remove()
        while scope.owner is not None:
            if isinstance(scope.owner.node, Transaction):
                scope.owner.node.cancel(scope.owner)
                return
            scope = scope.owner.workflow
        raise EngineBug(f"{self.bpmn_id} stands in no transaction")
