"""Ad-hoc sub-processes: what may be chosen, how often, and what ends them."""

from __future__ import annotations

import pytest

from engine.errors import WrongState
from engine.model import Choose, Complete, Stale
from tests.conformance import bpmn
from tests.conformance.bpmn import (
    ad_hoc,
    boundary,
    catch,
    chain,
    diagram,
    element,
    end,
    error,
    event_subprocess,
    flow,
    message,
    repeated,
    start,
    throw,
    timer,
    user,
)
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)


def drawn(*inner: str, until: str | None = None, edge: tuple[str, ...] = (), **attributes: str) -> bytes:
    box = ad_hoc("H", *inner, until=until, **attributes)
    parts = bpmn.process(start(), box, *edge, user("U"), end(), chain("s", "H", "U", "e"))
    return bpmn.definitions(bpmn.message_root("m"), bpmn.code_roots("a"), parts)


def test_it_waits_with_its_choices_and_nothing_begins_by_itself(way: str) -> None:
    run = Run(drawn(user("A"), user("B"), user("C"), chain("A", "C")), way)
    assert run.open == ["H"]
    wait = run.wait("H")
    assert (wait.kind, wait.choices, wait.ends_by_hand) == ("adhoc", ("A", "B"), True)


def test_anything_may_be_chosen_any_number_of_times(way: str) -> None:
    run = Run(drawn(user("A"), user("B")), way)
    wait = run.wait("H").id
    for element_id in ("A", "B", "A"):
        run.choose("H", element_id)
    assert run.open == ["A", "A", "B", "H"]
    assert run.wait("H").id == wait
    assert run.wait("H").choices == ("A", "B")


def test_a_chosen_path_is_walked_to_its_end(way: str) -> None:
    run = Run(drawn(user("A"), user("C"), chain("A", "C")), way)
    run.choose("H", "A")
    run.complete("A")
    assert run.open == ["C", "H"]
    run.complete("C")
    assert run.open == ["H"]


def test_being_empty_does_not_end_it_a_person_does(way: str) -> None:
    run = Run(drawn(user("A")), way)
    run.choose("H", "A")
    run.complete("A")
    assert run.open == ["H"]
    run.complete("H", aarsag="nok")
    assert run.open == ["U"]
    assert run.variables == {"aarsag": "nok"}
    assert run.history == ["completed H", "entered U"]


def test_it_may_be_ended_with_nothing_done(way: str) -> None:
    run = Run(drawn(user("A")), way)
    run.complete("H")
    assert run.open == ["U"]


def test_ending_it_by_hand_cancels_the_rest(way: str) -> None:
    run = Run(drawn(user("A"), user("B")), way)
    run.choose("H", "A")
    run.choose("H", "B")
    run.complete("H")
    assert run.open == ["U"]
    assert run.history == ["cancelled A", "cancelled B", "completed H", "entered U"]


def test_or_lets_the_rest_go_on_while_nothing_more_is_chosen(way: str) -> None:
    run = Run(drawn(user("A"), user("C"), chain("A", "C"), cancelRemainingInstances="false"), way)
    run.choose("H", "A")
    late = run.wait("H").id
    run.complete("H")
    assert run.open == ["A"]
    with run.unchanged(Stale):
        run.do(Choose(late, "A"))
    run.complete("A")
    assert run.open == ["C"]
    run.complete("C")
    assert run.open == ["U"]


def test_the_condition_is_asked_after_each_activity(way: str) -> None:
    run = Run(drawn(user("A"), user("B"), until="nok"), way)
    run.choose("H", "A")
    run.choose("H", "B")
    run.complete("A", nok=False)
    assert run.open == ["B", "H"]
    run.choose("H", "A")
    run.complete("B", nok=True)
    assert run.open == ["U"]
    assert run.history == ["completed B", "cancelled A", "completed H", "entered U"]


def test_the_condition_is_asked_before_the_path_goes_on(way: str) -> None:
    run = Run(drawn(user("A"), user("C"), chain("A", "C"), until="nok"), way)
    run.choose("H", "A")
    run.complete("A", nok=True)
    assert run.open == ["U"]
    assert "entered C" not in run.history


def test_a_condition_that_is_true_from_the_start_waits_for_an_activity(way: str) -> None:
    run = Run(drawn(user("A"), until="nok"), way, nok=True)
    assert run.open == ["H"]
    run.set(andet=1)
    assert run.open == ["H"]
    run.choose("H", "A")
    run.complete("A")
    assert run.open == ["U"]


