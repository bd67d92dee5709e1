"""Human tasks: their rows, and the lines that lists show of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update

from engine.model import Json
from engine.store.tables import accounts, cases, human_tasks

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

# A task as the lists show it. `runtime.worklist.task_row` takes it apart by position.
LINES: Select[Any] = select(
    *[human_tasks.c[name] for name in ("id", "case_id")],
    *[cases.c.number, cases.c.subject],
    *[human_tasks.c[name] for name in ("name", "role", "on_behalf_of", "assignee")],
    func.coalesce(accounts.c.name, human_tasks.c.assignee).label("assignee_name"),
    *[human_tasks.c[name] for name in ("created_at", "due_at", "overdue", "escalated_to", "priority")],
).select_from(
    human_tasks.join(cases, cases.c.id == human_tasks.c.case_id).outerjoin(
        accounts, accounts.c.username == human_tasks.c.assignee
    )
)
_LINE_BY_ID = LINES.where(human_tasks.c.id == bindparam("task"))
_LINES_IN = LINES.where(*_IN_CASE).order_by(*_IN_ORDER)


def row(connection: Connection, task: str) -> Row[Any] | None:
    """A task's line."""
    return connection.execute(_LINE_BY_ID, {"task": task}).one_or_none()


def rows_in(connection: Connection, case: str) -> list[Row[Any]]:
    """The lines of a case's open tasks, the nearest deadline first."""
    return list(connection.execute(_LINES_IN, {"case": case}))
