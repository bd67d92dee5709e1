"""Compensation: what was completed is put right, one after the other, the newest first."""

from __future__ import annotations

import json

import pytest

from tests.conformance import bpmn
from tests.conformance.bpmn import (
    TERMINATE,
    boundary,
    chain,
    compensate,
    element,
    embedded,
    end,
    error,
    event_subprocess,
    flow,
    message,
    repeated,
    start,
    throw,
    undone_by,
    user,
)
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)

FORK = element("parallelGateway", "p")
THROW = throw("T", compensate())


def file(*parts: str) -> bytes:
    """A file with the message m, the code a, and the process P."""
    return bpmn.definitions(bpmn.message_root("m"), bpmn.code_roots("a"), bpmn.process(*parts))


def undone(*ids: str) -> str:
    """User tasks with handlers: `H_<id>` for each."""
    return "".join(user(name) + undone_by(name, f"H_{name}") for name in ids)


# ---- throwing


def test_the_newest_is_put_right_first_and_the_throw_waits(way: str) -> None:
    run = Run(file(start(), undone("A", "B"), THROW, user("Z"), chain("s", "A", "B", "T", "Z")), way)
    run.complete("A")
    run.complete("B")
    assert run.history[-5:] == ["completed B", "entered T", "entered c_B", "completed c_B", "entered H_B"]
    assert run.open == ["H_B"]
    run.complete("H_B")
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.history == ["completed H_A", "completed T", "entered Z"]
    run.complete("Z")
    assert run.outcome == "completed"


def test_an_end_event_ends_when_all_is_put_right(way: str) -> None:
    run = Run(file(start(), undone("A"), end("e", compensate()), chain("s", "A", "e")), way)
    run.complete("A")
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.history == ["completed H_A", "completed e"]
    assert run.outcome == "completed"


def test_one_activity_alone(way: str) -> None:
    run = Run(
        file(start(), undone("A", "B"), throw("T", compensate("A")), user("Z"), chain("s", "A", "B", "T", "Z")), way
    )
    run.complete("A")
    run.complete("B")
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.open == ["Z"]


def test_nothing_to_put_right_goes_straight_on(way: str) -> None:
    run = Run(file(start(), THROW, undone("A"), user("Z"), chain("s", "T", "Z", "A")), way)
    assert run.history[2:] == ["entered T", "completed T", "entered Z"]
    assert run.size < 150


def test_what_is_put_right_is_forgotten(way: str) -> None:
    run = Run(
        file(start(), undone("A"), THROW, throw("T2", compensate()), user("Z"), chain("s", "A", "T", "T2", "Z")), way
    )
    run.complete("A")
    run.complete("H_A")
    assert run.open == ["Z"]


def test_only_what_was_completed_normally_is_put_right(way: str) -> None:
    parts = undone("A", "B"), boundary("A", "X", message("m")), user("Z"), FORK
    run = Run(file(start(), *parts, THROW, chain("s", "p", "A"), chain("p", "B"), chain("X", "T", "Z")), way)
    run.fire("X")
    assert run.open == ["B", "Z"]


def test_what_is_completed_meanwhile_is_left_alone(way: str) -> None:
    run = Run(
        file(start(), FORK, undone("A", "B"), THROW, user("Z"), chain("s", "p", "A", "T", "Z"), chain("p", "B")), way
    )
    run.complete("A")
    run.complete("B")
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.open == ["Z"]


def test_two_throws_at_once_share_what_there_is(way: str) -> None:
    parts = undone("A", "B"), user("U"), THROW, throw("T2", compensate()), user("Y"), user("Z")
    flows = chain("s", "A", "B", "p", "T", "Y"), chain("p", "U", "T2", "Z")
    run = Run(file(start(), FORK, *parts, *flows), way)
    run.complete("A")
    run.complete("B")
    assert run.open == ["H_B", "U"]
    run.complete("U")
    assert run.open == ["H_A", "H_B"]
    run.complete("H_B")
    assert run.open == ["H_A", "Y"]
    run.complete("H_A")
    assert run.open == ["Y", "Z"]


