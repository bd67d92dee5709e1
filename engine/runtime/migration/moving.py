"""One case's instances moved, or taken back, under the case's lock and in its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from engine import crashpoints, spiff
from engine.commands import Viewer
from engine.errors import EngineBug
from engine.model import Json, Moved, State, Wait
from engine.runtime import deadlines, waits
from engine.runtime.definitions import Deployment
from engine.runtime.migration.planning import Plan, Standing, plan
from engine.runtime.work import CaseWork
from engine.store import human_tasks, jobs, moves, pictured
from engine.store.human_tasks import END_OF_TIME, HumanTaskRecord
from engine.store.instances import InstanceRecord
from engine.store.jobs import Job
from engine.store.moves import Item, MoveRecord

_STEPPED = "Forløbet er gået videre, siden det blev flyttet, og kan ikke føres tilbage."
_ENDED = "Forløbet var afsluttet, før det kunne flyttes."
_UNANSWERED = "Det mangler et svar på, hvad der er trådt i stedet for {names}."


def work_off(work: CaseWork, job: Job) -> None:
    """Do what a run asks for in one case. The caller finishes the work and the job."""
    move = moves.get(work.connection, str(job.payload["move"]))
    if move is None:
        raise EngineBug(f"job {job.id} moves for a run that is not there")
    for item in moves.items(work.connection, move.id, work.case.id):
        if item.status == "back":
            _take_back(work, move, item)
        else:
            _move(work, move, item)
        crashpoints.reached("instance_moved")


# ---- there


def _move(work: CaseWork, move: MoveRecord, item: Item) -> None:
    instance = work.instance(item.instance_id)
    if instance.status != "open":
        _keep(work, move, item, [_ENDED])
        return
    target = work.definitions.get(work.connection, move.deployment)
    standing = standing_of(work, instance)
    found = plan(standing, target, move.mapping, work.now)
    if found.moved is None:
        names = ", ".join(f"»{_name(standing, old)}«" for old in found.choices)
        _keep(work, move, item, list(found.reasons) or [_UNANSWERED.format(names=names)])
        return
    before = _remembered(standing)
    _carry(work, standing, target, found.moved)
    _give_tasks(work, standing, found)
    _tell(work, "instance_moved", instance, move, before["deployment"])
    moves.settle(
        work.connection,
        move.id,
        instance.id,
        status="moved",
        reasons=[],
        at=work.now,
        instance_version=instance.version + 1,
        before=before,
    )


def standing_of(work: CaseWork, instance: InstanceRecord) -> Standing:
    """An instance with what a plan has to know around it."""
    own = [task for task in human_tasks.open_in(work.connection, work.case.id) if task.instance_id == instance.id]
    return Standing(instance, work.case, work.deployment_of(instance), {task.wait: task for task in own})


def _name(standing: Standing, element: str) -> str:
    found = standing.process.elements.get(element)
    return found.name if found else element


def _keep(work: CaseWork, move: MoveRecord, item: Item, reasons: list[str]) -> None:
    moves.settle(work.connection, move.id, item.instance_id, status="kept", reasons=reasons, at=work.now)


def _remembered(standing: Standing) -> dict[str, Json]:
    """What taking back needs and the diagrams cannot tell: the state itself, and the tasks as they were."""
    tasks: dict[str, Json] = {
        task.id: {
            "name": task.name,
            "role": task.role,
            "on_behalf_of": task.on_behalf_of,
            "assignee": task.assignee,
            "priority": task.priority,
            "locals": task.locals,
            "has_due": task.due_at is not None,
        }
        for task in standing.tasks.values()
    }
    return {"deployment": standing.old.id, "state": standing.instance.state, "tasks": tasks}


def _carry(work: CaseWork, standing: Standing, target: Deployment, moved: Moved) -> None:
    """The instance's row, and those of its waits, on another deployment."""
    instance = standing.instance
    before, after = {wait.id: wait for wait in moved.waits_before}, {wait.id: wait for wait in moved.waits}
    for gone in before.keys() - after.keys():
        waits.close_wait(work, instance, gone, before[gone].kind)
    instance.deployment, instance.state = target.id, moved.state
    instance.waits = {wait.id: wait.kind for wait in moved.waits}
    moves.pin(work.connection, instance.id, target.id)
    work.touch(instance)
    _rename(work, instance, before, after)
    waits.open_waits(work, instance, [after[new] for new in after if new not in before])


