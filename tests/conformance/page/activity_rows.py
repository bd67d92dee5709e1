"""Tasks, calls, sub-processes, and how they are repeated."""

from __future__ import annotations

from tests.conformance import bpmn
from tests.conformance.bpmn import chain, element, end, start, user
from tests.conformance.page.row import Row

_ELEMENTS = "test_elements.py::test_"
_TASKS = {
    "task": _ELEMENTS + "a_task_without_work_passes_the_token_on",
    "userTask": _ELEMENTS + "peoples_tasks_wait_for_a_person",
    "manualTask": _ELEMENTS + "peoples_tasks_wait_for_a_person",
    "serviceTask": _ELEMENTS + "a_service_task_asks_by_topic_with_its_inputs",
    "sendTask": _ELEMENTS + "a_service_task_asks_by_topic_with_its_inputs",
    "receiveTask": _ELEMENTS + "a_receive_task_waits_for_its_message",
    "businessRuleTask": _ELEMENTS + "a_business_rule_task_maps_the_decision",
    "callActivity": "test_calls.py::test_what_passes_in_and_out",
}
_NEEDS: dict[str, dict[str, str]] = {
    "receiveTask": {"messageRef": "m_m"},
    "businessRuleTask": {"camunda__decisionRef": "D", "camunda__resultVariable": "r"},
    "callActivity": {"calledElement": "Q"},
}
_INSIDE = start("si") + user("U") + end("ei") + chain("si", "U", "ei")


def _file(*parts: str) -> bytes:
    return bpmn.definitions(bpmn.message_root("m"), bpmn.process(*parts))


def _one(tag: str, *inner: str, **attributes: str) -> bytes:
    """The activity X between a start and an end."""
    about = _NEEDS.get(tag, {}) | attributes
    return _file(start(), element(tag, "X", *inner, **about), end(), chain("s", "X", "e"))


def activity_rows() -> list[Row]:
    return [*_tasks(), *_scopes(), *_loops(), *_attributes()]


def _tasks() -> list[Row]:
    rows = [Row("Activities", tag, "", _one(tag), proof) for tag, proof in _TASKS.items()]
    begins = element("receiveTask", "X", messageRef="m_m", instantiate="true"), user("A"), end(), chain("X", "A", "e")
    begin = "test_beginnings.py::test_a_receive_task_begins_the_instance_that_its_message_starts"
    return [
        *rows,
        Row("Activities", "scriptTask", "", _one("scriptTask", "<bpmn:script>1</bpmn:script>")),
        Row("Activities", "receiveTask", "`instantiate`", _file(*begins), begin, start="X"),
        Row("Activities", "sendTask", "with `messageRef`", _one("sendTask", messageRef="m_m")),
        Row("Activities", "serviceTask", "with `operationRef`", _one("serviceTask", operationRef="o")),
    ]


def _scopes() -> list[Row]:
    alone = user("U")
    until = "<bpmn:completionCondition>x</bpmn:completionCondition>"
    ad_hoc = "test_ad_hoc.py::test_"
    return [
        Row(
            "Sub-processes",
            "subProcess",
            "embedded",
            _one("subProcess", _INSIDE),
            _ELEMENTS + "a_subprocess_ends_with_its_last_token",
        ),
        Row(
            "Sub-processes",
            "subProcess",
            "without a start event",
            _one("subProcess", alone),
            "test_beginnings.py::test_a_sub_process_begins_so_as_well",
        ),
        Row(
            "Sub-processes",
            "subProcess",
            "with nothing in it",
            _one("subProcess"),
            "test_beginnings.py::test_an_empty_sub_process_is_done_at_once",
        ),
        Row(
            "Sub-processes",
            "transaction",
            "",
            _one("transaction", _INSIDE),
            "test_transactions.py::test_one_that_is_not_cancelled_is_a_sub_process",
        ),
        Row(
            "Sub-processes",
            "transaction",
            "`method` other than compensation",
            _one("transaction", _INSIDE, method="##Image"),
        ),
        Row(
            "Sub-processes",
            "adHocSubProcess",
            "ended by a person",
            _one("adHocSubProcess", alone),
            ad_hoc + "being_empty_does_not_end_it_a_person_does",
        ),
        Row(
            "Sub-processes",
            "adHocSubProcess",
            "`completionCondition`",
            _one("adHocSubProcess", alone, until),
            ad_hoc + "the_condition_is_asked_after_each_activity",
        ),
        Row(
            "Sub-processes",
            "adHocSubProcess",
            "`ordering` Sequential",
            _one("adHocSubProcess", alone, ordering="Sequential"),
            ad_hoc + "one_at_a_time",
        ),
        Row(
            "Sub-processes",
            "adHocSubProcess",
            "`cancelRemainingInstances` false",
            _one("adHocSubProcess", alone, until, cancelRemainingInstances="false"),
            ad_hoc + "a_true_condition_that_spares_the_rest",
        ),
        Row("Sub-processes", "adHocSubProcess", "with start or end events", _one("adHocSubProcess", _INSIDE)),
        Row(
            "Sub-processes",
            "subProcess",
            "`triggeredByEvent`",
            _event_subprocess(),
            "test_event_subprocesses.py::test_one_that_does_not_interrupt_runs_beside_and_again",
        ),
        Row(
            "Sub-processes",
            "subProcess",
            "`triggeredByEvent`, with sequence flows",
            _one("subProcess", start("si", bpmn.message("m")), user("U"), chain("si", "U"), triggeredByEvent="true"),
        ),
    ]


