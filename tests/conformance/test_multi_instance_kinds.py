"""Multi-instance on every kind of activity, at once and one after the other."""

from __future__ import annotations

import pytest

from engine.model import Complete, Fire
from tests.conformance import bpmn
from tests.conformance.bpmn import ad_hoc, chain, element, end, flow, repeated, start, user
from tests.conformance.expressions import StubFacts
from tests.conformance.run import WAYS, Run

pytestmark = [pytest.mark.parametrize("way", WAYS), pytest.mark.parametrize("sequential", [False, True])]

RULE = {"camunda:decisionRef": "d", "camunda:resultVariable": "svar", "camunda:mapDecisionResult": "singleEntry"}


def file(drawn: str) -> bytes:
    parts = bpmn.process(start(), drawn, user("U"), end(), chain("s", "A", "U", "e"))
    return bpmn.definitions(bpmn.message_root("m"), parts)


def loop(*, sequential: bool, **more: str) -> str:
    return repeated(sequential=sequential, over="boern", item="barn", result=("alle", "svar"), **more)


KINDS = {
    "user": ("A", lambda mi: user("A", mi)),
    "manual": ("A", lambda mi: element("manualTask", "A", mi)),
    "service": ("A", lambda mi: element("serviceTask", "A", mi)),
    "send": ("A", lambda mi: element("sendTask", "A", mi)),
    "receive": ("A", lambda mi: element("receiveTask", "A", mi, messageRef="m_m")),
    "sub-process": ("T", lambda mi: element("subProcess", "A", start("si"), user("T"), chain("si", "T"), mi)),
    "implicit sub-process": ("T", lambda mi: element("subProcess", "A", user("T"), mi)),
    "ad-hoc": ("A", lambda mi: ad_hoc("A", user("T"), mi)),
    "call": (
        "A",
        lambda mi: element(
            "callActivity", "A", bpmn.extension('<camunda:out variables="all"/>'), mi, calledElement="Q"
        ),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_item_has_its_body_and_the_results_come_in_order(way: str, *, sequential: bool, kind: str) -> None:
    waits, drawn = KINDS[kind]
    run = Run(file(drawn(loop(sequential=sequential))), way, boern=["a", "b", "c"])
    done = []
    while "U" not in run.open:
        assert len(run.waits_at(waits)) == (1 if sequential else 3 - len(done))
        wait = run.waits_at(waits)[-1]
        done.append(wait.locals["barn"])
        answer = {"svar": f"svar {wait.locals['barn']}"}
        run.do(Fire(wait.id, answer) if wait.kind == "message" else Complete(wait.id, answer))
    assert sorted(done) == ["a", "b", "c"]
    assert run.variables["alle"] == ["svar a", "svar b", "svar c"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_completion_condition_ends_the_rest(way: str, *, sequential: bool, kind: str) -> None:
    waits, drawn = KINDS[kind]
    run = Run(file(drawn(loop(sequential=sequential, until="nrOfCompletedInstances = 2"))), way, boern=["a", "b", "c"])
    for number in (1, 2):
        wait = run.wait(waits)
        run.do(Fire(wait.id, {"svar": number}) if wait.kind == "message" else Complete(wait.id, {"svar": number}))
    assert run.open == ["U"]
    assert run.variables["alle"] == [1, 2, None]


def test_plain_tasks_at_once(way: str, *, sequential: bool) -> None:
    run = Run(file(element("task", "A", loop(sequential=sequential))), way, boern=["a", "b"])
    assert run.open == ["U"]
    assert [h.data["body"] for h in run.all_happened if h.kind == "completed" and "body" in h.data] == [0, 1]


def test_business_rules_collect_their_answers(way: str, *, sequential: bool) -> None:
    facts = StubFacts()
    facts.decisions["d"] = 7
    attributes = {name.replace(":", "__"): value for name, value in RULE.items()}
    run = Run(
        file(element("businessRuleTask", "A", loop(sequential=sequential), **attributes)),
        way,
        facts=facts,
        boern=["a", "b"],
    )
    assert run.variables["alle"] == [7, 7]


def test_nested_at_every_mixture(way: str, *, sequential: bool) -> None:
    inner = repeated(sequential=not sequential, over="klasser", item="klasse", result=("klassesvar", "svar"))
    sub = element("subProcess", "A", user("T", inner), repeated(sequential=sequential, over="boern", item="barn"))
    run = Run(file(sub), way, boern=["a", "b"], klasser=[1, 2])
    seen = []
    while "U" not in run.open:
        wait = run.wait("T")
        seen.append((wait.locals["barn"], wait.locals["klasse"]))
        run.do(Complete(wait.id, {"svar": wait.locals["klasse"]}))
    assert sorted(seen) == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
    assert run.variables["klassesvar"] == [1, 2]


def test_conditional_and_default_flows_leave_the_whole_once(way: str, *, sequential: bool) -> None:
    task = user("A", loop(sequential=sequential), default="d")
    flows = flow("A", "V", "alle = alle and faerdig"), flow("A", "U", id="d"), chain("s", "A")
    drawn = bpmn.process(start(), task, user("U"), user("V"), *flows)
    run = Run(bpmn.definitions(drawn), way, boern=["a", "b"], faerdig=True)
    run.complete("A")
    run.complete("A")
    assert run.open == ["V"]
