"""Instances: one run of one diagram, in its own row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

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


_ROW = select(*[instances.c[name] for name in InstanceRecord.__dataclass_fields__])
_BY_ID = _ROW.where(instances.c.id == bindparam("instance"))
_CHILD = _ROW.where(
    instances.c.parent_id == bindparam("parent"),
    instances.c.parent_wait == bindparam("wait"),
    instances.c.status == "open",
)
_IN_CASE = (instances.c.case_id == bindparam("case"), instances.c.status == "open")
_OPEN = _ROW.where(*_IN_CASE).order_by(instances.c.started_at, instances.c.id)
_ANY_OPEN = select(instances.c.id).where(*_IN_CASE).limit(1)
_ADD = insert(instances)
_SAVE = update(instances).where(instances.c.id == bindparam("instance"), instances.c.version == bindparam("held"))


def _record(row: Row[*tuple[Any, ...]]) -> InstanceRecord:
    return InstanceRecord(*row)


def get(connection: Connection, instance: str) -> InstanceRecord | None:
    row = connection.execute(_BY_ID, {"instance": instance}).one_or_none()
    return _record(row) if row else None


def child(connection: Connection, parent: str, wait: str) -> InstanceRecord | None:
    """The open child that a parent's call waits for."""
    row = connection.execute(_CHILD, {"parent": parent, "wait": wait}).one_or_none()
    return _record(row) if row else None


def open_in(connection: Connection, case: str) -> list[InstanceRecord]:
    """The case's open instances, the oldest first."""
    return [_record(row) for row in connection.execute(_OPEN, {"case": case})]


def any_open(connection: Connection, case: str) -> bool:
    return connection.execute(_ANY_OPEN, {"case": case}).first() is not None


def add(connection: Connection, record: InstanceRecord) -> None:
    connection.execute(_ADD, vars(record))


def save(connection: Connection, record: InstanceRecord) -> None:
    """Write an instance back under its version; the case's lock makes a mismatch impossible, so one is a bug."""
    values = {
        "instance": record.id,
        "held": record.version,
        "status": record.status,
        "ended_at": record.ended_at,
        "state": record.state,
        "variables": record.variables,
        "waits": record.waits,
        "version": record.version + 1,
    }
    if connection.execute(_SAVE, values).rowcount != 1:
        raise EngineBug(f"instance {record.id} changed under the case's lock")
    record.version += 1
