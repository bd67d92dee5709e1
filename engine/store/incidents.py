"""What stuck and waits for a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from engine.store.ids import new_id
from engine.store.tables import cases, incidents


def add(
    connection: Connection,
    *,
    case: str | None,
    job: str | None,
    element: str,
    message: str,
    action: str,
    at: datetime,
) -> str:
    incident = new_id()
    connection.execute(
        insert(incidents).values(
            id=incident, case_id=case, job_id=job, element=element, message=message, action=action, created_at=at
        )
    )
    return incident


def get(connection: Connection, incident: str) -> Row[Any] | None:
    return connection.execute(select(incidents).where(incidents.c.id == incident)).one_or_none()


def resolve(connection: Connection, incident: str, at: datetime, by: str) -> None:
    connection.execute(update(incidents).where(incidents.c.id == incident).values(resolved_at=at, resolved_by=by))


def resolve_of_jobs(connection: Connection, jobs: Collection[str], at: datetime, by: str) -> None:
    """Close the incidents of jobs that nobody wants any more."""
    mine = incidents.c.job_id.in_(jobs) & incidents.c.resolved_at.is_(None)
    connection.execute(update(incidents).where(mine).values(resolved_at=at, resolved_by=by))


def unresolved(connection: Connection, *, case: str | None = None, department: str | None = None) -> list[Row[Any]]:
    """Open incidents, the oldest first, with the case's number; of one case, or of one department."""
    query = (
        select(incidents, cases.c.number.label("case_number"))
        .select_from(incidents.outerjoin(cases, cases.c.id == incidents.c.case_id))
        .where(incidents.c.resolved_at.is_(None))
    )
    if case is not None:
        query = query.where(incidents.c.case_id == case)
    if department is not None:
        query = query.where(cases.c.department == department)
    return list(connection.execute(query.order_by(incidents.c.created_at, incidents.c.id)))
