"""Claiming, releasing and completing human tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import feel
from engine.commands import ClaimHumanTask, CompleteHumanTask, ReleaseHumanTask, Viewer
from engine.definitions import forms
from engine.definitions.diagram import Element
from engine.definitions.forms import Form, with_values
from engine.errors import EngineBug, FactsConflict, NotAllowed, NotFound, WrongState
from engine.model import Complete, Json
from engine.runtime import waits
from engine.runtime.case_file import PREFIX, overlap, value_at
from engine.runtime.facts import scope
from engine.runtime.stepping import Run
from engine.runtime.work import CaseWork, may_see
from engine.store import accounts, cases, human_tasks
from engine.store.database import Connection
from engine.store.human_tasks import HumanTaskRecord
from engine.store.instances import InstanceRecord

# Work that nothing is filled in about: done outside the program, or chosen on the page.
_WITHOUT_FORM = frozenset({"manualTask", "adHocSubProcess"})


@dataclass(frozen=True)
class OpenTask:
    """A human task with what it runs on."""

    record: HumanTaskRecord
    instance: InstanceRecord
    element: Element
    form: Form

    def names(self) -> dict[str, Json]:
        """The variables its form sees."""
        return {**self.instance.variables, **self.record.locals}


def find(connection: Connection, viewer: Viewer, task: str) -> HumanTaskRecord:
    """The task's row. Raises NotFound when it is not there, or not the viewer's to see."""
    record = human_tasks.get(connection, task)
    if record is None or not may_see(viewer, record.department):
        raise NotFound("Opgaven findes ikke, eller den hører ikke til din afdeling.")
    return record


def may_do(viewer: Viewer, record: HumanTaskRecord) -> bool:
    """Whether the viewer's roles let them do the task. Who sees all departments is the engine itself."""
    return viewer.department is None or record.role in viewer.roles


def opened(work: CaseWork, record: HumanTaskRecord) -> OpenTask:
    """The task with its instance, element and form."""
    instance = work.instance(record.instance_id)
    library = work.deployment_of(instance).library
    element = library.processes[instance.process].elements[record.element]
    form = library.forms.get(element.form or "")
    if form is None and element.form is None and element.kind in _WITHOUT_FORM:
        form = Form("", ())
    if form is None:
        raise EngineBug(f"the user task {record.element} was deployed without its form")
    return OpenTask(record, instance, element, form)


def claim(work: CaseWork, command: ClaimHumanTask) -> None:
    """Carry out ClaimHumanTask. Raises WrongState when somebody else was first, NotAllowed without the role."""
    record = open_to(work, command.task, command.by, "tages")
    if record.assignee not in (None, command.by.id):
        raise WrongState(f"Opgaven »{record.name}« kunne ikke tages: {_name(work, record.assignee)} har taget den.")
    if record.assignee == command.by.id:
        return
    human_tasks.change(work.connection, record.id, assignee=command.by.id)
    work.record("task_claimed", work.instance(record.instance_id), record.element, by=command.by)


def release(work: CaseWork, command: ReleaseHumanTask) -> None:
    """Carry out ReleaseHumanTask: back to everybody with the role. Only who has it may let it go."""
    record = open_to(work, command.task, command.by, "lægges tilbage")
    if record.assignee != command.by.id:
        holder = _name(work, record.assignee) if record.assignee else "ingen"
        raise WrongState(f"Opgaven »{record.name}« kunne ikke lægges tilbage: {holder} har taget den.")
    human_tasks.change(work.connection, record.id, assignee=None)
    work.record("task_released", work.instance(record.instance_id), record.element, by=command.by)


