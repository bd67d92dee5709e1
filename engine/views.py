"""What the engine shows: read-only pictures of cases, human tasks and the past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Generic, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from engine.model import Json

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """A slice of a list. `next` is the opaque cursor of the one after, None at the end."""

    rows: Sequence[T]
    next: str | None = None


@dataclass(frozen=True)
class Requirement:
    """A point of the law: its id in `law/requirements.csv`, its Danish text, and where it stands."""

    id: str
    text: str
    source: str


class HumanTaskRow(NamedTuple):
    """
    One line of the worklist. `on_behalf_of` names the outsider's lane when a caseworker registers for them.

    A tuple, because a page makes many, and one costs a tenth of a frozen dataclass.
    """

    id: str
    case: str
    case_number: str
    subject: str
    name: str
    role: str
    on_behalf_of: str | None
    assignee: str | None
    assignee_name: str | None
    created_at: datetime
    due_at: datetime | None
    overdue: bool
    escalated: bool
    priority: int


@dataclass(frozen=True)
class WorklistFilter:
    """
    Which open human tasks to list, oldest deadline first.

    `which`: `mine` (claimed by the viewer), `unclaimed` and `all` (those the
    viewer's roles may do), `overdue` (the same, past their deadline),
    `escalated` (everything in the department that was escalated to one of the
    viewer's roles). `text` matches the subject, the case number or the name.
    """

    which: Literal["mine", "unclaimed", "all", "overdue", "escalated"] = "all"
    text: str = ""
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class FieldView:
    """
    One field of a form, ready to draw.

    `kind` is the form-js component type. `value` is typed: str, bool, number,
    list of str (checklist) or None. `visible` is the form's own condition
    over the values shown. `hjemmel` are requirement ids.
    """

    key: str
    kind: Literal["textfield", "textarea", "number", "checkbox", "checklist", "radio", "select", "date", "text"]
    label: str
    help: str = ""
    required: bool = False
    readonly: bool = False
    value: Json = None
    options: Sequence[Option] = ()
    visible: bool = True
    hjemmel: Sequence[str] = ()


@dataclass(frozen=True)
class HumanTaskView:
    """A human task with its form. `warnings` are its guards' early messages: what would be refused now."""

    row: HumanTaskRow
    element: str
    process_name: str
    documentation: str
    status: Literal["open", "completed", "cancelled"]
    fields: Sequence[FieldView]
    facts_version: int
    legal_basis: Sequence[Requirement]
    warnings: Sequence[str]
    may_complete: bool
    completed_by_name: str | None = None


@dataclass(frozen=True)
class TimelineEntry:
    """
    One line of a case's history, newest first on the page.

    `kind` is the history's own (`case_opened`, `instance_started`,
    `task_created`, `task_completed`, `task_cancelled`, `task_overdue`,
    `escalated`, `timer_fired`, `message_received`, `milestone`, `event`,
    `letter`, `decided`, `facts_changed`, `instance_ended`, `incident`,
    `case_ended`, …). `text` says it in Danish.
    """

    at: datetime
    kind: str
    process: str
    element: str
    name: str
    by: str
    text: str
    data: Mapping[str, Json] = field(default_factory=dict)


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
    a form gives for it, so that a code can be read. `item_labels` names the
    fields of a list's items.
    """

    path: str
    label: str
    value: Json
    group: str = ""
    options: Sequence[Option] = ()
    item_labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseView:
    """The case page, but for its timeline, which comes in pages."""

    row: CaseRow
    waits: Sequence[OpenWait]
    deadlines: Sequence[OpenWait]
    facts: Sequence[FactLine]
    facts_version: int
    incidents: Sequence[IncidentRow]
    messages: Sequence[Option]


@dataclass(frozen=True)
class Account:
    """A local account. `password_hash` is made and checked by the web side."""

    id: str
    username: str
    name: str
    roles: frozenset[str]
    department: str
    password_hash: str
    active: bool = True


@dataclass(frozen=True)
class Session:
    """A server-side session, found by the hash of its token."""

    account: Account
    csrf: str
    expires_at: datetime


@dataclass(frozen=True)
class Deployed:
    """
    A deployment of a process library.

    `version` counts from 1; `new` is False when the same content already ran.
    """

    process: str
    version: int
    new: bool
    content_hash: str
    at: date


# ---- what leaves for other systems


@dataclass(frozen=True)
class ReceiverRow:
    """
    A system that hears of events. Its secret is never shown again.

    No `types` means all of them; no `department` every one's. While
    `paused_until` lies ahead nothing is sent; `failures` counts those in a row.
    """

    id: str
    name: str
    url: str
    types: tuple[str, ...]
    department: str | None
    created_at: datetime
    disabled_at: datetime | None
    disabled_reason: str | None
    paused_until: datetime | None
    failures: int


DeliveryStatus: TypeAlias = Literal["waiting", "delivered", "failed"]


@dataclass(frozen=True)
class DeliveryRow:
    """
    One event on its way to one receiver.

    `queued_at` is when it was put in line, first or again; `next_at` when it is
    tried next, while it waits. `case` and `case_number` are None for a viewer
    whose department does not have the case. `answer` is an HTTP status.
    """

    id: str
    event: str
    type: str
    happened_at: datetime
    receiver: str
    receiver_name: str
    case: str | None
    case_number: str | None
    status: DeliveryStatus
    queued_at: datetime
    attempts: int
    attempted_at: datetime | None
    next_at: datetime | None
    answer: int | None
    problem: str | None


@dataclass(frozen=True)
class DeliveryFilter:
    """Which deliveries to list; None is any. `cursor` is the `next` of the page before."""

    receiver: str | None = None
    status: DeliveryStatus | None = None
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True)
class OutgoingEvent:
    """
    An event as it may leave the house: nothing in it tells who it is about.

    `id` is the same at every attempt. `data` holds only what is declared
    harmless (`engine.definitions.outbound`).
    """

    id: str
    type: str
    at: datetime
    process: str
    case: str
    data: Mapping[str, Json]


@dataclass(frozen=True)
class Answer:
    """
    What came of one attempt.

    `delivered`; `down`: the receiver cannot take anything now; `refused`: it
    would not take this one; `gone`: it wants nothing more, ever. `status` is
    the HTTP status when there was one, `problem` a Danish sentence for the
    page, `retry_after` how long the receiver asked to be left alone.
    """

    kind: Literal["delivered", "down", "refused", "gone"]
    status: int | None = None
    problem: str | None = None
    retry_after: timedelta | None = None


class Send(Protocol):
    """Sends one event, within 15 seconds, and never raises for what a receiver or the network does."""

    def __call__(self, event: OutgoingEvent, *, url: str, secret: str) -> Answer: ...