def test_with_a_condition_nobody_ends_it_by_hand(way: str) -> None:
    run = Run(drawn(user("A"), until="nok"), way)
    assert not run.wait("H").ends_by_hand
    with run.unchanged(WrongState):
        run.complete("H")


def test_a_true_condition_that_spares_the_rest(way: str) -> None:
    inner = user("A"), user("B"), user("C"), chain("B", "C")
    run = Run(drawn(*inner, until="nok", cancelRemainingInstances="false"), way)
    run.choose("H", "A")
    run.choose("H", "B")
    run.complete("A", nok=True)
    assert run.open == ["B"]
    run.complete("B", nok=False)
    assert run.open == ["C"]
    run.complete("C")
    assert run.open == ["U"]


def test_a_true_condition_with_nothing_left_ends_it_at_once(way: str) -> None:
    run = Run(drawn(user("A"), until="nok", cancelRemainingInstances="false"), way)
    run.choose("H", "A")
    run.complete("A", nok=True)
    assert run.open == ["U"]


def test_one_at_a_time(way: str) -> None:
    run = Run(drawn(user("A"), user("B"), ordering="Sequential"), way)
    run.choose("H", "A")
    assert run.wait("H").choices == ()
    with run.unchanged(WrongState):
        run.choose("H", "B")
    run.complete("A")
    assert run.wait("H").choices == ("A", "B")
    run.choose("H", "B")
    assert run.open == ["B", "H"]


@pytest.mark.parametrize("element_id", ["C", "U", "H", "X", "ukendt"])
def test_nothing_else_can_be_chosen(way: str, element_id: str) -> None:
    inner = user("A"), boundary("A", "X", timer()), user("C"), chain("X", "C")
    run = Run(drawn(*inner), way)
    with run.unchanged(WrongState) as refused:
        run.choose("H", element_id)
    assert "kan ikke vælges nu" in str(refused.value)


def test_what_is_chosen_may_be_of_any_kind(way: str) -> None:
    inner = (
        element("task", "T"),
        element("serviceTask", "S"),
        element("callActivity", "K", calledElement="Q"),
        element("subProcess", "SP", user("D")),
        catch("V", bpmn.message("m")),
        throw("M", bpmn.message("m")),
        user("R", repeated(times="2")),
        element("parallelGateway", "G"),
        user("G1"),
        user("G2"),
        flow("G", "G1"),
        flow("G", "G2"),
    )
    run = Run(drawn(*inner), way)
    assert run.wait("H").choices == ("T", "S", "K", "SP", "V", "M", "R", "G")
    for choice in run.wait("H").choices:
        run.choose("H", choice)
    assert run.open == ["D", "G1", "G2", "H", "K", "R", "R", "S", "V"]


def test_only_whole_activities_count_not_what_is_inside_them(way: str) -> None:
    sub = element("subProcess", "SP", start("si"), user("D"), user("E"), end("ei"), chain("si", "D", "E", "ei"))
    run = Run(drawn(sub, user("R", repeated(times="2")), until="nok"), way, nok=True)
    run.choose("H", "R")
    run.complete("R")
    assert run.open == ["H", "R"]
    run.choose("H", "SP")
    run.complete("D")
    assert run.open == ["E", "H", "R"]
    run.complete("E")
    assert run.open == ["U"]


def test_events_and_gateways_do_not_ask_the_condition(way: str) -> None:
    run = Run(drawn(catch("V", bpmn.message("m")), until="nok"), way, nok=True)
    run.choose("H", "V")
    run.fire("V")
    assert run.open == ["H"]


def test_an_event_on_its_edge_takes_everything(way: str) -> None:
    late = boundary("H", "X", timer()), user("L"), end("f"), chain("X", "L", "f")
    run = Run(drawn(user("A"), edge=late), way)
    run.choose("H", "A")
    assert run.open == ["A", "H", "X"]
    run.fire("X")
    assert run.open == ["L"]
    assert run.history[:2] == ["cancelled A", "cancelled H"]


def test_an_error_inside_leaves_by_its_edge(way: str) -> None:
    caught = boundary("H", "X", error("a")), user("L"), end("f"), chain("X", "L", "f")
    run = Run(drawn(element("serviceTask", "A"), edge=caught), way)
    run.choose("H", "A")
    run.error("A", "a")
    assert run.open == ["L"]


