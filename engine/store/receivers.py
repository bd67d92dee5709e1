"""The systems that hear of events, and how each of them is doing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from engine.store.ids import new_id
from engine.store.tables import deliveries, receivers


@dataclass(frozen=True)
class ReceiverRecord:
    """A receiver as stored; `secret` signs what is sent to it."""

    id: str
    name: str
    url: str
    types: tuple[str, ...]
    department: str | None
    secret: str = field(repr=False)
    created_at: datetime
    disabled_at: datetime | None
    disabled_reason: str | None
    paused_until: datetime | None
    failures: int

    def wants(self, type_: str, department: str, at: datetime) -> bool:
        """Whether it hears of an event: of its types and department, and not of what happened before its time."""
        of_type = not self.types or type_ in self.types
        return of_type and self.department in (None, department) and at >= self.created_at


_COLUMNS = [receivers.c[name] for name in ReceiverRecord.__dataclass_fields__]


def _record(row: tuple[object, ...]) -> ReceiverRecord:
    named = dict(zip(ReceiverRecord.__dataclass_fields__, row, strict=True))
    return ReceiverRecord(**{**named, "types": tuple(named["types"])})  # type: ignore[arg-type]  # columns of these types


def add(
    connection: Connection,
    *,
    name: str,
    url: str,
    types: tuple[str, ...],
    department: str | None,
    secret: str,
    at: datetime,
) -> str:
    """The new receiver's id."""
    receiver = new_id()
    connection.execute(
        insert(receivers).values(
            id=receiver,
            name=name,
            url=url,
            types=list(types),
            department=department,
            secret=secret,
            created_at=at,
            failures=0,
        )
    )
    return receiver


def every(connection: Connection) -> list[ReceiverRecord]:
    """All of them, by name."""
    return [_record(tuple(row)) for row in connection.execute(select(*_COLUMNS).order_by(receivers.c.name))]


def enabled(connection: Connection) -> list[ReceiverRecord]:
    """
    Those that events are written for.

    Read for share: one that is switched off or removed meanwhile waits for
    what is being written for it, and then takes that along.
    """
    query = select(*_COLUMNS).where(receivers.c.disabled_at.is_(None)).order_by(receivers.c.id)
    return [_record(tuple(row)) for row in connection.execute(query.with_for_update(read=True))]


def named(connection: Connection, name: str) -> ReceiverRecord | None:
    row = connection.execute(select(*_COLUMNS).where(receivers.c.name == name)).one_or_none()
    return _record(tuple(row)) if row else None


def lock(connection: Connection, receiver: str) -> ReceiverRecord | None:
    """Take a receiver's row before its deliveries and their jobs: the order everybody takes these locks in."""
    row = connection.execute(select(*_COLUMNS).where(receivers.c.id == receiver).with_for_update()).one_or_none()
    return _record(tuple(row)) if row else None


def change(connection: Connection, receiver: str, **values: object) -> None:
    connection.execute(update(receivers).where(receivers.c.id == receiver).values(**values))


def remove(connection: Connection, receiver: str) -> None:
    """Remove a receiver with what is left of its deliveries; none of them may wait."""
    connection.execute(delete(deliveries).where(deliveries.c.receiver_id == receiver))
    connection.execute(delete(receivers).where(receivers.c.id == receiver))
