"""Multi-instance activities: how often, over what, until when, and what they leave behind."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed
from engine.model import Complete
from tests.conformance import bpmn
from tests.conformance.bpmn import (
    boundary,
    chain,
    diagram,
    element,
    end,
    error,
    escalation,
    flow,
    repeated,
    start,
    timer,
    user,
)
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)
COLLECTED = ("alle", "svar")


def tasks(loop: str) -> bytes:
    return diagram(start(), user("A", loop), user("U"), end(), chain("s", "A", "U", "e"))


def test_all_at_once_and_the_results_in_order(way: str) -> None:
    run = Run(tasks(repeated(over="boern", item="barn", result=COLLECTED)), way, boern=["a", "b", "c"])
    assert [dict(w.locals) for w in run.waits_at("A")] == [
        {"loopCounter": number, "svar": None, "barn": name} for number, name in enumerate("abc")
    ]
    first, second, third = run.waits_at("A")
    for wait, answer in ((second, "B"), (first, "A"), (third, "C")):
        assert "U" not in run.open
        run.do(Complete(wait.id, {"svar": answer}))
    assert run.variables == {"boern": ["a", "b", "c"], "alle": ["A", "B", "C"]}
    assert run.open == ["U"]


def test_one_after_the_other(way: str) -> None:
    run = Run(tasks(repeated(sequential=True, over="boern", item="barn", result=COLLECTED)), way, boern=["a", "b"])
    assert [w.locals["barn"] for w in run.waits_at("A")] == ["a"]
    run.complete("A", svar=1)
    assert [w.locals["barn"] for w in run.waits_at("A")] == ["b"]
    run.complete("A", svar=2)
    assert run.variables["alle"] == [1, 2]
    assert run.history[0] == "completed A"


def test_the_history_tells_bodies_from_the_whole(way: str) -> None:
    run = Run(tasks(repeated(times="2")), way)
    entered = [h for h in run.step.happened if h.element == "A"]
    assert [h.data.get("body") for h in entered] == [None, 0, 1]
    assert entered[1].data["locals"] == {"loopCounter": 0}


@pytest.mark.parametrize("loop", [repeated(times="0"), repeated(over="ingen", result=COLLECTED)])
def test_none_at_all_goes_on_at_once(way: str, loop: str) -> None:
    run = Run(tasks(loop), way, ingen=[])
    assert run.open == ["U"]
    assert run.variables.get("alle", []) == []


def test_the_completion_condition_ends_the_rest(way: str) -> None:
    loop = repeated(times="antal", until="nrOfCompletedInstances = 2 or svar = 9", result=COLLECTED)
    run = Run(tasks(loop), way, antal=4)
    run.complete("A", svar=1)
    assert run.open == ["A"] * 3
    run.complete("A", svar=2)
    assert run.open == ["U"]
    assert run.history.count("cancelled A") == 2
    assert run.variables["alle"] == [1, 2, None, None]
    run = Run(tasks(loop), way, antal=4)
    run.complete("A", svar=9)
    assert run.open == ["U"]


@pytest.mark.parametrize(
    ("loop", "word"),
    [
        (repeated(over="x"), "liste"),
        (repeated(times="x"), "helt tal"),
        (repeated(times="1.5"), "helt tal"),
        (repeated(times="-1"), "helt tal"),
        (repeated(times="100000000"), "flere end"),
    ],
)
def test_a_count_that_is_none_stops_the_case(way: str, loop: str, word: str) -> None:
    with pytest.raises(ExpressionFailed, match=word):
        Run(tasks(loop), way, x="tre")


def body(*extra: str, loop: str) -> bytes:
    inside = start("si"), user("T"), element("exclusiveGateway", "g", default="d"), user("Q"), end("ei"), loop
    flows = chain("si", "T", "g"), flow("g", "Q", "svar = 9"), flow("g", "ei", id="d"), chain("Q", "ei")
    outer = start(), element("subProcess", "SP", *inside, *flows), user("U"), end(), chain("s", "SP", "U", "e")
    return bpmn.definitions(bpmn.code_roots("a"), bpmn.process(*outer, *extra))


def test_a_bodys_own_names_stay_in_it_and_others_go_to_the_instance(way: str) -> None:
    run = Run(body(loop=repeated(over="boern", item="barn", result=COLLECTED)), way, boern=["a", "b"])
    run.complete("T", svar=9, faelles=1)
    assert run.variables == {"boern": ["a", "b"], "faelles": 1}
    assert run.open == ["Q", "T"]
    run.complete("T", svar=5)
    run.complete("Q", barn="x")
    assert run.variables == {"boern": ["a", "b"], "faelles": 1, "alle": [9, 5]}


def test_an_interrupting_event_takes_all_bodies(way: str) -> None:
    late = boundary("SP", "X", timer()), user("L"), end("f"), chain("X", "L", "f")
    run = Run(body(*late, loop=repeated(times="3")), way)
    run.fire("X")
    assert run.open == ["L"]
    assert run.history.count("cancelled T") == 3


def test_an_error_from_one_body_ends_them_all_and_an_escalation_none(way: str) -> None:
    inside = start("si"), element("serviceTask", "T"), end("ei"), chain("si", "T", "ei"), repeated(times="3")
    events = boundary("SP", "X", error("a")), boundary("SP", "Y", escalation("a"), interrupting=False)
    ends = user("HX"), user("HY"), end("f"), chain("X", "HX", "f"), chain("Y", "HY", "f")
    outer = start(), element("subProcess", "SP", *inside), *events, *ends, end(), chain("s", "SP", "e")
    run = Run(bpmn.definitions(bpmn.code_roots("a"), bpmn.process(*outer)), way)
    run.escalate("T", "a")
    run.escalate("T", "a")
    assert run.open == ["HY", "HY", "T", "T", "T"]
    run.error("T", "a")
    assert run.open == ["HX", "HY", "HY"]


def test_bodies_within_bodies_see_both_items(way: str) -> None:
    inside = start("si"), user("T", repeated(over="klasser", item="klasse")), end("ei"), chain("si", "T", "ei")
    sub = element("subProcess", "SP", *inside, repeated(over="boern", item="barn"))
    run = Run(diagram(start(), sub, end(), chain("s", "SP", "e")), way, boern=["a", "b"], klasser=[1, 2])
    assert [(w.locals["barn"], w.locals["klasse"]) for w in run.waits_at("T")] == [
        ("a", 1),
        ("a", 2),
        ("b", 1),
        ("b", 2),
    ]


def test_entering_again_in_a_loop_starts_afresh(way: str) -> None:
    gate = element("exclusiveGateway", "j"), element("exclusiveGateway", "g", default="out")
    flows = chain("s", "j", "A", "g"), flow("g", "j", "igen"), flow("g", "e", id="out")
    loop = repeated(over="boern", item="barn", result=COLLECTED)
    run = Run(diagram(start(), *gate, user("A", loop), end(), *flows), way, boern=["a", "b"], igen=True)
    for round_ in range(5):
        for _ in range(2):
            run.complete("A", svar=round_)
        assert run.variables["alle"] == [round_, round_]
    assert len(run.waits_at("A")) == 2
