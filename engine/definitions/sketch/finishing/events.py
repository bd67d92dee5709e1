"""Events: names, codes and times that are not written yet, and starts that something outside the drawing begins."""

from __future__ import annotations

import re

from engine.definitions import timer_text
from engine.definitions.bpmn import (
    all_flow_nodes,
    bpmn,
    children,
    event_definitions,
    flow_nodes,
    id_of,
    local,
    scopes,
    trigger_of,
)
from engine.definitions.sketch.finishing.flows import asked_for
from engine.definitions.sketch.finishing.targets import Targets
from engine.definitions.xml import Element

_TIMES = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
_WRITTEN_OUT = re.compile(r'=?\s*(?:(?:duration|date|date and time)\()?\s*"(?P<time>[^"]+)"\s*\)?')
_ORDINARY = {"timeDate": "P1D", "timeDuration": "P1D", "timeCycle": "R3/P1D"}
_CODES = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}


def finish_events(targets: Targets, process: Element) -> None:
    _start_where_a_message_begins(process)
    _finish_starts(targets, process)
    for scope in scopes(process):
        _receive_after_gateways(scope)
    for node in all_flow_nodes(process):
        if local(node) == "receiveTask":
            _refer(targets, node, node, "message")
        for definition in event_definitions(node):
            kind = local(definition).removesuffix("EventDefinition")
            if kind in _CODES:
                _refer(targets, node, definition, kind)
            elif kind == "timer":
                _time(node, definition)
            elif kind == "cancel" and local(node) == "boundaryEvent":
                _cancel(node, definition)
            elif kind == "conditional":
                _condition(node, definition)
            elif kind == "link" and not (definition.get("name") or "").strip():
                definition.set("name", " ".join((node.get("name") or "").split()) or id_of(node))


def _start_where_a_message_begins(process: Element) -> None:
    """Receive tasks, and what waits after an event gateway, that begin the process are its starts as much as any."""
    begins = [node for node in flow_nodes(process) if node.get("instantiate") == "true"]
    gateways = {id_of(node) for node in begins if local(node) == "eventBasedGateway"}
    flows = list(children(process, "sequenceFlow"))
    led_to = {flow.get("targetRef") for flow in flows}
    if led_to & gateways:
        return  # something leads to it, so it begins nothing; that is told of
    after = {flow.get("targetRef") for flow in flows if flow.get("sourceRef") in gateways}
    for node in list(flow_nodes(process)):
        if id_of(node) in gateways:
            process.remove(node)
        elif id_of(node) in after or (node in begins and id_of(node) not in led_to):
            node.tag = bpmn("startEvent")
            for attribute in ("instantiate", "messageRef", "operationRef", "implementation"):
                node.attrib.pop(attribute, "")
    for node in begins:
        node.attrib.pop("instantiate", "")
    for flow in flows:
        if flow.get("sourceRef") in gateways:
            process.remove(flow)


def _finish_starts(targets: Targets, process: Element) -> None:
    """Whatever begins a process has happened when it runs: one start is plain, each further one its own message."""
    starts = [node for node in flow_nodes(process) if local(node) == "startEvent"]
    for number, start in enumerate(starts):
        for definition in [*event_definitions(start), *children(start, "eventDefinitionRef")]:
            start.remove(definition)
        start.attrib.pop("parallelMultiple", "")
        if number:
            start.append(start.makeelement(bpmn("messageEventDefinition")))
            _refer(targets, start, start[-1], "message")


def _receive_after_gateways(scope: Element) -> None:
    """A receive task right after an event gateway waits as an event does."""
    gateways = {id_of(gateway) for gateway in children(scope, "eventBasedGateway")}
    after = {flow.get("targetRef") for flow in children(scope, "sequenceFlow") if flow.get("sourceRef") in gateways}
    for task in list(children(scope, "receiveTask")):
        if id_of(task) in after:
            task.tag = bpmn("intermediateCatchEvent")
            definition = task.makeelement(bpmn("messageEventDefinition"))
            definition.set("messageRef", task.attrib.pop("messageRef", ""))
            task.append(definition)


def _refer(targets: Targets, node: Element, holder: Element, kind: str) -> None:
    """Let an event point at a message, signal, error or escalation that has its name or code."""
    attribute = _CODES[kind]
    target = targets.get(kind, holder.get(f"{kind}Ref", ""))
    if target is None:
        if kind in {"error", "escalation"} and local(node) in {"boundaryEvent", "startEvent"}:
            holder.attrib.pop(f"{kind}Ref", "")
            return  # catches whatever is thrown
        target = targets.add(kind, f"{kind}_{id_of(node)}")
        holder.set(f"{kind}Ref", target.get("id", ""))
    if not (target.get(attribute) or "").strip():
        target.set(attribute, " ".join((target.get("name") or node.get("name") or "").split()) or id_of(node))


def _time(node: Element, definition: Element) -> None:
    times = [time for time in definition if local(time) in _TIMES and (time.text or "").strip()]
    for time in list(definition):
        if not times or time is not times[0]:
            definition.remove(time)
    if not times:
        definition.append(definition.makeelement(bpmn("timeDuration")))
    time = definition[0]
    time.text = _without_feel((time.text or "").strip())
    if local(time) == "timeCycle" and not _may_repeat(node):
        time.tag = bpmn("timeDuration")
        time.text = time.text.rpartition("/")[2]
    # FEEL may read what nobody has written yet, and another program's words are not ours.
    if not timer_text.is_iso((time.text or "").strip(), _kind_of(time)):
        time.tag = bpmn("timeDuration") if local(time) != "timeCycle" else time.tag
        time.text = _ORDINARY[local(time)]


def _without_feel(text: str) -> str:
    """A time that is written out in FEEL, as it stands there: `=duration("P7D")` is P7D."""
    written = _WRITTEN_OUT.fullmatch(text)
    return written["time"] if written else text


def _may_repeat(node: Element) -> bool:
    """Only what does not interrupt can happen again."""
    return node.get("cancelActivity") == "false" or node.get("isInterrupting") == "false"


def _kind_of(time: Element) -> timer_text.Kind:
    match local(time):
        case "timeDate":
            return "date"
        case "timeCycle":
            return "cycle"
    return "duration"


def _condition(node: Element, definition: Element) -> None:
    for condition in list(children(definition, "condition")):
        definition.remove(condition)
    condition = definition.makeelement(bpmn("condition"))
    condition.text = asked_for(id_of(node))
    definition.append(condition)


def _cancel(event: Element, definition: Element) -> None:
    """A transaction may be cancelled from outside, by a protocol that no drawing shows: the work in it fails then."""
    scope = event.getparent()
    beside = () if scope is None else children(scope, "transaction")
    host = next((node for node in beside if id_of(node) == event.get("attachedToRef")), None)
    if host is not None and not any(trigger_of(end) == "cancel" for end in host.iter(bpmn("endEvent"))):
        definition.tag = bpmn("errorEventDefinition")
