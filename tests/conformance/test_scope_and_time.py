"""One scope of variables, and a state that stays small however long an instance lives."""

from __future__ import annotations

import json
import re

import pytest

from engine.errors import EngineBug, ExpressionFailed
from engine.model import Complete, SetVariables, Start, State
from engine.spiff import advance, compile_process
from tests.conformance.bpmn import boundary, catch, chain, condition, diagram, element, end, flow, start, timer, user
from tests.conformance.expressions import StubFacts
from tests.conformance.run import WAYS, Run

ROUND = diagram(
    start(),
    element("exclusiveGateway", "j"),
    element("parallelGateway", "p"),
    user("A"),
    user("B"),
    boundary("B", "R", timer("R/P6D", "timeCycle"), interrupting=False),
    user("Rykker"),
    end("er"),
    element("inclusiveGateway", "o"),
    element("exclusiveGateway", "g", default="out"),
    end(),
    chain("s", "j", "p", "A", "o", "g"),
    chain("p", "B", "o"),
    chain("R", "Rykker", "er"),
    flow("g", "j", "igen"),
    flow("g", "e", id="out"),
)


@pytest.mark.parametrize("way", WAYS)
def test_a_branch_sees_what_its_sibling_wrote_and_joins_merge_nothing(way: str) -> None:
    gates = (
        element("parallelGateway", "p"),
        element("parallelGateway", "j"),
        element("exclusiveGateway", "g", default="d"),
    )
    flows = (
        chain("s", "p", "A", "j", "g"),
        chain("p", "B", "j"),
        flow("g", "Y", "x = 2 and liste.a = null"),
        flow("g", "e", id="d"),
    )
    run = Run(diagram(start(), *gates, user("A"), user("B"), user("Y"), end(), *flows), way, x=0, liste={"a": 1})
    run.complete("A", x=1)
    assert run.variables["x"] == 1
    run.complete("B", x=2, liste={"b": 1})
    assert run.variables == {"x": 2, "liste": {"b": 1}}
    assert run.open == ["Y"]


@pytest.mark.parametrize("way", WAYS)
def test_a_write_anywhere_fires_conditions_beside_it_and_inside_subprocesses(way: str) -> None:
    inside = (
        start("si"),
        user("IN"),
        boundary("IN", "CI", condition("klar")),
        user("HI"),
        chain("si", "IN"),
        chain("CI", "HI"),
    )
    parts = element("subProcess", "SP", *inside), user("B"), catch("IC", condition("klar")), user("D")
    flows = chain("s", "p", "SP"), chain("p", "B"), chain("p", "IC", "D")
    run = Run(diagram(start(), element("parallelGateway", "p"), *parts, *flows), way, klar=False)
    assert run.open == ["B", "CI", "IC", "IN"]
    run.complete("B", klar=True)
    assert run.open == ["D", "HI"]


@pytest.mark.unmeasured(after=0)
def test_two_hundred_rounds_leave_the_state_as_small_as_one() -> None:
    run = Run(ROUND, igen=True)
    sizes = []
    for _ in range(200):
        run.fire("R")
        run.complete("Rykker")
        run.complete("A")
        run.complete("B")
        sizes.append(run.size)
    assert len(set(sizes)) == 1
    assert sizes[0] < 1000
    run.complete("A")
    run.complete("B", igen=False)
    assert run.outcome == "completed"


def test_large_variables_are_not_in_the_state() -> None:
    run = Run(ROUND, igen=True)
    run.complete("A", stor="x" * 20_000)
    assert run.size < 1000


def test_a_loop_that_waits_for_nothing_is_stopped() -> None:
    gates = element("exclusiveGateway", "j"), element("task", "A"), element("exclusiveGateway", "g", default="igen")
    content = diagram(start(), *gates, end(), chain("s", "j", "A", "g"), flow("g", "j", id="igen"), flow("g", "e", "x"))
    with pytest.raises(ExpressionFailed, match=r"»(A|j|g)«"):
        Run(content, x=False)


def test_a_join_that_nothing_more_can_reach_is_reported() -> None:
    gates = element("exclusiveGateway", "g", default="d"), element("parallelGateway", "j")
    flows = chain("s", "A", "g"), flow("g", "j", "x"), flow("g", "j", id="d"), chain("j", "e")
    run = Run(diagram(start(), user("A"), *gates, end(), *flows), x=True)
    with run.unchanged(ExpressionFailed) as caught:
        run.complete("A")
    assert "»j«" in str(caught.value)


def test_a_long_row_of_tasks_and_deep_nesting_run() -> None:
    row = [f"T{i}" for i in range(1500)]
    content = diagram(start(), *(element("task", t) for t in row), end(), chain("s", *row, "e"))
    assert Run(content, "straight").outcome == "completed"
    inner = start("s0") + user("A") + chain("s0", "A")
    for depth in range(1, 30):
        inner = start(f"s{depth}") + element("subProcess", f"P{depth}", inner) + chain(f"s{depth}", f"P{depth}")
    run = Run(diagram(inner))
    run.complete("A")
    assert run.outcome == "completed"


def test_many_parallel_splits_in_a_row_cost_no_more_than_their_number() -> None:
    parts, flows = [], []
    for i in range(40):
        parts += [element("parallelGateway", f"p{i}"), element("parallelGateway", f"j{i}")]
        flows += [chain(f"p{i}", f"j{i}"), chain(f"p{i}", f"j{i}"), chain(f"j{i}", f"p{i + 1}")]
    run = Run(diagram(start(), *parts, user("p40"), *flows, chain("s", "p0")))
    assert run.open == ["p40"]


def test_the_same_command_gives_the_same_step_but_for_new_ids() -> None:
    definition, facts = compile_process(ROUND, "P"), StubFacts()
    first = advance(definition, None, {}, Start({"igen": True}), facts)
    before = json.dumps([first.state, first.variables])
    wait = next(w for w in first.waits if w.element == "A")
    one, other = (advance(definition, first.state, first.variables, Complete(wait.id, {"x": 1}), facts) for _ in "12")
    assert (one.variables, one.waits, one.happened) == (other.variables, other.waits, other.happened)
    assert without_ids(one.state) == without_ids(other.state)
    assert json.dumps([first.state, first.variables]) == before


def without_ids(state: State) -> str:
    return re.sub(r'"id": "[^"]*"', "", json.dumps(state))


def test_a_state_of_another_format_or_diagram_is_refused() -> None:
    definition, facts = compile_process(ROUND, "P"), StubFacts()
    with pytest.raises(EngineBug, match="format 2"):
        advance(definition, {"v": 2}, {}, SetVariables({}), facts)
    state = advance(definition, None, {}, Start({}), facts).state
    other = compile_process(diagram(start(), user("X"), chain("s", "X")), "P")
    with pytest.raises(EngineBug, match="not in this version"):
        advance(other, state, {}, SetVariables({}), facts)
    with pytest.raises(EngineBug, match="begun"):
        advance(definition, state, {}, Start({}), facts)