def _rename(work: CaseWork, instance: InstanceRecord, before: Mapping[str, Wait], after: Mapping[str, Wait]) -> None:
    kept = [(before[one], after[one]) for one in before.keys() & after.keys()]
    names = {old.element: new.element for old, new in kept if old.element != new.element}
    moves.rename(work.connection, instance.id, names)
    for old, new in kept:
        if old.name != new.name and new.kind in {"message", "signal"}:
            moves.listen_for(work.connection, instance.id, new.id, new.name or "")


def _give_tasks(work: CaseWork, standing: Standing, found: Plan) -> None:
    """The open human tasks as the new diagram draws them; a deadline that is set stays."""
    manifest = work.deployment_of(standing.instance).library.manifest
    for wait in (found.moved or _NOTHING).waits:
        task = standing.tasks.get(wait.id)
        if task is None:
            continue
        element = work.element(standing.instance, wait.element)
        outsider = manifest.external.get(element.role or "")
        role = outsider.registered_by if outsider else element.role
        human_tasks.change(
            work.connection,
            task.id,
            name=element.name,
            role=role,
            on_behalf_of=outsider.name if outsider else None,
            # Whoever has taken it may not have the new role.
            assignee=task.assignee if role == task.role else None,
            priority=element.priority,
            locals=dict(wait.locals),
        )
        if wait.id in found.new_dues:
            due = found.new_dues[wait.id]
            human_tasks.change(work.connection, task.id, due_at=due, due_sort=due)
            task.due_at = due
            deadlines.arm(work.connection, task, manifest.deadlines, work.now)


def _tell(work: CaseWork, kind: str, instance: InstanceRecord, move: MoveRecord, left: Json) -> None:
    process = work.deployment_of(instance).process(instance.process)
    versions = {
        "fra": pictured.version_of(work.connection, str(left)),
        "til": pictured.version_of(work.connection, instance.deployment),
    }
    by = Viewer(move.started_by, move.started_by)
    work.record(kind, instance, name=process.name, by=by, data=versions)


# ---- and back


def _take_back(work: CaseWork, move: MoveRecord, item: Item) -> None:
    """Restore the exact former state, if the instance has taken no step since."""
    instance = work.instance(item.instance_id)
    if item.before is None or instance.status != "open" or instance.version != item.instance_version:
        moves.settle(work.connection, move.id, instance.id, status="moved", reasons=[_STEPPED], before=None)
        return
    standing = standing_of(work, instance)
    left, home = instance.deployment, work.definitions.get(work.connection, str(item.before["deployment"]))
    state = cast("State", item.before["state"])
    facts = work.facts_for(instance)
    now_at = spiff.open_waits(standing.old.compiled(instance.process), instance.state or {}, instance.variables, facts)
    was_at = spiff.open_waits(home.compiled(instance.process), state, instance.variables, facts)
    _carry(work, standing, home, Moved(state, now_at, was_at, {}))
    _give_back_tasks(work, standing, cast("Mapping[str, Mapping[str, Json]]", item.before["tasks"]))
    _tell(work, "move_undone", instance, move, left)
    moves.settle(work.connection, move.id, instance.id, status="undone", reasons=[], at=work.now, before=None)


def _give_back_tasks(work: CaseWork, standing: Standing, before: Mapping[str, Mapping[str, Json]]) -> None:
    """The tasks as they were; who has taken one since keeps it."""
    for task in standing.tasks.values():
        was = dict(before[task.id])
        had_due = was.pop("has_due")
        if task.role == was["role"]:
            was["assignee"] = task.assignee
        human_tasks.change(work.connection, task.id, **was)
        if not had_due and task.due_at is not None:
            _drop_due(work, task)


def _drop_due(work: CaseWork, task: HumanTaskRecord) -> None:
    jobs.cancel_deadlines(work.connection, task.id)
    human_tasks.change(work.connection, task.id, due_at=None, due_sort=END_OF_TIME, overdue=False, escalated_to=None)


_NOTHING = Moved({}, (), (), {})
