"""Opening, correcting and closing a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.clock import local
from engine.commands import LEADER, CloseCase, CorrectFacts, OpenCase, Viewer
from engine.errors import NotAllowed, WrongState
from engine.model import Cancel, Json
from engine.runtime import starts
from engine.runtime.definitions import Definitions
from engine.runtime.stepping import Run
from engine.runtime.work import CaseWork
from engine.store import cases, deployments
from engine.store.cases import CaseRecord, Opened
from engine.store.database import Connection
from engine.store.ids import new_id


def open_case(connection: Connection, definitions: Definitions, command: OpenCase, now: datetime) -> str:
    """Carry out OpenCase; the case's id. Under a key that was used before: that case, and nothing happens."""
    if command.key and (known := cases.by_key(connection, command.key)):
        return known
    # A version that is deployed meanwhile would not know of this case, nor this case of its starts.
    deployments.hold(connection, command.process)
    library = definitions.newest(connection, command.process).library
    case = CaseRecord(
        id=new_id(),
        number=cases.next_number(connection, local(now).year),
        process=command.process,
        subject="",
        department=command.department,
        status="open",
        opened_at=now,
        ended_at=None,
        facts={},
        facts_version=0,
        history_seq=0,
    )
    case.subject = case.number
    cases.add(connection, case, command.key)
    work = CaseWork(connection, definitions, case, now, command.by)
    opened = work.record("case_opened", None, name=library.manifest.name, by=command.by)
    work.emit("case.started", opened, {"proces": command.process})
    _write(work, command.facts)
    starts.arm(connection, Opened(case.id, now), library, now)
    run = Run(work)
    run.start(library.manifest.main_process, {})
    run.settle()
    work.finish()
    return case.id


def correct_facts(work: CaseWork, command: CorrectFacts) -> None:
    """Carry out CorrectFacts, under the same schema and hard stops as everybody."""
    write_correction(work, command.values, command.reason, command.by)
    Run(work).settle()


def write_correction(work: CaseWork, values: Mapping[str, Json], reason: str, by: Viewer) -> None:
    """Correct facts; the caller looks at conditions again. Raises InvalidInput or HardStopped."""
    work.record("corrected", None, by=by, data={"begrundelse": reason})
    _write(work, values)


def close_case(work: CaseWork, command: CloseCase) -> None:
    """Carry out CloseCase. Raises NotAllowed for anybody but a leader, WrongState when the case has ended already."""
    if command.by.department is not None and LEADER not in command.by.roles:
        raise NotAllowed("Kun en leder kan lukke en hel sag. Spørg din leder.")
    if work.case.status != "open":
        raise WrongState(f"Sag {work.case.number} kunne ikke lukkes: den er allerede afsluttet.")
    work.record("case_closed", None, by=command.by, data={"begrundelse": command.reason})
    run = Run(work)
    for instance in list(work.open_instances()):
        if instance.status == "open":  # a parent's end takes its children with it
            run.advance(instance, Cancel(command.reason))
    run.settle()


def _write(work: CaseWork, values: Mapping[str, object]) -> None:
    draft = work.draft()
    for path, value in values.items():
        draft.set(path, value)  # type: ignore[arg-type] # commands carry Json; mypy's alias is recursive
    work.commit_facts(draft)
