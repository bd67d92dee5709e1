"""The past of a case: history lines and the events that leave beside them. Only added to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from engine.model import Json
from engine.store.ids import new_id
from engine.store.tables import accounts, history, outbox


@dataclass(frozen=True)
class HistoryLine:
    """One line. `seq` counts within the case without a gap."""

    seq: int
    at: datetime
    kind: str
    instance_id: str | None
    process: str
    element: str
    name: str
    by: str
    data: dict[str, Json]


@dataclass(frozen=True)
class OutboxEvent:
    """An event for other systems; `seq` is the history line it stands beside."""

    seq: int
    type: str
    at: datetime
    data: dict[str, Json]


_ADD = insert(history)
_ADD_EVENTS = insert(outbox)


def add(connection: Connection, case: str, lines: Sequence[HistoryLine]) -> None:
    if lines:
        connection.execute(_ADD, [{"case_id": case, **vars(line)} for line in lines])


def add_events(connection: Connection, case: str, events: Sequence[OutboxEvent]) -> None:
    if events:
        connection.execute(_ADD_EVENTS, [{"id": new_id(), "case_id": case, **vars(event)} for event in events])


def page(
    connection: Connection, case: str, *, before: int | None, limit: int, without: Sequence[str]
) -> list[Row[Any]]:
    """Lines newest first, with `by_name` where the writer has an account; `before` is the last line's seq."""
    query = (
        select(history, func.coalesce(accounts.c.name, history.c.by).label("by_name"))
        .select_from(history.outerjoin(accounts, accounts.c.username == history.c.by))
        .where(history.c.case_id == case, history.c.kind.not_in(without))
    )
    if before is not None:
        query = query.where(history.c.seq < before)
    return list(connection.execute(query.order_by(history.c.seq.desc()).limit(limit)))


def events_of(connection: Connection, case: str) -> list[Row[Any]]:
    """A case's events in their order."""
    return list(connection.execute(select(outbox).where(outbox.c.case_id == case).order_by(outbox.c.seq, outbox.c.id)))
