"""
Everything that is due, in one table.

A worker leases jobs until a time on the database's clock; each lease raises the
fence, and a holder whose fence is old has lost the job. The attempt is committed
with the lease, before the work, so a step that kills its worker is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, or_, select, update

from engine.model import Json
from engine.store.ids import new_id
from engine.store.tables import jobs

LEASE = timedelta(seconds=60)

# What a worker asks for: a case's own work, or what leaves the house.
Queue = Literal["case", "out"]


@dataclass(frozen=True)
class Job:
    """
    A job as its holder sees it.

    `kind` is `timer` (an instance's wait), `deadline` (a human task's reminder,
    overdue mark and escalation) or `inbox` (a message that was received).
    """

    id: str
    kind: str
    case_id: str | None
    instance_id: str | None
    wait: str | None
    task_id: str | None
    element: str | None
    payload: dict[str, Json]
    due_at: datetime
    attempts: int
    fence: int


_COLUMNS = [jobs.c[name] for name in Job.__dataclass_fields__]


def _job(row: Row[Any]) -> Job:
    return Job(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def add(
    connection: Connection,
    kind: str,
    due_at: datetime,
    dedupe_key: str,
    *,
    queue: Queue = "case",
    case_id: str | None = None,
    instance_id: str | None = None,
    wait: str | None = None,
    task_id: str | None = None,
    element: str | None = None,
    payload: dict[str, Json] | None = None,
) -> None:
    """Add a job. A second one under the same key is an error: what it stands for must happen once."""
    connection.execute(
        insert(jobs).values(
            id=new_id(),
            kind=kind,
            queue=queue,
            case_id=case_id,
            instance_id=instance_id,
            wait=wait,
            task_id=task_id,
            element=element,
            payload=payload or {},
            due_at=due_at,
            status="ready",
            attempts=0,
            fence=0,
            dedupe_key=dedupe_key,
        )
    )


def lease_due(connection: Connection, now: datetime, limit: int, worker: str, queue: Queue = "case") -> list[Job]:
    """
    Lend due jobs to this worker until the lease runs out.

    A job that was tried before comes alone: it may be the one that killed its
    worker, and must not take others' attempts with it.
    """
    clock = _database_now(connection)
    free = or_(jobs.c.lease_until.is_(None), jobs.c.lease_until < clock)
    # SKIP LOCKED lets workers pass each other; SQLite has one writer anyway.
    due = (
        select(jobs.c.id, jobs.c.attempts)
        .where(jobs.c.queue == queue, jobs.c.status == "ready", jobs.c.due_at <= now, free)
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    candidates = list(connection.execute(due))
    chosen = [row.id for row in candidates if row.attempts == 0]
    if candidates and candidates[0].attempts:
        chosen = [candidates[0].id]
    if not chosen:
        chosen = [row.id for row in candidates[:1]]
    if not chosen:
        return []
    leased = connection.execute(
        update(jobs)
        .where(jobs.c.id.in_(chosen))
        .values(
            attempts=jobs.c.attempts + 1,
            fence=jobs.c.fence + 1,
            lease_owner=worker,
            lease_until=clock + LEASE,
        )
        .returning(*_COLUMNS)
    )
    # By element first: ids are random, and what is due at one moment must run in the same order every time.
    return sorted((_job(row) for row in leased), key=lambda job: (job.due_at, job.element or "", job.id))


def still_held(connection: Connection, job: Job) -> bool:
    """Whether the lease is still this holder's: nobody leased the job since, and nothing cancelled it."""
    query = select(jobs.c.id).where(jobs.c.id == job.id, jobs.c.fence == job.fence).with_for_update()
    return connection.execute(query).first() is not None


def done(connection: Connection, job: Job) -> None:
    connection.execute(delete(jobs).where(jobs.c.id == job.id))


def give_back(connection: Connection, job: Job, due_at: datetime) -> None:
    """Let the job be tried again at a later time."""
    _settle(connection, job, due_at=due_at, status="ready")


def hand_in(connection: Connection, leased: Iterable[Job]) -> None:
    """Return jobs that were leased but never begun, so that the attempt does not count."""
    for job in leased:
        _settle(connection, job, attempts=job.attempts - 1)


def stick(connection: Connection, job: Job) -> None:
    """Leave the job to an incident."""
    _settle(connection, job, status="stuck")


def _settle(connection: Connection, job: Job, **values: object) -> None:
    mine = (jobs.c.id == job.id) & (jobs.c.fence == job.fence)
    connection.execute(update(jobs).where(mine).values(lease_owner=None, lease_until=None, **values))


def unstick(connection: Connection, job: str, due_at: datetime) -> bool:
    """Start a stuck job afresh; False when it is gone."""
    statement = (
        update(jobs)
        .where(jobs.c.id == job, jobs.c.status == "stuck")
        .values(status="ready", attempts=0, due_at=due_at, lease_owner=None, lease_until=None)
    )
    return connection.execute(statement).rowcount == 1


def cancel_timer(connection: Connection, instance: str, wait: str) -> list[str]:
    """Remove a wait's job; its id if it was left to an incident."""
    return _cancel(connection, (jobs.c.instance_id == instance) & (jobs.c.wait == wait))


def cancel_deadlines(connection: Connection, task: str) -> list[str]:
    """Remove a human task's jobs; the ids of those left to an incident."""
    return _cancel(connection, jobs.c.task_id == task)


def _cancel(connection: Connection, which: ColumnElement[bool]) -> list[str]:
    gone = connection.execute(delete(jobs).where(which).returning(jobs.c.id, jobs.c.status))
    return [row.id for row in gone if row.status == "stuck"]


def next_due(connection: Connection, queue: Queue = "case") -> datetime | None:
    """When the next job is due, taken or not."""
    ready = (jobs.c.queue == queue) & (jobs.c.status == "ready")
    query = select(jobs.c.due_at).where(ready).order_by(jobs.c.due_at).limit(1)
    return connection.execute(query).scalar_one_or_none()


def timers_in(connection: Connection, case: str) -> list[Row[Any]]:
    """A case's timers by due time: instance_id, wait, element, due_at."""
    query = (
        select(jobs.c.instance_id, jobs.c.wait, jobs.c.element, jobs.c.due_at)
        .where(jobs.c.case_id == case, jobs.c.kind == "timer")
        .order_by(jobs.c.due_at, jobs.c.element)
    )
    return list(connection.execute(query))


def _database_now(connection: Connection) -> datetime:
    # Leases are judged by one clock for all workers: the database's. On SQLite
    # every process is on one machine, and the database has no other.
    now: datetime | str = connection.execute(select(_clock(connection))).scalar_one()
    if isinstance(now, str):
        now = datetime.fromisoformat(now)
    return now.replace(tzinfo=UTC) if now.tzinfo is None else now


def _clock(connection: Connection) -> ColumnElement[Any]:
    if connection.dialect.name == "postgresql":
        return func.clock_timestamp()
    return func.strftime("%Y-%m-%d %H:%M:%f", "now")
