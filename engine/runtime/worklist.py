"""Lists of human tasks and of cases, in pages that cost the same wherever they are."""

from __future__ import annotations

from datetime import datetime

from engine.commands import Viewer
from engine.runtime.definitions import Definitions
from engine.runtime.paging import cursor_at, position
from engine.store import cases, human_tasks
from engine.store import worklist as lists
from engine.store.database import Connection
from engine.views import CaseRow, HumanTaskRow, Page, WorklistFilter

_COUNTED = 100  # a badge says "99+" past this; nobody counts further by eye


def page(connection: Connection, viewer: Viewer, wanted: WorklistFilter, now: datetime) -> Page[HumanTaskRow]:
    """The open human tasks a viewer asks for, the nearest deadline first."""
    rows = lists.listed(
        connection,
        _which(viewer, wanted.which, now),
        text=wanted.text.strip(),
        after=position(wanted.cursor),
        limit=wanted.limit + 1,
        now=now,
    )
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    cursor = cursor_at(rows[-1].due_at or human_tasks.END_OF_TIME, rows[-1].id) if more else None
    return Page(rows, cursor)


def counts(connection: Connection, viewer: Viewer, now: datetime) -> dict[str, int]:
    """How many tasks each filter holds, counted no further than 100."""
    names = ("mine", "unclaimed", "all", "overdue", "escalated")
    return lists.counts(connection, {name: _which(viewer, name, now) for name in names}, _COUNTED)


def next_task(connection: Connection, viewer: Viewer, after: str, now: datetime) -> str | None:
    """What to do after a task: the same case's next, or else the viewer's nearest deadline."""
    done = human_tasks.get(connection, after)
    mine = [*_which(viewer, "mine", now), *_which(viewer, "unclaimed", now)]
    if done:
        same_case = [
            row
            for row in human_tasks.lines_in(connection, done.case_id, now)
            if row.id != after
            and (viewer.department is None or row.role in viewer.roles)
            and row.assignee in (None, viewer.id)
        ]
        if same_case:
            return same_case[0].id
    found = lists.listed(connection, mine, text="", after=None, limit=2, now=now)
    return next((row.id for row in found if row.id != after), None)


def _which(viewer: Viewer, which: str, now: datetime) -> list[lists.Which]:
    roles = None if viewer.department is None else viewer.roles
    match which:
        case "mine":
            return lists.which_open(viewer.department, assignee=viewer.id)
        case "unclaimed":
            return lists.which_open(viewer.department, roles=roles, unclaimed=True)
        case "overdue":
            return lists.which_open(viewer.department, roles=roles, due_by=now)
        case "escalated":
            return lists.which_open(viewer.department, escalated_to=viewer.roles)
        case _:
            return lists.which_open(viewer.department, roles=roles)


def case_page(
    connection: Connection, definitions: Definitions, viewer: Viewer, *, text: str, cursor: str | None, limit: int
) -> Page[CaseRow]:
    """The department's cases, the newest first."""
    rows = cases.listed(connection, viewer.department, text=text.strip(), before=position(cursor), limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    names = {d.library.manifest.key: d.library.manifest.name for d in definitions.every_newest(connection)}
    listed = [case_row(row, names.get(row.process, row.process)) for row in rows]
    return Page(listed, cursor_at(rows[-1].opened_at, rows[-1].id) if more else None)


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
