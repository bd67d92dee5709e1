"""Standard loops: asked before or after, capped, and on every kind of activity."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed
from engine.model import Happened
from tests.conformance import bpmn
from tests.conformance.bpmn import (
    boundary,
    chain,
    diagram,
    element,
    end,
    error,
    escalation,
    extension,
    flow,
    looped,
    mapping,
    repeated,
    start,
    timer,
    user,
)
from tests.conformance.expressions import StubFacts
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)


def tasks(loop: str) -> bytes:
    return diagram(start(), user("A", loop), user("U"), end(), chain("s", "A", "U", "e"))


def rounds(run: Run, element: str = "A") -> list[object]:
    """The numbers of the bodies that were entered."""
    entered = (h for h in run.all_happened if h.kind == "entered" and h.element == element)
    return [h.data["body"] for h in entered if "body" in h.data]


def test_asked_after_it_is_done_at_least_once(way: str) -> None:
    run = Run(tasks(looped("igen")), way)
    run.complete("A", igen=False)
    assert run.open == ["U"]
    assert rounds(run) == [0]


def test_asked_after_it_is_done_until_the_condition_is_no_longer_true(way: str) -> None:
    run = Run(tasks(looped("igen")), way)
    for number in range(3):
        assert run.wait("A").locals == {"loopCounter": number}
        run.complete("A", igen=True)
    run.complete("A", igen=False)
    assert run.open == ["U"]
    assert rounds(run) == [0, 1, 2, 3]


def test_asked_before_it_may_never_be_done(way: str) -> None:
    run = Run(tasks(looped("igen", before=True)), way, igen=False)
    assert run.open == ["U"]
    assert rounds(run) == []
    assert run.history[2:4] == ["entered A", "completed A"]


def test_asked_before_the_condition_sees_the_number_to_come(way: str) -> None:
    run = Run(tasks(looped("loopCounter &lt; 2", before=True)), way)
    run.complete("A")
    run.complete("A")
    assert run.open == ["U"]


def test_asked_after_the_condition_sees_the_number_just_done(way: str) -> None:
    run = Run(tasks(looped("loopCounter &lt; 2")), way)
    for _ in range(3):
        run.complete("A")
    assert run.open == ["U"]


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("condition", ["true", None])
def test_the_greatest_number_caps_it(way: str, condition: str | None, *, before: bool) -> None:
    run = Run(tasks(looped(condition, before=before, at_most=2)), way)
    run.complete("A")
    run.complete("A")
    assert run.open == ["U"]


def test_a_condition_that_is_neither_true_nor_false_stops_the_case(way: str) -> None:
    run = Run(tasks(looped("igen")), way)
    with run.unchanged(ExpressionFailed):
        run.complete("A", igen="ja")


def test_an_automatic_loop_without_end_is_stopped(way: str) -> None:
    with pytest.raises(ExpressionFailed, match="går i ring"):
        Run(diagram(start(), element("task", "A", looped("true")), end(), chain("s", "A", "e")), way)


def test_its_own_variables_are_the_instances(way: str) -> None:
    run = Run(tasks(looped("igen")), way)
    run.complete("A", igen=True, svar=1)
    assert run.variables == {"igen": True, "svar": 1}


def test_the_history_tells_the_rounds_from_the_whole(way: str) -> None:
    run = Run(tasks(looped("loopCounter &lt; 1")), way)
    run.complete("A")
    assert run.history == ["completed A", "entered A"]
    run.complete("A")
    last: Happened = run.step.happened[1]
    assert (last.kind, last.element, dict(last.data)) == ("completed", "A", {})


def test_a_timer_on_its_edge_counts_from_the_first_round_and_takes_the_loop(way: str) -> None:
    late = boundary("A", "X", timer()), user("L"), end("f"), chain("X", "L", "f")
    run = Run(diagram(start(), user("A", looped("true")), *late, end(), chain("s", "A", "e")), way)
    due, wait = run.wait("X").due, run.wait("X").id
    run.complete("A")
    assert (run.wait("X").due, run.wait("X").id) == (due, wait)
    run.fire("X")
    assert run.open == ["L"]
    assert run.history.count("cancelled A") == 2


def test_an_error_in_a_round_leaves_by_the_edge(way: str) -> None:
    caught = boundary("A", "X", error("a")), user("H"), end("f"), chain("X", "H", "f")
    inner = element("serviceTask", "A", looped("true")), *caught
    run = Run(bpmn.definitions(bpmn.code_roots("a"), bpmn.process(start(), *inner, end(), chain("s", "A", "e"))), way)
    run.complete("A")
    run.error("A", "a")
    assert run.open == ["H"]


def test_an_escalation_in_a_round_leaves_the_loop_running(way: str) -> None:
    caught = boundary("A", "X", escalation("a"), interrupting=False), user("H"), end("f"), chain("X", "H", "f")
    inner = element("serviceTask", "A", looped("true")), *caught
    run = Run(bpmn.definitions(bpmn.code_roots("a"), bpmn.process(start(), *inner, end(), chain("s", "A", "e"))), way)
    run.escalate("A", "a")
    assert run.open == ["A", "H"]


def test_it_begins_afresh_when_entered_again(way: str) -> None:
    gates = element("exclusiveGateway", "j"), element("exclusiveGateway", "g", default="out")
    flows = chain("s", "j", "A", "g"), flow("g", "j", "om"), flow("g", "e", id="out")
    run = Run(diagram(start(), *gates, user("A", looped("loopCounter &lt; 1")), end(), *flows), way, om=True)
    for _ in range(4):
        run.complete("A")
    assert rounds(run) == [0, 1, 0, 1, 0]


def test_conditional_and_default_flows_leave_the_whole_once(way: str) -> None:
    flows = chain("s", "A"), flow("A", "U", "svar = 1"), flow("A", "V", id="d"), chain("U", "e"), chain("V", "e")
    drawn = start(), user("A", looped("igen"), default="d"), user("U"), user("V"), end(), *flows
    run = Run(diagram(*drawn), way)
    run.complete("A", igen=True, svar=1)
    assert run.open == ["A"]
    run.complete("A", igen=False)
    assert run.open == ["U"]


SUB = element(
    "subProcess", "A", start("si"), user("T"), end("ei"), chain("si", "T", "ei"), looped("loopCounter &lt; 1")
)
KINDS = {
    "user": (user("A", looped("loopCounter &lt; 1")), "A"),
    "manual": (element("manualTask", "A", looped("loopCounter &lt; 1")), "A"),
    "service": (element("serviceTask", "A", looped("loopCounter &lt; 1")), "A"),
    "send": (element("sendTask", "A", looped("loopCounter &lt; 1")), "A"),
    "call": (element("callActivity", "A", looped("loopCounter &lt; 1"), calledElement="Q"), "A"),
    "sub-process": (SUB, "T"),
    "ad-hoc": (bpmn.ad_hoc("A", user("T"), looped("loopCounter &lt; 1")), "A"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_activity_that_waits(way: str, kind: str) -> None:
    drawn, waits = KINDS[kind]
    run = Run(diagram(start(), drawn, end(), chain("s", "A", "e")), way)
    assert run.open == [waits]
    first = run.wait(waits).id
    run.complete(waits)
    assert run.open == [waits]
    assert run.wait(waits).id != first
    run.complete(waits)
    assert run.outcome == "completed"
    assert rounds(run) == [0, 1]


def test_a_receive_task_takes_one_message_each_round(way: str) -> None:
    task = element("receiveTask", "A", looped("loopCounter &lt; 1"), messageRef="m_m")
    drawn = bpmn.process(start(), task, end(), chain("s", "A", "e"))
    run = Run(bpmn.definitions(bpmn.message_root("m"), drawn), way)
    run.fire("A")
    run.fire("A")
    assert run.outcome == "completed"


def test_plain_tasks_and_rules_loop_at_once(way: str) -> None:
    asked = {
        "camunda__decisionRef": "d",
        "camunda__resultVariable": "svar",
        "camunda__mapDecisionResult": "singleEntry",
    }
    rule = element("businessRuleTask", "R", looped("svar &lt; 3", at_most=5), **asked)
    plain = element("task", "A", looped("loopCounter &lt; 2"))
    facts = StubFacts()
    facts.decisions["d"] = 1
    drawn = diagram(start(), plain, rule, end(), chain("s", "A", "R", "e"))
    run = Run(drawn, way, facts=facts)
    assert run.outcome == "completed"
    assert rounds(run, "A") == [0, 1, 2]
    assert rounds(run, "R") == [0, 1, 2, 3, 4]


def test_inputs_of_a_service_see_the_round(way: str) -> None:
    task = element("serviceTask", "A", extension(mapping(nr="loopCounter")), looped("loopCounter &lt; 1"))
    run = Run(diagram(start(), task, end(), chain("s", "A", "e")), way)
    run.complete("A")
    assert run.wait("A").inputs == {"nr": 1}


def test_loops_inside_loops_and_repetitions(way: str) -> None:
    inner = start("si"), user("T", repeated(times="2")), end("ei"), chain("si", "T", "ei"), looped("loopCounter &lt; 1")
    run = Run(diagram(start(), element("subProcess", "A", *inner), end(), chain("s", "A", "e")), way)
    for _ in range(2):
        assert run.open == ["T", "T"]
        run.complete("T")
        run.complete("T")
    assert run.outcome == "completed"
