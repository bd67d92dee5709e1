"""
Events on their way out: which are not dispatched, and what became of each delivery.

A delivery that waits has a job under its own id in the queue `out`. Whoever
changes several rows of one receiver has locked the receiver first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, tuple_, update

from engine.store.ids import new_id
from engine.store.tables import cases, deliveries, jobs, outbox, receivers

_KIND = "delivery"
_OUT = jobs.c.queue == "out"

# ---- from the outbox


def any_undispatched(connection: Connection) -> bool:
    """One read of an index."""
    query = select(outbox.c.id).where(outbox.c.dispatched_at.is_(None)).limit(1)
    return connection.execute(query).first() is not None


def undispatched(connection: Connection, limit: int) -> list[Row[Any]]:
    """The oldest events nobody has looked at: id, type, at, and their case's process and department."""
    query = (
        select(outbox.c.id, outbox.c.type, outbox.c.at, cases.c.process, cases.c.department)
        .join(cases, cases.c.id == outbox.c.case_id)
        .where(outbox.c.dispatched_at.is_(None))
        .order_by(outbox.c.at, outbox.c.case_id, outbox.c.seq)
        .limit(limit)
        # SKIP LOCKED lets dispatchers pass each other; the case itself is left alone.
        .with_for_update(skip_locked=True, of=outbox)
    )
    return list(connection.execute(query))


def dispatched(connection: Connection, events: Collection[str], at: datetime) -> None:
    connection.execute(update(outbox).where(outbox.c.id.in_(events)).values(dispatched_at=at))


def add(connection: Connection, wanted: Sequence[tuple[str, str, datetime]], at: datetime) -> None:
    """Put (event, receiver, due) in line, each with its job, in this order."""
    if not wanted:
        return
    rows = [(_id(at, number), event, receiver, due) for number, (event, receiver, due) in enumerate(wanted)]
    connection.execute(
        insert(deliveries),
        [
            {
                "id": delivery,
                "event_id": event,
                "receiver_id": receiver,
                "status": "waiting",
                "created_at": at,
                "attempts": 0,
            }
            for delivery, event, receiver, _ in rows
        ],
    )
    connection.execute(insert(jobs), [_job(delivery, due) for delivery, _, _, due in rows])


def _id(at: datetime, number: int) -> str:
    """
    Ids that sort as the line stands.

    Jobs that are due at one moment go by their ids, and everything that waited
    for a receiver is due at the moment it is back.
    """
    return f"{int(at.timestamp() * 1_000_000):014x}{number:04x}{new_id()}"


def _job(delivery: str, due: datetime) -> dict[str, object]:
    return {
        "id": delivery,
        "kind": _KIND,
        "queue": "out",
        "payload": {},
        "due_at": due,
        "status": "ready",
        "attempts": 0,
        "fence": 0,
        "dedupe_key": f"{_KIND}:{delivery}",
    }


# ---- under way


def due_receivers(connection: Connection, now: datetime) -> list[str]:
    """Receivers with something due, whoever may be at it already; the longest waiting first."""
    query = (
        select(deliveries.c.receiver_id)
        .join(jobs, jobs.c.id == deliveries.c.id)
        .where(_OUT, jobs.c.status == "ready", jobs.c.due_at <= now)
        .group_by(deliveries.c.receiver_id)
        .order_by(func.min(jobs.c.due_at), deliveries.c.receiver_id)
    )
    return list(connection.execute(query).scalars())


def jobs_of(receiver: str) -> ColumnElement[bool]:
    """Which jobs are a receiver's deliveries."""
    waiting = select(deliveries.c.id).where(deliveries.c.receiver_id == receiver, deliveries.c.id == jobs.c.id)
    return _OUT & waiting.exists()


def get(connection: Connection, delivery: str) -> Row[Any] | None:
    """A delivery with its event and case."""
    query = (
        select(
            deliveries,
            outbox.c.type,
            outbox.c.at,
            outbox.c.data,
            outbox.c.case_id,
            cases.c.number,
            cases.c.process,
            cases.c.department,
        )
        .join(outbox, outbox.c.id == deliveries.c.event_id)
        .join(cases, cases.c.id == outbox.c.case_id)
        .where(deliveries.c.id == delivery)
    )
    return connection.execute(query).one_or_none()


