"""Service tasks: Python from a process module, or nothing but the `sag:` elements, in the command's transaction."""

from __future__ import annotations

import json
import logging
from typing import cast

from engine.clock import local_date
from engine.definitions.diagram import Element
from engine.errors import BpmnError, EngineError, ExpressionFailed, InvalidInput
from engine.extension import ServiceCall, ServiceResult
from engine.model import Complete, Json, KernelCommand, Throw, Wait
from engine.runtime.work import CaseWork
from engine.store.instances import InstanceRecord

log = logging.getLogger(__name__)

REGISTER = "sag.registrer"  # the topic of a task that does nothing but its `sag:` elements


def serve(work: CaseWork, instance: InstanceRecord, wait: Wait) -> KernelCommand:
    """
    Run a service task and write its facts and its `sag:skriv`; how the diagram goes on from it.

    A BpmnError from the task goes to the diagram as an error. Raises HardStopped,
    and ExpressionFailed when no module serves the topic, when the module fails, or
    when what it gives is not fit to be kept.
    """
    element = work.element(instance, wait.element)
    names: dict[str, Json] = {**instance.variables, **wait.locals}
    result = ServiceResult()
    if wait.name != REGISTER:
        call = ServiceCall(wait.inputs or {}, names, work.case.facts, local_date(work.now))
        try:
            result = _ask(work, element, wait.name or "", call)
        except BpmnError as error:
            return Throw(wait.id, "error", error.code, cast("dict[str, Json]", error.values))
    draft = work.draft()
    for path, value in result.facts.items():
        draft.set(path, value)
    work.apply_writes(draft, element, {**names, **(wait.inputs or {}), **result.variables})
    try:
        work.commit_facts(draft, instance=instance, element=element.id)
    except InvalidInput as error:
        # Nobody typed it: whoever completed the step before can do nothing about it.
        raise ExpressionFailed(f"Opgaven »{element.name}« kunne ikke skrive på sagen. {error}") from error
    return Complete(wait.id, result.variables)


def _ask(work: CaseWork, element: Element, topic: str, call: ServiceCall) -> ServiceResult:
    task = work.services.get(topic)
    if task is None:
        raise ExpressionFailed(f"Opgaven »{element.name}« kalder »{topic}«, som ikke er installeret.")
    try:
        result = task(call)
        json.dumps([*result.variables.items(), *result.facts.items()], allow_nan=False)
    except BpmnError:
        raise
    except EngineError:
        raise
    except Exception as error:
        log.exception("the service task %s failed", topic)
        # Its text may hold what it calculated on.
        raise ExpressionFailed(
            f"Opgaven »{element.name}« fejlede i programmet »{topic}« ({type(error).__name__}). Sig det til driften."
        ) from error
    return result
