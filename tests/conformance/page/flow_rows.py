"""Gateways, sequence flows, and attributes of events."""

from __future__ import annotations

from tests.conformance import bpmn
from tests.conformance.bpmn import boundary, catch, chain, element, end, flow, start, throw, user
from tests.conformance.page.row import Row

_E = "test_elements.py::test_"


def _file(*parts: str) -> bytes:
    roots = bpmn.message_root("m", "n"), bpmn.code_roots("a")
    return bpmn.definitions(*roots, bpmn.process(*parts))


def _gateway(tag: str, **attributes: str) -> bytes:
    """Splits by X to two, and joins them."""
    ways = flow("X", "A", "x"), flow("X", "B", id="d")
    if tag == "parallelGateway":
        ways = flow("X", "A"), flow("X", "B")
    else:
        attributes |= {"default": "d"}
    parts = element(tag, "X", **attributes), user("A"), user("B"), element("exclusiveGateway", "j"), end()
    return _file(start(), *parts, *ways, chain("s", "X"), chain("A", "j", "e"), chain("B", "j"))


def _event_gateway(*, begins: bool = False, **attributes: str) -> bytes:
    parts = (
        element("eventBasedGateway", "X", **attributes),
        catch("M", bpmn.message("m")),
        catch("N", bpmn.message("n")),
    )
    first = "" if begins else start() + chain("s", "X")
    return _file(first, *parts, user("A"), end(), chain("X", "M", "A", "e"), chain("X", "N", "A"))


def flow_rows() -> list[Row]:
    return [*_gateways(), *_flows(), *_events()]


def _gateways() -> list[Row]:
    choice = _E + "an_exclusive_gateway_takes_the_first_true_flow_in_the_diagrams_order"
    begun = _event_gateway(begins=True, instantiate="true")
    together = _event_gateway(begins=True, instantiate="true", eventGatewayType="Parallel")
    starting = "test_beginnings.py::test_the_first_event_of_a_starting_gateway_begins_the_instance"
    first = _E + "the_first_event_after_an_event_gateway_closes_the_others"
    return [
        Row("Gateways", "exclusiveGateway", "`default`", _gateway("exclusiveGateway"), choice),
        Row(
            "Gateways",
            "parallelGateway",
            "",
            _gateway("parallelGateway"),
            _E + "a_parallel_gateway_waits_for_every_flow_in",
        ),
        Row(
            "Gateways",
            "inclusiveGateway",
            "`default`",
            _gateway("inclusiveGateway"),
            _E + "an_inclusive_gateway_waits_only_for_what_can_come",
        ),
        Row("Gateways", "eventBasedGateway", "", _event_gateway(), first),
        Row("Gateways", "eventBasedGateway", "`instantiate`", begun, starting, sees="M", start="M"),
        Row("Gateways", "eventBasedGateway", "`eventGatewayType` Parallel", together),
        Row("Gateways", "complexGateway", "`default`, `activationCondition`", _gateway("complexGateway")),
        Row(
            "Gateways",
            "any gateway",
            "`gatewayDirection`",
            _gateway("exclusiveGateway", gatewayDirection="Converging"),
            picture="Says how the modeler draws it; what it does follows from its flows (10.6).",
        ),
    ]


