"""Messages that people and other systems give to a case."""

from __future__ import annotations

from typing import Any

from engine.commands import SendMessage
from engine.errors import WrongState
from engine.runtime.stepping import Run
from engine.runtime.work import CaseWork
from engine.store import subscriptions
from engine.store.database import Row


def offered(work: CaseWork) -> dict[str, str]:
    """
    What a case may be told now, by message name: what something waits for, then what starts a process in it.

    What its own processes tell each other is not for people to say.
    """
    if work.case.status != "open":
        return {}
    library = work.newest().library
    internal = {message for process in library.processes.values() for message in process.sends}
    waited = {
        row.name: work.element(work.instance(row.instance_id), row.element).name or row.name
        for row in subscriptions.open_in(work.connection, work.case.id)
        if row.kind == "message" and row.name not in internal and not _has_key(work, row)
    }
    starts = {
        message: process.name
        for process in library.processes.values()
        for message in process.message_starts
        if process.id != library.manifest.main_process
    }
    return waited | {message: name for message, name in starts.items() if message not in waited}


def _has_key(work: CaseWork, row: Row[Any]) -> bool:
    """Whether it waits for one message among several, which only its sender can tell apart."""
    return work.key_of(work.instance(row.instance_id), row.wait) is not None


def send(work: CaseWork, command: SendMessage) -> None:
    """Carry out SendMessage. Raises WrongState when the case does not expect the message."""
    if work.case.status != "open":
        raise WrongState(f"Beskeden kunne ikke gives til sag {work.case.number}: sagen er afsluttet.")
    run = Run(work)
    label = offered(work).get(command.name, command.name)
    work.record("message_received", None, name=label, by=command.by, data={"besked": command.name})
    if not run.deliver(command.name, command.payload, command.correlation):
        told = f" med korrelationen »{command.correlation}«" if command.correlation is not None else ""
        raise WrongState(
            f"Beskeden »{command.name}«{told} kunne ikke gives til sag {work.case.number}: ingen venter på den, "
            "og ingen proces starter ved den. Se på sagens side, hvad der ventes på."
        )
    run.settle()
