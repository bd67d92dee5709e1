"""What people choose in an open ad-hoc sub-process; it stands among their tasks, without a form."""

from __future__ import annotations

from engine import spiff
from engine.commands import ChooseActivity
from engine.errors import WrongState
from engine.model import Choose
from engine.runtime import human_tasks
from engine.runtime.human_tasks import OpenTask
from engine.runtime.stepping import Run
from engine.runtime.work import CaseWork
from engine.store.human_tasks import HumanTaskRecord
from engine.views import Choices, Option

_KIND = "adHocSubProcess"


def choose(work: CaseWork, command: ChooseActivity) -> None:
    """Carry out ChooseActivity. Raises WrongState when it cannot be chosen now, NotAllowed without the role."""
    task = human_tasks.opened(work, human_tasks.open_to(work, command.task, command.by, "bruges"))
    human_tasks.require_free(work, task.record, command.by, "bruges")
    offered = choices(work, task)
    if offered is None:
        raise WrongState(f"Opgaven »{task.record.name}« har intet at vælge mellem. Åbn den, og udfyld den.")
    if command.element in {option.value for option in offered.options}:
        told = {"i": task.record.name}
        work.record("activity_chosen", task.instance, command.element, by=command.by, data=told)
    run = Run(work)
    run.advance(task.instance, Choose(task.record.wait, command.element))
    run.settle()


def is_one(work: CaseWork, record: HumanTaskRecord) -> bool:
    """Whether the line among the tasks is an ad-hoc sub-process."""
    return work.element(work.instance(record.instance_id), record.element).kind == _KIND


def choices(work: CaseWork, task: OpenTask) -> Choices | None:
    """What may be chosen now; None for a task that is no open ad-hoc sub-process."""
    if task.element.kind != _KIND or task.record.status != "open" or task.instance.state is None:
        return None
    compiled = work.deployment_of(task.instance).compiled(task.instance.process)
    facts = work.facts_for(task.instance)
    waits = spiff.open_waits(compiled, task.instance.state, task.instance.variables, facts)
    wait = next(wait for wait in waits if wait.id == task.record.wait)
    options = [Option(name, work.element(task.instance, name).name) for name in wait.choices]
    return Choices(options, wait.ends_by_hand, wait.cancels_rest)
