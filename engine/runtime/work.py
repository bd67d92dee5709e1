"""
One command's work on one case, inside one transaction.

Holds the locked case, the instances that were touched, and the lines and events
to be written. `finish` writes them; if it is never called, nothing happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from engine import crashpoints, spiff
from engine.commands import SYSTEM, Viewer
from engine.definitions.diagram import Element
from engine.errors import EngineBug, HardStopped, InvalidInput, NotFound
from engine.extension import ServiceRegistry
from engine.model import Json
from engine.runtime.case_file import PREFIX, FactsDraft
from engine.runtime.definitions import Definitions, Deployment
from engine.runtime.facts import CaseFacts, scope, subject_of, value_of
from engine.store import cases, history, incidents, instances, jobs
from engine.store.cases import CaseRecord
from engine.store.database import Connection
from engine.store.history import HistoryLine, OutboxEvent
from engine.store.instances import InstanceRecord

Data: TypeAlias = Mapping[str, Json]


class CaseWork:
    """The working set of a command. `by` is who asked; what follows by itself is written as the system's."""

    def __init__(
        self, connection: Connection, definitions: Definitions, case: CaseRecord, now: datetime, by: Viewer
    ) -> None:
        self.connection = connection
        self.definitions = definitions
        self.case = case
        self.now = now
        self.by = by
        self.facts_changed = False
        self.facts_before = case.facts_version
        self.facts_at_first = case.facts
        self._instances: dict[str, InstanceRecord] = {}
        self._touched: dict[str, InstanceRecord] = {}
        self._lines: list[HistoryLine] = []
        self._events: list[OutboxEvent] = []
        self._newest: Deployment | None = None

    @property
    def services(self) -> ServiceRegistry:
        return self.definitions.services

    # ---- instances and what they run on

    def instance(self, instance: str) -> InstanceRecord:
        if instance not in self._instances:
            found = instances.get(self.connection, instance)
            if found is None or found.case_id != self.case.id:
                raise EngineBug(f"case {self.case.id} has no instance {instance}")
            self._instances[instance] = found
        return self._instances[instance]

    def child_of(self, parent: str, wait: str) -> InstanceRecord | None:
        """The open child of a call, as this command has left it so far."""
        for known in self._instances.values():
            if (known.parent_id, known.parent_wait, known.status) == (parent, wait, "open"):
                return known
        found = instances.child(self.connection, parent, wait)
        return self.instance(found.id) if found and found.id not in self._instances else None

    def add_instance(self, record: InstanceRecord) -> None:
        instances.add(self.connection, record)
        self._instances[record.id] = record

    def touch(self, record: InstanceRecord) -> None:
        """The instance changed and must be saved."""
        self._touched[record.id] = record

    def deployment_of(self, instance: InstanceRecord) -> Deployment:
        return self.definitions.get(self.connection, instance.deployment)

    def newest(self) -> Deployment:
        """The running version of the case's library: the law of today, also for instances that began before."""
        if self._newest is None:
            self._newest = self.definitions.newest(self.connection, self.case.process)
        return self._newest

    def element(self, instance: InstanceRecord, element: str) -> Element:
        return self.deployment_of(instance).process(instance.process).elements[element]

    def facts_for(self, instance: InstanceRecord) -> CaseFacts:
        return CaseFacts(self.case, self.deployment_of(instance).library, self.now)

    def key_of(self, instance: InstanceRecord, wait: str) -> Json:
        """The correlation key that one of its waits is open for; None without one."""
        compiled = self.deployment_of(instance).compiled(instance.process)
        if not compiled.correlates or instance.state is None:
            return None
        waits = spiff.open_waits(compiled, instance.state, instance.variables, self.facts_for(instance))
        return next((each.correlation for each in waits if each.id == wait), None)

    # ---- facts

    def draft(self) -> FactsDraft:
        return FactsDraft(self.case.facts)

    def apply_writes(self, draft: FactsDraft, element: Element, names: Mapping[str, object]) -> None:
        """Put an element's `sag:skriv` into the draft; each sees what the ones before it wrote."""
        for write in element.writes:
            value = value_of(write.expression, scope(self.case, names, draft.after), self.now)
            (draft.append if write.append else draft.set)(write.path, value)

    def commit_facts(
        self, draft: FactsDraft, *, instance: InstanceRecord | None = None, element: str = "", task: str | None = None
    ) -> None:
        """
        Make a draft the case file, if the schema and the hard stops let it.

        Raises InvalidInput by path, or HardStopped. The newest library's law
        holds, whatever version the instance runs on.
        """
        changes = draft.changes()
        if not changes:
            return
        library = self.newest().library
        if problems := library.validate_facts(draft.after, draft.before):
            told = "; ".join(f"{PREFIX}{path}: {message.rstrip('.')}" for path, message in problems)
            raise InvalidInput(
                f"Oplysningerne passer ikke til sagens skema ({told}). Ret dem, og prøv igen.",
                {PREFIX + path: message for path, message in problems},
            )
        if violations := library.violations(draft.before, draft.after, now=self.now):
            raise HardStopped(violations)
        self.case.facts = draft.after
        self.case.facts_version += 1
        self.case.subject = subject_of(library.manifest.subject, self.case, self.now)
        self.facts_changed = True
        source = {
            "at": self.now,
            "by": self.by.id,
            "instance_id": instance.id if instance else None,
            "element": element,
            "task_id": task,
        }
        cases.add_fact_changes(self.connection, self.case, changes, source)
        paths: list[Json] = [change.path for change in changes]
        self.record("facts_changed", instance, element, data={"paths": paths, "version": self.case.facts_version})
        crashpoints.reached("facts_written")

    # ---- what happened

    def record(
        self,
        kind: str,
        instance: InstanceRecord | None,
        element: str = "",
        *,
        name: str = "",
        by: Viewer | None = None,
        data: Data | None = None,
    ) -> int:
        """Add a history line; its `seq` is returned."""
        self.case.history_seq += 1
        process = instance.process if instance else self.case.process
        if not name and element and instance:
            name = self.element(instance, element).name or element
        line = HistoryLine(
            seq=self.case.history_seq,
            at=self.now,
            kind=kind,
            instance_id=instance.id if instance else None,
            process=process,
            element=element,
            name=name,
            by=(by or SYSTEM).id,
            data=dict(data or {}),
        )
        self._lines.append(line)
        return line.seq

    def emit(self, type_: str, seq: int, data: Data) -> None:
        """Add an event for other systems beside a history line. Never a CPR number, never health data."""
        self._events.append(OutboxEvent(seq, type_, self.now, {"sag": self.case.number, **data}))

    # ---- the end

    def finish(self) -> None:
        """Write everything. The caller commits."""
        for record in self._touched.values():
            instances.save(self.connection, record)
        self._end_case_if_done()
        cases.save(self.connection, self.case, with_facts=self.facts_changed)
        crashpoints.reached("step_saved")
        history.add(self.connection, self.case.id, self._lines)
        history.add_events(self.connection, self.case.id, self._events)
        crashpoints.reached("history_written")

    def _end_case_if_done(self) -> None:
        ended = any(record.status != "open" for record in self._touched.values())
        if self.case.status != "open" or not ended or instances.any_open(self.connection, self.case.id):
            return
        self.case.status = "ended"
        self.case.ended_at = self.now
        jobs.cancel_starts(self.connection, self.case.id)
        incidents.gone_with_case(self.connection, self.case.id, at=self.now, by=SYSTEM.id)
        self.emit("case.ended", self.record("case_ended", None, name=self.case.process), {})

    def open_instances(self) -> Iterable[InstanceRecord]:
        """Everything open in the case, as this command has left it."""
        for record in instances.open_in(self.connection, self.case.id):
            current = self._instances.get(record.id) or self.instance(record.id)
            if current.status == "open":
                yield current


def lock_case(connection: Connection, definitions: Definitions, case: str, now: datetime, by: Viewer) -> CaseWork:
    """Take a case's lock for a command. Raises NotFound when it is not there, or not the viewer's to see."""
    found = cases.lock(connection, case)
    if found is None or not may_see(by, found.department):
        raise NotFound("Sagen findes ikke, eller den hører ikke til din afdeling.")
    crashpoints.reached("case_locked")
    return CaseWork(connection, definitions, found, now, by)


def lock_case_of(connection: Connection, definitions: Definitions, task: str, now: datetime, by: Viewer) -> CaseWork:
    """The same for the case of a human task."""
    found = cases.lock_of_task(connection, task)
    if found is None or not may_see(by, found.department):
        raise NotFound("Opgaven findes ikke, eller den hører ikke til din afdeling.")
    crashpoints.reached("case_locked")
    return CaseWork(connection, definitions, found, now, by)


def may_see(viewer: Viewer, department: str) -> bool:
    return viewer.department is None or viewer.department == department