@pytest.mark.parametrize("tag", ["task", "serviceTask", "callActivity", "receiveTask"])
def test_any_activity_may_have_a_handler_and_be_one(way: str, tag: str) -> None:
    more = {"callActivity": {"calledElement": "andet"}, "receiveTask": {"messageRef": "m_m"}}.get(tag, {})
    handler = element(tag, "H", isForCompensation="true", **more)
    parts = element(tag, "A", **more), undone_by("A", "H", handler), THROW, user("Z"), chain("s", "A", "T", "Z")
    run = Run(file(start(), *parts), way)
    for name in ("A", "H"):
        if tag == "receiveTask":
            run.fire(name)
        elif tag != "task":
            run.complete(name)
    assert run.open == ["Z"]
    assert [h.element for h in run.all_happened if h.kind == "completed"][-2:] == ["H", "T"]


def test_an_association_drawn_the_other_way_round_means_the_same(way: str) -> None:
    other = '<bpmn:association sourceRef="H" targetRef="c_A"/>'
    parts = user("A"), boundary("A", "c_A", compensate()), user("H", isForCompensation="true"), other
    run = Run(file(start(), *parts, THROW, chain("s", "A", "T")), way)
    run.complete("A")
    assert run.open == ["H"]


# ---- loops and repetitions


def test_each_completion_in_a_loop_is_put_right(way: str) -> None:
    gates = element("exclusiveGateway", "j"), element("exclusiveGateway", "g", default="ud")
    flows = chain("s", "j", "A", "g"), flow("g", "j", "igen"), flow("g", "T", id="ud"), chain("T", "Z")
    run = Run(file(start(), *gates, undone("A"), THROW, user("Z"), *flows), way)
    run.complete("A", igen=True)
    run.complete("A", igen=True)
    run.complete("A", igen=False)
    for _ in range(3):
        run.complete("H_A")
    assert run.open == ["Z"]


def test_a_handler_puts_a_whole_multi_instance_right_once(way: str) -> None:
    parts = user("A", repeated(times="3")), undone_by("A", "H"), THROW, user("Z"), chain("s", "A", "T", "Z")
    run = Run(file(start(), *parts), way)
    for _ in range(3):
        run.complete("A")
    assert run.open == ["H"]
    run.complete("H")
    assert run.open == ["Z"]


@pytest.mark.parametrize("sequential", [False, True])
def test_what_is_inside_the_bodies_is_put_right_for_each_with_its_own_names(way: str, *, sequential: bool) -> None:
    loop = repeated(over="navne", item="navn", sequential=sequential)
    parts = embedded("SP", loop, undone("A"), chain("SP_s", "A")), THROW, user("Z"), chain("s", "SP", "T", "Z")
    run = Run(file(start(), *parts), way, navne=["a", "b"])
    run.complete("A")
    run.complete("A")
    assert run.wait("H_A").locals["navn"] == "b"
    run.complete("H_A")
    assert run.wait("H_A").locals["navn"] == "a"
    run.complete("H_A")
    assert run.open == ["Z"]


def test_bodies_of_one_that_was_interrupted_are_not_put_right(way: str) -> None:
    inside = undone("A"), chain("SP_s", "A")
    parts = embedded("SP", repeated(times="2"), *inside), boundary("SP", "X", message("m")), THROW, user("Z")
    run = Run(file(start(), *parts, chain("s", "SP"), chain("X", "T", "Z")), way)
    run.complete("A")
    run.fire("X")
    assert run.open == ["Z"]


def test_a_handler_may_be_repeated_itself(way: str) -> None:
    handler = user("H", repeated(times="2"), isForCompensation="true")
    run = Run(file(start(), user("A"), undone_by("A", "H", handler), THROW, user("Z"), chain("s", "A", "T", "Z")), way)
    run.complete("A")
    assert run.open == ["H", "H"]
    run.complete("H")
    run.complete("H")
    assert run.open == ["Z"]


# ---- sub-processes


def test_a_completed_sub_process_is_put_right_from_inside(way: str) -> None:
    inside = undone("B", "C"), chain("SP_s", "B", "C")
    run = Run(
        file(start(), undone("A"), embedded("SP", *inside), THROW, user("Z"), chain("s", "A", "SP", "T", "Z")), way
    )
    for name in ("A", "B", "C", "H_C", "H_B"):
        run.complete(name)
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.open == ["Z"]


