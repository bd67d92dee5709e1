"""Human tasks: written by the runtime, listed for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    insert,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from engine.model import Json
from engine.store.tables import accounts, cases, human_tasks

Which: TypeAlias = ColumnElement[bool]  # a condition over open human tasks, from `which_open`
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


_COLUMNS = [human_tasks.c[name] for name in HumanTaskRecord.__dataclass_fields__]


def _record(row: Row[Any]) -> HumanTaskRecord:
    return HumanTaskRecord(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def get(connection: Connection, task: str) -> HumanTaskRecord | None:
    row = connection.execute(select(*_COLUMNS).where(human_tasks.c.id == task)).one_or_none()
    return _record(row) if row else None


def at_wait(connection: Connection, instance: str, wait: str) -> HumanTaskRecord | None:
    query = select(*_COLUMNS).where(human_tasks.c.instance_id == instance, human_tasks.c.wait == wait)
    row = connection.execute(query).one_or_none()
    return _record(row) if row else None


def open_in(connection: Connection, case: str) -> list[HumanTaskRecord]:
    query = (
        select(*_COLUMNS)
        .where(human_tasks.c.case_id == case, human_tasks.c.status == "open")
        .order_by(human_tasks.c.due_sort, human_tasks.c.element, human_tasks.c.id)
    )
    return [_record(row) for row in connection.execute(query)]


def add(connection: Connection, record: HumanTaskRecord) -> None:
    connection.execute(insert(human_tasks).values(**vars(record), due_sort=record.due_at or END_OF_TIME))


def change(connection: Connection, task: str, **values: object) -> None:
    connection.execute(update(human_tasks).where(human_tasks.c.id == task).values(**values))


# ---- lists

_ROW = (
    *[human_tasks.c[name] for name in ("id", "case_id", "element", "name", "role", "on_behalf_of", "assignee")],
    *[human_tasks.c[name] for name in ("created_at", "due_at", "due_sort", "overdue", "escalated_to", "priority")],
    cases.c.number.label("case_number"),
    cases.c.subject,
    accounts.c.name.label("assignee_name"),
)


def _joined() -> Select[Any]:
    return select(*_ROW).select_from(
        human_tasks.join(cases, cases.c.id == human_tasks.c.case_id).outerjoin(
            accounts, accounts.c.username == human_tasks.c.assignee
        )
    )


def row(connection: Connection, task: str) -> Row[Any] | None:
    """A task as the lists show it."""
    return connection.execute(_joined().where(human_tasks.c.id == task)).one_or_none()


def rows_in(connection: Connection, case: str) -> list[Row[Any]]:
    """A case's open tasks as the lists show them, the nearest deadline first."""
    query = _joined().where(human_tasks.c.case_id == case, human_tasks.c.status == "open")
    return list(connection.execute(query.order_by(human_tasks.c.due_sort, human_tasks.c.element, human_tasks.c.id)))


def listed(
    connection: Connection,
    which: Sequence[Which],
    *,
    text: str,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[Row[Any]]:
    """
    Open tasks by deadline; `which` is from `which_open`.

    `after` is the last row's (due_sort, id), so a page costs the same wherever it is.
    """
    page = [_first(each, text=text, after=after, limit=limit) for each in which]
    if not page:
        return []
    query = _joined().where(human_tasks.c.id.in_(union_all(*page)))
    return list(connection.execute(query.order_by(human_tasks.c.due_sort, human_tasks.c.id).limit(limit)))


def _first(which: Which, *, text: str, after: tuple[datetime, str] | None, limit: int) -> Select[tuple[str]]:
    """The ids of one condition's first tasks: read off the index in its order, never sorted."""
    query = select(human_tasks.c.id).where(which)
    if text:
        name = func.lower(human_tasks.c.name).contains(text.casefold(), autoescape=True)
        query = query.join(cases, cases.c.id == human_tasks.c.case_id)
        query = query.where(or_(cases.c.search.contains(text.casefold(), autoescape=True), name))
    if after:
        query = query.where(tuple_(human_tasks.c.due_sort, human_tasks.c.id) > tuple_(*after))
    ordered = query.order_by(human_tasks.c.due_sort, human_tasks.c.id).limit(limit).subquery()
    return select(ordered.c.id)  # SQLite takes no limit inside a union, but one inside a subquery


def count(connection: Connection, which: Sequence[Which], limit: int) -> int:
    """How many open tasks, counted no further than `limit`: a badge must not cost a scan of the table."""
    found = 0
    for each in which:
        counted = select(human_tasks.c.id).where(each).limit(limit - found).subquery()
        found += connection.execute(select(func.count()).select_from(counted)).scalar_one()
        if found >= limit:
            break
    return found


def which_open(
    department: str | None,
    *,
    roles: Iterable[str] | None = None,
    assignee: str | None = None,
    unclaimed: bool = False,
    due_by: datetime | None = None,
    escalated_to: Iterable[str] | None = None,
) -> list[Which]:
    """
    Which open human tasks, as conditions that no task meets two of.

    There is one for each role, because an index gives one role's tasks in
    their order, but of several roles' only a heap to sort. None for
    department or roles means all of them; without any role there is none.
    """
    parts: list[Which] = [human_tasks.c.status == "open"]
    if department is not None:
        parts.append(human_tasks.c.department == department)
    if assignee is not None:
        parts.append(human_tasks.c.assignee == assignee)
    if unclaimed:
        parts.append(human_tasks.c.assignee.is_(None))
    if due_by is not None:
        parts.append(human_tasks.c.due_sort <= due_by)  # in the index; what has no deadline sorts at the end of time
    if escalated_to is not None:
        return [and_(*parts, human_tasks.c.escalated_to == role) for role in sorted(escalated_to)]
    if roles is not None:
        return [and_(*parts, human_tasks.c.role == role) for role in sorted(roles)]
    return [and_(*parts)]
