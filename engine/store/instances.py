"""Instances: one run of one diagram, in its own row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from engine.errors import EngineBug
from engine.model import Json, State
from engine.store.tables import instances


@dataclass
class InstanceRecord:
    """
    An instance's row.

    `parent_element` is the call activity that started it.
    `waits` maps each open wait's id to its kind, so that a step touches the rows
    of only those waits that it opened or closed.
    """

    id: str
    case_id: str
    parent_id: str | None
    parent_wait: str | None
    parent_element: str | None
    process: str
    deployment: str
    status: str
    started_at: datetime
    ended_at: datetime | None
    version: int
    state: State | None
    variables: dict[str, Json]
    waits: dict[str, str]


_COLUMNS = [instances.c[name] for name in InstanceRecord.__dataclass_fields__]


def _record(row: Row[Any]) -> InstanceRecord:
    return InstanceRecord(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def get(connection: Connection, instance: str) -> InstanceRecord | None:
    row = connection.execute(select(*_COLUMNS).where(instances.c.id == instance)).one_or_none()
    return _record(row) if row else None


def child(connection: Connection, parent: str, wait: str) -> InstanceRecord | None:
    """The open child that a parent's call waits for."""
    query = select(*_COLUMNS).where(
        instances.c.parent_id == parent, instances.c.parent_wait == wait, instances.c.status == "open"
    )
    row = connection.execute(query).one_or_none()
    return _record(row) if row else None


def open_in(connection: Connection, case: str) -> list[InstanceRecord]:
    """The case's open instances, the oldest first."""
    query = (
        select(*_COLUMNS)
        .where(instances.c.case_id == case, instances.c.status == "open")
        .order_by(instances.c.started_at, instances.c.id)
    )
    return [_record(row) for row in connection.execute(query)]


def any_open(connection: Connection, case: str) -> bool:
    query = select(instances.c.id).where(instances.c.case_id == case, instances.c.status == "open").limit(1)
    return connection.execute(query).first() is not None


def add(connection: Connection, record: InstanceRecord) -> None:
    connection.execute(insert(instances).values(**vars(record)))


def save(connection: Connection, record: InstanceRecord) -> None:
    """Write an instance back under its version; the case's lock makes a mismatch impossible, so one is a bug."""
    statement = (
        update(instances)
        .where(instances.c.id == record.id, instances.c.version == record.version)
        .values(
            status=record.status,
            ended_at=record.ended_at,
            state=record.state,
            variables=record.variables,
            waits=record.waits,
            version=record.version + 1,
        )
    )
    if connection.execute(statement).rowcount != 1:
        raise EngineBug(f"instance {record.id} changed under the case's lock")
    record.version += 1
