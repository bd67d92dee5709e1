"""Lists of human tasks and of cases, in pages that cost the same wherever they are."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

from engine.commands import Viewer
from engine.errors import NotFound
from engine.runtime.definitions import Definitions
from engine.store import cases, human_tasks
from engine.store.database import Connection, Row
from engine.views import CaseRow, HumanTaskRow, Page, WorklistFilter

_COUNTED = 100  # a badge says "99+" past this; nobody counts further by eye


def page(connection: Connection, viewer: Viewer, wanted: WorklistFilter, now: datetime) -> Page[HumanTaskRow]:
    """The open human tasks a viewer asks for, the nearest deadline first."""
    rows = human_tasks.listed(
        connection,
        _which(viewer, wanted.which, now),
        text=wanted.text.strip(),
        after=_after(wanted.cursor),
        limit=wanted.limit + 1,
    )
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    cursor = _cursor(rows[-1].due_sort, rows[-1].id) if more else None
    return Page([task_row(row, now) for row in rows], cursor)


def counts(connection: Connection, viewer: Viewer, now: datetime) -> dict[str, int]:
    """How many tasks each filter holds, counted no further than 100."""
    names = ("mine", "unclaimed", "all", "overdue", "escalated")
    return {name: human_tasks.count(connection, _which(viewer, name, now), _COUNTED) for name in names}


def next_task(connection: Connection, viewer: Viewer, after: str, now: datetime) -> str | None:
    """What to do after a task: the same case's next, or else the viewer's nearest deadline."""
    done = human_tasks.get(connection, after)
    mine = [*_which(viewer, "mine", now), *_which(viewer, "unclaimed", now)]
    if done:
        same_case = [
            row
            for row in human_tasks.rows_in(connection, done.case_id)
            if row.id != after
            and (viewer.department is None or row.role in viewer.roles)
            and row.assignee in (None, viewer.id)
        ]
        if same_case:
            return str(same_case[0].id)
    found = human_tasks.listed(connection, mine, text="", after=None, limit=2)
    return next((str(row.id) for row in found if row.id != after), None)


def task_row(row: Row[Any], now: datetime) -> HumanTaskRow:
    """A joined row as people see it. Overdue is what the clock says, also before the mark is set."""
    return HumanTaskRow(
        id=row.id,
        case=row.case_id,
        case_number=row.case_number,
        subject=row.subject,
        name=row.name,
        role=row.role,
        on_behalf_of=row.on_behalf_of,
        assignee=row.assignee,
        assignee_name=row.assignee_name or row.assignee,
        created_at=row.created_at,
        due_at=row.due_at,
        overdue=row.overdue or (row.due_at is not None and row.due_at <= now),
        escalated=row.escalated_to is not None,
        priority=row.priority,
    )


def _which(viewer: Viewer, which: str, now: datetime) -> list[human_tasks.Which]:
    roles = None if viewer.department is None else viewer.roles
    match which:
        case "mine":
            return human_tasks.which_open(viewer.department, assignee=viewer.id)
        case "unclaimed":
            return human_tasks.which_open(viewer.department, roles=roles, unclaimed=True)
        case "overdue":
            return human_tasks.which_open(viewer.department, roles=roles, due_by=now)
        case "escalated":
            return human_tasks.which_open(viewer.department, escalated_to=viewer.roles)
        case _:
            return human_tasks.which_open(viewer.department, roles=roles)


def case_page(
    connection: Connection, definitions: Definitions, viewer: Viewer, *, text: str, cursor: str | None, limit: int
) -> Page[CaseRow]:
    """The department's cases, the newest first."""
    rows = cases.listed(connection, viewer.department, text=text.strip(), before=_after(cursor), limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    names = {d.library.manifest.key: d.library.manifest.name for d in definitions.every_newest(connection)}
    listed = [case_row(row, names.get(row.process, row.process)) for row in rows]
    return Page(listed, _cursor(rows[-1].opened_at, rows[-1].id) if more else None)


def case_row(case: cases.CaseRecord, process_name: str) -> CaseRow:
    return CaseRow(
        id=case.id,
        number=case.number,
        process=case.process,
        process_name=process_name,
        subject=case.subject,
        department=case.department,
        status="open" if case.status == "open" else "ended",
        opened_at=case.opened_at,
        ended_at=case.ended_at,
    )


def _cursor(moment: datetime, row: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), row]).encode()).decode()


def _after(cursor: str | None) -> tuple[datetime, str] | None:
    """A cursor comes back from a browser: what is not one of ours is no page."""
    if not cursor:
        return None
    try:
        moment, row = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return datetime.fromisoformat(moment).astimezone(UTC), str(row)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise NotFound("Siden findes ikke. Gå til listens begyndelse.") from None
