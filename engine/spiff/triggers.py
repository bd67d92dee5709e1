"""What an event waits for or throws: a point in time, a message, a signal, a condition, a compensation, a link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, cast

from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

from engine.model import TimerKind, Wait, WaitKind
from engine.spiff.tokens import Token
from engine.spiff.variables import holds, names


class Timer(TimerEventDefinition):
    """
    A timer whose due time is a fact from the moment it is set.

    A cycle's turns are each computed from the same anchor, so nothing drifts.
    """

    kind: TimerKind
    expression: str

    def __init__(self, kind: TimerKind, text: str) -> None:
        super().__init__(kind, text)
        self.kind = kind

    def set(self, token: Token, anchor: datetime, turn: int = 1) -> bool:
        """Compute and keep the due time; false when a cycle has no such turn."""
        due = token.instance.facts.due(self.kind, self.expression, names(token), anchor, turn)
        if due is None:
            return False
        token.internal_data["due"] = due.isoformat()
        if self.kind == "cycle":
            token.internal_data |= {"anchor": anchor.isoformat(), "turn": turn}
        return True

    def set_next(self, token: Token, before: Token) -> bool:
        """Set the turn after the one of a token that has fired."""
        anchor, turn = before.internal_data["anchor"], before.internal_data["turn"]
        return self.set(token, datetime.fromisoformat(cast("str", anchor)), cast("int", turn) + 1)


class Condition(ConditionalEventDefinition):
    """Happens when its condition becomes true, and not again while it stays true."""

    expression: str

    def comes_true(self, token: Token) -> bool:
        now = holds(token, self.expression)
        before = token.internal_data.get("was", False)
        if now != before:
            token.internal_data["was"] = now
        return now and not before


@dataclass(frozen=True)
class Compensation:
    """Of a throwing event, the id of the one activity to compensate; None for all."""

    activity: str | None


@dataclass(frozen=True)
class Link:
    """The name that joins two link events."""

    name: str


Trigger: TypeAlias = Timer | Condition | MessageEventDefinition | SignalEventDefinition


def described(trigger: Trigger, wait: Wait, token: Token) -> Wait:
    """The wait, with what its trigger tells of it."""
    if isinstance(trigger, Timer):
        return replace(wait, kind="timer", due=datetime.fromisoformat(cast("str", token.internal_data["due"])))
    if isinstance(trigger, Condition):
        return replace(wait, kind="condition")
    kind: WaitKind = "signal" if isinstance(trigger, SignalEventDefinition) else "message"
    return replace(wait, kind=kind, name=trigger.name)