def test_a_sub_process_that_is_only_put_right_holds_no_inclusive_join_back(way: str) -> None:
    inside = embedded("SP", undone("A"), chain("SP_s", "A")).replace('id="SP"', 'id="SP" default="f"', 1)
    ways = FORK, chain("s", "p", "SP"), chain("p", "B", "G", "Z"), flow("SP", "G", "x"), flow("SP", "T", id="f")
    run = Run(file(start(), inside, THROW, user("B"), element("inclusiveGateway", "G"), user("Z"), *ways), way, x=False)
    run.complete("A")
    assert run.open == ["B", "H_A"]
    run.complete("B")
    assert run.open == ["H_A", "Z"]


def test_at_any_depth_in_the_order_of_completion(way: str) -> None:
    inner = embedded("IN", undone("B"), chain("IN_s", "B"))
    outer = embedded("UD", undone("A"), inner, undone("C"), chain("UD_s", "A", "IN", "C"))
    run = Run(file(start(), outer, THROW, user("Z"), chain("s", "UD", "T", "Z")), way)
    for name in ("A", "B", "C", "H_C", "H_B", "H_A"):
        run.complete(name)
    assert run.open == ["Z"]


def test_a_handler_on_its_boundary_makes_a_sub_process_a_black_box(way: str) -> None:
    inside = undone("A"), chain("SP_s", "A")
    run = Run(
        file(start(), embedded("SP", *inside), undone_by("SP", "H"), THROW, user("Z"), chain("s", "SP", "T", "Z")), way
    )
    run.complete("A")
    assert run.open == ["H"]
    run.complete("H")
    assert run.open == ["Z"]


def test_an_event_sub_process_puts_its_sub_process_right(way: str) -> None:
    own = event_subprocess("E", compensate(), user("E_A"), chain("E_s", "E_A"))
    inside = undone("A"), chain("SP_s", "A"), own
    run = Run(file(start(), embedded("SP", *inside), THROW, user("Z"), chain("s", "SP", "T", "Z")), way)
    run.complete("A")
    assert run.history[-3:] == ["entered E_s", "completed E_s", "entered E_A"]
    assert run.open == ["E_A"]
    run.complete("E_A")
    assert run.open == ["Z"]


def test_it_may_throw_to_have_the_inside_put_right_as_well(way: str) -> None:
    own = event_subprocess(
        "E", compensate(), user("E_A"), throw("E_t", compensate()), user("E_B"), chain("E_s", "E_A", "E_t", "E_B")
    )
    inside = undone("A", "B"), chain("SP_s", "A", "B"), own
    run = Run(file(start(), embedded("SP", *inside), THROW, user("Z"), chain("s", "SP", "T", "Z")), way)
    for name in ("A", "B", "E_A", "H_B", "H_A", "E_B"):
        run.complete(name)
    assert run.open == ["Z"]


def test_an_event_sub_process_for_compensation_never_waits(way: str) -> None:
    own = event_subprocess("E", compensate(), user("E_A"), chain("E_s", "E_A"))
    run = Run(file(start(), embedded("SP", user("A"), chain("SP_s", "A"), own), user("Z"), chain("s", "SP", "Z")), way)
    assert run.open == ["A"]
    run.complete("A")
    assert run.open == ["Z"]


def test_a_throw_inside_a_sub_process_stays_inside(way: str) -> None:
    inside = undone("B"), throw("IT", compensate()), user("C"), chain("SP_s", "B", "IT", "C")
    run = Run(file(start(), undone("A"), embedded("SP", *inside), chain("s", "A", "SP")), way)
    run.complete("A")
    run.complete("B")
    assert run.open == ["H_B"]
    run.complete("H_B")
    assert run.open == ["C"]


def test_what_was_put_right_inside_is_not_put_right_again_from_outside(way: str) -> None:
    inside = undone("B", "C"), throw("IT", compensate("C")), chain("SP_s", "B", "C", "IT")
    run = Run(file(start(), embedded("SP", *inside), THROW, user("Z"), chain("s", "SP", "T", "Z")), way)
    for name in ("B", "C", "H_C"):
        run.complete(name)
    assert run.open == ["H_B"]


