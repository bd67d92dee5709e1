"""Event sub-processes: what is done when something happens while the scope around is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow import TaskState

from engine.model import Json
from engine.spiff.activities import SubProcess
from engine.spiff.events import Catching
from engine.spiff.tokens import Inside, Scope, Token
from engine.spiff.variables import write


class EventSubProcess(SubProcess):
    """
    One that runs is a token of the scope around, and holds it open.

    Its start event is `listens` while it waits. Errors and escalations are
    looked up when one is thrown, and compensation when its scope is compensated.
    """

    def __init__(self, wf_spec: Any, name: str, *, trigger: Any, interrupts: bool, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.trigger = trigger
        self.interrupts = interrupts

    def begin(self, scope: Scope, payload: Mapping[str, Json]) -> None:
        """What it waits for has happened: end everything else in the scope if so drawn, and run."""
        if self.interrupts:
            scope.cancel_tokens()
            if scope.owner is not None:
                scope.owner.node.interrupted(scope.owner)
        token = Token(scope, self, scope.task_tree)
        write(token, payload)
        token.instance.tell("entered", token)
        token._ready()

    def _run_hook(self, token: Token) -> bool | None:
        inside = Inside(self.inside(token), token)
        inside.arm()
        inside.happen(inside.spec.start_events()[0])
        return None


class EventSubProcessStart(Catching):
    """An event sub-process's start event as it waits in the scope around; it holds nothing open."""

    holds_scope = False

    def __init__(self, wf_spec: Any, name: str, *, begins: EventSubProcess, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.begins = begins

    def is_active(self, token: Token) -> bool:
        return bool(token._state != TaskState.WAITING)

    def _happen(self, token: Token) -> None:
        scope = token.workflow
        if not self.begins.interrupts:
            self.spend(token)
        self.begins.begin(scope, {})
