"""The pictures of one human task and one case that the pages draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from engine.commands import Viewer
from engine.definitions import forms
from engine.definitions.dmn import explained
from engine.definitions.library import Library
from engine.errors import EngineBug, NotFound
from engine.model import Json
from engine.runtime import ad_hoc, incident_pictures, messages, narrative, starts, worklist
from engine.runtime.definitions import Definitions
from engine.runtime.facts import scope, value_of
from engine.runtime.human_tasks import OpenTask, find, may_do, opened
from engine.runtime.work import CaseWork, may_see
from engine.store import accounts, cases, history, human_tasks, jobs, subscriptions
from engine.store.cases import CaseRecord
from engine.store.database import Connection
from engine.views import (
    CaseView,
    FactLine,
    FieldView,
    HumanTaskView,
    OpenWait,
    Option,
    Page,
    Requirement,
    TimelineEntry,
)

_SEQ_DIGITS = 9  # of a line's number in a cursor; an integer column holds more


def human_task(
    connection: Connection,
    definitions: Definitions,
    viewer: Viewer,
    task: str,
    *,
    values: Mapping[str, Json] | None,
    now: datetime,
) -> HumanTaskView:
    """A human task with its form, filled with what was typed or else with what is stored."""
    record = find(connection, viewer, task)
    work = CaseWork(connection, definitions, case_of(connection, viewer, record.case_id), now, viewer)
    found = opened(work, record)
    library = work.deployment_of(found.instance).library
    row = human_tasks.line(connection, task, now)
    if row is None:
        raise NotFound("Opgaven findes ikke.")
    names = scope(work.case, found.names())
    shown = forms.fields(found.form, values or {}, names, now=now)
    completed_by = accounts.by_username(connection, record.completed_by) if record.completed_by else None
    held = record.assignee not in (None, viewer.id) and viewer.department is not None
    return HumanTaskView(
        row=row,
        element=record.element,
        process_name=library.processes[found.instance.process].name,
        documentation=found.element.documentation,
        status=_status(record.status),
        fields=shown,
        facts_version=work.case.facts_version,
        legal_basis=_legal_basis(library, found, shown),
        warnings=_warnings(found, names, now),
        may_complete=record.status == "open" and may_do(viewer, record) and not held,
        completed_by_name=completed_by.name if completed_by else record.completed_by,
        choices=ad_hoc.choices(work, found),
    )


def _status(status: str) -> Literal["open", "completed", "cancelled"]:
    match status:
        case "open" | "completed" | "cancelled":
            return status
        case _:
            raise EngineBug(f"a human task has the unknown status {status!r}")


def _legal_basis(library: Library, task: OpenTask, shown: Iterable[FieldView]) -> list[Requirement]:
    ids = [*task.element.hjemmel, *(requirement for field in shown for requirement in field.hjemmel)]
    return [library.requirements[i] for i in dict.fromkeys(ids) if i in library.requirements]


def _warnings(task: OpenTask, names: Mapping[str, object], now: datetime) -> list[str]:
    return [guard.message for guard in task.element.guards if value_of(guard.condition, names, now) is not True]


# ---- the case


def case_of(connection: Connection, viewer: Viewer, case: str) -> CaseRecord:
    """A case for looking at. Raises NotFound outside the viewer's department."""
    found = cases.get(connection, case)
    if found is None or not may_see(viewer, found.department):
        raise NotFound("Sagen findes ikke, eller den hører ikke til din afdeling.")
    return found


def case(connection: Connection, definitions: Definitions, viewer: Viewer, case_id: str, now: datetime) -> CaseView:
    """The case page: what is waited for, the deadlines, the facts, what is stuck, and what can be sent into it."""
    record = case_of(connection, viewer, case_id)
    work = CaseWork(connection, definitions, record, now, viewer)
    library = work.newest().library
    waits = [*_task_waits(work, now), *_timer_waits(work, now), *_message_waits(work)]
    return CaseView(
        row=worklist.case_row(record, library.manifest.name),
        waits=waits,
        deadlines=sorted((w for w in waits if w.due_at), key=lambda w: (w.due_at or now, w.name)),
        facts=list(_flat(library, record.facts, ())),
        facts_version=record.facts_version,
        incidents=incident_pictures.of_case(work),
        messages=[Option(name, label) for name, label in messages.offered(work).items()],
        starts=list(_starts(work)),
    )


