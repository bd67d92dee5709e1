"""Open waits as rows: a human task, a timer's job, or a subscription. Calls and service tasks have their own ways."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from engine.clock import last_day
from engine.commands import SYSTEM
from engine.definitions.diagram import Element
from engine.errors import EngineBug, ExpressionFailed
from engine.model import Happened, Json, Wait
from engine.runtime import deadlines, timers
from engine.runtime.facts import scope
from engine.runtime.work import CaseWork
from engine.store import human_tasks, incidents, jobs, subscriptions
from engine.store.human_tasks import HumanTaskRecord
from engine.store.ids import new_id
from engine.store.instances import InstanceRecord


def open_waits(work: CaseWork, instance: InstanceRecord, waits: Iterable[Wait]) -> None:
    """Insert the rows of new waits."""
    for wait in waits:
        match wait.kind:
            case "user" | "adhoc":
                _open_human_task(work, instance, wait)
            case "timer":
                _open_timer(work, instance, wait)
            case "message" | "signal" | "condition":
                subscriptions.add(
                    work.connection,
                    case=work.case.id,
                    instance=instance.id,
                    wait=wait.id,
                    kind=wait.kind,
                    name=wait.name or "",
                    element=wait.element,
                )
            case "service" | "child":
                pass


def close_wait(
    work: CaseWork, instance: InstanceRecord, wait: str, kind: str, happened: Collection[Happened] = ()
) -> None:
    """Remove the row of a wait that the diagram no longer has; `happened` is what the step did."""
    match kind:
        case "user":
            _cancel_human_task(work, instance, wait)
        case "adhoc":
            _close_ad_hoc(work, instance, wait, happened)
        case "timer":
            _close_incidents(work, jobs.cancel_timer(work.connection, instance.id, wait))
        case "message" | "signal" | "condition":
            subscriptions.remove(work.connection, instance.id, wait)
        case "service" | "child":
            pass
        case _:
            raise EngineBug(f"an instance holds a wait of the unknown kind {kind!r}")


def done_with(work: CaseWork, task: HumanTaskRecord) -> None:
    """A human task is open no more: nobody is reminded of it, and what was told of attempts at it is past."""
    if task.due_at is not None:
        _close_incidents(work, jobs.cancel_deadlines(work.connection, task.id))
    incidents.gone_with_task(work.connection, work.case.id, task.instance_id, task.element, at=work.now, by=SYSTEM.id)


def _close_incidents(work: CaseWork, stuck: Collection[str]) -> None:
    if stuck:
        incidents.gone_with_jobs(work.connection, stuck, at=work.now, by=SYSTEM.id)


def _open_timer(work: CaseWork, instance: InstanceRecord, wait: Wait) -> None:
    if wait.due is None:
        raise EngineBug(f"the timer {wait.element} has no due time")
    jobs.add(
        work.connection,
        "timer",
        wait.due,
        f"timer:{instance.id}:{wait.id}",
        case_id=work.case.id,
        instance_id=instance.id,
        wait=wait.id,
        element=wait.element,
    )


def _open_human_task(work: CaseWork, instance: InstanceRecord, wait: Wait) -> None:
    element = work.element(instance, wait.element)
    manifest = work.deployment_of(instance).library.manifest
    names = scope(work.case, {**instance.variables, **wait.locals})
    if element.role is None:
        raise ExpressionFailed(
            f"Opgaven »{element.name}« har ingen rolle. Tegn den i en bane, eller giv den en gruppe."
        )
    outsider = manifest.external.get(element.role)
    due = None
    if element.due_date:
        due = timers.task_due(element.due_date, names, now=work.now, created=work.now)
    task = HumanTaskRecord(
        id=new_id(),
        case_id=work.case.id,
        instance_id=instance.id,
        wait=wait.id,
        element=wait.element,
        name=element.name or wait.element,
        department=work.case.department,
        role=outsider.registered_by if outsider else element.role,
        on_behalf_of=outsider.name if outsider else None,
        assignee=_assignee(work, instance, element, wait),
        priority=element.priority,
        locals=dict(wait.locals),
        status="open",
        created_at=work.now,
        due_at=due,
        overdue=False,
        escalated_to=None,
        completed_at=None,
        completed_by=None,
    )
    human_tasks.add(work.connection, task)
    if due is not None:
        deadlines.arm(work.connection, task, manifest.deadlines, work.now)
    data: dict[str, Json] = {"rolle": task.role}
    if due is not None:
        data["frist"] = last_day(due).isoformat()
    seq = work.record("task_created", instance, wait.element, data=data)
    work.emit("task.created", seq, {"opgave": task.id, "element": task.element, **data})


def _assignee(work: CaseWork, instance: InstanceRecord, element: Element, wait: Wait) -> str | None:
    if not element.assignee or not element.assignee.lstrip().startswith("="):
        return element.assignee
    value = work.facts_for(instance).evaluate(element.assignee, {**instance.variables, **wait.locals})
    return value if isinstance(value, str) else None


def _cancel_human_task(work: CaseWork, instance: InstanceRecord, wait: str) -> None:
    task = human_tasks.at_wait(work.connection, instance.id, wait)
    if task is None or task.status != "open":
        return
    human_tasks.change(work.connection, task.id, status="cancelled", completed_at=work.now)
    done_with(work, task)
    work.record("task_cancelled", instance, task.element)


def _close_ad_hoc(work: CaseWork, instance: InstanceRecord, wait: str, happened: Collection[Happened]) -> None:
    """Unless it was cancelled, it came to its end by its own condition: nothing is left in it for people to choose."""
    task = human_tasks.at_wait(work.connection, instance.id, wait)
    if task is None or task.status != "open":
        return
    cancelled = [h.data.get("locals", {}) for h in happened if (h.kind, h.element) == ("cancelled", task.element)]
    if instance.status != "open" or task.locals in cancelled:
        _cancel_human_task(work, instance, wait)
        return
    human_tasks.change(work.connection, task.id, status="completed", completed_at=work.now)
    done_with(work, task)
    seq = work.record("task_completed", instance, task.element)
    work.emit("task.completed", seq, {"opgave": task.id, "element": task.element})
