"""Deploying a process library: all of it, checked, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine import crashpoints
from engine.clock import local_date
from engine.definitions.library import Library
from engine.runtime.definitions import Definitions
from engine.store import deployments
from engine.store.database import Connection
from engine.store.deployments import DeploymentRecord
from engine.store.ids import new_id
from engine.views import Deployed


def deploy(
    connection: Connection,
    definitions: Definitions,
    library: Library,
    files: Mapping[str, bytes],
    now: datetime,
    *,
    by: str,
    note: str,
) -> Deployed:
    """Make a checked library the running version of its process. The same content again changes nothing."""
    process = library.manifest.key
    deployments.lock(connection, process)
    newest = deployments.newest(connection, process)
    if newest and newest.content_hash == library.content_hash:
        return deployed(newest, new=False)
    record = DeploymentRecord(
        id=new_id(),
        process=process,
        version=newest.version + 1 if newest else 1,
        content_hash=library.content_hash,
        deployed_at=now,
        deployed_by=by,
        note=note,
    )
    deployments.add(connection, record, files)
    definitions.remember(record.id, library)
    crashpoints.reached("deployment_stored")
    return deployed(record, new=True)


def deployed(record: DeploymentRecord, *, new: bool) -> Deployed:
    return Deployed(record.process, record.version, new, record.content_hash, local_date(record.deployed_at))
