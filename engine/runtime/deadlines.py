"""
An ordinary human task's deadline: a reminder before it, the overdue mark at it, escalation after it.

The manifest says how long before and after. Each stage is a job that adds the
next, so the deadline itself is a stored fact from the moment the task exists.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from engine.clock import last_day
from engine.definitions.manifest import Deadlines
from engine.model import Json
from engine.runtime.timers import shifted
from engine.runtime.work import CaseWork
from engine.store import human_tasks, jobs
from engine.store.database import Connection
from engine.store.human_tasks import HumanTaskRecord
from engine.store.jobs import Job

Stage: TypeAlias = Literal["remind", "overdue", "escalate"]


def arm(connection: Connection, task: HumanTaskRecord, deadlines: Deadlines, now: datetime) -> None:
    """Add the first stage's job; a reminder whose time has passed is left out."""
    assert task.due_at is not None  # noqa: S101 - the caller has looked
    if deadlines.remind_before:
        remind_at = shifted(task.due_at, deadlines.remind_before, -1)
        if remind_at > now:
            _add(connection, task, "remind", remind_at)
            return
    _add(connection, task, "overdue", task.due_at)


def reach(work: CaseWork, job: Job) -> None:
    """Do what a stage says, and add the next."""
    task = human_tasks.get(work.connection, job.task_id or "")
    if task is None or task.status != "open" or task.due_at is None:
        return
    instance = work.instance(task.instance_id)
    deadlines = work.deployment_of(instance).library.manifest.deadlines
    due = {"frist": last_day(task.due_at).isoformat()}
    _add_next(work.connection, task, job.payload.get("stage"), deadlines)
    match job.payload.get("stage"):
        case "remind":
            work.record("reminded", instance, task.element, data=due)
        case "overdue":
            human_tasks.change(work.connection, task.id, overdue=True)
            seq = work.record("task_overdue", instance, task.element, data=due)
            work.emit("task.overdue", seq, {"opgave": task.id, "element": task.element, "rolle": task.role, **due})
        case "escalate":
            human_tasks.change(work.connection, task.id, escalated_to=deadlines.escalate_to)
            work.record("escalated", instance, task.element, data={**due, "til": deadlines.escalate_to})


def pass_over(work: CaseWork, job: Job) -> None:
    """Leave a stage out, as a person decided, and add the next: what comes after is not theirs to lose."""
    task = human_tasks.get(work.connection, job.task_id or "")
    if task is not None and task.status == "open":
        manifest = work.deployment_of(work.instance(task.instance_id)).library.manifest
        _add_next(work.connection, task, job.payload.get("stage"), manifest.deadlines)


def _add_next(connection: Connection, task: HumanTaskRecord, stage: Json, deadlines: Deadlines) -> None:
    if task.due_at is None:
        return
    if stage == "remind":
        _add(connection, task, "overdue", task.due_at)
    elif stage == "overdue" and deadlines.escalate_after and deadlines.escalate_to:
        _add(connection, task, "escalate", shifted(task.due_at, deadlines.escalate_after, 1))


def _add(connection: Connection, task: HumanTaskRecord, stage: Stage, due_at: datetime) -> None:
    jobs.add(
        connection,
        "deadline",
        due_at,
        f"deadline:{task.id}:{stage}",
        case_id=task.case_id,
        instance_id=task.instance_id,
        task_id=task.id,
        element=task.element,
        payload={"stage": stage},
    )
