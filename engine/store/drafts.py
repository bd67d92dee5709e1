"""What process owners have changed and not yet deployed, by library, file and owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import drafts


@dataclass(frozen=True)
class DraftRecord:
    """A draft's row; `base_hash` is the deployed file that it changes."""

    process: str
    path: str
    owner: str
    base_hash: str
    content: bytes
    saved_at: datetime


_COLUMNS = [drafts.c[name] for name in DraftRecord.__dataclass_fields__]
_KEY = [drafts.c.process, drafts.c.path, drafts.c.owner]


def _record(row: Row[Any]) -> DraftRecord:
    return DraftRecord(row.process, row.path, row.owner, row.base_hash, bytes(row.content), row.saved_at)


def get(connection: Connection, process: str, path: str, owner: str) -> DraftRecord | None:
    query = select(*_COLUMNS).where(drafts.c.process == process, drafts.c.path == path, drafts.c.owner == owner)
    row = connection.execute(query).one_or_none()
    return _record(row) if row else None


def of_owner(connection: Connection, process: str, owner: str) -> list[DraftRecord]:
    query = select(*_COLUMNS).where(drafts.c.process == process, drafts.c.owner == owner).order_by(drafts.c.path)
    return [_record(row) for row in connection.execute(query)]


def counts(connection: Connection, owner: str) -> dict[str, int]:
    """How many drafts an owner has in each library."""
    query = select(drafts.c.process, func.count().label("drafts")).where(drafts.c.owner == owner)
    return {row.process: row.drafts for row in connection.execute(query.group_by(drafts.c.process))}


def save(connection: Connection, record: DraftRecord) -> None:
    """Keep a draft in place of the owner's earlier one of the same file."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = vars(record)
    changed = {name: values[name] for name in ("base_hash", "content", "saved_at")}
    connection.execute(dialect.insert(drafts).values(**values).on_conflict_do_update(index_elements=_KEY, set_=changed))


def rebase(connection: Connection, process: str, path: str, owner: str, base_hash: str) -> bool:
    """Let a draft build on another deployed file from now on; False when there is no such draft."""
    statement = update(drafts).where(drafts.c.process == process, drafts.c.path == path, drafts.c.owner == owner)
    return connection.execute(statement.values(base_hash=base_hash)).rowcount == 1


def remove(connection: Connection, process: str, path: str, owner: str) -> None:
    connection.execute(
        delete(drafts).where(drafts.c.process == process, drafts.c.path == path, drafts.c.owner == owner)
    )


def remove_all(connection: Connection, process: str, owner: str) -> None:
    """Remove every draft that an owner has in a library."""
    connection.execute(delete(drafts).where(drafts.c.process == process, drafts.c.owner == owner))