def complete(work: CaseWork, command: CompleteHumanTask) -> None:
    """
    Carry out CompleteHumanTask: the form, the facts, the diagram, in that order.

    Raises InvalidInput, FactsConflict, HardStopped, NotAllowed, or WrongState
    when somebody else was first.
    """
    record = open_to(work, command.task, command.by, "afsluttes")
    require_free(work, record, command.by, "afsluttes")
    task = opened(work, record)
    values = forms.clean(task.form, command.values, scope(work.case, task.names()), now=work.now)
    facts = {key.removeprefix(PREFIX): value for key, value in values.items() if key.startswith(PREFIX)}
    variables = _variables(task, values)
    refuse_conflicts(work, facts, command.facts_version)

    draft = work.draft()
    for path, value in facts.items():
        draft.set(path, value)
    work.apply_writes(draft, task.element, {**task.names(), **variables})

    human_tasks.change(
        work.connection, record.id, status="completed", completed_at=work.now, completed_by=command.by.id
    )
    waits.done_with(work, record)
    data: dict[str, Json] = {"paa_vegne_af": record.on_behalf_of} if record.on_behalf_of else {}
    seq = work.record("task_completed", task.instance, record.element, by=command.by, data=data)
    work.emit("task.completed", seq, {"opgave": record.id, "element": record.element})
    work.commit_facts(draft, instance=task.instance, element=record.element, task=record.id)

    run = Run(work)
    run.advance(task.instance, Complete(record.wait, variables))
    run.settle()


def require_free(work: CaseWork, record: HumanTaskRecord, by: Viewer, verb: str) -> None:
    """Raises WrongState when somebody else has taken the task. Who sees all departments is the engine itself."""
    if record.assignee not in (None, by.id) and by.department is not None:
        raise WrongState(
            f"Opgaven »{record.name}« i sag {work.case.number} kunne ikke {verb}: "
            f"{_name(work, record.assignee)} har taget den. Aftal det, og tag den, når den er lagt tilbage."
        )


def _variables(task: OpenTask, values: Mapping[str, Json]) -> dict[str, Json]:
    """What a form's own fields make of the variables: a dotted key is a place inside one, as the form showed it."""
    own = {key: value for key, value in values.items() if not key.startswith(PREFIX)}
    laid_over = with_values(task.names(), own)
    return {name: feel.to_json(laid_over[name]) for name in dict.fromkeys(key.partition(".")[0] for key in own)}


def open_to(work: CaseWork, task: str, by: Viewer, verb: str) -> HumanTaskRecord:
    """The row of an open task that the viewer may do. Raises NotFound, WrongState or NotAllowed."""
    record = find(work.connection, by, task)
    if record.status == "completed":
        raise WrongState(
            f"Opgaven »{record.name}« i sag {work.case.number} kunne ikke {verb}: "
            f"den er allerede afsluttet af {_name(work, record.completed_by)}. Se sagens historik."
        )
    if record.status == "cancelled":
        raise WrongState(
            f"Opgaven »{record.name}« i sag {work.case.number} kunne ikke {verb}: "
            "den er bortfaldet, fordi sagen gik videre. Se sagens historik."
        )
    if not may_do(by, record):
        raise NotAllowed(f"Opgaven »{record.name}« kunne ikke {verb}: den kræver en rolle, du ikke har.")
    return record


def _name(work: CaseWork, username: str | None) -> str:
    account = accounts.by_username(work.connection, username) if username else None
    return account.name if account else "en anden"


def refuse_conflicts(work: CaseWork, facts: Mapping[str, Json], shown: int | None) -> None:
    """A fact that changed since the form was shown is never overwritten unseen. Raises FactsConflict."""
    if shown is None or shown == work.case.facts_version:
        return
    changed = cases.changed_since(work.connection, work.case.id, shown)
    contested = {
        PREFIX + path: (value_at(work.case.facts, path), value)
        for path, value in facts.items()
        if overlap(path, changed) and value_at(work.case.facts, path) != value
    }
    if contested:
        raise FactsConflict(
            "Sagens oplysninger er ændret, mens du udfyldte. Sammenlign de to værdier, og send igen.", contested
        )