def test_a_sub_process_that_terminates_is_complete(way: str) -> None:
    inside = undone("A"), end("t", TERMINATE), chain("SP_s", "A", "t")
    run = Run(file(start(), embedded("SP", *inside), THROW, chain("s", "SP", "T")), way)
    run.complete("A")
    assert run.open == ["H_A"]


def test_a_handler_may_be_a_sub_process_with_a_boundary_inside(way: str) -> None:
    inside = user("H_1"), boundary("H_1", "X", message("m")), user("H_2"), chain("H_s", "H_1"), chain("X", "H_2")
    handler = element("subProcess", "H", start("H_s"), *inside, isForCompensation="true")
    run = Run(file(start(), user("A"), undone_by("A", "H", handler), THROW, user("Z"), chain("s", "A", "T", "Z")), way)
    run.complete("A")
    assert run.open == ["H_1", "X"]
    run.fire("X")
    run.complete("H_2")
    assert run.open == ["Z"]


# ---- from event sub-processes


def test_a_throw_in_an_event_sub_process_puts_the_scope_around_right(way: str) -> None:
    quits = event_subprocess("E", message("m"), throw("E_t", compensate()), user("E_A"), chain("E_s", "E_t", "E_A"))
    run = Run(file(start(), undone("A"), user("B"), chain("s", "A", "B"), quits), way)
    run.complete("A")
    run.fire("E_s")
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.open == ["E_A"]
    run.complete("E_A")
    assert run.outcome == "completed"


def test_one_activity_of_the_scope_around_by_name(way: str) -> None:
    quits = event_subprocess("E", error("a"), end("E_e", compensate("A")), chain("E_s", "E_e"))
    inside = undone("A", "B"), end("ie", error("a")), chain("SP_s", "A", "B", "ie"), quits
    run = Run(file(start(), embedded("SP", *inside), user("Z"), chain("s", "SP", "Z")), way)
    run.complete("A")
    run.complete("B")
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.open == ["Z"]


def test_a_throw_that_is_ended_takes_its_handler_along(way: str) -> None:
    quits = (
        *(element("parallelGateway", "E_p"), throw("E_t", compensate()), user("E_A"), end("E_e", TERMINATE)),
        *(chain("E_s", "E_p", "E_t"), chain("E_p", "E_A", "E_e")),
    )
    main = start(), undone("A"), user("B"), chain("s", "A", "B")
    run = Run(file(*main, event_subprocess("E", message("m"), *quits, interrupting=False)), way)
    run.complete("A")
    run.fire("E_s")
    assert run.open == ["B", "E_A", "E_s", "H_A"]
    run.complete("E_A")
    assert run.open == ["B", "E_s"]
    assert "cancelled H_A" in run.history


# ---- when something comes between


def test_an_interrupted_scope_takes_throw_and_handler_along(way: str) -> None:
    inside = undone("A"), throw("IT", compensate()), chain("SP_s", "A", "IT")
    parts = embedded("SP", *inside), boundary("SP", "X", message("m")), user("Z"), chain("s", "SP"), chain("X", "Z")
    run = Run(file(start(), *parts), way)
    run.complete("A")
    run.fire("X")
    assert run.open == ["Z"]
    assert run.history[:3] == ["cancelled IT", "cancelled H_A", "cancelled SP"]


def test_an_error_in_a_handler_goes_where_the_throw_stands(way: str) -> None:
    """The completed sub-process waits for nothing more, so neither its boundary nor its inside catches."""
    failing = element("serviceTask", "H", isForCompensation="true")
    caught = event_subprocess("E", error("a"), user("E_A"), chain("E_s", "E_A"))
    inside = user("A"), undone_by("A", "H", failing), chain("SP_s", "A"), caught
    parts = embedded("SP", *inside), boundary("SP", "X", error("a")), user("Y"), THROW, chain("UD_s", "SP", "T")
    outer = embedded("UD", *parts, chain("X", "Y")), boundary("UD", "UX", error("a")), user("Z")
    run = Run(file(start(), *outer, chain("s", "UD"), chain("UX", "Z")), way)
    run.complete("A")
    run.error("H", "a")
    assert run.open == ["Z"]


