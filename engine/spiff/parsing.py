"""
From a diagram to nodes and flows, by SpiffWorkflow's parser.

Its walk along the sequence flows is not used: it recurses, orders branches by
their place in the drawing, and knows no flow by its id. Nodes are parsed one
by one and then connected in the diagram's own order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NoReturn, cast

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import EventDefinitionParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.model import TimerKind
from engine.spiff import activities, decisions, events, gateways
from engine.spiff.ad_hoc import AdHoc
from engine.spiff.beginning import ACTIVITIES, begins_alone, flow_targets, instantiating
from engine.spiff.compensation import CompensationBoundary
from engine.spiff.data import copies, data_names
from engine.spiff.event_parsing import boundary, catching, event_subprocess, own_trigger, parameters, throwing
from engine.spiff.links import connect_links
from engine.spiff.multi_instance import MultiInstance
from engine.spiff.nodes import Flow, Node
from engine.spiff.process import ProcessSpec
from engine.spiff.repetition import read_again, read_loop
from engine.spiff.standard_loop import StandardLoop
from engine.spiff.transactions import Transaction
from engine.spiff.triggers import Condition, Timer
from engine.spiff.xml import BPMN, CAMUNDA, SAG, Element, children, extensions, joined, local_name, text_of

# Topic of a service or send task that names none: the engine writes the task's facts and does nothing else.
REGISTER = "sag.registrer"

_EVENT_PATHS = [
    f".//bpmn:{kind}EventDefinition"
    for kind in ("message", "signal", "timer", "cancel", "error", "escalation", "terminate", "conditional")
]


class NodeParser(EventDefinitionParser):
    """One flow node, without what comes after it."""

    @property
    def bpmn_attributes(self) -> Mapping[str, Any]:
        return {"bpmn_name": self.node.get("name")}

    def parse_node(self) -> Node:
        node = _BUILDERS[local_name(self.node)](self)
        node.default = self.node.get("default")
        node.is_activity = local_name(self.node) in ACTIVITIES and self.node.get("triggeredByEvent") != "true"
        node.correlation, node.to_case = self.node.get(SAG + "korrelation"), self.node.get(SAG + "sag")
        node.copies_in = copies(self.node, "dataInputAssociation", self._data)
        node.copies_out = copies(self.node, "dataOutputAssociation", self._data)
        loop = next(children(self.node, "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"), None)
        return node if loop is None else self._repeated(node, loop)

    def _repeated(self, body: Node, loop: Element) -> Node:
        del self.spec.task_specs[body.name]
        # A space: no element's id can be the same.
        body.name += " [each]"
        self.spec.task_specs[body.name] = body
        if local_name(loop) == "standardLoopCharacteristics":
            whole: Node = self.build(StandardLoop, again=read_again(loop), body=body)
        else:
            whole = self.build(MultiInstance, loop=read_loop(loop, self._data), body=body)
        whole.is_activity = True
        whole.default, body.default = body.default, None
        return whole

    @property
    def _data(self) -> Mapping[str, str]:
        names: Mapping[str, str] = self.process_parser.parser.data
        return names

    def build(self, kind: Callable[..., Node], **about: Any) -> Node:
        return kind(self.spec, self.bpmn_id, **self.bpmn_attributes, **about)

    def trigger(self) -> Any:
        return own_trigger(self.node) or self.get_event_definition(_EVENT_PATHS)

    def parse_timer_event(self, event: Element) -> Timer:
        for tag, kind in (("timeDate", "date"), ("timeDuration", "duration"), ("timeCycle", "cycle")):
            found = event.find(BPMN + tag)
            if found is not None:
                return Timer(cast("TimerKind", kind), (found.text or "").strip())
        return self.raise_validation_exception("timeren har intet tidspunkt")

    def parse_conditional_event(self, event: Element) -> Condition:
        return Condition(text_of(event, "condition") or "")

    def message_name(self) -> str:
        name: str = self.parse_message_event(self.node).name
        return name

    def raise_validation_exception(self, message: str, node: Element | None = None) -> NoReturn:
        # SpiffWorkflow's own cannot take the node that four of its callers pass: the event's definition, without an id.
        raise ValidationException(message, self.node, self.filename)


class _Process(ProcessParser):
    def create_spec(self) -> ProcessSpec:
        return ProcessSpec(self.bpmn_id)

    def _parse(self) -> None:
        self.spec = self.create_spec()
        for element in children(self.node, *NODES):
            if element.get("id") in self.spec.task_specs:
                raise ValidationException("id'et bruges to gange", element, self.filename)
            self.parse_node(element)
        for event in children(self.node, "boundaryEvent"):
            self._attach(self.spec.task_specs[event.get("id", "")], self._known(event, "attachedToRef"))
        for flow in children(self.node, "sequenceFlow"):
            source, target = self._known(flow, "sourceRef"), self._known(flow, "targetRef")
            condition = text_of(flow, "conditionExpression")
            self.spec.connect(Flow(flow.get("id", ""), source.name, target.name, condition))
        connect_links(self.spec)
        entered = flow_targets(self.node)
        alone = (e.get("id", "") for e in children(self.node, *NODES) if begins_alone(e))
        self.spec.alone = [name for name in alone if name not in entered]
        self.spec.instantiating = frozenset(e.get("id", "") for e in instantiating(self.node))

    def _attach(self, event: Node, host: Node) -> None:
        host.boundaries.append(event.name)
        if isinstance(event, CompensationBoundary):
            host.handler = event.name
            event.leads_to = self._handler(event.name)
            self.spec.task_specs[event.leads_to].is_handler = True

    def _handler(self, event: str) -> str:
        """The handler that a compensation event is associated with."""
        joined_to: set[str] = self.parser.joined.get(event, set())
        for name in sorted(joined_to):
            if name in self.spec.task_specs and self.get_node_by_id(name).get("isForCompensation") == "true":
                return name
        raise ValidationException(f"»{event}« fører ikke til en opgave, der retter op", self.node, self.filename)

    def _known(self, element: Element, reference: str) -> Node:
        """The element of this scope that another refers to."""
        name = element.get(reference, "")
        if name not in self.spec.task_specs:
            raise ValidationException(f"»{name}« findes ikke her", element, self.filename)
        return self.spec.task_specs[name]


def _rows(node: Element, tag: str) -> list[activities.Mapped]:
    return [
        activities.Mapped(e.get("source"), e.get("sourceExpression"), e.get("target"), e.get("variables") == "all")
        for e in extensions(node, tag)
    ]


def _plain(kind: Callable[..., Node]) -> Callable[[NodeParser], Node]:
    def build(parser: NodeParser) -> Node:
        return parser.build(kind)

    return build


def _service(parser: NodeParser) -> Node:
    return parser.build(
        activities.ServiceTask,
        topic=parser.node.get(CAMUNDA + "topic", REGISTER),
        inputs=parameters(parser.node, "inputParameter"),
        outputs=parameters(parser.node, "outputParameter"),
    )


def _receive(parser: NodeParser) -> Node:
    return parser.build(activities.ReceiveTask, message=parser.message_name())


def _rule(parser: NodeParser) -> Node:
    return parser.build(
        decisions.BusinessRuleTask,
        decision=parser.node.get(CAMUNDA + "decisionRef"),
        variable=parser.node.get(CAMUNDA + "resultVariable"),
        mapping=parser.node.get(CAMUNDA + "mapDecisionResult", "resultList"),
    )


def _call(parser: NodeParser) -> Node:
    return parser.build(
        activities.CallActivity,
        called=parser.node.get("calledElement"),
        binding=parser.node.get(CAMUNDA + "calledElementBinding", "latest"),
        rows_in=_rows(parser.node, "in"),
        rows_out=_rows(parser.node, "out"),
    )


def _start(parser: NodeParser) -> Node:
    return parser.build(events.StartEvent, trigger=parser.trigger())


def _transaction(parser: NodeParser) -> Node:
    parser.process_parser.parser.create_parser(parser.node, filename=parser.filename)
    return parser.build(Transaction)


def _subprocess(parser: NodeParser) -> Node:
    if parser.node.get("triggeredByEvent") == "true":
        return event_subprocess(parser)
    parser.process_parser.parser.create_parser(parser.node, filename=parser.filename)
    return parser.build(activities.SubProcess)


def _ad_hoc(parser: NodeParser) -> Node:
    parser.process_parser.parser.create_parser(parser.node, filename=parser.filename)
    return parser.build(
        AdHoc,
        condition=text_of(parser.node, "completionCondition"),
        one_at_a_time=parser.node.get("ordering") == "Sequential",
        cancels_rest=parser.node.get("cancelRemainingInstances", "true") != "false",
    )


_BUILDERS: Mapping[str, Callable[[NodeParser], Node]] = {
    "startEvent": _start,
    "endEvent": throwing(events.EndEvent),
    "intermediateThrowEvent": throwing(events.ThrowEvent),
    "intermediateCatchEvent": catching,
    "boundaryEvent": boundary,
    "task": _plain(Node),
    "userTask": _plain(activities.UserTask),
    "manualTask": _plain(activities.UserTask),
    "serviceTask": _service,
    "sendTask": _service,
    "receiveTask": _receive,
    "businessRuleTask": _rule,
    "callActivity": _call,
    "subProcess": _subprocess,
    "transaction": _transaction,
    "adHocSubProcess": _ad_hoc,
    "exclusiveGateway": _plain(gateways.ExclusiveGateway),
    "parallelGateway": _plain(gateways.ParallelGateway),
    "inclusiveGateway": _plain(gateways.InclusiveGateway),
    "eventBasedGateway": _plain(events.EventGateway),
}

# What the kernel executes, by local name.
NODES = frozenset(_BUILDERS)


class DiagramParser(BpmnParser):
    """SpiffWorkflow's parser with our nodes."""

    PROCESS_PARSER_CLASS = _Process
    OVERRIDE_PARSER_CLASSES: ClassVar[Mapping[str, tuple[type, type]]] = {
        BPMN + name: (NodeParser, Node) for name in NODES
    }

    joined: Mapping[str, set[str]]
    data: Mapping[str, str]

    def add_bpmn_xml(self, bpmn: Element, filename: str | None = None) -> None:
        self.joined = joined(bpmn)
        self.data = data_names(bpmn)
        super().add_bpmn_xml(bpmn, filename)

    def _add_data_stores(self, bpmn: Element) -> None:
        """Nothing: data stores are pictures."""

    def _add_diagram_indexes(self, bpmn: Element) -> None:
        """Nothing: where a shape lies decides nothing here, and a place that is no number must not stop the reading."""

    def _add_correlations(self, bpmn: Element) -> None:
        """Nothing: they are refused, in words of our own."""

    def process(self, process_id: str) -> ProcessSpec:
        spec: ProcessSpec = self.get_process_parser(process_id).get_spec()
        return spec

    def all_inside(self, spec: ProcessSpec) -> dict[str, ProcessSpec]:
        """The insides of the embedded sub-processes of a process, at any depth, by element id."""
        found: dict[str, ProcessSpec] = {}
        for node in spec.task_specs.values():
            if isinstance(node, activities.SubProcess):
                inner = self.process(node.bpmn_id)
                found |= {node.bpmn_id: inner, **self.all_inside(inner)}
        return found
