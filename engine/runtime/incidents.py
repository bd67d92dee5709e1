"""What stuck: told once, taken up again, or given up with a reason, by those who answer for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from engine.clock import local
from engine.commands import IN_CHARGE, PROCESS_OWNER, SYSTEM, CancelIncident, RetryIncident, Viewer
from engine.errors import InvalidInput, NotAllowed, NotFound, WrongState
from engine.runtime import deadlines
from engine.runtime.definitions import Definitions
from engine.runtime.work import CaseWork, lock_case
from engine.store import accounts, inbox, incidents, jobs
from engine.store.database import Connection, Row
from engine.store.jobs import Job

About: TypeAlias = Literal["wait", "reminder", "message", "attempt"]

REASON = "begrundelse"
_LONGEST_REASON = 1_000
_ABOUT: dict[str | None, About] = {None: "attempt", "inbox": "message", "deadline": "reminder"}
_GIVEN_UP: dict[About, str] = {
    "message": "Beskeden udefra blev afvist",
    "reminder": "Påmindelsen blev droppet",
    "attempt": "Hændelsen blev lukket",
}
_HOW = {
    "retried": "der er prøvet igen",
    "cancelled": "den er lukket med en begrundelse",
    "gone": "sagen er gået videre, så den er bortfaldet",
}


@dataclass(frozen=True)
class Place:
    """Where a person's command was aimed: nowhere yet when it was to open a case."""

    case: str | None = None
    instance: str | None = None
    element: str = ""


@dataclass(frozen=True)
class Held:
    """An open incident under its locks; `work` is its case's, when it has one."""

    connection: Connection
    now: datetime
    row: Row[Any]
    work: CaseWork | None

    @property
    def about(self) -> About:
        return about(self.job.kind if self.job else None)

    @property
    def job(self) -> Job | None:
        return incidents.job_of(self.connection, self.row.job_id) if self.row.job_id else None


# ---- told


def tell_of_attempt(connection: Connection, place: Place, found: str, now: datetime) -> None:
    """Leave an incident about a command that was undone, once however often it is tried."""
    if not incidents.is_told(connection, place.case, found):
        incidents.add(
            connection,
            case=place.case,
            job=None,
            instance=place.instance,
            element=place.element,
            message=found,
            action="Ret diagrammet eller oplysningerne, luk hændelsen, og udfør handlingen igen.",
            at=now,
        )


def tell_of_job(work: CaseWork | None, connection: Connection, job: Job, found: str, now: datetime) -> None:
    """Leave a stuck job to a person; in its case's history when it has one. The caller finishes the work."""
    incidents.add(
        connection,
        case=work.case.id if work else None,
        job=job.id,
        instance=job.instance_id,
        element=job.element or "",
        message=found,
        action="Ret årsagen, og tryk »Prøv igen«.",
        at=now,
    )
    if work is not None:
        instance = work.instance(job.instance_id) if job.instance_id else None
        # Without the element's name: to read the diagram may be what killed the worker.
        work.record("incident", instance, data={"besked": found, "element": job.element or ""})


# ---- acted on


def retry(connection: Connection, definitions: Definitions, command: RetryIncident, now: datetime) -> None:
    """Carry out RetryIncident. Raises NotFound, NotAllowed, or WrongState when somebody was first."""
    held = hold(connection, definitions, command.incident, command.by, now)
    take_up(held, command.by)
    finish(held)


