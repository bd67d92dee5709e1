"""Errors and escalations: from where one is thrown outward to the nearest event that catches its code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import ErrorEventDefinition, EscalationEventDefinition

from engine.model import Happened, Json
from engine.spiff.memory import is_open_again
from engine.spiff.variables import write

if TYPE_CHECKING:
    from engine.spiff.nodes import Node
    from engine.spiff.tokens import Scope, Token

Thrown: TypeAlias = Literal["error", "escalation"]

_TRIGGERS: Mapping[Thrown, type[ErrorEventDefinition | EscalationEventDefinition]] = {
    "error": ErrorEventDefinition,
    "escalation": EscalationEventDefinition,
}


def throw(
    source: Token,
    kind: Thrown,
    code: str | None,
    payload: Mapping[str, Json],
    *,
    host: Token | None = None,
) -> None:
    """
    Look for a catching event on `host`, then in each scope outward.

    In a scope the event sub-processes come first, but for the one it was thrown
    in, and then the boundary events of the activity that the scope is in. An
    event for exactly this code goes before one that takes any in the same
    place. Uncaught, an error ends the instance as failed; an escalation ends
    nothing.
    """
    at, scope, within = host, source.workflow, source
    while True:
        if at is not None:
            within = at.whole
            if _on_boundary(within, kind, code, payload):
                return
            scope = within.workflow
        if _in_scope(scope, within, kind, code, payload):
            return
        at = scope.owner
        if at is None:
            break
    instance = source.instance
    data: dict[str, Json] = {**source.node.about(source), "code": code, "payload": dict(payload)}
    instance.happened.append(Happened(kind, source.node.bpmn_id, data))
    if kind == "error":
        instance.stop("failed")


def _on_boundary(host: Token, kind: Thrown, code: str | None, payload: Mapping[str, Json]) -> bool:
    # Of a sub-process that is open again only to be compensated, nothing waits any more.
    if is_open_again(host):
        return False
    event = _catching((host.workflow.spec.task_specs[name] for name in host.node.boundaries), kind, code)
    if event is None:
        return False
    write(host, payload)
    event.happen_on(host)
    return True


def _in_scope(scope: Scope, within: Token, kind: Thrown, code: str | None, payload: Mapping[str, Json]) -> bool:
    if scope.owner is not None and is_open_again(scope.owner):
        return False
    others = (node for node in scope.spec.event_subprocesses if node is not within.node)
    found = _catching(others, kind, code)
    if found is None:
        return False
    found.begin(scope, payload)
    return True


def _catching(events: Iterable[Node], kind: Thrown, code: str | None) -> Any:
    """The event or event sub-process that catches it, best the one for exactly this code; None when none does."""
    exact, any_code = None, None
    for event in events:
        trigger = getattr(event, "trigger", None)
        if isinstance(trigger, _TRIGGERS[kind]) and trigger.code == code:
            exact = exact or event
        elif isinstance(trigger, _TRIGGERS[kind]) and trigger.code is None:
            any_code = any_code or event
    return exact or any_code
