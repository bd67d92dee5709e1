"""What a picture of one instance on its diagram is read from. Only read; each table is written in its own module."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from engine.store.tables import deployments, history, incidents, instances, jobs

# An instance's row without its state and variables, which may be long.
_LINK = [
    instances.c[name]
    for name in ("id", "parent_id", "parent_element", "process", "deployment", "status", "started_at", "ended_at")
]


def outermost(connection: Connection, case: str) -> list[Row[Any]]:
    """A case's instances that nobody called, the first one first."""
    query = select(*_LINK).where(instances.c.case_id == case, instances.c.parent_id.is_(None))
    return list(connection.execute(query.order_by(instances.c.started_at, instances.c.id)))


def children(connection: Connection, parent: str) -> list[Row[Any]]:
    """What an instance called, ended or not, newest first; the same columns."""
    query = select(*_LINK).where(instances.c.parent_id == parent)
    return list(connection.execute(query.order_by(instances.c.started_at.desc(), instances.c.id)))


def open_parents(connection: Connection, case: str) -> dict[str, str | None]:
    """A case's open instances, each with its parent."""
    query = select(instances.c.id, instances.c.parent_id).where(
        instances.c.case_id == case, instances.c.status == "open"
    )
    return {row.id: row.parent_id for row in connection.execute(query)}


def done_in(connection: Connection, instance: str) -> list[Row[Any]]:
    """How often an instance completed each element, and when last: element, times, last."""
    query = (
        select(history.c.element, func.count().label("times"), func.max(history.c.at).label("last"))
        .where(history.c.instance_id == instance, history.c.kind == "element_completed")
        .group_by(history.c.element)
    )
    return list(connection.execute(query))


def cancelled_in(connection: Connection, instance: str, at: datetime) -> set[str]:
    """The elements whose human tasks an instance dropped at a moment."""
    query = select(history.c.element).where(
        history.c.instance_id == instance, history.c.kind == "task_cancelled", history.c.at == at
    )
    return set(connection.execute(query).scalars())


def stuck_in(connection: Connection, case: str) -> list[Row[Any]]:
    """A case's open incidents where they stand: instance_id, element, message, the oldest first."""
    instance = func.coalesce(incidents.c.instance_id, jobs.c.instance_id)  # older rows name only the job
    query = (
        select(instance.label("instance_id"), incidents.c.element, incidents.c.message)
        .select_from(incidents.outerjoin(jobs, jobs.c.id == incidents.c.job_id))
        .where(incidents.c.case_id == case, incidents.c.resolved_at.is_(None))
    )
    return list(connection.execute(query.order_by(incidents.c.created_at, incidents.c.id)))


def version_of(connection: Connection, deployment: str) -> int:
    """A deployment's number within its library."""
    version: int = connection.execute(select(deployments.c.version).where(deployments.c.id == deployment)).scalar_one()
    return version
