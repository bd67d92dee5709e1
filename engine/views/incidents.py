"""What is shown of one incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.model import Json
from engine.views import FieldView, IncidentRow


@dataclass(frozen=True)
class IncidentView:
    """
    One incident with what can be done about it.

    `about`: `wait` (the diagram waits for it, so it cannot be dropped),
    `reminder`, `message` (from another system) or `attempt` (tells of a command
    that was undone). `outcome` is how it went after a retry. The fields are what
    may be corrected; their keys begin with `variabel.` or `sag.`. `content` is
    the message's.
    """

    row: IncidentRow
    about: Literal["wait", "reminder", "message", "attempt"]
    status: Literal["open", "retried", "cancelled", "gone"]
    resolved_at: datetime | None
    resolved_by_name: str | None
    reason: str | None
    outcome: Literal["waiting", "went_on", "stuck_again"] | None
    again: str | None
    may_close_case: bool
    variables: Sequence[FieldView]
    facts: Sequence[FieldView]
    other_facts: Sequence[FieldView]
    facts_version: int
    instance_version: int | None
    content: Sequence[tuple[str, Json]]