def settle(connection: Connection, delivery: str, **values: object) -> bool:
    """Write what came of an attempt; False when the delivery has been swept."""
    return connection.execute(update(deliveries).where(deliveries.c.id == delivery).values(**values)).rowcount == 1


def bring_forward(connection: Connection, delivery: str, due: datetime) -> None:
    """Let a delivery be tried at a time, putting it in line if it is not."""
    moved = connection.execute(update(jobs).where(jobs.c.id == delivery).values(due_at=due))
    if moved.rowcount == 0:
        connection.execute(insert(jobs).values(_job(delivery, due)))


def hold_back(connection: Connection, receiver: str, until: datetime) -> None:
    """Let nothing to a receiver be due before a time."""
    free = jobs_of(receiver) & (jobs.c.due_at < until)
    # One that another worker holds is passed over: its holder moves it.
    chosen = select(jobs.c.id).where(free).with_for_update(skip_locked=True)
    connection.execute(update(jobs).where(jobs.c.id.in_(chosen)).values(due_at=until))


def let_go(connection: Connection, receiver: str, held: tuple[datetime, datetime], due: datetime) -> None:
    """Let what was held back until between two times be due; what has a later time of its own keeps it."""
    chosen = select(jobs.c.id).where(jobs_of(receiver), jobs.c.due_at.between(*held))
    chosen = chosen.with_for_update(skip_locked=True)
    connection.execute(update(jobs).where(jobs.c.id.in_(chosen)).values(due_at=due))


def fail_waiting(connection: Connection, receiver: str, problem: str, *, before: datetime | None = None) -> None:
    """Give up everything that waits for a receiver; with `before`, what has waited since before then."""
    waiting = (deliveries.c.receiver_id == receiver) & (deliveries.c.status == "waiting")
    if before is not None:
        waiting &= deliveries.c.created_at <= before
    connection.execute(delete(jobs).where(_OUT, jobs.c.id.in_(select(deliveries.c.id).where(waiting))))
    connection.execute(update(deliveries).where(waiting).values(status="failed", problem=problem))


# ---- looked at, and swept


def page(
    connection: Connection,
    *,
    receiver: str | None,
    status: str | None,
    before: tuple[datetime, str] | None,
    limit: int,
) -> list[Row[Any]]:
    """Deliveries newest first, with event, case, receiver and when they are tried next; `before` is the last row's."""
    first = _first(receiver, status, before, limit).subquery()
    query = (
        select(
            deliveries,
            outbox.c.type,
            outbox.c.at,
            outbox.c.case_id,
            cases.c.number,
            cases.c.department,
            receivers.c.name.label("receiver_name"),
            jobs.c.due_at.label("next_at"),
        )
        .join(first, first.c.id == deliveries.c.id)
        .join(outbox, outbox.c.id == deliveries.c.event_id)
        .join(cases, cases.c.id == outbox.c.case_id)
        .join(receivers, receivers.c.id == deliveries.c.receiver_id)
        .outerjoin(jobs, jobs.c.id == deliveries.c.id)
        .order_by(deliveries.c.created_at.desc(), deliveries.c.id.desc())
    )
    return list(connection.execute(query))


def _first(
    receiver: str | None, status: str | None, before: tuple[datetime, str] | None, limit: int
) -> Select[tuple[str]]:
    query = select(deliveries.c.id)
    if receiver is not None:
        query = query.where(deliveries.c.receiver_id == receiver)
    if status is not None:
        query = query.where(deliveries.c.status == status)
    if before is not None:
        query = query.where(tuple_(deliveries.c.created_at, deliveries.c.id) < tuple_(*before))
    return query.order_by(deliveries.c.created_at.desc(), deliveries.c.id.desc()).limit(limit)


def sweep(connection: Connection, before: datetime, limit: int) -> int:
    """Drop deliveries that are over and were put in line before a time; how many."""
    old = (
        select(deliveries.c.id)
        .where(deliveries.c.created_at < before, deliveries.c.status != "waiting")
        .order_by(deliveries.c.created_at, deliveries.c.id)
        .limit(limit)
        # One that somebody is sending again at this moment waits once more, and stays.
        .with_for_update(skip_locked=True)
    )
    return connection.execute(delete(deliveries).where(deliveries.c.id.in_(old))).rowcount
