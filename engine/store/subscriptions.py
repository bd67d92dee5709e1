"""What instances listen for: messages, signals, and conditions over the case file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select

from engine.store.tables import instances, subscriptions

_IN_CASE = subscriptions.c.case_id == bindparam("case")
_ADD = insert(subscriptions)
_REMOVE = delete(subscriptions).where(
    subscriptions.c.instance_id == bindparam("instance"), subscriptions.c.wait == bindparam("at")
)
_LISTENING = (
    select(subscriptions.c.instance_id, subscriptions.c.wait)
    .join(instances, instances.c.id == subscriptions.c.instance_id)
    .where(_IN_CASE, subscriptions.c.kind == bindparam("what"), subscriptions.c.name == bindparam("called"))
    .order_by(instances.c.started_at, subscriptions.c.instance_id, subscriptions.c.wait)
)
_WITH_CONDITIONS = (
    select(subscriptions.c.instance_id)
    .where(_IN_CASE, subscriptions.c.kind == "condition")
    .distinct()
    .order_by(subscriptions.c.instance_id)
)
_OPEN = select(subscriptions).where(_IN_CASE).order_by(subscriptions.c.kind, subscriptions.c.element)


def add(connection: Connection, *, case: str, instance: str, wait: str, kind: str, name: str, element: str) -> None:
    values = {"case_id": case, "instance_id": instance, "wait": wait, "kind": kind, "name": name, "element": element}
    connection.execute(_ADD, values)


def remove(connection: Connection, instance: str, wait: str) -> None:
    connection.execute(_REMOVE, {"instance": instance, "at": wait})


def listening(connection: Connection, case: str, kind: str, name: str) -> list[Row[Any]]:
    """Who in the case waits for a message or signal, the oldest instance first: instance_id, wait."""
    return list(connection.execute(_LISTENING, {"case": case, "what": kind, "called": name}))


def with_conditions(connection: Connection, case: str) -> list[str]:
    """The case's instances that wait for a condition."""
    return list(connection.execute(_WITH_CONDITIONS, {"case": case}).scalars())


def open_in(connection: Connection, case: str) -> list[Row[Any]]:
    return list(connection.execute(_OPEN, {"case": case}))
