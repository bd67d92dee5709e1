"""Start, end, intermediate and boundary events, and the gateway that waits for the first of several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import ErrorEventDefinition, EscalationEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition, TerminateEventDefinition

from engine.errors import ExpressionFailed
from engine.model import Happened, Json, Wait
from engine.spiff.nodes import Node
from engine.spiff.throwing import throw
from engine.spiff.tokens import Scope, Token
from engine.spiff.triggers import Condition, Timer, described
from engine.spiff.variables import evaluate, frames, write


class _Event(Node):
    def __init__(self, wf_spec: Any, name: str, *, trigger: Any = None, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.trigger = trigger


class StartEvent(_Event):
    """Where an instance or a sub-process begins. By which message is the caller's knowledge."""

    @property
    def is_plain(self) -> bool:
        return isinstance(self.trigger, NoneEventDefinition)


class EndEvent(_Event):
    """Takes the token away; may send a message, throw, or end everything in its scope."""

    def __init__(self, wf_spec: Any, name: str, *, inputs: Mapping[str, str], **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.given = inputs

    def _after(self, token: Token) -> None:
        if isinstance(self.trigger, TerminateEventDefinition):
            token.workflow.cancel_tokens(spare=token)
        elif isinstance(self.trigger, MessageEventDefinition):
            _send(token, self.trigger, self.given)
        elif isinstance(self.trigger, ErrorEventDefinition):
            scope = token.workflow
            token.remove()
            throw(scope.owner, token, "error", self.trigger.code, {})
        elif isinstance(self.trigger, EscalationEventDefinition):
            throw(token.workflow.owner, token, "escalation", self.trigger.code, {})


class ThrowEvent(EndEvent):
    """An intermediate event that sends a message or escalates, and goes on."""


def _send(token: Token, message: MessageEventDefinition, inputs: Mapping[str, str]) -> None:
    payload = {name: evaluate(token, text) for name, text in inputs.items()}
    data: dict[str, Json] = {**token.node.about(token), "name": message.name, "payload": payload}
    token.instance.happened.append(Happened("message", token.node.bpmn_id, data))


class _Catching(_Event):
    """An event that waits; `trigger` is a Timer, a Condition or a message."""

    rests = TaskState.WAITING

    def wait(self, token: Token) -> Wait | None:
        if token._state != TaskState.WAITING:
            return None
        group = token.parent.node.bpmn_id if token.is_tied else None
        bare = Wait(str(token.id), "message", self.bpmn_id, locals=frames(token), group=group)
        return described(self.trigger, bare, token)

    def recheck(self, token: Token) -> bool:
        waits = token._state == TaskState.WAITING and isinstance(self.trigger, Condition)
        if not waits or not self.trigger.comes_true(token):
            return False
        self._happen(token)
        return True

    def fire(self, token: Token, payload: Mapping[str, Json]) -> None:
        write(token, payload)
        self._happen(token)

    def arm(self, token: Token) -> bool:
        """Begin to wait; false when the time it waits for never comes."""
        token._set_state(TaskState.WAITING)
        return not isinstance(self.trigger, Timer) or self.trigger.set(token, token.instance.facts.now)

    def _happen(self, token: Token) -> None:
        raise NotImplementedError


class CatchEvent(_Catching):
    """An intermediate event that waits, on a path of its own or as one of an event gateway's."""

    def enter(self, token: Token) -> None:
        token.instance.tell("entered", token)
        self.arm_or_fail(token)

    def is_active(self, token: Token) -> bool:
        return not token.is_tied

    def arm_or_fail(self, token: Token) -> None:
        if not self.arm(token):
            raise ExpressionFailed(
                f"Timeren {self.label} kunne ikke sættes: »{self.trigger.expression}« giver intet tidspunkt. "
                "Ret timeren."
            )

    def _happen(self, token: Token) -> None:
        if token.is_tied:
            won(token).happen(self)
        else:
            token._ready()


def is_gateways(token: Token) -> bool:
    """Whether it waits as one of an event gateway's."""
    return token.is_tied and isinstance(token.parent.node, EventGateway)


def won(token: Token) -> Scope:
    """What an event gateway's token waited for came first: the others close. The scope to go on in."""
    scope, gateway = token.workflow, token.parent
    token.instance.tell("completed", gateway)
    gateway.remove()
    return scope


class EventGateway(Node):
    """Opens all its events at once; the first that happens closes the others. Each timer keeps its own due time."""

    def _run_hook(self, token: Token) -> bool | None:
        for flow in self.flows:
            event = self._wf_spec.task_specs[flow.target]
            event.arm_or_fail(Token(token.workflow, event, token))
        return None


class BoundaryEvent(_Catching):
    """
    An event on an activity.

    Errors and escalations are looked up when one is thrown; the others wait
    as long as their activity is open.
    """

    def __init__(self, wf_spec: Any, name: str, *, trigger: Any, interrupts: bool, **about: Any) -> None:
        super().__init__(wf_spec, name, trigger=trigger, **about)
        self.interrupts = interrupts
        self._code: str | None = getattr(trigger, "code", None)

    @property
    def is_specific(self) -> bool:
        """Whether it catches one code alone."""
        return self._code is not None

    @property
    def waits(self) -> bool:
        return not isinstance(self.trigger, ErrorEventDefinition | EscalationEventDefinition)

    def catches(self, kind: str, code: str | None) -> bool:
        expected: type = {"error": ErrorEventDefinition, "escalation": EscalationEventDefinition}[kind]
        return bool(isinstance(self.trigger, expected) and self._code in {None, code})

    def is_active(self, token: Token) -> bool:
        return bool(token._state != TaskState.WAITING)

    def happen_on(self, host: Token) -> None:
        """The event happens on its activity: cancel it if so drawn, and go on from here."""
        scope = host.workflow
        if self.interrupts:
            host.cancel()
        scope.happen(self)

    def _happen(self, token: Token) -> None:
        host = token.parent
        # A message or condition may come again while the activity is open; a timer only when it is a cycle.
        if isinstance(self.trigger, Timer) and not self.interrupts:
            if self.trigger.kind == "cycle":
                self._set_next(token)
            token.remove()
        self.happen_on(host)

    def _set_next(self, token: Token) -> None:
        following = Token(token.workflow, self, token.parent, state=TaskState.WAITING)
        if not self.trigger.set_next(following, token):
            following.remove()
