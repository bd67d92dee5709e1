"""Errors and escalations: from an activity to the nearest boundary event that catches the code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, cast

from engine.model import Happened, Json
from engine.spiff.variables import write

if TYPE_CHECKING:
    from engine.spiff.events import BoundaryEvent
    from engine.spiff.tokens import Token


def throw(
    host: Token | None,
    source: Token,
    kind: Literal["error", "escalation"],
    code: str | None,
    payload: Mapping[str, Json],
) -> None:
    """
    Look for a catching event on `host`, then on each activity around it.

    An event for exactly this code goes before one that takes any. Uncaught,
    an error ends the instance as failed; an escalation ends nothing.
    """
    while host is not None:
        at = host.parent if host.node.body_of is not None else host
        event = _catching(at, kind, code)
        if event is not None:
            write(at, payload)
            event.happen_on(at)
            return
        host = at.workflow.owner
    instance = source.instance
    data: dict[str, Json] = {**source.node.about(source), "code": code, "payload": dict(payload)}
    instance.happened.append(Happened(kind, source.node.bpmn_id, data))
    if kind == "error":
        instance.stop("failed")


def _catching(host: Token, kind: str, code: str | None) -> BoundaryEvent | None:
    events = [cast("BoundaryEvent", host.workflow.spec.task_specs[name]) for name in host.node.boundaries]
    hits = [e for e in events if hasattr(e, "catches") and e.catches(kind, code)]
    return max(hits, key=lambda e: e.is_specific, default=None)
