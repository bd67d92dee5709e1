"""From a drawn event, or an event sub-process, to its node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import ErrorEventDefinition, EscalationEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import CancelEventDefinition

from engine.spiff import events
from engine.spiff.compensation import CompensationBoundary, CompensationThrow
from engine.spiff.event_subprocess import EventSubProcess, EventSubProcessStart
from engine.spiff.links import LinkEvent
from engine.spiff.nodes import Node
from engine.spiff.transactions import CancelEnd
from engine.spiff.triggers import Compensation, Link
from engine.spiff.xml import CAMUNDA, SAG, Element, children, extensions

if TYPE_CHECKING:
    from engine.spiff.parsing import NodeParser


def own_trigger(node: Element) -> Compensation | Link | None:
    """The trigger of an event that SpiffWorkflow's parser does not know."""
    for definition in children(node, "compensateEventDefinition"):
        return Compensation(definition.get("activityRef") or None)
    for definition in children(node, "linkEventDefinition"):
        return Link((definition.get("name") or "").strip())
    return None


def catching(parser: NodeParser) -> Node:
    trigger = parser.trigger()
    if isinstance(trigger, Link):
        return parser.build(LinkEvent, trigger=trigger, catches=True)
    return parser.build(events.CatchEvent, trigger=trigger)


def throwing(kind: type[events.EndEvent]) -> Callable[[NodeParser], Node]:
    def build(parser: NodeParser) -> Node:
        trigger = parser.trigger()
        if isinstance(trigger, Compensation):
            return parser.build(CompensationThrow, trigger=trigger)
        if isinstance(trigger, Link):
            return parser.build(LinkEvent, trigger=trigger, catches=False)
        if isinstance(trigger, CancelEventDefinition):
            return parser.build(CancelEnd)
        return parser.build(kind, trigger=trigger, inputs=parameters(parser.node, "inputParameter"))

    return build


def boundary(parser: NodeParser) -> Node:
    trigger = parser.trigger()
    if isinstance(trigger, Compensation):
        return parser.build(CompensationBoundary, trigger=trigger)
    interrupts = parser.node.get("cancelActivity", "true") != "false"
    return parser.build(events.BoundaryEvent, trigger=trigger, interrupts=interrupts)


def event_subprocess(parser: NodeParser) -> Node:
    """The sub-process; in its scope also its start event, if that waits for something."""
    start = next(children(parser.node, "startEvent"), None)
    if start is None:
        return parser.raise_validation_exception("hændelsesdelprocessen har ingen starthændelse")
    parser.process_parser.parser.create_parser(parser.node, filename=parser.filename)
    trigger = type(parser)(parser.process_parser, parser.spec_class, start).trigger()
    interrupts = start.get("isInterrupting", "true") != "false"
    node = EventSubProcess(
        parser.spec, parser.bpmn_id, trigger=trigger, interrupts=interrupts, **parser.bpmn_attributes
    )
    parser.spec.event_subprocesses.append(node)
    if isinstance(trigger, Compensation):
        parser.spec.compensation = node
    elif not isinstance(trigger, ErrorEventDefinition | EscalationEventDefinition):
        parser.spec.listeners.append(_listener(parser, start, trigger, node))
    return node


def _listener(parser: NodeParser, start: Element, trigger: Any, node: EventSubProcess) -> EventSubProcessStart:
    name = start.get("id", "")
    if name in parser.spec.task_specs:
        raise ValidationException("id'et bruges to gange", start, parser.filename)
    listener = EventSubProcessStart(parser.spec, name, trigger=trigger, begins=node, bpmn_name=start.get("name"))
    listener.correlation = start.get(SAG + "korrelation")
    return listener


def parameters(node: Element, tag: str) -> Mapping[str, str]:
    """The input or output mappings of an element, by name."""
    return {
        e.get("name", ""): (e.text or "").strip()
        for mapping in extensions(node, "inputOutput")
        for e in mapping.findall(CAMUNDA + tag)
    }
