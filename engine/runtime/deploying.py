"""Deploying a process library: all of it, checked, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine import crashpoints
from engine.clock import local_date
from engine.commands import SYSTEM
from engine.definitions.bundle import CASE_SCHEMA, HARD_STOPS
from engine.definitions.library import Library
from engine.definitions.narrowing import narrowed
from engine.errors import Finding, InvalidDefinition, WrongState
from engine.runtime import starts
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
    approved_by: str | None = None,
) -> Deployed:
    """
    Make a checked library the running version of its process. The same content again changes nothing.

    Raises InvalidDefinition when its case file lets through less than the
    running version's, and when a hard stop goes or changes without a second
    person's approval.
    """
    process = library.manifest.key
    approved_by = (approved_by or "").strip() or None
    deployments.lock(connection, process)
    newest = deployments.newest(connection, process)
    if newest and newest.content_hash == library.content_hash:
        return deployed(newest, new=False)
    if newest:
        running = definitions.get(connection, newest.id).library
        _require_growth(running, library)
        _require_approval(running, library, by, approved_by)
    record = DeploymentRecord(
        id=new_id(),
        process=process,
        version=newest.version + 1 if newest else 1,
        content_hash=library.content_hash,
        deployed_at=now,
        deployed_by=by,
        note=note,
        approved_by=approved_by,
    )
    deployments.add(connection, record, files)
    starts.rearm(connection, library, now)
    definitions.remember(record.id, library)
    crashpoints.reached("deployment_stored")
    return deployed(record, new=True)


def deploy_folder(
    connection: Connection,
    definitions: Definitions,
    library: Library,
    files: Mapping[str, bytes],
    now: datetime,
    *,
    by: str,
    note: str,
    approved_by: str | None,
    replaces: int | None,
    again: bool,
) -> Deployed:
    """
    The same for files out of a folder, which know nothing of what is done in the studio.

    Without `again`, content that any earlier version had changes nothing. Raises
    WrongState when it would take the place of another person's version unasked.
    """
    process = library.manifest.key
    deployments.lock(connection, process)
    newest = deployments.newest(connection, process)
    if newest and not again and deployments.was_deployed(connection, process, library.content_hash):
        return deployed(newest, new=False)
    _require_own(newest, library.content_hash, by=by, replaces=replaces)
    return deploy(connection, definitions, library, files, now, by=by, note=note, approved_by=approved_by)


def _require_own(newest: DeploymentRecord | None, content_hash: str, *, by: str, replaces: int | None) -> None:
    """
    Files from a folder may not silently take the place of what somebody else put to use.

    Whoever deploys knows their own versions and the system's; another's must
    be named by number in `replaces`. Raises WrongState.
    """
    if newest is None or newest.content_hash == content_hash or newest.deployed_by in {by, SYSTEM.id}:
        return
    if newest.version != replaces:
        note = f" (»{newest.note}«)" if newest.note else ""
        raise WrongState(
            f"Intet er udrullet: version {newest.version} blev udrullet af »{newest.deployed_by}« den "
            f"{local_date(newest.deployed_at):%d-%m-%Y}{note}, og filerne er en anden udgave. Hent de ændrede filer i "
            "studiet, og læg dem sammen med dine. Skal dine filer træde i stedet, så skriv "
            f"»--replaces {newest.version}«."
        )


def _require_growth(running: Library, library: Library) -> None:
    findings = [
        Finding(CASE_SCHEMA, 0, path, "case-schema-narrowed", f"Sagens oplysning »{path or 'sagen'}« {problem}")
        for path, problem in narrowed(running.schema.schema, library.schema.schema)
    ]
    if findings:
        raise InvalidDefinition(findings)


def _require_approval(running: Library, library: Library, by: str, approved_by: str | None) -> None:
    """What the law forbids is not made possible by one person alone."""
    if approved_by and approved_by.casefold() != by.strip().casefold():
        return
    conditions = {stop.id: " ".join(stop.forbidden.text.split()) for stop in library.hard_stops}
    findings = []
    for stop in running.hard_stops:
        if stop.id in conditions and conditions[stop.id] == " ".join(stop.forbidden.text.split()):
            continue
        done = "har fået en anden betingelse" if stop.id in conditions else "er fjernet"
        message = (
            f"Det hårde stop »{stop.id} {stop.name}« {done}. Det kræver, at en anden end »{by}« godkender det: "
            "angiv hvem (»--approved-by NAVN« på kommandolinjen), eller behold stoppet, som det er."
        )
        findings.append(Finding(HARD_STOPS, 0, stop.id, "hard-stop-approval", message))
    if findings:
        raise InvalidDefinition(findings)


def deployed(record: DeploymentRecord, *, new: bool) -> Deployed:
    return Deployed(record.process, record.version, new, record.content_hash, local_date(record.deployed_at))
