"""Where a process or sub-process begins without a start event, and what a message begins; and implicit ends."""

from __future__ import annotations

import pytest

from engine.errors import WrongState
from tests.conformance import bpmn
from tests.conformance.bpmn import (
    boundary,
    catch,
    chain,
    diagram,
    element,
    end,
    flow,
    message,
    repeated,
    start,
    timer,
    user,
)
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)

STARTING = {"instantiate": "true"}


def file(*parts: str) -> bytes:
    return bpmn.definitions(bpmn.message_root("m", "n"), bpmn.process(*parts))


# ---- implicit start


def test_without_a_start_event_everything_that_stands_alone_begins(way: str) -> None:
    run = Run(file(user("A"), user("B"), user("C"), chain("A", "C")), way)
    assert run.history == ["entered A", "entered B"]
    assert run.open == ["A", "B"]
    run.complete("A")
    run.complete("C")
    assert run.outcome == "open"
    run.complete("B")
    assert run.outcome == "completed"


def test_with_one_only_it_begins(way: str) -> None:
    run = Run(file(start(), user("A"), user("B"), chain("s", "A")), way)
    assert run.open == ["A"]


def test_events_and_gateways_begin_too(way: str) -> None:
    split = element("parallelGateway", "G"), user("G1"), user("G2"), flow("G", "G1"), flow("G", "G2")
    run = Run(file(catch("V", timer()), catch("W", message("m")), *split), way)
    assert run.open == ["G1", "G2", "V", "W"]
    run.fire("V")
    assert run.open == ["G1", "G2", "W"]


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway", "parallelGateway"])
def test_a_gateway_that_begins_waits_for_nothing(way: str, kind: str) -> None:
    run = Run(file(element(kind, "G"), user("A"), flow("G", "A")), way)
    assert run.open == ["A"]


def test_boundary_events_do_not_begin(way: str) -> None:
    run = Run(file(user("A"), boundary("A", "X", timer()), user("L"), chain("X", "L")), way)
    assert run.open == ["A", "X"]


def test_an_event_gateway_begins(way: str) -> None:
    gate = element("eventBasedGateway", "G"), catch("V", timer()), catch("W", message("m"))
    run = Run(file(*gate, flow("G", "V"), flow("G", "W")), way)
    assert run.open == ["V", "W"]
    run.fire("W")
    assert run.outcome == "completed"


def test_a_sub_process_begins_so_as_well(way: str) -> None:
    inner = user("A"), user("B"), user("C"), chain("A", "C")
    run = Run(file(start(), element("subProcess", "SP", *inner), user("U"), chain("s", "SP", "U")), way)
    assert run.open == ["A", "B"]
    for element_id in ("A", "B", "C"):
        run.complete(element_id)
    assert run.open == ["U"]


def test_each_body_of_a_repeated_sub_process_begins_so(way: str) -> None:
    sub = element("subProcess", "SP", user("A"), user("B"), repeated(times="2", sequential=True))
    run = Run(file(start(), sub, user("U"), chain("s", "SP", "U")), way)
    for _ in range(2):
        assert run.open == ["A", "B"]
        run.complete("A")
        run.complete("B")
    assert run.open == ["U"]


def test_an_empty_sub_process_is_done_at_once(way: str) -> None:
    run = Run(file(start(), element("subProcess", "SP"), user("U"), chain("s", "SP", "U")), way)
    assert run.open == ["U"]
    assert "completed SP" in run.history


def test_a_process_where_everything_is_led_to_cannot_be_started(way: str) -> None:
    with pytest.raises(WrongState, match="starthændelse"):
        Run(file(user("A"), user("B"), chain("A", "B", "A")), way)


def test_one_that_only_a_message_starts_does_not_begin_by_itself(way: str) -> None:
    with pytest.raises(WrongState, match="starthændelse"):
        Run(file(start("s", message("m")), user("A"), user("B"), chain("s", "A")), way)


# ---- implicit end


