"""Service tasks: Python from a process module, or nothing but the `sag:` elements, in the command's transaction."""

from __future__ import annotations

from engine.clock import local_date
from engine.errors import BpmnError, ExpressionFailed
from engine.extension import ServiceCall, ServiceResult
from engine.model import Complete, Json, KernelCommand, Throw, Wait
from engine.runtime.work import CaseWork
from engine.store.instances import InstanceRecord

REGISTER = "sag.registrer"  # the topic of a task that does nothing but its `sag:` elements


def serve(work: CaseWork, instance: InstanceRecord, wait: Wait) -> KernelCommand:
    """
    Run a service task and write its facts and its `sag:skriv`; how the diagram goes on from it.

    A BpmnError from the task goes to the diagram as an error. Raises
    ExpressionFailed when no module serves the topic.
    """
    element = work.element(instance, wait.element)
    names: dict[str, Json] = {**instance.variables, **wait.locals}
    result = ServiceResult()
    if wait.name != REGISTER:
        task = work.services.get(wait.name or "")
        if task is None:
            raise ExpressionFailed(f"Opgaven »{element.name}« kalder »{wait.name}«, som ikke er installeret.")
        try:
            result = task(ServiceCall(wait.inputs or {}, names, work.case.facts, local_date(work.now)))
        except BpmnError as error:
            return Throw(wait.id, "error", error.code)
    draft = work.draft()
    for path, value in result.facts.items():
        draft.set(path, value)
    work.apply_writes(draft, element, {**names, **(wait.inputs or {}), **result.variables})
    work.commit_facts(draft, instance=instance, element=element.id)
    return Complete(wait.id, result.variables)
