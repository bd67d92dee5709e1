"""What an element's completion leaves in the history and the outbox."""

from __future__ import annotations

from engine.model import Happened, Json
from engine.runtime.facts import scope, value_of
from engine.runtime.work import CaseWork
from engine.store.instances import InstanceRecord


def completed(work: CaseWork, instance: InstanceRecord, happened: Happened) -> None:
    """
    An element's line, and its milestone, letters and events.

    Of a multi-instance activity only the whole has them; a body has its line.
    """
    element_id = happened.element
    element = work.element(instance, element_id)
    if "body" in happened.data:
        work.record("body_completed", instance, element_id)
        return
    work.record("element_completed", instance, element_id)
    inner = happened.data.get("locals")
    names = {**instance.variables, **(inner if isinstance(inner, dict) else {})}
    if element.milestone:
        work.record("milestone", instance, element_id, data={"milepael": element.milestone})
    for letter in element.letters:
        told: dict[str, Json] = {
            "dokument": letter.document,
            "titel": letter.title,
            "modtager": letter.recipient,
        }
        seq = work.record("letter", instance, element_id, data=told)
        work.emit("letter.sent", seq, {"dokument": letter.document})
    for event in element.events:
        data: Json = {}
        if event.expression:
            data = value_of(event.expression, scope(work.case, names), work.now)
        body = data if isinstance(data, dict) else {"vaerdi": data}
        work.emit(event.type, work.record("event", instance, element_id, data={**body, "type": event.type}), body)


def message_sent(work: CaseWork, instance: InstanceRecord, element_id: str, name: str) -> None:
    """The line and event of a message that a diagram throws; what it carries stays within the case."""
    work.emit(
        "message.sent", work.record("message_sent", instance, element_id, data={"besked": name}), {"besked": name}
    )