def test_a_token_ends_where_no_flow_leads_on(way: str) -> None:
    split = element("parallelGateway", "G"), flow("G", "A"), flow("G", "B")
    run = Run(file(start(), *split, user("A"), user("B"), chain("s", "G")), way)
    run.complete("A")
    assert run.outcome == "open"
    run.complete("B")
    assert run.outcome == "completed"


def test_a_boundary_event_without_a_way_on_ends_its_path(way: str) -> None:
    run = Run(file(start(), user("A"), boundary("A", "X", timer()), chain("s", "A")), way)
    run.fire("X")
    assert run.outcome == "completed"


# ---- what a message begins


def test_a_receive_task_begins_the_instance_that_its_message_starts(way: str) -> None:
    parts = element("receiveTask", "R", messageRef="m_m", **STARTING), user("A"), end(), chain("R", "A", "e")
    run = Run(file(*parts), way, start="R", tal=1)
    assert run.history == ["entered R", "completed R", "entered A"]
    assert run.variables == {"tal": 1}
    run.complete("A")
    assert run.outcome == "completed"


def test_it_does_not_wait_again_nor_do_its_edges(way: str) -> None:
    task = element("receiveTask", "R", messageRef="m_m", **STARTING), boundary("R", "X", timer())
    run = Run(file(*task, user("A"), user("L"), chain("R", "A"), chain("X", "L")), way, start="R")
    assert run.open == ["A"]


@pytest.mark.parametrize(("first", "next_"), [("V", "A"), ("R", "B")])
def test_the_first_event_of_a_starting_gateway_begins_the_instance(way: str, first: str, next_: str) -> None:
    gate = (
        element("eventBasedGateway", "G", **STARTING),
        catch("V", message("m")),
        element("receiveTask", "R", messageRef="m_n"),
    )
    flows = flow("G", "V"), flow("G", "R"), chain("V", "A"), chain("R", "B")
    run = Run(file(*gate, user("A"), user("B"), *flows), way, start=first)
    assert run.history == [f"entered {first}", f"completed {first}", f"entered {next_}"]
    assert run.open == [next_]


def test_neither_begins_by_itself(way: str) -> None:
    parts = element("receiveTask", "R", messageRef="m_m", **STARTING), user("A"), chain("R", "A")
    with pytest.raises(WrongState):
        Run(file(*parts), way)


@pytest.mark.parametrize("element_id", ["A", "ukendt"])
def test_nothing_else_is_a_beginning(way: str, element_id: str) -> None:
    parts = element("receiveTask", "R", messageRef="m_m", **STARTING), user("A"), chain("R", "A")
    with pytest.raises(WrongState, match=element_id):
        Run(file(*parts), way, start=element_id)


# ---- receive tasks after an event gateway


def after_gateway() -> bytes:
    gate = element("eventBasedGateway", "G"), element("receiveTask", "R", messageRef="m_m"), catch("V", timer())
    flows = chain("s", "G"), flow("G", "R"), flow("G", "V"), chain("R", "A"), chain("V", "B")
    return file(start(), *gate, user("A"), user("B"), *flows)


def test_a_receive_task_waits_as_one_of_the_gateways(way: str) -> None:
    run = Run(after_gateway(), way)
    assert [(w.element, w.kind, w.name, w.group) for w in run.step.waits] == [
        ("R", "message", "m", "G"),
        ("V", "timer", None, "G"),
    ]
    assert run.history == ["entered s", "completed s", "entered G"]


def test_its_message_closes_the_others(way: str) -> None:
    run = Run(after_gateway(), way)
    run.fire("R", svar=1)
    assert run.open == ["A"]
    assert run.variables == {"svar": 1}
    assert run.history == ["completed G", "entered R", "completed R", "entered A"]


def test_another_event_closes_it(way: str) -> None:
    run = Run(after_gateway(), way)
    run.fire("V")
    assert run.open == ["B"]
    assert run.history == ["completed G", "entered V", "completed V", "entered B"]


def test_it_is_a_task_of_its_own_elsewhere(way: str) -> None:
    run = Run(diagram(start(), user("A"), end(), chain("s", "A", "e")), way)
    assert run.wait("A").group is None