def _task_waits(work: CaseWork, now: datetime) -> Iterable[OpenWait]:
    open_tasks = {task.id: task for task in human_tasks.open_in(work.connection, work.case.id)}
    for row in human_tasks.lines_in(work.connection, work.case.id, now):
        record = open_tasks[row.id]
        process = _process_name(work, record.instance_id)
        kind = "adhoc" if ad_hoc.is_one(work, record) else "task"
        yield OpenWait(kind, row.name, process, row.due_at, row.role, row.id, row.overdue)


def _timer_waits(work: CaseWork, now: datetime) -> Iterable[OpenWait]:
    for row in jobs.timers_in(work.connection, work.case.id):
        yield _element_wait(work, "timer", row.instance_id, row.element, row.due_at, overdue=row.due_at <= now)


def _message_waits(work: CaseWork) -> Iterable[OpenWait]:
    for row in subscriptions.open_in(work.connection, work.case.id):
        yield _element_wait(work, row.kind, row.instance_id, row.element, None, overdue=False)


def _starts(work: CaseWork) -> Iterable[OpenWait]:
    for begin, due_at in starts.waiting(work):
        process = work.newest().process(begin.process)
        name = process.elements[begin.start_event].name or process.name
        yield OpenWait("timer", name, process.name, due_at)


def _element_wait(
    work: CaseWork, kind: str, instance: str, element: str, due_at: datetime | None, *, overdue: bool
) -> OpenWait:
    name = work.element(work.instance(instance), element).name or element
    return OpenWait(kind, name, _process_name(work, instance), due_at, overdue=overdue)


def _process_name(work: CaseWork, instance: str) -> str:
    record = work.instance(instance)
    return work.deployment_of(record).process(record.process).name


def _flat(library: Library, node: Json, path: tuple[str, ...]) -> Iterable[FactLine]:
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from _flat(library, value, (*path, key))
    elif path:
        yield _fact(library, ".".join(path), node)


def _fact(library: Library, path: str, value: Json) -> FactLine:
    rows = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    keys = dict.fromkeys(key for row in rows for key in row)
    return FactLine(
        path=path,
        label=library.fact_label(path),
        value=value,
        group=library.fact_label(path.partition(".")[0]) if "." in path else "",
        options=library.fact_options(path),
        item_labels={key: library.fact_label(f"{path}.{key}") for key in keys},
        item_options={key: options for key in keys if (options := library.fact_options(f"{path}.{key}"))},
    )


# ---- the past


def timeline(
    connection: Connection,
    definitions: Definitions,
    viewer: Viewer,
    case_id: str,
    *,
    cursor: str | None,
    limit: int,
    everything: bool,
) -> Page[TimelineEntry]:
    """The history newest first. `everything` keeps the lines that only machines read."""
    library = definitions.newest(connection, case_of(connection, viewer, case_id).process).library
    if cursor is not None and not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= _SEQ_DIGITS):
        raise NotFound("Siden findes ikke. Gå til listens begyndelse.")
    hidden = () if everything else narrative.HIDDEN
    before = int(cursor) if cursor is not None else None
    rows = history.page(connection, case_id, before=before, limit=limit + 1, without=hidden)
    more, rows = len(rows) > limit, rows[:limit]
    entries = [
        TimelineEntry(
            at=row.at,
            kind=row.kind,
            process=row.process,
            element=row.element,
            name=row.name,
            by=row.by_name,
            text=narrative.told(row.kind, row.name, row.data, library.fact_label),
            data=row.data,
            because=explained(row.data.get("trace")) if row.kind == "decided" else (),
        )
        for row in rows
    ]
    return Page(entries, str(rows[-1].seq) if more else None)