def cancel(connection: Connection, definitions: Definitions, command: CancelIncident, now: datetime) -> None:
    """Carry out CancelIncident. Raises as `retry`, InvalidInput without a reason, WrongState for what must not go."""
    held = hold(connection, definitions, command.incident, command.by, now)
    reason = checked_reason(command.reason)
    job, what = held.job, held.about
    if what == "wait":
        raise WrongState(
            "Hændelsen kunne ikke lukkes: diagrammet venter stadig på trinnet, og en frist må ikke gå tabt. "
            "Ret oplysningerne, og prøv igen, eller luk hele sagen med en begrundelse."
        )
    if job is not None:
        if what == "message":
            case = held.work.case.id if held.work else None
            inbox.handled(connection, str(job.payload["source"]), str(job.payload["id"]), now, case)
        elif held.work is not None:
            deadlines.pass_over(held.work, job)
        jobs.done(connection, job)
    incidents.resolve(connection, held.row.id, "cancelled", at=now, by=command.by.id, reason=reason)
    if held.work is not None:
        told = {"hvad": _GIVEN_UP[what], REASON: reason}
        instance = held.work.instance(held.row.instance_id) if held.row.instance_id else None
        held.work.record("incident_cancelled", instance, held.row.element, by=command.by, data=told)
    finish(held)


def take_up(held: Held, by: Viewer) -> None:
    """Start the incident's job afresh, at once, and close the incident."""
    wanted = held.row.job_id is None or jobs.unstick(held.connection, held.row.job_id, held.now)
    resolution: incidents.Resolution = "retried" if wanted else "gone"
    incidents.resolve(held.connection, held.row.id, resolution, at=held.now, by=by.id if wanted else SYSTEM.id)
    if held.work is not None and wanted:
        instance = held.work.instance(held.row.instance_id) if held.row.instance_id else None
        held.work.record("incident_retried", instance, held.row.element, by=by)


def hold(connection: Connection, definitions: Definitions, incident: str, by: Viewer, now: datetime) -> Held:
    """
    Take an open incident for a command: the case's lock first, as everywhere, then its own.

    Raises NotFound outside the viewer's department, NotAllowed without the role,
    WrongState when it is resolved.
    """
    case = incidents.case_of(connection, incident)
    work = lock_case(connection, definitions, case, now, by) if case else None
    row = incidents.lock(connection, incident)
    if row is None or not (work or sees_without_case(by)):
        raise NotFound("Hændelsen findes ikke, eller den hører ikke til din afdeling.")
    require_in_charge(by)
    if row.resolved_at is not None:
        someone = accounts.by_username(connection, row.resolved_by or "")
        who = "" if row.resolved_by == SYSTEM.id else f" af {someone.name if someone else row.resolved_by}"
        raise WrongState(
            f"Hændelsen blev løst{who} {local(row.resolved_at):%d-%m-%Y kl. %H.%M}: "
            f"{_HOW.get(row.resolution, 'den er lukket')}. Der er ikke ændret noget nu. Se, hvordan det gik."
        )
    return Held(connection, now, row, work)


def finish(held: Held) -> None:
    """Write what the command did to the case. The caller commits."""
    if held.work is not None:
        held.work.finish()


# ---- who may, and why


def about(job_kind: str | None) -> About:
    """What kind of thing stuck; anything unknown is held to be something that is waited for."""
    return _ABOUT.get(job_kind, "wait")


def sees_without_case(viewer: Viewer) -> bool:
    """What belongs to no case belongs to no department: the process owners see it."""
    return viewer.department is None or PROCESS_OWNER in viewer.roles


def require_in_charge(viewer: Viewer) -> None:
    """Raises NotAllowed for who sees the case but does not answer for it."""
    if viewer.department is not None and not viewer.roles & IN_CHARGE:
        raise NotAllowed("Kun en leder eller procesejer kan tage sig af det, der er gået i stå.")


def checked_reason(text: str) -> str:
    """The reason as it is kept. Raises InvalidInput when there is none, or it cannot be kept."""
    reason = " ".join(text.split())
    problem = ""
    if not reason:
        problem = "Skriv en begrundelse. Den gemmes sammen med hændelsen."
    elif len(reason) > _LONGEST_REASON:
        problem = f"Begrundelsen må højst være på {_LONGEST_REASON} tegn."
    elif not reason.isprintable():
        problem = "Begrundelsen har tegn, der ikke kan gemmes. Skriv den igen."
    if problem:
        raise InvalidInput(problem, {REASON: problem})
    return reason
