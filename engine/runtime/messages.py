"""Messages that people and other systems give to a case."""

from __future__ import annotations

from engine.commands import SendMessage
from engine.errors import WrongState
from engine.runtime.stepping import Run
from engine.runtime.work import CaseWork


def send(work: CaseWork, command: SendMessage) -> None:
    """Carry out SendMessage. Raises WrongState when the case does not expect the message."""
    if work.case.status != "open":
        raise WrongState(f"Beskeden kunne ikke gives til sag {work.case.number}: sagen er afsluttet.")
    run = Run(work)
    work.record("message_received", None, name=command.name, by=command.by, data={"besked": command.name})
    if not run.deliver(command.name, command.payload):
        raise WrongState(
            f"Beskeden »{command.name}« kunne ikke gives til sag {work.case.number}: ingen venter på den, "
            "og ingen proces starter ved den. Se på sagens side, hvad der ventes på."
        )
    run.settle()
