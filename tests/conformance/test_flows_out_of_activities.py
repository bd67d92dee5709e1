"""Conditional and default flows straight out of every kind of activity."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed
from engine.model import Complete, Fire
from tests.conformance import bpmn
from tests.conformance.bpmn import ad_hoc, boundary, chain, element, error, flow, start, timer, user
from tests.conformance.expressions import StubFacts
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)

KINDS = {
    "task": element("task", "A", default="d"),
    "user": user("A", default="d"),
    "manual": element("manualTask", "A", default="d"),
    "service": element("serviceTask", "A", default="d"),
    "send": element("sendTask", "A", default="d"),
    "receive": element("receiveTask", "A", messageRef="m_m", default="d"),
    "rule": element("businessRuleTask", "A", camunda__decisionRef="b", camunda__resultVariable="r", default="d"),
    "call": element("callActivity", "A", calledElement="Q", default="d"),
    "sub-process": element("subProcess", "A", user("T"), default="d"),
    "ad-hoc": ad_hoc("A", user("T"), default="d"),
}


def begun(kind: str, way: str, **variables: int) -> Run:
    """The activity, with a flow for x = 1, one for y = 1 and a default one, done."""
    flows = chain("s", "A"), flow("A", "X", "x = 1"), flow("A", "Y", "y = 1"), flow("A", "D", id="d")
    facts = StubFacts()
    facts.decisions["b"] = []
    parts = bpmn.process(start(), KINDS[kind], user("X"), user("Y"), user("D"), *flows)
    run = Run(bpmn.definitions(bpmn.message_root("m"), parts), way, facts=facts, **variables)
    for wait in run.step.waits:
        if wait.element in {"A", "T"}:
            run.do(Fire(wait.id) if wait.kind == "message" else Complete(wait.id, {}))
    return run


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("variables", "taken"), [({"x": 1}, ["X"]), ({"y": 1}, ["Y"]), ({"x": 1, "y": 1}, ["X", "Y"]), ({}, ["D"])]
)
def test_all_that_are_true_or_else_the_default(
    way: str, kind: str, variables: dict[str, int], taken: list[str]
) -> None:
    assert begun(kind, way, **variables).open == taken


def test_a_flow_without_a_condition_is_taken_beside_the_true_ones(way: str) -> None:
    flows = chain("s", "A"), flow("A", "X", "x = 1"), flow("A", "Y")
    run = Run(bpmn.diagram(start(), user("A"), user("X"), user("Y"), *flows), way, x=1)
    run.complete("A")
    assert run.open == ["X", "Y"]


def test_with_none_true_and_no_default_the_case_stops(way: str) -> None:
    run = Run(bpmn.diagram(start(), user("A"), user("X"), chain("s", "A"), flow("A", "X", "x = 1")), way)
    with run.unchanged(ExpressionFailed) as stopped:
        run.complete("A")
    assert "standardvej" in str(stopped.value)


@pytest.mark.parametrize("trigger", [timer(), error("a")])
def test_an_interrupted_activity_asks_none_of_them(way: str, trigger: str) -> None:
    edge = boundary("A", "B", trigger), user("L"), chain("B", "L")
    sub = element("subProcess", "A", element("serviceTask", "T"))
    parts = bpmn.process(start(), sub, *edge, user("X"), chain("s", "A"), flow("A", "X", "x = 1"))
    run = Run(bpmn.definitions(bpmn.code_roots("a"), parts), way)
    if trigger == timer():
        run.fire("B")
    else:
        run.error("T", "a")
    assert run.open == ["L"]
