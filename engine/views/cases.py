"""One case and its past, lists of cases, and what stuck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from engine.model import Json
from engine.views.basics import Option


@dataclass(frozen=True)
class TimelineEntry:
    """
    One line of a case's history, newest first on the page.

    `kind` is the history's own (`case_opened`, `instance_started`,
    `task_created`, `task_completed`, `task_cancelled`, `task_overdue`,
    `escalated`, `timer_fired`, `message_received`, `milestone`, `event`,
    `letter`, `decided`, `facts_changed`, `instance_ended`, `incident`,
    `case_ended`, …). `text` says it in Danish; `because` tells in sentences what
    decided a decision.
    """

    at: datetime
    kind: str
    process: str
    element: str
    name: str
    by: str
    text: str
    data: Mapping[str, Json] = field(default_factory=dict)
    because: Sequence[str] = ()


@dataclass(frozen=True)
class OpenWait:
    """Something a case waits for: `task`, `timer`, `message`, `condition` or `child`, and until when."""

    kind: str
    name: str
    process: str
    due_at: datetime | None
    role: str | None = None
    task: str | None = None
    overdue: bool = False


@dataclass(frozen=True)
class CaseRow:
    """One line of the list of cases."""

    id: str
    number: str
    process: str
    process_name: str
    subject: str
    department: str
    status: Literal["open", "ended"]
    opened_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class KeptMessage:
    """A message from another system, without what it says."""

    source: str
    type: str
    received_at: datetime


@dataclass(frozen=True)
class IncidentRow:
    """
    Something that stuck: since when, where, why, and what to do.

    `name` is the step's as it is drawn, `process` its diagram's. `turn` counts
    how often the same thing has stuck by now.
    """

    id: str
    case: str | None
    case_number: str | None
    element: str
    message: str
    action: str
    created_at: datetime
    subject: str = ""
    name: str = ""
    process: str = ""
    turn: int = 1
    received: KeptMessage | None = None


@dataclass(frozen=True)
class FactLine:
    """
    One fact of the case file, flattened: `path`, its Danish label from the schema, and the value.

    `group` is the label of what it stands under. `options` are the choices that
    a form or the schema gives for it, so that a code can be read. `item_labels`
    and `item_options` say the same of the fields of a list's items.
    """

    path: str
    label: str
    value: Json
    group: str = ""
    options: Sequence[Option] = ()
    item_labels: Mapping[str, str] = field(default_factory=dict)
    item_options: Mapping[str, Sequence[Option]] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseView:
    """
    The case page, but for its timeline, which comes in pages.

    `starts` are processes that will begin by themselves; they hold nothing open.
    """

    row: CaseRow
    waits: Sequence[OpenWait]
    deadlines: Sequence[OpenWait]
    facts: Sequence[FactLine]
    facts_version: int
    incidents: Sequence[IncidentRow]
    messages: Sequence[Option]
    starts: Sequence[OpenWait]
