"""Compensation: the throwing events, and the boundary event that leads to a handler (BPMN 2.0.2, 13.5.5)."""

from __future__ import annotations

from typing import Any, cast

from engine.spiff import memory
from engine.spiff.event_subprocess import EventSubProcess
from engine.spiff.nodes import Node
from engine.spiff.tokens import Scope, Token
from engine.spiff.triggers import Compensation


class CompensationThrow(Node):
    """
    An intermediate or end event that has what was done compensated, and waits until all of it is.

    That is what is remembered when it begins: one after the other, the newest
    first. What another throw took meanwhile is left to that one.
    """

    def __init__(self, wf_spec: Any, name: str, *, trigger: Compensation, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.activity = trigger.activity

    def _run_hook(self, token: Token) -> bool | None:
        token.internal_data["until"] = token.instance.remembered
        return None if self._begin_next(token) else True

    def handled(self, token: Token) -> None:
        if not self._begin_next(token):
            token.complete()

    def dropped(self, token: Token) -> None:
        for compensation in memory.done_for(token):
            if compensation.is_open:
                compensation.cancel()

    def _begin_next(self, token: Token) -> bool:
        until, scope = cast("int", token.internal_data["until"]), self._scope(token)
        for index in reversed(range(len(scope.memory))):
            entry = scope.memory[index]
            if cast("int", entry["n"]) <= until and self._means(scope, cast("str", entry["at"])):
                del scope.memory[index]
                memory.undo(scope, entry, token)
                return True
        return False

    def _means(self, scope: Scope, at: str) -> bool:
        return self.activity in {None, scope.spec.task_specs[at].bpmn_id}

    def _scope(self, token: Token) -> Scope:
        """Where it is done: around an event sub-process, but for an activity inside that is named."""
        scope: Scope = token.workflow
        by_event = scope.owner is not None and isinstance(scope.owner.node, EventSubProcess)
        if scope.owner is None or not by_event or self.activity in scope.spec.task_specs:
            return scope
        return scope.owner.workflow


class CompensationBoundary(Node):
    """The event on an activity that leads to its handler; nothing waits at it."""

    # The id of the handler.
    leads_to: str

    def __init__(self, wf_spec: Any, name: str, *, trigger: Compensation, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.trigger = trigger

    def _leave(self, token: Token) -> None:
        node = self._wf_spec.task_specs[self.leads_to]
        following = Token(token.workflow, node, token.workflow.task_tree)
        memory.pass_on(token, following)
        token.remove()
        node._update(following)
