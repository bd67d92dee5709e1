"""Runs that move instances to another version of their diagram, and what became of each instance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, case, delete, func, insert, select, update

from engine.model import Json
from engine.store.cases import CaseRecord
from engine.store.ids import new_id
from engine.store.instances import InstanceRecord
from engine.store.tables import (
    accounts,
    cases,
    deployments,
    human_tasks,
    incidents,
    instances,
    jobs,
    moved_instances,
    moves,
    subscriptions,
)

ItemStatus: TypeAlias = Literal["waiting", "moved", "kept", "back", "undone"]
PENDING: tuple[ItemStatus, ...] = ("waiting", "back")


@dataclass(frozen=True)
class MoveRecord:
    """A run's row."""

    id: str
    library: str
    process: str
    deployment: str
    mapping: dict[str, str]
    stopped: bool
    started_at: datetime
    started_by: str


@dataclass(frozen=True)
class Item:
    """One instance of a run."""

    instance_id: str
    status: ItemStatus
    instance_version: int | None
    before: dict[str, Json] | None


_MOVE = select(*[moves.c[name] for name in MoveRecord.__dataclass_fields__])


# ---- runs


def add(connection: Connection, record: MoveRecord, members: Sequence[Row[Any]]) -> None:
    """A new run with its instances, rows of (id, case_id), all waiting."""
    connection.execute(insert(moves).values(**vars(record)))
    rows = [
        {"move_id": record.id, "instance_id": each.id, "case_id": each.case_id, "status": "waiting", "reasons": []}
        for each in members
    ]
    connection.execute(insert(moved_instances), rows)


def get(connection: Connection, move: str) -> MoveRecord | None:
    row = connection.execute(_MOVE.where(moves.c.id == move)).one_or_none()
    return MoveRecord(*row) if row else None


def of_library(connection: Connection, library: str) -> list[Row[Any]]:
    """A library's runs, newest first, each with its version's number and the name of who started it."""
    query = (
        select(moves, deployments.c.version, func.coalesce(accounts.c.name, moves.c.started_by).label("by_name"))
        .join(deployments, deployments.c.id == moves.c.deployment)
        .outerjoin(accounts, accounts.c.username == moves.c.started_by)
        .where(moves.c.library == library)
    )
    return list(connection.execute(query.order_by(moves.c.started_at.desc(), moves.c.id)))


def unfinished(connection: Connection, library: str, process: str) -> str | None:
    """The run of a diagram that still has instances to move or to take back."""
    query = (
        select(moves.c.id)
        .join(moved_instances, moved_instances.c.move_id == moves.c.id)
        .where(moves.c.library == library, moves.c.process == process, moved_instances.c.status.in_(PENDING))
    )
    return connection.execute(query.limit(1)).scalar_one_or_none()


def set_stopped(connection: Connection, move: str, *, stopped: bool) -> None:
    connection.execute(update(moves).where(moves.c.id == move).values(stopped=stopped))


# ---- their instances


def counts(connection: Connection, move: str) -> dict[str, int]:
    """How many of a run's instances have each status."""
    query = select(moved_instances.c.status, func.count().label("n")).where(moved_instances.c.move_id == move)
    return {row.status: row.n for row in connection.execute(query.group_by(moved_instances.c.status))}


def items(connection: Connection, move: str, case_id: str) -> list[Item]:
    """A run's instances in one case that wait for something, in a steady order."""
    query = (
        select(*[moved_instances.c[name] for name in Item.__dataclass_fields__])
        .where(moved_instances.c.move_id == move, moved_instances.c.case_id == case_id)
        .where(moved_instances.c.status.in_(PENDING))
        .order_by(moved_instances.c.instance_id)
    )
    return [Item(*row) for row in connection.execute(query)]


def shown(connection: Connection, move: str, department: str | None) -> list[Row[Any]]:
    """A run's instances of one department's cases, or of every one: status, reasons, at, case_id, number."""
    query = (
        select(
            moved_instances.c.instance_id,
            moved_instances.c.status,
            moved_instances.c.reasons,
            moved_instances.c.at,
            moved_instances.c.case_id,
            cases.c.number,
        )
        .join(cases, cases.c.id == moved_instances.c.case_id)
        .where(moved_instances.c.move_id == move)
    )
    if department is not None:
        query = query.where(cases.c.department == department)
    return list(connection.execute(query.order_by(cases.c.number, moved_instances.c.instance_id)))


def settle(connection: Connection, move: str, instance: str, **values: object) -> None:
    """What became of an instance."""
    mine = (moved_instances.c.move_id == move, moved_instances.c.instance_id == instance)
    connection.execute(update(moved_instances).where(*mine).values(**values))


def ask_back(connection: Connection, move: str, instance: str | None) -> int:
    """Mark what was moved to be taken back: one instance, or all; how many."""
    mine = [moved_instances.c.move_id == move, moved_instances.c.status == "moved"]
    if instance is not None:
        mine.append(moved_instances.c.instance_id == instance)
    return connection.execute(update(moved_instances).where(*mine).values(status="back", reasons=[])).rowcount


