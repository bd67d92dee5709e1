"""Signals: everything that waits for one in the instance hears it, and the case is told."""

from __future__ import annotations

import pytest

from tests.conformance import bpmn
from tests.conformance.bpmn import boundary, catch, chain, element, embedded, end, flow, signal, start, throw, user
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)

FORK = element("parallelGateway", "p")


def file(*parts: str) -> bytes:
    """A file with the signals x and y, the message m, and the process P."""
    return bpmn.definitions(bpmn.signal_root("x", "y"), bpmn.message_root("m"), bpmn.process(*parts))


def test_a_catch_event_waits_for_its_signal(way: str) -> None:
    run = Run(file(start(), catch("C", signal("x")), end(), chain("s", "C", "e")), way)
    wait = run.wait("C")
    assert (wait.kind, wait.name, wait.group) == ("signal", "x", None)
    run.fire("C", svar=1)
    assert run.outcome == "completed"
    assert run.variables == {"svar": 1}
    assert run.history == ["completed C", "entered e", "completed e"]


def test_a_signal_may_begin_the_process(way: str) -> None:
    content = file(start("s", signal("x")), user("A"), chain("s", "A"))
    assert Run(content, way, start="s").history == ["entered s", "completed s", "entered A"]


def test_a_throw_leaves_with_its_payload_and_goes_on(way: str) -> None:
    thrown = throw("T", signal("x"), bpmn.extension(bpmn.mapping(tal="n + 1")))
    run = Run(file(start(), thrown, user("A"), chain("s", "T", "A")), way, n=1)
    assert run.line("signal").data == {"name": "x", "payload": {"tal": 2}}
    assert run.line("signal").element == "T"
    assert run.open == ["A"]


def test_an_end_event_throws_and_ends(way: str) -> None:
    run = Run(file(start(), end("e", signal("x")), chain("s", "e")), way)
    assert run.line("signal").data == {"name": "x", "payload": {}}
    assert run.outcome == "completed"


def test_everything_that_waits_hears_it_and_nothing_else(way: str) -> None:
    parts = (
        *(user("A"), throw("T", signal("x")), user("after")),
        *(catch("C1", signal("x")), catch("C2", signal("x")), catch("C3", signal("y"))),
        *(user("B1"), user("B2"), user("B3")),
        embedded("SP", catch("C4", signal("x")), user("B4"), chain("SP_s", "C4", "B4")),
    )
    flows = (chain("s", "p", "A", "T", "after"), *(chain("p", f"C{n}", f"B{n}") for n in (1, 2, 3)), chain("p", "SP"))
    run = Run(file(start(), FORK, *parts, *flows), way)
    run.complete("A")
    assert run.open == ["B1", "B2", "B4", "C3", "after"]


def test_the_thrower_does_not_hear_itself_later(way: str) -> None:
    run = Run(file(start(), throw("T", signal("x")), catch("C", signal("x")), chain("s", "T", "C")), way)
    assert run.open == ["C"]


def test_a_payload_reaches_those_who_hear(way: str) -> None:
    thrown = throw("T", signal("x"), bpmn.extension(bpmn.mapping(tal="7")))
    parts = FORK, user("A"), thrown, catch("C", signal("x")), user("B")
    run = Run(file(start(), *parts, chain("s", "p", "A", "T"), chain("p", "C", "B")), way)
    run.complete("A")
    assert run.variables == {"tal": 7}


def test_an_event_gateway_takes_the_signal_that_comes_first(way: str) -> None:
    gate = element("eventBasedGateway", "g"), catch("X", signal("x")), catch("Y", signal("y")), user("A"), user("B")
    run = Run(file(start(), *gate, chain("s", "g", "X", "A"), chain("g", "Y", "B")), way)
    assert run.wait("X").group == "g"
    run.fire("X")
    assert run.open == ["A"]


def test_an_interrupting_boundary_event_ends_its_activity(way: str) -> None:
    run = Run(
        file(start(), user("A"), boundary("A", "S", signal("x")), user("B"), chain("s", "A"), chain("S", "B")), way
    )
    assert run.wait("S").group == "A"
    run.fire("S")
    assert run.open == ["B"]
    assert run.history == ["cancelled A", "entered S", "completed S", "entered B"]


def test_a_boundary_event_that_does_not_interrupt_hears_it_each_time(way: str) -> None:
    parts = user("A"), boundary("A", "S", signal("x"), interrupting=False), user("B")
    run = Run(file(start(), *parts, chain("s", "A"), chain("S", "B")), way)
    run.fire("S")
    run.fire("S")
    assert run.open == ["A", "B", "B", "S"]


def test_one_that_another_closed_hears_nothing(way: str) -> None:
    """The innermost hear it first; what goes on inside is gone with the sub-process that is interrupted after it."""
    inside = user("A"), boundary("A", "S1", signal("x")), user("B"), chain("SP_s", "A"), chain("S1", "B")
    parts = (
        FORK,
        user("U"),
        throw("T", signal("x")),
        embedded("SP", *inside),
        boundary("SP", "S2", signal("x")),
        user("C"),
    )
    run = Run(file(start(), *parts, chain("s", "p", "U", "T"), chain("p", "SP"), chain("S2", "C")), way)
    run.complete("U")
    assert run.open == ["C"]
    assert "entered S1" in run.history
    assert "entered B" not in run.history


def test_a_signal_that_closes_its_other_catcher_is_heard_once(way: str) -> None:
    parts = user("A"), boundary("A", "S1", signal("x")), boundary("A", "S2", signal("x")), user("B"), user("C")
    flows = chain("s", "p", "A"), chain("p", "U", "T"), chain("S1", "B"), chain("S2", "C")
    run = Run(file(start(), FORK, user("U"), throw("T", signal("x")), *parts, *flows), way)
    run.complete("U")
    assert run.open == ["B"]


def test_a_throw_inside_may_end_its_own_sub_process(way: str) -> None:
    inside = throw("T", signal("x")), user("A"), chain("SP_s", "T", "A")
    parts = embedded("SP", *inside), boundary("SP", "S", signal("x")), user("B")
    run = Run(file(start(), *parts, chain("s", "SP"), chain("S", "B")), way)
    assert run.open == ["B"]
    assert run.line("signal").element == "T"


def test_bodies_of_a_multi_instance_each_hear_it(way: str) -> None:
    inside = catch("C", signal("x")), user("B"), chain("SP_s", "C", "B")
    parts = FORK, user("U"), end("e", signal("x")), embedded("SP", bpmn.repeated(times="3"), *inside)
    run = Run(file(start(), *parts, chain("s", "p", "U", "e"), chain("p", "SP")), way)
    run.complete("U")
    assert run.open == ["B", "B", "B"]
    assert sorted(wait.locals["loopCounter"] for wait in run.waits_at("B")) == [0, 1, 2]


def test_a_signal_in_a_ring_is_stopped(way: str) -> None:
    """A catcher that throws what it heard waits again only after the signal is over."""
    parts = element("exclusiveGateway", "j"), catch("C", signal("x")), throw("T", signal("x"))
    run = Run(file(start(), *parts, chain("s", "j", "C", "T", "j")), way)
    run.fire("C")
    assert run.open == ["C"]
    assert [h for h in run.history if h.startswith("signal")] == ["signal T"]


def test_flows_out_of_a_throw_run_side_by_side(way: str) -> None:
    run = Run(file(start(), throw("T", signal("x")), user("A"), user("B"), chain("s", "T", "A"), flow("T", "B")), way)
    assert run.open == ["A", "B"]
