"""Human tasks: their rows, and the lines that lists show of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, insert, or_, select, update

from engine.model import Json
from engine.store.tables import accounts, cases, human_tasks
from engine.views import HumanTaskRow

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass
class HumanTaskRecord:
    """A human task's row."""

    id: str
    case_id: str
    instance_id: str
    wait: str
    element: str
    name: str
    department: str
    role: str
    on_behalf_of: str | None
    assignee: str | None
    priority: int
    locals: dict[str, Json]
    status: str
    created_at: datetime
    due_at: datetime | None
    overdue: bool
    escalated_to: str | None
    completed_at: datetime | None
    completed_by: str | None


_RECORD = select(*[human_tasks.c[name] for name in HumanTaskRecord.__dataclass_fields__])
_BY_ID = _RECORD.where(human_tasks.c.id == bindparam("task"))
_AT_WAIT = _RECORD.where(human_tasks.c.instance_id == bindparam("instance"), human_tasks.c.wait == bindparam("at"))
_IN_CASE = (human_tasks.c.case_id == bindparam("case"), human_tasks.c.status == "open")
_IN_ORDER = (human_tasks.c.due_sort, human_tasks.c.element, human_tasks.c.id)
_OPEN_IN = _RECORD.where(*_IN_CASE).order_by(*_IN_ORDER)
_ADD = insert(human_tasks)
_CHANGE = update(human_tasks).where(human_tasks.c.id == bindparam("task"))


def _record(row: Row[*tuple[Any, ...]]) -> HumanTaskRecord:
    return HumanTaskRecord(*row)


def get(connection: Connection, task: str) -> HumanTaskRecord | None:
    row = connection.execute(_BY_ID, {"task": task}).one_or_none()
    return _record(row) if row else None


def at_wait(connection: Connection, instance: str, wait: str) -> HumanTaskRecord | None:
    row = connection.execute(_AT_WAIT, {"instance": instance, "at": wait}).one_or_none()
    return _record(row) if row else None


def open_in(connection: Connection, case: str) -> list[HumanTaskRecord]:
    return [_record(row) for row in connection.execute(_OPEN_IN, {"case": case})]


def add(connection: Connection, record: HumanTaskRecord) -> None:
    connection.execute(_ADD, {**vars(record), "due_sort": record.due_at or END_OF_TIME})


def change(connection: Connection, task: str, **values: object) -> None:
    connection.execute(_CHANGE, {"task": task, **values})


# ---- lines

_NOW = bindparam("now", type_=human_tasks.c.due_sort.type)
_SHOWN: Mapping[str, ColumnElement[Any]] = {
    **{name: human_tasks.c[name] for name in ("id", "name", "role", "on_behalf_of", "assignee")},
    **{name: human_tasks.c[name] for name in ("created_at", "due_at", "priority")},
    "case": human_tasks.c.case_id,
    "case_number": cases.c.number,
    "subject": cases.c.subject,
    "assignee_name": func.coalesce(accounts.c.name, human_tasks.c.assignee),
    # What the clock says, also before the mark is set.
    "overdue": or_(human_tasks.c.overdue, human_tasks.c.due_sort <= _NOW),
    "escalated": human_tasks.c.escalated_to.is_not(None),
}
# Open tasks as lists show them: a HumanTaskRow's fields in their order, so that a row is one.
LINES: Select[Any] = select(*[_SHOWN[name].label(name) for name in HumanTaskRow._fields]).select_from(
    human_tasks.join(cases, cases.c.id == human_tasks.c.case_id).outerjoin(
        accounts, accounts.c.username == human_tasks.c.assignee
    )
)
_LINE_BY_ID = LINES.where(human_tasks.c.id == bindparam("task"))
_LINES_IN = LINES.where(*_IN_CASE).order_by(*_IN_ORDER)


def line(connection: Connection, task: str, now: datetime) -> HumanTaskRow | None:
    """A task as lists show it."""
    row = connection.execute(_LINE_BY_ID, {"task": task, "now": now}).one_or_none()
    return HumanTaskRow(*row) if row else None


def lines_in(connection: Connection, case: str, now: datetime) -> list[HumanTaskRow]:
    """A case's open tasks as lists show them, the nearest deadline first."""
    return [HumanTaskRow(*row) for row in connection.execute(_LINES_IN, {"case": case, "now": now})]
