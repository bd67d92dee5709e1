"""Messages from other systems, each kept once under its source and id."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.model import Json
from engine.store.tables import inbox


def add(
    connection: Connection, *, source: str, message: str, kind: str, data: dict[str, Json], received_at: datetime
) -> bool:
    """Keep a message; False when it was here already."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(inbox)
        .values(source=source, id=message, type=kind, data=data, received_at=received_at)
        .on_conflict_do_nothing(index_elements=[inbox.c.source, inbox.c.id])
        .returning(inbox.c.id)  # a row count is not told for every driver's insert
    )
    return connection.execute(statement).first() is not None


def get(connection: Connection, source: str, message: str) -> Row[Any]:
    return connection.execute(select(inbox).where(inbox.c.source == source, inbox.c.id == message)).one()


def handled(connection: Connection, source: str, message: str, at: datetime, case: str | None) -> None:
    """Done with: it went to a case, or a person put it away."""
    mine = (inbox.c.source == source) & (inbox.c.id == message)
    connection.execute(update(inbox).where(mine).values(handled_at=at, case_id=case))
