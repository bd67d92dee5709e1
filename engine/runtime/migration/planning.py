"""What moving one instance would do: whether it can, what stands in the way, and every deadline before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from engine import spiff
from engine.definitions.diagram import Element, Process
from engine.errors import ExpressionFailed
from engine.model import Moved, Obstacle, Wait
from engine.runtime import timers
from engine.runtime.definitions import Deployment
from engine.runtime.facts import CaseFacts, scope
from engine.runtime.migration import proposing
from engine.store.cases import CaseRecord
from engine.store.human_tasks import HumanTaskRecord
from engine.store.instances import InstanceRecord
from engine.views.moving import Deadline, Verdict

_ANOTHER_ROLE = "Opgaven går til en anden rolle og bliver lagt tilbage til alle med den."
_ANOTHER_FORM = "Opgaven får en anden formular."
_KEPT_DUE = "Fristen er tegnet anderledes nu. Den, der er sat, står ved magt."
_NEW_DUE = "Opgaven får en frist, som den ikke havde. Den tælles fra flytningen."
_NO_ROLE = "ingen har opgaven i den nye tegning. Giv den en rolle, og udrul igen."


@dataclass(frozen=True)
class Standing:
    """An instance with what a plan has to know around it. `tasks` are its open human tasks by their wait."""

    instance: InstanceRecord
    case: CaseRecord
    old: Deployment
    tasks: Mapping[str, HumanTaskRecord]

    @property
    def process(self) -> Process:
        return self.old.process(self.instance.process)


@dataclass(frozen=True)
class Plan:
    """
    What a move would do. `moved` stands only when the verdict is `clean`.

    `choices` are what somebody must answer first: the proposed new id by the old,
    None when none fits; `offers` the sequence flows to choose among. `new_dues`
    are deadlines that tasks get which had none, by their wait.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    choices: Mapping[str, str | None] = field(default_factory=dict)
    offers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    remarks: tuple[str, ...] = ()
    moved: Moved | None = None
    new_dues: Mapping[str, datetime] = field(default_factory=dict)


def plan(standing: Standing, new: Deployment, mapping: Mapping[str, str], now: datetime) -> Plan:
    """
    What moving the instance with a mapping would do; nothing is done.

    An element that no id of the mapping names answers to its own id. Where
    somebody must choose, the deadlines are those of the proposed choice.
    """
    process = new.library.processes.get(standing.instance.process)
    if process is None:
        return Plan("cannot", (f"Diagrammet »{standing.process.name}« findes ikke i den version.",))
    choices, found = _choices(standing, new, process, mapping, now)
    shown = _plan(standing, new, found, now)
    if not choices or (shown.verdict == "cannot" and None not in choices.values()):
        return shown
    offers = {} if isinstance(found, Moved) else {one.element: one.offers for one in found}
    return replace(shown, verdict="needs_mapping", choices=choices, offers=offers, moved=None)


def _choices(
    standing: Standing, new: Deployment, process: Process, mapping: Mapping[str, str], now: datetime
) -> tuple[dict[str, str | None], Moved | tuple[Obstacle, ...]]:
    """
    What somebody has to choose, with the proposed answers, and the move with those put in.

    An activity comes before the events on it: theirs can be seen only when it has its place.
    """
    choices: dict[str, str | None] = {}
    while True:
        chosen = {old: answer for old, answer in choices.items() if answer is not None}
        found = _moved(standing, new, {**mapping, **chosen}, now)
        more = proposing.proposals(standing.process, process, {**mapping, **chosen}, found)
        if not more or more.keys() <= choices.keys():
            return choices, found
        choices |= more


def _moved(
    standing: Standing, new: Deployment, mapping: Mapping[str, str], now: datetime
) -> Moved | tuple[Obstacle, ...]:
    instance = standing.instance
    return spiff.migrate(
        standing.old.compiled(instance.process),
        new.compiled(instance.process),
        instance.state or {},
        variables=instance.variables,
        mapping=mapping,
        facts=CaseFacts(standing.case, new.library, now),
    )


