"""What instances listen for: messages, signals, and conditions over the case file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from engine.store.tables import instances, subscriptions


def add(connection: Connection, *, case: str, instance: str, wait: str, kind: str, name: str, element: str) -> None:
    connection.execute(
        insert(subscriptions).values(
            case_id=case, instance_id=instance, wait=wait, kind=kind, name=name, element=element
        )
    )


def remove(connection: Connection, instance: str, wait: str) -> None:
    mine = (subscriptions.c.instance_id == instance) & (subscriptions.c.wait == wait)
    connection.execute(delete(subscriptions).where(mine))


def listening(connection: Connection, case: str, kind: str, name: str) -> list[Row[Any]]:
    """Who in the case waits for a message or signal, the oldest instance first: instance_id, wait."""
    query = (
        select(subscriptions.c.instance_id, subscriptions.c.wait)
        .join(instances, instances.c.id == subscriptions.c.instance_id)
        .where(subscriptions.c.case_id == case, subscriptions.c.kind == kind, subscriptions.c.name == name)
        .order_by(instances.c.started_at, subscriptions.c.instance_id, subscriptions.c.wait)
    )
    return list(connection.execute(query))


def with_conditions(connection: Connection, case: str) -> list[str]:
    """The case's instances that wait for a condition."""
    query = (
        select(subscriptions.c.instance_id)
        .where(subscriptions.c.case_id == case, subscriptions.c.kind == "condition")
        .distinct()
        .order_by(subscriptions.c.instance_id)
    )
    return list(connection.execute(query).scalars())


def open_in(connection: Connection, case: str) -> list[Row[Any]]:
    query = select(subscriptions).where(subscriptions.c.case_id == case)
    return list(connection.execute(query.order_by(subscriptions.c.kind, subscriptions.c.element)))
