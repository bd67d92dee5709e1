"""What stuck and waits for a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.store.ids import new_id
from engine.store.jobs import Job
from engine.store.tables import accounts, cases, human_tasks, inbox, incidents, instances, jobs

Resolution: TypeAlias = Literal["retried", "cancelled", "gone"]


def add(
    connection: Connection,
    *,
    case: str | None,
    job: str | None,
    instance: str | None,
    element: str,
    message: str,
    action: str,
    at: datetime,
) -> str:
    incident = new_id()
    connection.execute(
        insert(incidents).values(
            id=incident,
            case_id=case,
            job_id=job,
            instance_id=instance,
            element=element,
            message=message,
            action=action,
            created_at=at,
        )
    )
    return incident


def lock(connection: Connection, incident: str) -> Row[Any] | None:
    """The incident until the transaction ends, so that of two people who act on it one is the second."""
    return connection.execute(select(incidents).where(incidents.c.id == incident).with_for_update()).one_or_none()


def case_of(connection: Connection, incident: str) -> str | None:
    """The case an incident stands in, for its lock to be taken before the incident's."""
    return connection.execute(select(incidents.c.case_id).where(incidents.c.id == incident)).scalar_one_or_none()


def is_told(connection: Connection, case: str | None, message: str) -> bool:
    """Whether an open incident says this of the case, or of no case, already."""
    here = incidents.c.case_id.is_(None) if case is None else incidents.c.case_id == case
    query = select(incidents.c.id).where(here, incidents.c.message == message, incidents.c.resolved_at.is_(None))
    return connection.execute(query.limit(1)).first() is not None


def resolve(
    connection: Connection,
    incident: str,
    resolution: Resolution,
    *,
    at: datetime,
    by: str,
    reason: str | None = None,
) -> None:
    """Close an open incident."""
    mine = and_(incidents.c.id == incident, incidents.c.resolved_at.is_(None))
    values = {"resolved_at": at, "resolved_by": by, "resolution": resolution, "reason": reason}
    connection.execute(update(incidents).where(mine).values(**values))


def gone_with_jobs(connection: Connection, jobs_gone: Collection[str], *, at: datetime, by: str) -> None:
    """Close the incidents of jobs that nobody wants any more."""
    _gone(connection, incidents.c.job_id.in_(jobs_gone), at, by)


_OTHER_TASKS = exists().where(
    human_tasks.c.instance_id == bindparam("of_instance"),
    human_tasks.c.element == bindparam("of_element"),
    human_tasks.c.status == "open",
)
# Made once: every completed task asks it.
_GONE_WITH_TASK = update(incidents).where(
    incidents.c.case_id == bindparam("of_case"),
    incidents.c.instance_id == bindparam("of_instance"),
    incidents.c.element == bindparam("of_element"),
    incidents.c.job_id.is_(None),
    incidents.c.resolved_at.is_(None),
    ~_OTHER_TASKS,
)


def gone_with_task(connection: Connection, case: str, instance: str, element: str, *, at: datetime, by: str) -> None:
    """Close what was told of attempts at a human task, once no other task of its element is open."""
    of_task = {"of_case": case, "of_instance": instance, "of_element": element}
    connection.execute(_GONE_WITH_TASK, {**of_task, "resolved_at": at, "resolved_by": by, "resolution": "gone"})


def gone_with_case(connection: Connection, case: str, *, at: datetime, by: str) -> None:
    """
    Close what was told of attempts in a case that has ended now.

    An error that nobody caught stays: it may be what ended the case, and nobody has seen it yet.
    """
    failed = exists().where(instances.c.id == incidents.c.instance_id, instances.c.status == "failed")
    _gone(connection, and_(incidents.c.case_id == case, incidents.c.job_id.is_(None), ~failed), at, by)


def _gone(connection: Connection, which: ColumnElement[bool], at: datetime, by: str) -> None:
    unresolved = and_(which, incidents.c.resolved_at.is_(None))
    connection.execute(update(incidents).where(unresolved).values(resolved_at=at, resolved_by=by, resolution="gone"))


def job_of(connection: Connection, job: str) -> Job | None:
    """The job that an incident holds."""
    columns = [jobs.c[name] for name in Job.__dataclass_fields__]
    row = connection.execute(select(*columns).where(jobs.c.id == job)).one_or_none()
    return Job(*row) if row else None


# ---- looking


def listed(
    connection: Connection,
    *,
    department: str | None,
    without_case: bool,
    limit: int,
) -> list[Row[Any]]:
    """
    Open incidents, the oldest first, as `of_case` has them.

    Of one department's cases, or of every case for None; and those without a case when they are asked for.
    """
    mine = cases.c.id.is_not(None) if department is None else cases.c.department == department
    query = _joined().where(incidents.c.resolved_at.is_(None))
    query = query.where(or_(mine, incidents.c.case_id.is_(None)) if without_case else mine)
    return list(connection.execute(query.order_by(incidents.c.created_at, incidents.c.id).limit(limit)))


def of_case(connection: Connection, case: str) -> list[Row[Any]]:
    """
    A case's open incidents, the oldest first.

    Beside an incident's own columns stand its case's number, subject and
    department, its instance's process and deployment, its job's kind and status, the
    message it is about (source, kept_type, received_at), how many incidents its job has
    had until then (turn), and who resolved it (resolved_by_name).
    """
    return list(connection.execute(_OF_CASE, {"of_case": case}))


def find(connection: Connection, incident: str) -> Row[Any] | None:
    """One incident, resolved or not, as `of_case` has them."""
    return connection.execute(_joined().where(incidents.c.id == incident)).one_or_none()


def after(connection: Connection, job: str, at: datetime) -> str | None:
    """The open incident that a job has made since."""
    query = select(incidents.c.id).where(
        incidents.c.job_id == job, incidents.c.resolved_at.is_(None), incidents.c.created_at >= at
    )
    return connection.execute(query.limit(1)).scalar_one_or_none()


def _joined() -> Select[Any]:
    earlier = incidents.alias()
    turn = (
        select(func.count())
        .select_from(earlier)
        .where(earlier.c.job_id == incidents.c.job_id, earlier.c.created_at <= incidents.c.created_at)
        .scalar_subquery()
    )
    message = and_(
        jobs.c.kind == "inbox",
        inbox.c.source == jobs.c.payload["source"].as_string(),
        inbox.c.id == jobs.c.payload["id"].as_string(),
    )
    return select(
        incidents,
        cases.c.number.label("case_number"),
        cases.c.subject,
        cases.c.department,
        instances.c.process,
        instances.c.deployment,
        jobs.c.kind.label("job_kind"),
        jobs.c.status.label("job_status"),
        inbox.c.source,
        inbox.c.id.label("message_id"),
        inbox.c.type.label("kept_type"),
        inbox.c.received_at,
        turn.label("turn"),
        func.coalesce(accounts.c.name, incidents.c.resolved_by).label("resolved_by_name"),
    ).select_from(
        incidents.outerjoin(cases, cases.c.id == incidents.c.case_id)
        .outerjoin(instances, instances.c.id == incidents.c.instance_id)
        .outerjoin(jobs, jobs.c.id == incidents.c.job_id)
        .outerjoin(inbox, message)
        .outerjoin(accounts, accounts.c.username == incidents.c.resolved_by)
    )


_OF_CASE = (
    _joined()
    .where(incidents.c.case_id == bindparam("of_case"), incidents.c.resolved_at.is_(None))
    .order_by(incidents.c.created_at, incidents.c.id)
)