def test_the_next_step_is_remembered_only_where_something_can_be_put_right(way: str) -> None:
    run = Run(file(start(), user("A"), user("B"), undone("C"), chain("s", "A", "B", "C")), way)
    run.complete("A")
    assert set(run.step.state) == {"v", "outcome", "tokens"}
    run.complete("B")
    run.complete("C")
    assert run.outcome == "completed"


def test_what_is_remembered_is_small(way: str) -> None:
    run = Run(file(start(), undone("A"), user("B"), chain("s", "A", "B")), way)
    run.complete("A", stor="x" * 10_000)
    assert json.dumps(run.step.state["memory"]) == '[{"at": "A", "n": 1}]'


def test_in_nested_event_sub_processes_it_is_the_scope_right_around(way: str) -> None:
    inner = event_subprocess("F", message("m"), throw("F_t", compensate()), user("F_A"), chain("F_s", "F_t", "F_A"))
    outer = event_subprocess("E", message("m"), undone("B"), user("C"), chain("E_s", "B", "C"), inner)
    run = Run(file(start(), undone("A"), user("D"), chain("s", "A", "D"), outer), way)
    run.complete("A")
    run.fire("E_s")
    run.complete("B")
    run.fire("F_s")
    assert run.open == ["H_B"]
    run.complete("H_B")
    assert run.open == ["F_A"]


def test_an_activity_inside_the_event_sub_process_by_name(way: str) -> None:
    own = undone("B"), throw("E_t", compensate("B")), user("C"), chain("E_s", "B", "E_t", "C")
    run = Run(
        file(start(), undone("A"), user("D"), chain("s", "A", "D"), event_subprocess("E", message("m"), *own)), way
    )
    run.complete("A")
    run.fire("E_s")
    run.complete("B")
    assert run.open == ["H_B"]
    run.complete("H_B")
    assert run.open == ["C"]


def test_what_an_event_sub_process_did_is_put_right_with_the_scope_around(way: str) -> None:
    beside = event_subprocess("E", message("m"), undone("B"), chain("E_s", "B"), interrupting=False)
    run = Run(file(start(), user("A"), THROW, user("Z"), chain("s", "A", "T", "Z"), beside), way)
    run.fire("E_s")
    run.complete("B")
    run.complete("A")
    assert run.open == ["E_s", "H_B"]
    run.complete("H_B")
    assert run.open == ["E_s", "Z"]


def test_what_was_chosen_in_an_ad_hoc_sub_process_is_put_right(way: str) -> None:
    box = bpmn.ad_hoc("H", undone("A", "B"))
    run = Run(file(start(), box, THROW, user("Z"), chain("s", "H", "T", "Z")), way)
    for name in ("B", "A", "B"):
        run.choose("H", name)
        run.complete(name)
    run.complete("H")
    for name in ("H_B", "H_A", "H_B"):
        assert run.open == [name]
        run.complete(name)
    assert run.open == ["Z"]


def test_what_is_inside_a_standard_loop_is_put_right_for_each_time(way: str) -> None:
    loop = bpmn.looped(at_most=2)
    parts = embedded("SP", loop, undone("A"), chain("SP_s", "A")), THROW, user("Z"), chain("s", "SP", "T", "Z")
    run = Run(file(start(), *parts), way)
    run.complete("A")
    run.complete("A")
    assert run.wait("H_A").locals["loopCounter"] == 1
    run.complete("H_A")
    assert run.wait("H_A").locals["loopCounter"] == 0
    run.complete("H_A")
    assert run.open == ["Z"]


def test_a_handler_puts_a_whole_standard_loop_right_once(way: str) -> None:
    loop = bpmn.looped(at_most=2)
    run = Run(file(start(), user("A", loop), undone_by("A", "H"), THROW, user("Z"), chain("s", "A", "T", "Z")), way)
    run.complete("A")
    run.complete("A")
    assert run.open == ["H"]
    run.complete("H")
    assert run.open == ["Z"]
