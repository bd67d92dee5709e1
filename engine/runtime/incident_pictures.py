"""The pictures of what stuck: the lists, and one incident with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from engine.commands import Viewer
from engine.errors import EngineBug, NotFound
from engine.model import Json
from engine.runtime import correctable, corrections, incidents
from engine.runtime.correctable import Slot
from engine.runtime.definitions import Definitions
from engine.runtime.work import CaseWork, may_see
from engine.store import cases, inbox
from engine.store import incidents as rows
from engine.store.database import Connection, Row
from engine.views import IncidentRow, KeptMessage
from engine.views.incidents import IncidentView

LISTED = 200  # more than anybody reads; the oldest are first, and the rest come up as those are mended


def listed(connection: Connection, definitions: Definitions, viewer: Viewer) -> list[IncidentRow]:
    """What is stuck in the viewer's department, the oldest first; to process owners also what belongs to no case."""
    without_case = incidents.sees_without_case(viewer)
    found = rows.listed(connection, department=viewer.department, without_case=without_case, limit=LISTED)
    return [_row(connection, definitions, row) for row in found]


def of_case(work: CaseWork) -> list[IncidentRow]:
    """What is stuck in one case, the oldest first."""
    return [_row(work.connection, work.definitions, row) for row in rows.of_case(work.connection, work.case.id)]


def one(connection: Connection, definitions: Definitions, viewer: Viewer, incident: str, now: datetime) -> IncidentView:
    """An incident, resolved or not, with what may be corrected. Raises NotFound or NotAllowed."""
    row = find(connection, viewer, incident)
    work = work_on(connection, definitions, viewer, row, now)
    found = corrections.of_incident(work, row) if work and row.resolved_at is None else corrections.NOTHING
    outcome = _outcome(row)
    return IncidentView(
        row=_row(connection, definitions, row),
        about=incidents.about(row.job_kind) if row.job_kind or not row.job_id else "wait",
        status=_status(row.resolution) if row.resolved_at else "open",
        resolved_at=row.resolved_at,
        resolved_by_name=row.resolved_by_name,
        reason=row.reason,
        outcome=outcome,
        again=rows.after(connection, row.job_id, row.resolved_at) if outcome == "stuck_again" else None,
        may_close_case=work is not None and work.case.status == "open",
        variables=correctable.fields(found.variables, now),
        facts=correctable.fields(found.facts, now),
        other_facts=correctable.fields(found.other_facts, now),
        facts_version=work.case.facts_version if work else 0,
        instance_version=found.instance.version if found.instance else None,
        content=list(_content(connection, row)),
    )


def correctable_now(
    connection: Connection, definitions: Definitions, viewer: Viewer, incident: str, now: datetime
) -> list[Slot]:
    """What may be corrected about an incident. Raises as `one`."""
    row = find(connection, viewer, incident)
    work = work_on(connection, definitions, viewer, row, now)
    return corrections.of_incident(work, row).slots() if work else []


def find(connection: Connection, viewer: Viewer, incident: str) -> Row[Any]:
    """The incident's joined row. Raises NotFound outside the viewer's department, NotAllowed without the role."""
    row = rows.find(connection, incident)
    if row is None or not (may_see(viewer, row.department) if row.case_id else incidents.sees_without_case(viewer)):
        raise NotFound("Hændelsen findes ikke, eller den hører ikke til din afdeling.")
    incidents.require_in_charge(viewer)
    return row


def work_on(
    connection: Connection, definitions: Definitions, viewer: Viewer, row: Row[Any], now: datetime
) -> CaseWork | None:
    """The incident's case for looking at."""
    case = cases.get(connection, row.case_id) if row.case_id else None
    return CaseWork(connection, definitions, case, now, viewer) if case else None


def _row(connection: Connection, definitions: Definitions, row: Row[Any]) -> IncidentRow:
    name, process = row.element, ""
    if row.deployment:
        drawn = definitions.get(connection, row.deployment).process(row.process)
        element = drawn.elements.get(row.element)
        name, process = (element.name if element else "") or row.element, drawn.name
    received = KeptMessage(row.source, row.kept_type, row.received_at) if row.source else None
    return IncidentRow(
        id=row.id,
        case=row.case_id,
        case_number=row.case_number,
        element=row.element,
        message=row.message,
        action=row.action,
        created_at=row.created_at,
        subject=row.subject or "",
        name=name,
        process=process,
        turn=max(row.turn, 1),
        received=received,
    )


def _status(resolution: str | None) -> Literal["retried", "cancelled", "gone"]:
    match resolution:
        case None:  # resolved before the release that tells them apart
            return "retried"
        case "retried" | "cancelled" | "gone":
            return resolution
        case _:
            raise EngineBug(f"an incident has the unknown resolution {resolution!r}")


def _outcome(row: Row[Any]) -> Literal["waiting", "went_on", "stuck_again"] | None:
    """How it went after a retry: the job is still to be taken on, done, or stuck once more."""
    if row.resolution != "retried" or row.job_id is None:
        return None
    if row.job_status is None:
        return "went_on"
    return "stuck_again" if row.job_status == "stuck" else "waiting"


def _content(connection: Connection, row: Row[Any]) -> Iterator[tuple[str, Json]]:
    """What the message says, flattened, for whoever must register it by hand."""
    if row.source and row.resolved_at is None:
        yield from _flat(inbox.get(connection, row.source, row.message_id).data, "")


def _flat(node: Json | Mapping[str, Json], path: str) -> Iterator[tuple[str, Json]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _flat(value, f"{path}.{key}" if path else key)
    else:
        yield path, node