def test_each_body_of_a_repeated_one_is_open_for_itself(way: str) -> None:
    run = Run(drawn(user("A"), repeated(over="boern", item="barn")), way, boern=["a", "b"])
    first, second = run.waits_at("H")
    assert [w.locals["barn"] for w in (first, second)] == ["a", "b"]
    run.do(Choose(second.id, "A"))
    assert run.wait("A").locals["barn"] == "b"
    run.do(Complete(first.id, {}))
    run.do(Complete(second.id, {}))
    assert run.open == ["U"]


def test_ad_hoc_inside_ad_hoc(way: str) -> None:
    run = Run(drawn(ad_hoc("I", user("A"))), way)
    run.choose("H", "I")
    run.choose("I", "A")
    assert run.open == ["A", "H", "I"]
    run.complete("I")
    assert run.open == ["H"]


def test_conditional_flows_leave_it(way: str) -> None:
    flows = chain("s", "H"), flow("H", "U", "svar = 1"), flow("H", "V", id="d"), chain("U", "e"), chain("V", "e")
    parts = start(), ad_hoc("H", user("A"), default="d"), user("U"), user("V"), end(), *flows
    run = Run(diagram(*parts), way, svar=2)
    run.complete("H")
    assert run.open == ["V"]


def test_what_happens_meanwhile_waits_as_long_as_it_is_open_and_does_not_end_it(way: str) -> None:
    beside = event_subprocess("X", message("m"), user("B"), end("x"), chain("X_s", "B", "x"), interrupting=False)
    run = Run(drawn(user("A"), beside, ordering="Sequential"), way)
    assert run.open == ["H", "X_s"]
    run.fire("X_s")
    assert run.wait("H").choices == ()
    run.complete("B")
    run.choose("H", "A")
    run.complete("A")
    assert run.open == ["H", "X_s"]
    run.complete("H")
    assert run.open == ["U"]


# ---- with an event sub-process inside


def beside(*, interrupting: bool) -> bytes:
    event = element("startEvent", "ES", bpmn.message("m"), isInterrupting=str(interrupting).lower())
    handler = element("subProcess", "E", event, user("N"), chain("ES", "N"), triggeredByEvent="true")
    return drawn(user("A"), handler)


def test_its_event_sub_process_is_no_choice_and_waits_as_long_as_it_is_open(way: str) -> None:
    run = Run(beside(interrupting=False), way)
    assert run.wait("H").choices == ("A",)
    for _ in range(2):
        run.choose("H", "A")
        run.complete("A")
        assert run.open == ["ES", "H"]
    run.fire("ES")
    assert run.open == ["ES", "H", "N"]
    run.complete("N")
    run.complete("H")
    assert run.open == ["U"]


def test_one_that_interrupts_ends_the_choosing_and_then_the_whole(way: str) -> None:
    run = Run(beside(interrupting=True), way)
    run.choose("H", "A")
    run.fire("ES")
    assert run.open == ["N"]
    run.complete("N")
    assert run.open == ["U"]


def test_what_runs_beside_does_not_stop_one_at_a_time(way: str) -> None:
    content = beside(interrupting=False).replace(b' id="H"', b' id="H" ordering="Sequential"')
    run = Run(content, way)
    assert run.wait("H").choices == ("A",)
    run.choose("H", "A")
    assert run.wait("H").choices == ()
    run.complete("A")
    assert run.wait("H").choices == ("A",)


def test_its_completed_activities_are_compensated_by_a_throw_after_it(way: str) -> None:
    undo = "<bpmn:compensateEventDefinition/>"
    inner = (
        user("A"),
        element("boundaryEvent", "C", undo, attachedToRef="A"),
        user("F", isForCompensation="true"),
        element("association", "as", sourceRef="C", targetRef="F", associationDirection="One"),
    )
    box = ad_hoc("H", *inner)
    run = Run(diagram(start(), box, throw("T", undo), user("U"), end(), chain("s", "H", "T", "U", "e")), way)
    assert run.wait("H").choices == ("A",)
    for _ in range(2):
        run.choose("H", "A")
        run.complete("A")
    run.complete("H")
    for _ in range(2):
        assert run.open == ["F"]
        run.complete("F")
    assert run.open == ["U"]
