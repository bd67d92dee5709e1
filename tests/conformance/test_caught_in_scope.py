"""Errors and escalations that event sub-processes catch: from the inside outward."""

from __future__ import annotations

import pytest

from tests.conformance import bpmn
from tests.conformance.bpmn import (
    boundary,
    chain,
    element,
    embedded,
    end,
    error,
    escalation,
    event_subprocess,
    handling,
    message,
    start,
    throw,
    timer,
    user,
)
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)

MAIN = start(), user("A"), end(), chain("s", "A", "e")
FORK = element("parallelGateway", "p")


def file(*parts: str) -> bytes:
    """A file with the message m, the codes a and b, and the process P."""
    return bpmn.definitions(bpmn.message_root("m"), bpmn.code_roots("a", "b"), bpmn.process(*parts))


def thrower(id: str, trigger: str) -> str:  # noqa: A002  # BPMN's own name
    """A sub-process with a task and an end that throws."""
    return embedded(id, user(f"{id}_A"), end(f"{id}_e", trigger), chain(f"{id}_s", f"{id}_A", f"{id}_e"))


def test_an_error_begins_the_one_of_its_scope(way: str) -> None:
    main = start(), FORK, user("A"), user("B"), end("e", error("a")), chain("s", "p", "A", "e"), chain("p", "B")
    run = Run(file(*main, handling("E", error("a"))), way)
    assert run.open == ["A", "B"]
    run.complete("A")
    assert run.open == ["E_A"]
    assert run.history[-5:] == ["cancelled B", "entered E", "entered E_s", "completed E_s", "entered E_A"]
    run.complete("E_A")
    assert run.outcome == "completed"


def test_an_error_from_a_service_task_brings_its_payload(way: str) -> None:
    main = start(), element("serviceTask", "S"), chain("s", "S")
    run = Run(file(*main, handling("E", error("a"))), way)
    run.error("S", "a", grund="mangler")
    assert run.open == ["E_A"]
    assert run.variables == {"grund": "mangler"}


def test_the_boundary_of_the_activity_itself_comes_before_the_scope_around(way: str) -> None:
    main = (
        start(),
        thrower("SP", error("a")),
        boundary("SP", "X", error()),
        user("Z"),
        chain("s", "SP"),
        chain("X", "Z"),
    )
    run = Run(file(*main, handling("E", error("a"))), way)
    run.complete("SP_A")
    assert run.open == ["Z"]


def test_inside_the_sub_process_comes_before_its_boundary(way: str) -> None:
    inside = user("A"), end("ie", error("a")), chain("SP_s", "A", "ie"), handling("E", error())
    main = (
        start(),
        embedded("SP", *inside),
        boundary("SP", "X", error("a")),
        user("Z"),
        chain("s", "SP"),
        chain("X", "Z"),
    )
    run = Run(file(*main), way)
    run.complete("A")
    assert run.open == ["E_A"]


def test_one_for_exactly_the_code_comes_before_one_for_all(way: str) -> None:
    main = start(), user("A"), end("e", error("a")), chain("s", "A", "e")
    run = Run(file(*main, handling("E", error()), handling("F", error("a")), handling("G", error("b"))), way)
    run.complete("A")
    assert run.open == ["F_A"]


def test_it_does_not_catch_what_it_throws_itself(way: str) -> None:
    again = event_subprocess("E", error("a"), user("E_A"), end("E_e", error("a")), chain("E_s", "E_A", "E_e"))
    main = user("A"), end("ie", error("a")), chain("SP_s", "A", "ie")
    parts = embedded("SP", *main, again), boundary("SP", "X", error("a")), user("Z"), chain("s", "SP"), chain("X", "Z")
    run = Run(file(start(), *parts), way)
    run.complete("A")
    run.complete("E_A")
    assert run.open == ["Z"]


def test_another_of_the_scope_catches_what_an_interrupting_one_throws(way: str) -> None:
    first = event_subprocess("E", message("m"), user("E_A"), end("E_e", error("a")), chain("E_s", "E_A", "E_e"))
    run = Run(file(*MAIN, first, handling("F", error("a"))), way)
    run.fire("E_s")
    run.complete("E_A")
    assert run.open == ["F_A"]
    assert "cancelled E" in run.history


def test_an_error_it_does_not_catch_goes_on_outward_and_fails_the_instance(way: str) -> None:
    main = start(), user("A"), end("e", error("a")), chain("s", "A", "e")
    run = Run(file(*main, handling("E", error("b"))), way)
    run.complete("A")
    assert run.outcome == "failed"
    assert run.line("error").data["code"] == "a"


def test_an_error_in_one_body_is_caught_in_that_body(way: str) -> None:
    inside = user("A"), end("ie", error("a")), chain("SP_s", "A", "ie"), handling("E", error("a"))
    run = Run(file(start(), embedded("SP", bpmn.repeated(times="2"), *inside), chain("s", "SP")), way)
    run.complete("A")
    assert run.open == ["A", "E_A"]


def test_an_escalation_runs_beside_what_threw_it(way: str) -> None:
    main = start(), user("A"), throw("T", escalation("a")), user("B"), chain("s", "A", "T", "B")
    run = Run(file(*main, handling("E", escalation("a"), interrupting=False)), way)
    run.complete("A")
    assert run.open == ["B", "E_A"]


def test_an_interrupting_escalation_ends_what_threw_it(way: str) -> None:
    main = start(), user("A"), throw("T", escalation("a")), user("B"), chain("s", "A", "T", "B")
    run = Run(file(*main, handling("E", escalation())), way)
    run.complete("A")
    assert run.open == ["E_A"]


def test_an_escalation_end_event_leaves_the_last_word_to_what_it_began(way: str) -> None:
    main = start(), user("A"), end("e", escalation("a")), chain("s", "A", "e")
    run = Run(file(*main, handling("E", escalation("a"), interrupting=False)), way)
    run.complete("A")
    assert run.open == ["E_A"]
    run.complete("E_A")
    assert run.outcome == "completed"


def test_an_escalation_from_a_called_process_is_caught_in_the_scope_around(way: str) -> None:
    main = start(), element("callActivity", "C", calledElement="andet"), chain("s", "C")
    run = Run(file(*main, handling("E", escalation("a"), interrupting=False)), way)
    run.escalate("C", "a")
    run.escalate("C", "a")
    assert run.open == ["C", "E_A", "E_A"]


def test_an_error_passes_the_sub_processes_around_it_until_one_catches(way: str) -> None:
    inner = embedded("IN", user("A"), end("ie", error("a")), chain("IN_s", "A", "ie"))
    outer = embedded("UD", inner, chain("UD_s", "IN"), handling("E", error("b")))
    run = Run(file(start(), outer, chain("s", "UD"), handling("F", error("a"))), way)
    run.complete("A")
    assert run.open == ["F_A"]
    assert [line for line in run.history if line.startswith("cancelled")] == ["cancelled IN", "cancelled UD"]


def test_it_ends_with_an_end_event_that_throws_outward(way: str) -> None:
    quits = event_subprocess("E", timer(), end("E_e", error("b")), chain("E_s", "E_e"))
    inside = user("A"), chain("SP_s", "A"), quits
    parts = embedded("SP", *inside), boundary("SP", "X", error("b")), user("Z"), chain("s", "SP"), chain("X", "Z")
    run = Run(file(start(), *parts), way)
    run.fire("E_s")
    assert run.open == ["Z"]
