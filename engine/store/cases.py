"""Cases, their facts, and the lock that everything in a case is done under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.model import Json
from engine.store.database import LostRace
from engine.store.tables import cases, counters, fact_changes, fact_values, human_tasks


@dataclass
class CaseRecord:
    """A case's row. `facts` is the case file; change it only through the runtime."""

    id: str
    number: str
    process: str
    subject: str
    department: str
    status: str
    opened_at: datetime
    ended_at: datetime | None
    facts: dict[str, Json]
    facts_version: int
    history_seq: int


@dataclass(frozen=True)
class FactChange:
    """One fact's change: values before and after at a path."""

    path: str
    before: Json
    after: Json


_ROW = select(*[cases.c[name] for name in CaseRecord.__dataclass_fields__])
_BY_ID = _ROW.where(cases.c.id == bindparam("case"))
_LOCK = _BY_ID.with_for_update()
_LOCK_OF_TASK = _ROW.where(
    cases.c.id == select(human_tasks.c.case_id).where(human_tasks.c.id == bindparam("task")).scalar_subquery()
).with_for_update()
_SAVE = update(cases).where(cases.c.id == bindparam("case"))
_ADD_CHANGES = insert(fact_changes)
_ADD_VALUES = insert(fact_values)


class Opened(NamedTuple):
    """A case by its id, and when it was opened."""

    id: str
    opened_at: datetime


def _record(row: Row[*tuple[Any, ...]]) -> CaseRecord:
    return CaseRecord(*row)


def lock(connection: Connection, case: str) -> CaseRecord | None:
    """Take the case's lock until the transaction ends, and read its row. None when there is no such case."""
    row = connection.execute(_LOCK, {"case": case}).one_or_none()
    return _record(row) if row else None


def lock_of_task(connection: Connection, task: str) -> CaseRecord | None:
    """The same for the case of a human task. None when there is no such task."""
    row = connection.execute(_LOCK_OF_TASK, {"task": task}).one_or_none()
    return _record(row) if row else None


def get(connection: Connection, case: str) -> CaseRecord | None:
    """The case's row without its lock: for looking only."""
    row = connection.execute(_BY_ID, {"case": case}).one_or_none()
    return _record(row) if row else None


def by_key(connection: Connection, key: str) -> str | None:
    """The case that was opened under a key."""
    return connection.execute(select(cases.c.id).where(cases.c.open_key == key)).scalar_one_or_none()


def by_number(connection: Connection, number: str) -> str | None:
    """The case with a number."""
    return connection.execute(select(cases.c.id).where(cases.c.number == number)).scalar_one_or_none()


def opened_of(connection: Connection, process: str) -> list[Opened]:
    """The open cases of a library."""
    query = select(cases.c.id, cases.c.opened_at).where(cases.c.process == process, cases.c.status == "open")
    return [Opened(*row) for row in connection.execute(query.order_by(cases.c.id))]


def listed(
    connection: Connection, department: str | None, *, text: str, before: tuple[datetime, str] | None, limit: int
) -> list[CaseRecord]:
    """A department's cases, the newest first; `before` is the last row's (opened_at, id). None: every department."""
    query = _ROW
    if department is not None:
        query = query.where(cases.c.department == department)
    if text:
        query = query.where(cases.c.search.contains(text.casefold(), autoescape=True))
    if before:
        query = query.where(tuple_(cases.c.opened_at, cases.c.id) < tuple_(*before))
    query = query.order_by(cases.c.opened_at.desc(), cases.c.id.desc()).limit(limit)
    return [_record(row) for row in connection.execute(query)]


def next_number(connection: Connection, year: int) -> str:
    """The year's next case number, such as 2031-118. One row per year hands them out, so they have no gap."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    name = f"case-{year}"
    statement = (
        dialect.insert(counters)
        .values(name=name, value=1)
        .on_conflict_do_update(index_elements=[counters.c.name], set_={"value": counters.c.value + 1})
        .returning(counters.c.value)
    )
    return f"{year}-{connection.execute(statement).scalar_one()}"


def add(connection: Connection, case: CaseRecord, key: str | None) -> None:
    """Add a case. Raises LostRace when another transaction has opened one under the same key meanwhile."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {name: getattr(case, name) for name in CaseRecord.__dataclass_fields__}
    statement = (
        dialect.insert(cases)
        .values(**values, search=_search(case), open_key=key)
        .on_conflict_do_nothing(index_elements=[cases.c.open_key])
        .returning(cases.c.id)
    )
    if connection.execute(statement).first() is None:
        raise LostRace


def save(connection: Connection, case: CaseRecord, *, with_facts: bool) -> None:
    """Write the row back. The case file is left alone unless it changed: it is the large part."""
    values: dict[str, Any] = {
        "case": case.id,
        "status": case.status,
        "ended_at": case.ended_at,
        "history_seq": case.history_seq,
    }
    if with_facts:
        values |= {
            "facts": case.facts,
            "facts_version": case.facts_version,
            "subject": case.subject,
            "search": _search(case),
        }
    connection.execute(_SAVE, values)


def _search(case: CaseRecord) -> str:
    return f"{case.number} {case.subject}".casefold()


def add_fact_changes(
    connection: Connection, case: CaseRecord, changes: Sequence[FactChange], source: Mapping[str, Any]
) -> None:
    """Add one version's changes. `source` holds `at`, `by`, and where known `instance_id`, `element`, `task_id`."""
    at = {"case_id": case.id, "version": case.facts_version}
    connection.execute(_ADD_CHANGES, [{**at, "path": c.path, **source} for c in changes])
    connection.execute(_ADD_VALUES, [{**at, "path": c.path, "before": c.before, "after": c.after} for c in changes])


def changed_since(connection: Connection, case: str, version: int) -> set[str]:
    """The paths that changed after a version of the case file."""
    query = select(fact_changes.c.path).where(fact_changes.c.case_id == case, fact_changes.c.version > version)
    return set(connection.execute(query).scalars())