def _event_subprocess() -> bytes:
    own = bpmn.event_subprocess("X", bpmn.message("m"), user("U"), chain("X_s", "U"), interrupting=False)
    return _file(start(), user("A"), end(), chain("s", "A", "e"), own)


def _loops() -> list[Row]:
    multi, loop = "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"
    several, again = "test_multi_instance.py::test_", "test_standard_loop.py::test_"

    def drawn(tag: str, *inner: str, **attributes: str) -> bytes:
        return _one("userTask", element(tag, "l", *inner, **attributes))

    times = "<bpmn:loopCardinality>2</bpmn:loopCardinality>"
    until = "<bpmn:completionCondition>x</bpmn:completionCondition>"
    collected = "<bpmn:loopDataOutputRef>all</bpmn:loopDataOutputRef><bpmn:outputDataItem id='one'/>"
    data = "<bpmn:loopDataInputRef>[1]</bpmn:loopDataInputRef><bpmn:inputDataItem id='one'/>"
    while_x = "<bpmn:loopCondition>x</bpmn:loopCondition>"
    complex_behaviour = (
        "<bpmn:complexBehaviorDefinition><bpmn:condition>x</bpmn:condition></bpmn:complexBehaviorDefinition>"
    )
    return [
        Row("Repetition", multi, "parallel", drawn(multi, times), several + "all_at_once_and_the_results_in_order"),
        Row(
            "Repetition", multi, "sequential", drawn(multi, times, isSequential="true"), several + "one_after_the_other"
        ),
        Row(
            "Repetition",
            multi,
            "over a collection",
            drawn(multi, data),
            several + "all_at_once_and_the_results_in_order",
        ),
        Row(
            "Repetition",
            multi,
            "`completionCondition`",
            drawn(multi, times, until),
            several + "the_completion_condition_ends_the_rest",
        ),
        Row(
            "Repetition",
            multi,
            "`loopDataOutputRef`",
            drawn(multi, times, collected),
            several + "all_at_once_and_the_results_in_order",
        ),
        Row("Repetition", multi, "`behavior` other than All", drawn(multi, times, behavior="None")),
        Row("Repetition", multi, "`oneBehaviorEventRef`", drawn(multi, times, oneBehaviorEventRef="q")),
        Row("Repetition", multi, "`noneBehaviorEventRef`", drawn(multi, times, noneBehaviorEventRef="q")),
        Row("Repetition", "complexBehaviorDefinition", "", drawn(multi, times, complex_behaviour)),
        Row(
            "Repetition",
            loop,
            "`testBefore` false",
            drawn(loop, while_x),
            again + "asked_after_it_is_done_until_the_condition_is_no_longer_true",
        ),
        Row(
            "Repetition",
            loop,
            "`testBefore` true",
            drawn(loop, while_x, testBefore="true"),
            again + "asked_before_it_may_never_be_done",
        ),
        Row("Repetition", loop, "`loopMaximum`", drawn(loop, loopMaximum="2"), again + "the_greatest_number_caps_it"),
        Row("Repetition", loop, "with neither condition nor maximum", drawn(loop)),
    ]


def _attributes() -> list[Row]:
    put_right = bpmn.undone_by("A", "X"), bpmn.throw("t", bpmn.compensate())
    undone = _file(start(), user("A"), *put_right, end(), chain("s", "A", "t", "e"))
    default = _file(start(), user("A", default="q"), user("X"), end(), chain("s", "A"), bpmn.flow("A", "X", id="q"))
    flows = "test_elements.py::test_a_task_with_conditional_flows_takes_its_default_when_none_is_true"
    newest = "test_compensation.py::test_the_newest_is_put_right_first_and_the_throw_waits"
    return [
        Row("Activities", "any activity", "`isForCompensation`", undone, newest),
        Row(
            "Activities",
            "any activity",
            "`isForCompensation`, nothing leads to it",
            _one("userTask", isForCompensation="true"),
        ),
        Row("Activities", "any activity", "`startQuantity` other than 1", _one("userTask", startQuantity="2")),
        Row(
            "Activities", "any activity", "`completionQuantity` other than 1", _one("userTask", completionQuantity="2")
        ),
        Row("Activities", "any activity", "`default`", default, flows),
    ]
