"""Start, end, intermediate and boundary events, and the gateway that waits for the first of several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    CancelEventDefinition,
    NoneEventDefinition,
    TerminateEventDefinition,
)

from engine.errors import ExpressionFailed
from engine.model import Happened, Json, Wait
from engine.spiff.correlation import address, keep_key, kept_key
from engine.spiff.nodes import Node
from engine.spiff.signals import broadcast
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
    """Takes the token away; may send a message or a signal, throw, or end everything in its scope."""

    def __init__(self, wf_spec: Any, name: str, *, inputs: Mapping[str, str], **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.given = inputs

    def _after(self, token: Token) -> None:
        if isinstance(self.trigger, TerminateEventDefinition):
            token.workflow.cancel_tokens(spare=token)
        elif isinstance(self.trigger, MessageEventDefinition):
            _send(token, self.trigger, _payload(token, self.given))
        elif isinstance(self.trigger, SignalEventDefinition):
            broadcast(token, self.trigger.name, _payload(token, self.given))
        elif isinstance(self.trigger, ErrorEventDefinition):
            token.remove()
            throw(token, "error", self.trigger.code, {})
        elif isinstance(self.trigger, EscalationEventDefinition):
            throw(token, "escalation", self.trigger.code, {})


class ThrowEvent(EndEvent):
    """An intermediate event that sends a message or a signal, or escalates, and goes on."""


def _payload(token: Token, inputs: Mapping[str, str]) -> dict[str, Json]:
    return {name: evaluate(token, text) for name, text in inputs.items()}


def _send(token: Token, message: MessageEventDefinition, payload: dict[str, Json]) -> None:
    data: dict[str, Json] = {**token.node.about(token), "name": message.name, "payload": payload, **address(token)}
    token.instance.happened.append(Happened("message", token.node.bpmn_id, data))


class Catching(_Event):
    """An event that waits; `trigger` is a Timer, a Condition, a message or a signal."""

    rests = TaskState.WAITING

    def wait(self, token: Token) -> Wait | None:
        if token._state != TaskState.WAITING:
            return None
        group = token.parent.node.bpmn_id if token.is_tied else None
        bare = Wait(
            str(token.id), "message", self.bpmn_id, locals=frames(token), group=group, correlation=kept_key(token)
        )
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

    def hears(self, token: Token, signal: str) -> bool:
        waits = token._state == TaskState.WAITING and isinstance(self.trigger, SignalEventDefinition)
        return waits and bool(self.trigger.name == signal)

    def spend(self, token: Token) -> None:
        """It happened and interrupted nothing: a timer comes once more only if it is a cycle, the others any time."""
        if not isinstance(self.trigger, Timer):
            return
        if self.trigger.kind == "cycle":
            following = Token(token.workflow, self, token.parent, state=TaskState.WAITING)
            if not self.trigger.set_next(following, token):
                following.remove()
        token.remove()

    def arm(self, token: Token) -> bool:
        """Begin to wait; false when the time it waits for never comes."""
        token._set_state(TaskState.WAITING)
        keep_key(token)
        return not isinstance(self.trigger, Timer) or self.trigger.set(token, token.instance.facts.now)

    def _happen(self, token: Token) -> None:
        raise NotImplementedError


class CatchEvent(Catching):
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


class BoundaryEvent(Catching):
    """
    An event on an activity.

    Errors, escalations and cancels are looked up when one is thrown; the
    others wait as long as their activity is open.
    """

    def __init__(self, wf_spec: Any, name: str, *, trigger: Any, interrupts: bool, **about: Any) -> None:
        super().__init__(wf_spec, name, trigger=trigger, **about)
        self.interrupts = interrupts

    @property
    def waits(self) -> bool:
        return not isinstance(self.trigger, ErrorEventDefinition | EscalationEventDefinition | CancelEventDefinition)

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
        if not self.interrupts:
            self.spend(token)
        self.happen_on(host)
