"""Event sub-processes: in any scope, for every trigger, interrupting and not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.model import Fire, Stale
from tests.conformance import bpmn
from tests.conformance.bpmn import (
    TERMINATE,
    boundary,
    chain,
    condition,
    element,
    embedded,
    end,
    event_subprocess,
    handling,
    message,
    signal,
    start,
    throw,
    timer,
    user,
)
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)

MAIN = start(), user("A"), end(), chain("s", "A", "e")
FORK = element("parallelGateway", "p")
OUTSIDE = {
    "message": message("m"),
    "timer": timer(),
    "signal": signal("x"),
    "condition": condition("klar"),
}


def file(*parts: str) -> bytes:
    """A file with the messages m and n, the signals x and y, and the process P."""
    roots = bpmn.message_root("m", "n"), bpmn.signal_root("x", "y")
    return bpmn.definitions(*roots, bpmn.process(*parts))


def happen(run: Run, kind: str, event: str) -> None:
    if kind == "condition":
        run.set(klar=True)
    else:
        run.fire(event)


# ---- what comes from outside


@pytest.mark.parametrize("kind", OUTSIDE)
def test_an_interrupting_one_ends_everything_else(way: str, kind: str) -> None:
    run = Run(file(*MAIN, handling("E", OUTSIDE[kind])), way, klar=False)
    assert run.open == ["A", "E_s"]
    assert run.wait("E_s").kind == kind
    happen(run, kind, "E_s")
    assert run.history == ["cancelled A", "entered E", "entered E_s", "completed E_s", "entered E_A"]
    assert run.open == ["E_A"]
    run.complete("E_A")
    assert run.history == ["completed E_A", "entered E_e", "completed E_e", "completed E"]
    assert run.outcome == "completed"


@pytest.mark.parametrize("kind", ["message", "signal"])
def test_one_that_does_not_interrupt_runs_beside_and_again(way: str, kind: str) -> None:
    run = Run(file(*MAIN, handling("E", OUTSIDE[kind], interrupting=False)), way)
    wait = run.wait("E_s").id
    run.fire("E_s")
    run.fire("E_s")
    assert run.open == ["A", "E_A", "E_A", "E_s"]
    assert run.wait("E_s").id == wait
    run.complete("A")
    assert run.open == ["E_A", "E_A", "E_s"]
    run.complete("E_A")
    run.complete("E_A")
    assert run.outcome == "completed"
    assert run.open == []


def test_it_may_begin_while_only_another_of_it_runs(way: str) -> None:
    run = Run(file(*MAIN, handling("E", message("m"), interrupting=False)), way)
    run.fire("E_s")
    run.complete("A")
    run.fire("E_s")
    assert run.open == ["E_A", "E_A", "E_s"]


def test_what_only_waits_does_not_hold_its_scope_open(way: str) -> None:
    run = Run(file(*MAIN, handling("E", message("m")), handling("F", timer(), interrupting=False)), way)
    run.complete("A")
    assert run.outcome == "completed"
    assert run.open == []
    assert run.marking == ()


def test_a_timer_comes_once(way: str) -> None:
    run = Run(file(*MAIN, handling("E", timer("P3D"), interrupting=False)), way)
    assert run.wait("E_s").due == run.facts.now + timedelta(days=3)
    run.fire("E_s")
    assert run.open == ["A", "E_A"]


def test_a_cycle_comes_each_turn_counted_from_the_scopes_beginning(way: str) -> None:
    run = Run(file(*MAIN, handling("E", timer("R2/P3D", "timeCycle"), interrupting=False)), way)
    began = run.facts.now
    run.facts.now += timedelta(days=3, hours=1)
    run.fire("E_s")
    assert run.wait("E_s").due == began + timedelta(days=6)
    run.fire("E_s")
    assert run.open == ["A", "E_A", "E_A"]


def test_a_cycle_without_turns_never_waits(way: str) -> None:
    assert Run(file(*MAIN, handling("E", timer("R0/P3D", "timeCycle"), interrupting=False)), way).open == ["A"]


def test_a_condition_happens_each_time_it_becomes_true(way: str) -> None:
    run = Run(file(*MAIN, handling("E", condition("klar"), interrupting=False)), way, klar=True)
    assert run.open == ["A", "E_A", "E_s"]
    run.set(klar=True)
    assert run.open == ["A", "E_A", "E_s"]
    run.set(klar=False)
    run.set(klar=True)
    assert run.open == ["A", "E_A", "E_A", "E_s"]


def test_a_payload_becomes_variables(way: str) -> None:
    run = Run(file(*MAIN, handling("E", message("m"))), way)
    run.fire("E_s", grund="flyttet")
    assert run.variables == {"grund": "flyttet"}


def test_a_signal_thrown_inside_the_scope_begins_it(way: str) -> None:
    main = start(), FORK, user("A"), throw("T", signal("x")), user("B"), chain("s", "p", "A", "T", "B")
    run = Run(file(*main, user("C"), chain("p", "C"), handling("E", signal("x"))), way)
    run.complete("A")
    assert run.open == ["E_A"]


def test_an_interrupting_one_closes_the_others_that_wait_or_run(way: str) -> None:
    others = handling("F", message("n"), interrupting=False), handling("G", timer())
    run = Run(file(*MAIN, handling("E", message("m")), *others), way)
    run.fire("F_s")
    late = run.wait("F_s").id
    run.fire("E_s")
    assert run.open == ["E_A"]
    assert "cancelled F" in run.history
    with run.unchanged(Stale):
        run.do(Fire(late, {}))


def test_one_that_runs_beside_leaves_the_interrupting_ones_waiting(way: str) -> None:
    run = Run(file(*MAIN, handling("E", message("m")), handling("F", message("n"), interrupting=False)), way)
    run.fire("F_s")
    run.complete("A")
    run.fire("E_s")
    assert run.open == ["E_A"]


# ---- in other scopes


def test_one_in_a_sub_process_ends_that_alone_and_the_case_goes_on(way: str) -> None:
    inside = user("A"), user("B"), chain("SP_s", "p2", "A"), element("parallelGateway", "p2"), chain("p2", "B")
    parts = FORK, user("U"), embedded("SP", *inside, handling("E", message("m"))), user("Z")
    run = Run(file(start(), *parts, chain("s", "p", "U"), chain("p", "SP", "Z")), way)
    assert run.open == ["A", "B", "E_s", "U"]
    run.fire("E_s")
    assert run.open == ["E_A", "U"]
    run.complete("E_A")
    assert run.open == ["U", "Z"]
    assert "completed SP" in run.history


def test_it_waits_only_while_its_sub_process_is_open(way: str) -> None:
    parts = user("U"), embedded("SP", user("A"), chain("SP_s", "A"), handling("E", timer()))
    run = Run(file(start(), *parts, user("Z"), chain("s", "U", "SP", "Z")), way)
    assert run.open == ["U"]
    run.complete("U")
    assert run.open == ["A", "E_s"]
    run.complete("A")
    assert run.open == ["Z"]


def test_an_interrupted_sub_process_takes_its_event_sub_process_along(way: str) -> None:
    parts = embedded("SP", user("A"), chain("SP_s", "A"), handling("E", message("m"), interrupting=False))
    run = Run(
        file(start(), parts, boundary("SP", "X", message("n")), user("Z"), chain("s", "SP"), chain("X", "Z")), way
    )
    run.fire("E_s")
    run.fire("X")
    assert run.open == ["Z"]


def test_an_event_sub_process_may_hold_another(way: str) -> None:
    inner = handling("F", message("n"))
    outer = event_subprocess("E", message("m"), user("E_A"), chain("E_s", "E_A"), inner, interrupting=False)
    run = Run(file(*MAIN, outer), way)
    assert run.open == ["A", "E_s"]
    run.fire("E_s")
    assert run.open == ["A", "E_A", "E_s", "F_s"]
    run.fire("F_s")
    assert run.open == ["A", "E_s", "F_A"]
    run.complete("F_A")
    assert run.open == ["A", "E_s"]


def test_each_body_of_a_multi_instance_has_its_own(way: str) -> None:
    inside = user("A"), chain("SP_s", "A"), handling("E", message("m"))
    loop = bpmn.repeated(over="navne", item="navn")
    run = Run(file(start(), embedded("SP", loop, *inside), user("Z"), chain("s", "SP", "Z")), way, navne=["a", "b"])
    waits = {wait.locals["navn"]: wait for wait in run.waits_at("E_s")}
    run.do(Fire(waits["b"].id, {}))
    assert run.open == ["A", "E_A", "E_s"]
    assert run.wait("A").locals["navn"] == "a"
    assert run.wait("E_A").locals["navn"] == "b"
    run.complete("E_A")
    run.complete("A")
    assert run.open == ["Z"]


def test_a_sequential_multi_instance_goes_on_after_an_interrupted_body(way: str) -> None:
    inside = user("A"), chain("SP_s", "A"), handling("E", message("m"))
    run = Run(file(start(), embedded("SP", bpmn.repeated(sequential=True, times="2"), *inside), chain("s", "SP")), way)
    run.fire("E_s")
    run.complete("E_A")
    assert run.open == ["A", "E_s"]
    assert run.wait("A").locals["loopCounter"] == 1
    run.complete("A")
    assert run.outcome == "completed"


def test_terminate_ends_its_own_event_sub_process_alone(way: str) -> None:
    inside = (
        *(element("parallelGateway", "q"), user("B"), user("C"), end("t", TERMINATE)),
        *(chain("E_s", "q", "B", "t"), chain("q", "C")),
    )
    run = Run(file(*MAIN, event_subprocess("E", message("m"), *inside, interrupting=False)), way)
    run.fire("E_s")
    run.complete("B")
    assert run.open == ["A", "E_s"]
    assert "cancelled C" in run.history


def test_terminate_in_the_scope_ends_those_that_wait_and_run(way: str) -> None:
    main = start(), FORK, user("A"), user("B"), end("t", TERMINATE), chain("s", "p", "A", "t"), chain("p", "B")
    run = Run(file(*main, handling("E", message("m"), interrupting=False)), way)
    run.fire("E_s")
    run.complete("A")
    assert run.outcome == "completed"
    assert run.open == []


def test_an_inclusive_join_does_not_wait_for_an_event_sub_process(way: str) -> None:
    main = start(), FORK, user("A"), user("B"), element("inclusiveGateway", "o"), user("Z")
    flows = chain("s", "p", "A", "o", "Z"), chain("p", "B", "o")
    run = Run(file(*main, *flows, handling("E", message("m"), interrupting=False)), way)
    run.fire("E_s")
    run.complete("A")
    run.complete("B")
    assert run.open == ["E_A", "E_s", "Z"]


def test_a_cancelled_instance_closes_it(way: str) -> None:
    run = Run(file(*MAIN, handling("E", message("m"), interrupting=False)), way)
    run.fire("E_s")
    run.cancel()
    assert run.outcome == "cancelled"
    assert run.open == []


def test_entering_a_sub_process_again_lets_it_wait_afresh(way: str) -> None:
    inside = user("A"), chain("SP_s", "A"), handling("E", timer("R/P1D", "timeCycle"), interrupting=False)
    parts = element("exclusiveGateway", "j"), embedded("SP", *inside), element("exclusiveGateway", "g", default="ud")
    flows = chain("s", "j", "SP", "g"), bpmn.flow("g", "j", "igen"), bpmn.flow("g", "e", id="ud")
    run = Run(file(start(), *parts, end(), *flows), way, igen=True)
    first = run.wait("E_s").id
    run.fire("E_s")
    run.complete("E_A")
    run.facts.now += timedelta(days=10)
    run.complete("A")
    assert run.wait("E_s").id != first
    assert run.wait("E_s").due == run.facts.now + timedelta(days=1)


# ---- in ad-hoc sub-processes


def test_an_interrupting_one_ends_an_ad_hoc_sub_process_when_it_is_done(way: str) -> None:
    box = bpmn.ad_hoc("H", user("A"), user("B"), handling("E", message("m")))
    run = Run(file(start(), box, user("Z"), chain("s", "H", "Z")), way)
    assert run.wait("H").choices == ("A", "B")
    run.choose("H", "A")
    run.fire("E_s")
    assert run.open == ["E_A"]
    run.complete("E_A")
    assert run.open == ["Z"]


def test_one_that_runs_beside_leaves_an_ad_hoc_sub_process_open(way: str) -> None:
    box = bpmn.ad_hoc("H", user("A"), handling("E", message("m"), interrupting=False))
    run = Run(file(start(), box, user("Z"), chain("s", "H", "Z")), way)
    run.fire("E_s")
    run.complete("E_A")
    assert run.open == ["E_s", "H"]
    run.complete("H")
    assert run.open == ["Z"]
