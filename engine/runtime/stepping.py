"""
Running a case's instances to their next waits.

A command on one instance may start children, end parents, fire conditions and
send messages; all of it goes through one agenda, in order, in one transaction.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Literal

from engine import crashpoints, spiff
from engine.errors import ExpressionFailed
from engine.model import (
    Cancel,
    Complete,
    Fire,
    Happened,
    Json,
    KernelCommand,
    SetVariables,
    Stale,
    Start,
    Step,
    Throw,
    Wait,
)
from engine.runtime import happenings, services, starts, waits
from engine.runtime.work import CaseWork
from engine.store import incidents, subscriptions
from engine.store.ids import new_id
from engine.store.instances import InstanceRecord

# A diagram may call itself, and a condition may set itself off. Both stop here,
# far above what a drawing means and far below what a worker can bear.
_STEPS_PER_COMMAND = 500
_CALL_DEPTH = 10

# Kinds of waits whose row is closed with the answer: a completed task, a job that is done, a child that has ended.
_CLOSED_BY_ITS_ANSWER = ("user", "adhoc", "timer", "child")


class Run:
    """The agenda of one command."""

    def __init__(self, work: CaseWork) -> None:
        self._work = work
        self._agenda: deque[Callable[[], object]] = deque()
        self._facts_seen, self._facts_then = work.facts_before, work.facts_at_first

    def start(
        self,
        process: str,
        variables: Mapping[str, Json],
        *,
        start_event: str | None = None,
        parent: InstanceRecord | None = None,
        parent_wait: str | None = None,
        parent_element: str | None = None,
        binding: str = "latest",
    ) -> InstanceRecord:
        """Begin an instance, on the newest deployment unless it is bound to its parent's."""
        work = self._work
        deployment = work.deployment_of(parent) if parent and binding == "deployment" else work.newest()
        drawn = deployment.library.processes.get(process)
        if drawn is None:
            raise ExpressionFailed(f"Processen »{process}« findes ikke i den udrullede version.")
        instance = InstanceRecord(
            id=new_id(),
            case_id=work.case.id,
            parent_id=parent.id if parent else None,
            parent_wait=parent_wait,
            parent_element=parent_element,
            process=process,
            deployment=deployment.id,
            status="open",
            started_at=work.now,
            ended_at=None,
            version=0,
            state=None,
            variables={},
            waits={},
        )
        work.add_instance(instance)
        work.record("instance_started", instance, name=drawn.name)
        self.advance(instance, Start(variables, start_event))
        return instance

    def advance(self, instance: InstanceRecord, command: KernelCommand) -> None:
        """
        Apply a command to an instance. What follows from it is put on the agenda. Raises Stale.

        Whoever answers for a person, a timer or a child has closed its row, or does so afterwards.
        """
        work = self._work
        compiled = work.deployment_of(instance).compiled(instance.process)
        step = spiff.advance(compiled, instance.state, instance.variables, command, work.facts_for(instance))
        crashpoints.reached("kernel_advanced")
        before = instance.waits
        instance.state, instance.variables = step.state, step.variables
        instance.waits = {wait.id: wait.kind for wait in step.waits}
        work.touch(instance)
        for happened in step.happened:
            self._note(instance, happened)
        answered = command.wait if isinstance(command, (Complete, Fire)) else None
        gone = {wait: kind for wait, kind in before.items() if wait not in instance.waits}
        if gone.get(answered or "") in _CLOSED_BY_ITS_ANSWER:
            del gone[answered or ""]
        self._close(instance, gone, step.happened)
        self._open(instance, [wait for wait in step.waits if wait.id not in before])
        if step.outcome != "open":
            self._end(instance, step)

    def settle(self) -> None:
        """Work the agenda off, and look at conditions again whenever the case file changed."""
        for _ in range(_STEPS_PER_COMMAND):
            if not self._agenda:
                self._recheck_conditions()
            if not self._agenda:
                return
            self._agenda.popleft()()
        raise ExpressionFailed(
            "Sagen kørte i ring uden at vente på nogen. "
            "Se efter betingelser eller kald i diagrammet, der sætter sig selv i gang."
        )

    def then(self, instance: InstanceRecord, command: KernelCommand) -> None:
        """Put a command on the agenda; if the instance has moved on by then, it is dropped."""
        self._agenda.append(partial(self._advance_if_open, instance, command))

    def deliver(self, name: str, payload: Mapping[str, Json], key: Json = None) -> bool:
        """
        Give a message to the instance that has waited longest for its key, or start the process it starts.

        False when nobody in the case wants it.
        """
        work = self._work
        for row in subscriptions.listening(work.connection, work.case.id, "message", name):
            instance = work.instance(row.instance_id)
            if row.wait in instance.waits and work.key_of(instance, row.wait) == key:
                # At once: the next message of this step must find the one who waits after this.
                self.advance(instance, Fire(row.wait, payload))
                return True
        for process in work.newest().library.processes.values():
            if name in process.message_starts:
                self.start(process.id, payload, start_event=process.message_starts[name])
                return True
        return False

    # ---- what a step leaves behind

    def _advance_if_open(self, instance: InstanceRecord, command: KernelCommand) -> None:
        if instance.status != "open":
            return
        try:
            self.advance(instance, command)
        except Stale:
            # Another part of the same command closed the wait first, such as an
            # interrupting event that cancelled the call its child just ended.
            return

    def _note(self, instance: InstanceRecord, happened: Happened) -> None:
        work = self._work
        match happened.kind:
            case "completed":
                happenings.completed(work, instance, happened)
            case "decided":
                work.record("decided", instance, happened.element, data=happened.data)
            case "message":
                if not happenings.message_sent(work, instance, happened):
                    name, key = str(happened.data["name"]), happened.data.get("key")
                    self._agenda.append(partial(self.deliver, name, _payload(happened), key))
            case "error" | "escalation":
                work.record(happened.kind, instance, happened.element, data={"kode": happened.data.get("code")})
                self._to_parent(instance, happened)
            case "signal":
                self._broadcast(instance, happened)
            case "entered" | "cancelled":
                pass

    def _broadcast(self, instance: InstanceRecord, happened: Happened) -> None:
        """Give a signal to whoever else in the case waits for it now, and begin what it begins."""
        work, name = self._work, str(happened.data["name"])
        work.record("signal_sent", instance, happened.element, data={"signal": name})
        payload = _payload(happened)
        for row in subscriptions.listening(work.connection, work.case.id, "signal", name):
            if row.instance_id != instance.id:
                self.then(work.instance(row.instance_id), Fire(row.wait, payload))
        for begin in starts.at_signal(work, name):
            self._agenda.append(partial(self.start, begin.process, payload, start_event=begin.start_event))

    def _close(self, instance: InstanceRecord, closed: Mapping[str, str], happened: Sequence[Happened]) -> None:
        for wait, kind in closed.items():
            if kind == "child" and (child := self._work.child_of(instance.id, wait)):
                self._cancel(child)
            waits.close_wait(self._work, instance, wait, kind, happened)

    def _cancel(self, child: InstanceRecord) -> None:
        self.advance(child, Cancel("afbrudt af den kaldende proces"))

    def _open(self, instance: InstanceRecord, opened: list[Wait]) -> None:
        waits.open_waits(self._work, instance, opened)
        for wait in opened:
            if wait.kind == "service":
                self._agenda.append(partial(self._serve, instance, wait))
            elif wait.kind == "child":
                self._agenda.append(partial(self._call, instance, wait))

    def _end(self, instance: InstanceRecord, step: Step) -> None:
        work = self._work
        instance.status, instance.ended_at = step.outcome, work.now
        instance.state = None  # nothing reads a finished instance's tokens; its variables stay for the pages
        drawn = work.deployment_of(instance).process(instance.process)
        work.record("instance_ended", instance, name=drawn.name, data={"udfald": step.outcome})
        if step.outcome == "completed" and instance.parent_id and instance.parent_wait:
            self.then(work.instance(instance.parent_id), Complete(instance.parent_wait, instance.variables))

    def _to_parent(self, instance: InstanceRecord, happened: Happened) -> None:
        """Carry an error or escalation that nobody in the instance caught to whoever called it."""
        code = str(happened.data.get("code") or "")
        if instance.parent_id and instance.parent_wait:
            kind: Literal["error", "escalation"] = "error" if happened.kind == "error" else "escalation"
            thrown = Throw(instance.parent_wait, kind, code, _payload(happened))
            self.then(self._work.instance(instance.parent_id), thrown)
        elif happened.kind == "error":
            incidents.add(
                self._work.connection,
                case=self._work.case.id,
                job=None,
                instance=instance.id,
                element=happened.element,
                message=f"Fejlen »{code}« blev kastet, og intet i diagrammet griber den. Forløbet er slut.",
                action="Tegn en hændelse, der griber fejlen, og start forløbet igen.",
                at=self._work.now,
            )

    # ---- waits that the engine itself serves

    def _call(self, instance: InstanceRecord, wait: Wait) -> None:
        if wait.id not in instance.waits:
            return
        if self._depth(instance) >= _CALL_DEPTH:
            raise ExpressionFailed(f"»{wait.element}« er over {_CALL_DEPTH} kald dybt. Kalder processen sig selv?")
        self.start(
            wait.name or "",
            wait.inputs or {},
            parent=instance,
            parent_wait=wait.id,
            parent_element=wait.element,
            binding=wait.binding,
        )

    def _depth(self, instance: InstanceRecord) -> int:
        depth = 1
        while instance.parent_id:
            instance, depth = self._work.instance(instance.parent_id), depth + 1
        return depth

    def _serve(self, instance: InstanceRecord, wait: Wait) -> None:
        if wait.id in instance.waits:
            self.advance(instance, services.serve(self._work, instance, wait))

    def _recheck_conditions(self) -> None:
        work = self._work
        if work.case.facts_version == self._facts_seen:
            return
        before = self._facts_then
        self._facts_seen, self._facts_then = work.case.facts_version, work.case.facts
        for found in subscriptions.with_conditions(work.connection, work.case.id):
            self.then(work.instance(found), SetVariables({}))
        for begin in starts.come_true(work, before):
            self._agenda.append(partial(self.start, begin.process, {}, start_event=begin.start_event))


def _payload(happened: Happened) -> Mapping[str, Json]:
    """What a message, signal, error or escalation carries."""
    payload = happened.data.get("payload")
    return payload if isinstance(payload, dict) else {}
