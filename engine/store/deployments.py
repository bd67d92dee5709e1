"""Deployed libraries: immutable files by content hash, and the versions that name them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import accounts, cases, counters, deployment_files, deployments, files, instances
from engine.views.studio import Version


@dataclass(frozen=True)
class DeploymentRecord:
    """A deployment's row, without its files. `approved_by` is the second person, where one was needed."""

    id: str
    process: str
    version: int
    content_hash: str
    deployed_at: datetime
    deployed_by: str
    note: str
    approved_by: str | None = None


_COLUMNS = [deployments.c[name] for name in DeploymentRecord.__dataclass_fields__]


def file_hash(data: bytes) -> str:
    """What a deployed file is known by."""
    return hashlib.sha256(data).hexdigest()


_NEWEST = (
    select(*_COLUMNS).where(deployments.c.process == bindparam("asked")).order_by(deployments.c.version.desc()).limit(1)
)


def _record(row: Row[Any]) -> DeploymentRecord:
    return DeploymentRecord(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def lock(connection: Connection, process: str) -> None:
    """Let deployments of one library take turns until the transaction ends: a version number is given out once."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    turn = dialect.insert(counters).values(name=f"deployment-{process}", value=0)
    same = {"value": counters.c.value}
    connection.execute(turn.on_conflict_do_update(index_elements=[counters.c.name], set_=same))


def hold(connection: Connection, process: str) -> None:
    """Keep a library's running version as it is until the transaction ends; any number may do so at once."""
    connection.execute(
        select(counters.c.value).where(counters.c.name == f"deployment-{process}").with_for_update(read=True)
    )


def newest(connection: Connection, process: str) -> DeploymentRecord | None:
    row = connection.execute(_NEWEST, {"asked": process}).one_or_none()
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


def was_deployed(connection: Connection, process: str, content_hash: str) -> bool:
    """Whether any version of a library had this content."""
    same = (deployments.c.process == process) & (deployments.c.content_hash == content_hash)
    return connection.execute(select(deployments.c.id).where(same).limit(1)).first() is not None


def every(connection: Connection) -> list[DeploymentRecord]:
    query = select(*_COLUMNS).order_by(deployments.c.process, deployments.c.version)
    return [_record(row) for row in connection.execute(query)]


def versions(connection: Connection, process: str) -> list[Version]:
    """A library's versions, newest first, with the names of those who have accounts and the open instances on each."""
    deployer, approver = accounts.alias(), accounts.alias()
    running = select(func.count()).where(instances.c.deployment == deployments.c.id, instances.c.status == "open")
    query = (
        select(
            deployments.c.version.label("number"),
            deployments.c.deployed_at.label("at"),
            func.coalesce(deployer.c.name, deployments.c.deployed_by).label("by"),
            deployments.c.note,
            func.coalesce(approver.c.name, deployments.c.approved_by).label("approved_by"),
            deployments.c.content_hash,
            running.scalar_subquery().label("running"),
        )
        .outerjoin(deployer, deployer.c.username == deployments.c.deployed_by)
        .outerjoin(approver, approver.c.username == deployments.c.approved_by)
        .where(deployments.c.process == process)
        .order_by(deployments.c.version.desc())
    )
    return [Version(**row._mapping) for row in connection.execute(query)]  # noqa: SLF001 - SQLAlchemy's public name


def open_cases(connection: Connection) -> dict[str, int]:
    """How many open cases each library has."""
    query = select(cases.c.process, func.count().label("cases")).where(cases.c.status == "open")
    return {row.process: row.cases for row in connection.execute(query.group_by(cases.c.process))}


def of_version(connection: Connection, process: str, version: int) -> str | None:
    """The id of a library's version; None when there is none of that number."""
    query = select(deployments.c.id).where(deployments.c.process == process, deployments.c.version == version)
    return connection.execute(query).scalar_one_or_none()


def hashes_of_file(connection: Connection, process: str, path: str) -> list[tuple[int, str | None]]:
    """What a file was in each version of a library, oldest first: version number and hash, None where it is missing."""
    query = (
        select(deployments.c.version, deployment_files.c.hash)
        .outerjoin(
            deployment_files,
            (deployment_files.c.deployment == deployments.c.id) & (deployment_files.c.path == path),
        )
        .where(deployments.c.process == process)
        .order_by(deployments.c.version)
    )
    return [(row.version, row.hash) for row in connection.execute(query)]


def content(connection: Connection, digest: str) -> bytes | None:
    """A deployed file by the hash of its content."""
    found = connection.execute(select(files.c.content).where(files.c.hash == digest)).scalar_one_or_none()
    return None if found is None else bytes(found)


def files_of(connection: Connection, deployment: str) -> dict[str, bytes]:
    """A deployment's files by path."""
    query = (
        select(deployment_files.c.path, files.c.content)
        .join(files, files.c.hash == deployment_files.c.hash)
        .where(deployment_files.c.deployment == deployment)
    )
    return {row.path: bytes(row.content) for row in connection.execute(query)}


def add(connection: Connection, record: DeploymentRecord, library: Mapping[str, bytes]) -> None:
    """Add a version with its files by path. Files that are here already are shared, never written again."""
    connection.execute(insert(deployments).values(**vars(record)))
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    hashes = {path: file_hash(data) for path, data in library.items()}
    for path in sorted(library, key=lambda p: hashes[p]):  # one order for all, so that two deployments cannot deadlock
        connection.execute(
            dialect.insert(files).values(hash=hashes[path], content=library[path]).on_conflict_do_nothing()
        )
    connection.execute(
        insert(deployment_files),
        [{"deployment": record.id, "path": path, "hash": digest} for path, digest in hashes.items()],
    )
