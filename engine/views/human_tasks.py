"""Human tasks: in the list, and one with its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from engine.model import Json
from engine.views.basics import Option, Requirement


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
class Choices:
    """
    What may be begun in an open ad-hoc sub-process now, by element id.

    `ends_by_hand` says whether a person ends it; otherwise it ends by its condition.
    `cancels_rest` says whether what still runs inside then goes.
    """

    options: Sequence[Option]
    ends_by_hand: bool
    cancels_rest: bool


@dataclass(frozen=True)
class HumanTaskView:
    """
    A human task with its form. `warnings` are its guards' early messages: what would be refused now.

    `choices` is None for everything but an open ad-hoc sub-process.
    """

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
    choices: Choices | None = None