def forget_waiting(connection: Connection, move: str) -> None:
    """A run that is taken back moves nothing more."""
    mine = (moved_instances.c.move_id == move, moved_instances.c.status == "waiting")
    connection.execute(
        update(moved_instances).where(*mine).values(status="kept", reasons=["Flytningen blev standset."])
    )


# ---- their jobs


def add_jobs(connection: Connection, move: str, now: datetime) -> None:
    """One job for each case in which something waits, but for those that have theirs."""
    keys = set(connection.execute(select(jobs.c.dedupe_key).where(jobs.c.dedupe_key.like(f"move:{move}:%"))).scalars())
    query = select(moved_instances.c.case_id).where(
        moved_instances.c.move_id == move, moved_instances.c.status.in_(PENDING)
    )
    rows = [
        {
            "id": new_id(),
            "kind": "move",
            "queue": "move",
            "case_id": waiting,
            "payload": {"move": move},
            "due_at": now,
            "status": "ready",
            "attempts": 0,
            "fence": 0,
            "dedupe_key": f"move:{move}:{waiting}",
        }
        for waiting in connection.execute(query.distinct().order_by(moved_instances.c.case_id)).scalars()
        if f"move:{move}:{waiting}" not in keys
    ]
    if rows:
        connection.execute(insert(jobs), rows)


def drop_jobs(connection: Connection, move: str) -> list[str]:
    """Take a run's jobs back; the ids of those that were left to an incident."""
    gone = delete(jobs).where(jobs.c.dedupe_key.like(f"move:{move}:%")).returning(jobs.c.id, jobs.c.status)
    return [job for job, status in connection.execute(gone) if status == "stuck"]


# ---- what is to be moved


def running(
    connection: Connection, library: str, process: str, target: str
) -> Iterator[tuple[InstanceRecord, CaseRecord]]:
    """Every open instance of a diagram that is on another version of its library than the target, with its case."""
    of_instance = [instances.c[name] for name in InstanceRecord.__dataclass_fields__]
    of_case = [cases.c[name] for name in CaseRecord.__dataclass_fields__]
    query = (
        select(*of_instance, *of_case)
        .join(cases, cases.c.id == instances.c.case_id)
        .where(*_elsewhere(library, process, target))
        .order_by(cases.c.number, instances.c.id)
    )
    for row in connection.execute(query):
        yield InstanceRecord(*row[: len(of_instance)]), CaseRecord(*row[len(of_instance) :])


def members(connection: Connection, library: str, process: str, target: str) -> list[Row[Any]]:
    """The same instances as (id, case_id)."""
    query = select(instances.c.id, instances.c.case_id).where(*_elsewhere(library, process, target))
    return list(connection.execute(query))


def sources(connection: Connection, library: str, process: str, target: str) -> list[str]:
    """The deployments that those run on."""
    query = select(instances.c.deployment).where(*_elsewhere(library, process, target)).distinct()
    return list(connection.execute(query).scalars())


def _elsewhere(library: str, process: str, target: str) -> tuple[Any, ...]:
    versions = select(deployments.c.id).where(deployments.c.process == library)
    return (
        instances.c.status == "open",
        instances.c.process == process,
        instances.c.deployment.in_(versions),
        instances.c.deployment != target,
    )


def running_by_process(connection: Connection, library: str) -> dict[str, dict[int, int]]:
    """How many open instances each diagram of a library has on each version."""
    query = (
        select(instances.c.process, deployments.c.version, func.count().label("n"))
        .join(deployments, deployments.c.id == instances.c.deployment)
        .where(deployments.c.process == library, instances.c.status == "open")
        .group_by(instances.c.process, deployments.c.version)
    )
    found: dict[str, dict[int, int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.process, {})[row.version] = row.n
    return found


# ---- the rows of one instance


def pin(connection: Connection, instance: str, deployment: str) -> None:
    """Let an instance run on another deployment."""
    connection.execute(update(instances).where(instances.c.id == instance).values(deployment=deployment))


def rename(connection: Connection, instance: str, names: Mapping[str, str]) -> None:
    """Call elements by their new ids wherever an instance's open work and its children name them; all at once."""
    if not names:
        return
    jobs_of = jobs.c.instance_id == instance
    unresolved = (incidents.c.instance_id == instance, incidents.c.resolved_at.is_(None))
    for column, mine in (
        (jobs.c.element, (jobs_of,)),
        (incidents.c.element, unresolved),
        (subscriptions.c.element, (subscriptions.c.instance_id == instance,)),
        (instances.c.parent_element, (instances.c.parent_id == instance,)),
        (human_tasks.c.element, (human_tasks.c.instance_id == instance, human_tasks.c.status == "open")),
    ):
        to = case(dict(names), value=column, else_=column)
        connection.execute(update(column.table).where(*mine, column.in_(names)).values({column: to}))


def listen_for(connection: Connection, instance: str, wait: str, name: str) -> None:
    """Let a subscription that lives on listen for what its element is called now."""
    mine = (subscriptions.c.instance_id == instance, subscriptions.c.wait == wait)
    connection.execute(update(subscriptions).where(*mine).values(name=name))
