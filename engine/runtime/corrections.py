"""Correcting what a stuck step sees: the instance's variables and the case file, with a reason, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.commands import CorrectIncident
from engine.definitions.library import Library
from engine.errors import CaseStuck, ExpressionFailed, InvalidInput, StaleVersion
from engine.model import Json, SetVariables, Stale
from engine.runtime import correctable, incidents
from engine.runtime.case_file import PREFIX
from engine.runtime.cases import write_correction
from engine.runtime.correctable import VARIABLE, Slot
from engine.runtime.definitions import Definitions
from engine.runtime.human_tasks import refuse_conflicts
from engine.runtime.incidents import Held
from engine.runtime.stepping import Run
from engine.runtime.work import CaseWork
from engine.store import corrections
from engine.store.database import Connection, Row
from engine.store.instances import InstanceRecord


@dataclass(frozen=True)
class Correctable:
    """What may be corrected about an incident; `instance` is the stuck one while it is open."""

    instance: InstanceRecord | None
    variables: Sequence[Slot]
    facts: Sequence[Slot]
    other_facts: Sequence[Slot]

    def slots(self) -> list[Slot]:
        return [*self.variables, *self.facts, *self.other_facts]


NOTHING = Correctable(None, (), (), ())


def of_incident(work: CaseWork, row: Row[Any]) -> Correctable:
    """What may be corrected; nothing of a case that has ended."""
    if work.case.status != "open":
        return NOTHING
    instance = work.instance(row.instance_id) if row.instance_id else None
    if instance is None or instance.status != "open":
        return Correctable(None, (), *correctable.fact_slots(None, work.newest().library, work.case.facts))
    deployment = work.deployment_of(instance)
    process = deployment.process(instance.process)
    # The form fields are those the instance runs with; the facts' schema is today's law.
    facts, rest = correctable.fact_slots(process, work.newest().library, work.case.facts)
    variables = correctable.variable_slots(process, deployment.library, instance.variables)
    return Correctable(instance, variables, facts, rest)


def correct(connection: Connection, definitions: Definitions, command: CorrectIncident, now: datetime) -> None:
    """
    Carry out CorrectIncident.

    Raises InvalidInput by field (`variabel.…`, `sag.…`, `begrundelse`), HardStopped,
    StaleVersion, NotAllowed, NotFound, WrongState, or CaseStuck when the diagram
    cannot go on from the correction. Then nothing changed.
    """
    held = incidents.hold(connection, definitions, command.incident, command.by, now)
    if held.work is None:
        raise InvalidInput("Der er ingen sag at rette i: hændelsen hører ikke til en.", {})
    found = of_incident(held.work, held.row)
    reason = _checked(found, held.work.newest().library, command, now)
    _refuse_stale(held.work, found.instance, command)
    try:
        _write(held, found.instance, command, reason)
    except (ExpressionFailed, Stale) as error:
        what = str(error) or "Diagrammet ventede ikke længere på dette trin."
        raise CaseStuck(f"Rettelsen kunne ikke gemmes: {what} Intet er ændret. Ret værdien, og prøv igen.") from error
    if command.retry:
        incidents.take_up(held, command.by)
    incidents.finish(held)


def _further(found: Correctable, library: Library, command: CorrectIncident) -> list[Slot]:
    """The facts that the page did not offer, but the schema knows: a case file may gain what it lacks."""
    offered = {slot.key for slot in found.slots()}
    known = [path for path in command.facts if library.schema.unknown(path.split(".")) is None]
    return [correctable.fact_slot(path, library, {}) for path in known if PREFIX + path not in offered]


def _checked(found: Correctable, library: Library, command: CorrectIncident, now: datetime) -> str:
    """The reason. Raises InvalidInput with everything that is wrong, so that nobody is sent back twice."""
    values = _keyed(command)
    wrong: dict[str, str] = {}
    if not values:
        raise InvalidInput("Der er ikke rettet noget. Ret en oplysning, eller tryk »Prøv igen«.", {})
    try:
        correctable.check([*found.slots(), *_further(found, library, command)], values, now)
    except InvalidInput as error:
        wrong |= error.fields
    try:
        reason = incidents.checked_reason(command.reason)
    except InvalidInput as error:
        wrong |= error.fields
    if wrong:
        raise InvalidInput("Rettelsen kunne ikke gemmes: der er felter, som skal rettes.", wrong)
    return reason


def _keyed(command: CorrectIncident) -> dict[str, Json]:
    return {f"{VARIABLE}{name}": value for name, value in command.variables.items()} | {
        f"{PREFIX}{path}": value for path, value in command.facts.items()
    }


def _refuse_stale(work: CaseWork, instance: InstanceRecord | None, command: CorrectIncident) -> None:
    refuse_conflicts(work, command.facts, command.facts_version)
    shown = command.instance_version
    if command.variables and instance is not None and shown not in (None, instance.version):
        raise StaleVersion(
            "Rettelsen kunne ikke gemmes: forløbet er gået videre, siden siden blev vist. "
            "Åbn hændelsen igen, og ret ud fra det, der står nu."
        )


def _write(held: Held, instance: InstanceRecord | None, command: CorrectIncident, reason: str) -> None:
    work = held.work
    assert work is not None  # noqa: S101 - the caller has looked
    run = Run(work)
    if command.facts:
        write_correction(work, command.facts, reason, command.by)
    if command.variables and instance is not None:
        names: list[Json] = [*sorted(command.variables)]
        told: dict[str, Json] = {"navne": names, incidents.REASON: reason}
        seq = work.record("variables_corrected", instance, held.row.element, by=command.by, data=told)
        corrections.add(work.connection, work.case.id, seq, instance.variables, command.variables)
        run.advance(instance, SetVariables(command.variables))
    run.settle()
