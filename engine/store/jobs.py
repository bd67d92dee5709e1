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
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.model import Json
from engine.store.ids import new_id
from engine.store.tables import cases, jobs

LEASE = timedelta(seconds=60)

# What a worker asks for: a case's own work, what leaves the house, or moving instances to another diagram.
Queue = Literal["case", "out", "move"]


@dataclass(frozen=True)
class Job:
    """
    A job as its holder sees it.

    `kind` is `timer` (an instance's wait), `deadline` (a human task's reminder,
    overdue mark and escalation), `start` (a process that begins in the case),
    `message` (from another case), `inbox` (a message that was received),
    `delivery` (an event for a receiver; the job has the delivery's id) or `move`
    (a case whose instances go to another version of their diagram).
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
_ADD = insert(jobs)
_MINE = (jobs.c.id == bindparam("job"), jobs.c.fence == bindparam("held"))
_LEASE = (
    update(jobs)
    .where(jobs.c.id.in_(bindparam("chosen", expanding=True)))
    .values(attempts=jobs.c.attempts + 1, fence=jobs.c.fence + 1)
    .returning(*_COLUMNS)
)
_HELD = select(jobs.c.id).where(*_MINE).with_for_update()
_SETTLE = update(jobs).where(*_MINE)
_DONE = delete(jobs).where(jobs.c.id == bindparam("job"))
_GONE = (jobs.c.id, jobs.c.status)
_CANCEL_TIMER = (
    delete(jobs).where(jobs.c.instance_id == bindparam("instance"), jobs.c.wait == bindparam("at")).returning(*_GONE)
)
_CANCEL_DEADLINES = delete(jobs).where(jobs.c.task_id == bindparam("task")).returning(*_GONE)
_CANCEL = delete(jobs).where(jobs.c.id == bindparam("job")).returning(*_GONE)
_CANCEL_STARTS = delete(jobs).where(jobs.c.case_id == bindparam("case"), jobs.c.kind == "start")
_STARTS = (
    select(*_COLUMNS)
    .join(cases, cases.c.id == jobs.c.case_id)
    .where(jobs.c.kind == "start", cases.c.process == bindparam("library"))
    .order_by(jobs.c.id)
)
_STARTS_IN = (
    select(*_COLUMNS)
    .where(jobs.c.case_id == bindparam("case"), jobs.c.kind == "start", jobs.c.status == "ready")
    .order_by(jobs.c.due_at, jobs.c.element)
)
_NEXT_DUE = (
    select(jobs.c.due_at)
    .where(jobs.c.queue == bindparam("asked"), jobs.c.status == "ready")
    .order_by(jobs.c.due_at)
    .limit(1)
)
_TIMERS = (
    select(jobs.c.instance_id, jobs.c.wait, jobs.c.element, jobs.c.due_at)
    .where(jobs.c.case_id == bindparam("case"), jobs.c.kind == "timer")
    .order_by(jobs.c.due_at, jobs.c.element)
)


def _job(row: Row[*tuple[Any, ...]]) -> Job:
    return Job(*row)


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
        _ADD,
        {
            "id": new_id(),
            "kind": kind,
            "queue": queue,
            "case_id": case_id,
            "instance_id": instance_id,
            "wait": wait,
            "task_id": task_id,
            "element": element,
            "payload": payload or {},
            "due_at": due_at,
            "status": "ready",
            "attempts": 0,
            "fence": 0,
            "dedupe_key": dedupe_key,
        },
    )


def lease_due(connection: Connection, now: datetime, limit: int, worker: str, queue: Queue = "case") -> list[Job]:
    """
    Lend due jobs to this worker until the lease runs out.

    A job that was tried before comes alone: it may be the one that killed its
    worker, and must not take others' attempts with it.
    """
    asked = {"asked": queue, "now": now, "most": limit}
    candidates = list(connection.execute(_due(connection.dialect.name), asked))
    if not candidates:
        return []
    chosen = [row.id for row in candidates if row.attempts == 0]
    if candidates[0].attempts:
        chosen = [candidates[0].id]
    until = _moment(candidates[0].clock) + LEASE
    leased = connection.execute(_LEASE, {"chosen": chosen, "lease_owner": worker, "lease_until": until})
    # By element first: ids are random, and what is due at one moment must run in the same order every time.
    return sorted((_job(row) for row in leased), key=lambda job: (job.due_at, job.element or "", job.id))


def lease_first(connection: Connection, now: datetime, worker: str, which: ColumnElement[bool]) -> Job | None:
    """Lend this worker the first due job of those that leave the house and are `which`; None when none is free."""
    asked = {"asked": "out", "now": now, "most": 1}
    found = connection.execute(_due(connection.dialect.name).where(which), asked).first()
    if found is None:
        return None
    lease = {"chosen": [found.id], "lease_owner": worker, "lease_until": _moment(found.clock) + LEASE}
    return _job(connection.execute(_LEASE, lease).one())


@lru_cache
def _due(dialect: str) -> Select[Any]:
    """
    What is free to be leased, with the moment on the database's clock.

    Leases are judged by one clock for all workers: the database's. On SQLite
    every process is on one machine, and the database has no other.
    """
    clock: ColumnElement[Any] = func.strftime("%Y-%m-%d %H:%M:%f", "now")
    if dialect == "postgresql":
        clock = func.clock_timestamp()
    return (
        select(jobs.c.id, jobs.c.attempts, clock.label("clock"))
        .where(
            jobs.c.queue == bindparam("asked"),
            jobs.c.status == "ready",
            jobs.c.due_at <= bindparam("now"),
            or_(jobs.c.lease_until.is_(None), jobs.c.lease_until < clock),
        )
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(bindparam("most"))
        # SKIP LOCKED lets workers pass each other; SQLite has one writer anyway.
        .with_for_update(skip_locked=True)
    )


def _moment(clock: datetime | str) -> datetime:
    now = datetime.fromisoformat(clock) if isinstance(clock, str) else clock
    return now.replace(tzinfo=UTC) if now.tzinfo is None else now


def still_held(connection: Connection, job: Job) -> bool:
    """Whether the lease is still this holder's: nobody leased the job since, and nothing cancelled it."""
    return connection.execute(_HELD, {"job": job.id, "held": job.fence}).first() is not None