def _plan(standing: Standing, new: Deployment, found: Moved | tuple[Obstacle, ...], now: datetime) -> Plan:
    if not isinstance(found, Moved):
        return Plan("cannot", tuple(obstacle.text for obstacle in found))
    process = new.process(standing.instance.process)
    try:
        dues = _new_dues(standing, process, found, now)
    except ExpressionFailed as error:
        return Plan("cannot", (str(error),))
    unowned = [
        f"»{process.elements[wait.element].name}«: {_NO_ROLE}"
        for wait in found.waits
        if wait.kind in {"user", "adhoc"} and process.elements[wait.element].role is None
    ]
    if unowned:
        return Plan("cannot", tuple(dict.fromkeys(unowned)))
    deadlines = [*_timers(standing, process, found), *_task_deadlines(standing, process, found, dues)]
    return Plan(
        verdict="clean",
        deadlines=tuple(sorted(deadlines, key=lambda one: (one.before or one.after or now, one.element))),
        remarks=tuple(_remarks(standing, process, found)),
        moved=found,
        new_dues=dues,
    )


# ---- deadlines


def _timers(standing: Standing, process: Process, moved: Moved) -> list[Deadline]:
    before = {wait.id: wait for wait in moved.waits_before if wait.kind == "timer"}
    after = {wait.id: wait for wait in moved.waits if wait.kind == "timer"}
    return [
        Deadline(
            element=(after.get(one) or before[one]).element,
            name=_name(after.get(one), process) or _name(before.get(one), standing.process),
            kind="timer",
            before=before[one].due if one in before else None,
            after=after[one].due if one in after else None,
            remark=moved.remarks.get(one, ""),
        )
        for one in {**before, **after}
    ]


def _task_deadlines(standing: Standing, process: Process, moved: Moved, dues: Mapping[str, datetime]) -> list[Deadline]:
    found = []
    for wait in moved.waits:
        task = standing.tasks.get(wait.id)
        due = dues.get(wait.id)
        if task is None or (task.due_at is None and due is None):
            continue
        old, new = standing.process.elements[task.element], process.elements[wait.element]
        remark = _NEW_DUE if due else _KEPT_DUE if old.due_date != new.due_date else ""
        found.append(Deadline(wait.element, new.name, "task", task.due_at, task.due_at or due, remark))
    return found


def _new_dues(standing: Standing, process: Process, moved: Moved, now: datetime) -> dict[str, datetime]:
    """A task that had no deadline and is drawn with one now gets it, counted from the move as a new timer is."""
    dues = {}
    for wait in moved.waits:
        task, element = standing.tasks.get(wait.id), process.elements[wait.element]
        if task is None or task.due_at is not None or not element.due_date:
            continue
        if standing.process.elements[task.element].due_date is None:
            names = scope(standing.case, {**standing.instance.variables, **wait.locals})
            dues[wait.id] = timers.task_due(element.due_date, names, now=now, created=now)
    return dues


# ---- what is no deadline


def _remarks(standing: Standing, process: Process, moved: Moved) -> list[str]:
    told: dict[str, None] = {}
    for wait in (*moved.waits_before, *moved.waits):
        if wait.kind != "timer" and wait.id in moved.remarks:
            name = _name(wait, process) or _name(wait, standing.process)
            told[f"»{name}«: {moved.remarks[wait.id]}"] = None
    before = {wait.id: wait for wait in moved.waits_before}
    for wait in moved.waits:
        if wait.id in before:
            old, new = standing.process.elements[before[wait.id].element], process.elements[wait.element]
            told |= dict.fromkeys(f"»{new.name}«: {text}" for text in _changes(old, new, before[wait.id], wait))
    return list(told)


def _changes(old: Element, new: Element, before: Wait, after: Wait) -> list[str]:
    found = []
    if after.kind in {"user", "adhoc"}:
        if old.role != new.role:
            found.append(_ANOTHER_ROLE)
        if old.form != new.form:
            found.append(_ANOTHER_FORM)
    if after.kind == "child" and before.name != after.name:
        found.append(f"Det forløb, der er i gang, fortsætter. Næste gang kaldes »{after.name}«.")
    if after.kind in {"message", "signal"} and before.name != after.name:
        found.append(f"Der ventes nu på »{after.name}« i stedet for »{before.name}«.")
    return found


def standing_at(standing: Standing, waits: Sequence[Wait]) -> list[str]:
    """Where an instance stands, by the names of the elements it waits at."""
    own = [wait for wait in waits if wait.group is None]
    return sorted({standing.process.elements[wait.element].name for wait in own})


def _name(wait: Wait | None, process: Process) -> str:
    element = process.elements.get(wait.element) if wait else None
    return element.name if element else ""