def _flows() -> list[Row]:
    conditional = _file(
        start(), user("A", default="d"), user("X"), end(), chain("s", "A"), flow("A", "X", "x"), flow("A", "e", id="d")
    )
    never = _file(
        start(),
        element("parallelGateway", "g"),
        user("A"),
        end(),
        chain("s", "g"),
        flow("g", "A", "x"),
        chain("A", "e"),
    )
    split = _file(start(), user("A"), user("X"), user("B"), end(), chain("s", "A", "X", "e"), chain("A", "B", "e"))
    lonely = _file(user("X"), user("B"))
    other = '<bpmn:conditionExpression language="python">x</bpmn:conditionExpression>'
    spoken = element("sequenceFlow", "q", other, sourceRef="g", targetRef="A")
    language = _file(
        start(),
        element("exclusiveGateway", "g", default="d"),
        user("A"),
        end(),
        chain("s", "g"),
        spoken,
        flow("g", "e", id="d"),
    )
    side = _E + "several_flows_out_of_a_task_run_side_by_side"
    plain = _file(start(), user("X"), end(), chain("s", "X", "e"))
    at_once = _file(
        start(),
        user("X"),
        end(),
        chain("s", "X"),
        element("sequenceFlow", "q", sourceRef="X", targetRef="e", isImmediate="false"),
    )
    return [
        Row("Sequence flows", "sequenceFlow", "", plain, _E + "the_history_names_what_was_entered_and_completed"),
        Row(
            "Sequence flows",
            "sequenceFlow",
            "with a condition, out of an activity",
            conditional,
            "test_flows_out_of_activities.py::test_all_that_are_true_or_else_the_default",
        ),
        Row("Sequence flows", "sequenceFlow", "with a condition that is never asked for", never),
        Row("Sequence flows", "sequenceFlow", "several out of one activity (implicit split)", split, side),
        Row("Sequence flows", "sequenceFlow", "several into one activity (implicit merge)", split, side),
        Row(
            "Sequence flows",
            "sequenceFlow",
            "none into (implicit start) or out of (implicit end)",
            lonely,
            "test_beginnings.py::test_without_a_start_event_everything_that_stands_alone_begins",
        ),
        Row(
            "Sequence flows",
            "sequenceFlow",
            "`isImmediate`",
            at_once,
            picture="Only for processes that are not executed (10.3.1): whether something not drawn may come between.",
        ),
        Row(
            "Sequence flows",
            "formalExpression",
            "FEEL",
            conditional,
            "test_flows_out_of_activities.py::test_all_that_are_true_or_else_the_default",
        ),
        Row("Sequence flows", "formalExpression", "`language` other than FEEL", language),
        Row(
            "Sequence flows",
            "expression",
            "as condition",
            conditional,
            "test_flows_out_of_activities.py::test_all_that_are_true_or_else_the_default",
        ),
        Row("Sequence flows", "any flow element", "in what is no process or sub-process", _misplaced(user("Y"))),
        Row(
            "Sequence flows",
            "any part of an element",
            "in what has no such part",
            _misplaced("<bpmn:conditionExpression>x</bpmn:conditionExpression>"),
        ),
    ]


def _misplaced(inside: str) -> bytes:
    return _file(start(), element("task", "X", inside), end(), chain("s", "X", "e"))


def _events() -> list[Row]:
    def timed(tag: str, *, interrupting: bool) -> bytes:
        event = boundary(
            "A", "X", bpmn.timer("R2/P1D" if tag == "timeCycle" else "2031-01-01", tag), interrupting=interrupting
        )
        return _file(start(), user("A"), event, user("H"), end(), chain("s", "A", "e"), chain("X", "H"))

    thrown = _file(
        start(), user("A"), throw("X", bpmn.compensate(waitForCompletion="false")), end(), chain("s", "A", "X", "e")
    )
    own = bpmn.undone_by("A", "H"), throw("X", bpmn.compensate("A"))
    named = _file(start(), user("A"), *own, end(), chain("s", "A", "X", "e"))
    elsewhere = _file(
        start(),
        element("intermediateCatchEvent", "X", "<bpmn:eventDefinitionRef>d1</bpmn:eventDefinitionRef>"),
        end(),
        chain("s", "X", "e"),
    )
    return [
        Row(
            "Events",
            "timerEventDefinition",
            "`timeDate`",
            timed("timeDate", interrupting=True),
            _E + "a_timers_due_time_is_a_fact_from_the_start",
        ),
        Row(
            "Events",
            "timerEventDefinition",
            "`timeCycle`, not interrupting",
            timed("timeCycle", interrupting=False),
            _E + "a_cycles_turns_are_counted_from_one_anchor",
        ),
        Row("Events", "timerEventDefinition", "`timeCycle`, interrupting", timed("timeCycle", interrupting=True)),
        Row(
            "Events",
            "compensateEventDefinition",
            "`activityRef`",
            named,
            "test_compensation.py::test_one_activity_alone",
        ),
        Row("Events", "compensateEventDefinition", "`waitForCompletion` false", thrown),
        Row("Events", "any event", "`eventDefinitionRef`", elsewhere),
        Row("Events", "any event definition", "on what is no event", _misplaced(bpmn.timer())),
        Row(
            "Events",
            "implicitThrowEvent",
            "",
            _file(
                start(),
                user(
                    "A",
                    bpmn.repeated(times="2").replace(
                        "</bpmn:multi",
                        "<bpmn:complexBehaviorDefinition><bpmn:condition>x</bpmn:condition><bpmn:event/></bpmn:complexBehaviorDefinition></bpmn:multi",
                    ),
                ),
                end(),
                chain("s", "A", "e"),
            ),
        ),
    ]