def done(connection: Connection, job: Job) -> None:
    connection.execute(_DONE, {"job": job.id})


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
    free = {"lease_owner": None, "lease_until": None}
    connection.execute(_SETTLE, {"job": job.id, "held": job.fence, **free, **values})


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
    return _cancel(connection, _CANCEL_TIMER, instance=instance, at=wait)


def cancel_deadlines(connection: Connection, task: str) -> list[str]:
    """Remove a human task's jobs; the ids of those left to an incident."""
    return _cancel(connection, _CANCEL_DEADLINES, task=task)


def cancel(connection: Connection, job: str) -> list[str]:
    """Remove a job; its id if it was left to an incident."""
    return _cancel(connection, _CANCEL, job=job)


def cancel_starts(connection: Connection, case: str) -> None:
    """Remove what would still begin in a case."""
    connection.execute(_CANCEL_STARTS, {"case": case})


def starts_in_cases_of(connection: Connection, library: str) -> list[Job]:
    """What waits for its time to begin in a library's cases."""
    return [_job(row) for row in connection.execute(_STARTS, {"library": library})]


def starts_in(connection: Connection, case: str) -> list[Job]:
    """What waits for its time to begin in a case, by due time; what is stuck is told of by its incident."""
    return [_job(row) for row in connection.execute(_STARTS_IN, {"case": case})]


def _cancel(connection: Connection, statement: Executable, **which: str) -> list[str]:
    return [job for job, status in connection.execute(statement, which) if status == "stuck"]


def next_due(connection: Connection, queue: Queue = "case") -> datetime | None:
    """When the next job is due, taken or not."""
    return connection.execute(_NEXT_DUE, {"asked": queue}).scalar_one_or_none()


def timers_in(connection: Connection, case: str) -> list[Row[Any]]:
    """A case's timers by due time: instance_id, wait, element, due_at."""
    return list(connection.execute(_TIMERS, {"case": case}))
