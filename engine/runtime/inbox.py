"""What other systems send: kept first, worked on as a job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.commands import OpenCase, ReceiveMessage, SendMessage, Viewer
from engine.definitions.expressions import Formula
from engine.definitions.inbound import Inbound
from engine.errors import ExpressionFailed, InvalidInput, NotFound
from engine.model import Json
from engine.runtime import messages
from engine.runtime.cases import open_case
from engine.runtime.definitions import Definitions
from engine.runtime.facts import value_of
from engine.runtime.keepable import is_keepable
from engine.runtime.work import lock_case
from engine.store import accounts, cases, inbox, jobs
from engine.store.database import Connection
from engine.store.jobs import Job


def receive(connection: Connection, definitions: Definitions, command: ReceiveMessage, now: datetime) -> bool:
    """
    Carry out ReceiveMessage: keep it and let a worker take it on. False when it was here already.

    Raises NotFound for a type that no library knows, InvalidInput for a body
    that breaks the type's schema or demands, holds what no database keeps, or
    names a department that nobody belongs to.
    """
    _, inbound = _known(connection, definitions, command.type)
    problems = inbound.problems(command.data)
    if not is_keepable(command.data):
        problems["data"] = "Indholdet har tegn, tal eller for mange niveauer, der ikke kan gemmes."
    if not problems:
        problems = _unkept(connection, inbound, command.data, now)
    if problems:
        raise InvalidInput(f"Beskeden »{command.type}« blev ikke modtaget: indholdet passer ikke.", problems)
    new = inbox.add(
        connection,
        source=command.source,
        message=command.id,
        kind=command.type,
        data=dict(command.data),
        received_at=now,
    )
    if new:
        payload: dict[str, Json] = {"source": command.source, "id": command.id}
        jobs.add(connection, "inbox", now, f"inbox:{command.source}:{command.id}", payload=payload)
    return new


def _unkept(connection: Connection, inbound: Inbound, data: Mapping[str, Json], now: datetime) -> dict[str, str]:
    """What is wrong with a body that fits its schema."""
    broken = inbound.broken_demands(data, now)
    problems = {f"krav.{number}": message for number, message in enumerate(broken, 1)}
    if inbound.department is not None and not _is_staffed(connection, inbound.department, data, now):
        problems["afdeling"] = (
            "Ingen medarbejder hører til den afdeling, så ingen ville se sagen. "
            "Skriv afdelingens navn, præcis som kommunen staver det."
        )
    return problems


def _is_staffed(connection: Connection, formula: Formula, data: Mapping[str, Json], now: datetime) -> bool:
    """
    Whether somebody would see the case. Before the first account, nobody sees any: then every department will do.

    A department that the expression does not give is the manifest's fault, and told of by the job.
    """
    staffed = accounts.departments(connection)
    try:
        department = value_of(formula, {"data": data}, now)
    except ExpressionFailed:
        return True
    return not staffed or not isinstance(department, str) or department in staffed


def case_of(connection: Connection, definitions: Definitions, job: Job, now: datetime) -> str | None:
    """The case that a kept message names; None when it names none, or is to open one."""
    kept = inbox.get(connection, str(job.payload["source"]), str(job.payload["id"]))
    try:
        _, inbound = _known(connection, definitions, kept.type)
        return _case_named(connection, inbound, {"data": kept.data}, now) if inbound.case else None
    except (ExpressionFailed, NotFound):
        return None


def handle(connection: Connection, definitions: Definitions, job: Job, now: datetime) -> None:
    """Do what a kept message asks: open its case, or give its message to a case."""
    source, message = str(job.payload["source"]), str(job.payload["id"])
    kept = inbox.get(connection, source, message)
    process, inbound = _known(connection, definitions, kept.type)
    by = Viewer(id=f"webhook:{source}", name=source)
    names = {"data": kept.data}
    if inbound.action == "start_sag":
        department = value_of(inbound.department, names, now) if inbound.department else None
        if not isinstance(department, str):
            raise ExpressionFailed(f"Beskeden »{kept.type}« gav ingen afdeling. Ret »afdeling« i manifestet.")
        facts = {path: value_of(formula, names, now) for path, formula in inbound.facts.items()}
        given = {path: value for path, value in facts.items() if value is not None}
        command = OpenCase(process, department, given, by, key=f"{source}:{message}")
        case = open_case(connection, definitions, command, now)
    else:
        case = _case_named(connection, inbound, names, now)
        work = lock_case(connection, definitions, case, now, by)
        key = value_of(inbound.correlation, names, now) if inbound.correlation else None
        messages.send(work, SendMessage(case, inbound.message or "", kept.data, by, key))
        work.finish()
    inbox.handled(connection, source, message, now, case)


def _known(connection: Connection, definitions: Definitions, kind: str) -> tuple[str, Inbound]:
    for deployment in definitions.every_newest(connection):
        if kind in deployment.library.manifest.inbound:
            return deployment.library.manifest.key, deployment.library.manifest.inbound[kind]
    raise NotFound(f"Ingen proces tager imod beskeder af typen »{kind[:100]}«.")


def _case_named(connection: Connection, inbound: Inbound, names: dict[str, Json], now: datetime) -> str:
    number = value_of(inbound.case, names, now) if inbound.case else None
    case = cases.by_number(connection, number) if isinstance(number, str) else None
    if case is None:
        raise ExpressionFailed(
            "Beskeden nævner et sagsnummer, der ikke findes. Find sagen, og registrér beskeden i hånden."
        )
    return case
