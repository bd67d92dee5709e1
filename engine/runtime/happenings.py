"""What an element's completion leaves in the history and the outbox."""

from __future__ import annotations

from engine.errors import ExpressionFailed
from engine.model import Happened, Json
from engine.runtime.facts import scope, value_of
from engine.runtime.work import CaseWork
from engine.store import cases, jobs
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


def message_sent(work: CaseWork, instance: InstanceRecord, happened: Happened) -> bool:
    """
    The line and event of a message that a diagram throws; what it carries stays among the cases.

    True when it is for another case, and waits there as a job. Raises
    ExpressionFailed when that case is not there.
    """
    name, to = str(happened.data["name"]), happened.data.get("case")
    told: dict[str, Json] = {"besked": name}
    seq = work.record("message_sent", instance, happened.element, data=told)
    work.emit("message.sent", seq, told)
    if to is None or to == work.case.number:
        return False
    other = cases.by_number(work.connection, str(to))
    if other is None:
        raise ExpressionFailed(
            f"Beskeden »{name}« fra »{happened.element}« kunne ikke sendes: der er ingen sag {to}. "
            "Ret sagsnummeret, som diagrammet læser."
        )
    carried: dict[str, Json] = {
        "name": name,
        "payload": happened.data.get("payload"),
        "key": happened.data.get("key"),
        "from": work.case.number,
    }
    key = f"message:{work.case.id}:{seq}"
    jobs.add(work.connection, "message", work.now, key, case_id=other, payload=carried)
    return True
