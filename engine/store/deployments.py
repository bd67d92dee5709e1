"""Deployed libraries: immutable files by content hash, and the versions that name them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import counters, deployment_files, deployments, files


@dataclass(frozen=True)
class DeploymentRecord:
    """A deployment's row, without its files."""

    id: str
    process: str
    version: int
    content_hash: str
    deployed_at: datetime
    deployed_by: str
    note: str


_COLUMNS = [deployments.c[name] for name in DeploymentRecord.__dataclass_fields__]


def _record(row: Row[Any]) -> DeploymentRecord:
    return DeploymentRecord(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def lock(connection: Connection, process: str) -> None:
    """Let deployments of one library take turns until the transaction ends: a version number is given out once."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    turn = dialect.insert(counters).values(name=f"deployment-{process}", value=0)
    same = {"value": counters.c.value}
    connection.execute(turn.on_conflict_do_update(index_elements=[counters.c.name], set_=same))


def newest(connection: Connection, process: str) -> DeploymentRecord | None:
    query = select(*_COLUMNS).where(deployments.c.process == process).order_by(deployments.c.version.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return _record(row) if row else None


def newest_of_each(connection: Connection) -> list[DeploymentRecord]:
    last = (
        select(deployments.c.process, func.max(deployments.c.version).label("version"))
        .group_by(deployments.c.process)
        .subquery()
    )
    query = select(*_COLUMNS).join(
        last, (last.c.process == deployments.c.process) & (last.c.version == deployments.c.version)
    )
    return [_record(row) for row in connection.execute(query.order_by(deployments.c.process))]


def every(connection: Connection) -> list[DeploymentRecord]:
    query = select(*_COLUMNS).order_by(deployments.c.process, deployments.c.version)
    return [_record(row) for row in connection.execute(query)]


def files_of(connection: Connection, deployment: str) -> dict[str, bytes]:
    """A deployment's files by path."""
    query = (
        select(deployment_files.c.path, files.c.content)
        .join(files, files.c.hash == deployment_files.c.hash)
        .where(deployment_files.c.deployment == deployment)
    )
    return {row.path: bytes(row.content) for row in connection.execute(query)}


def add(connection: Connection, record: DeploymentRecord, content: Mapping[str, bytes]) -> None:
    """Add a version with its files by path. Files that are here already are shared, never written again."""
    connection.execute(insert(deployments).values(**vars(record)))
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in content.items()}
    for path in sorted(content, key=lambda p: hashes[p]):  # one order for all, so that two deployments cannot deadlock
        connection.execute(
            dialect.insert(files).values(hash=hashes[path], content=content[path]).on_conflict_do_nothing()
        )
    connection.execute(
        insert(deployment_files),
        [{"deployment": record.id, "path": path, "hash": digest} for path, digest in hashes.items()],
    )
