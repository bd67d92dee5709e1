"""Transactions: a cancel ends everything inside, has what was done put right, and leaves by its own event."""

from __future__ import annotations

import pytest

from tests.conformance import bpmn
from tests.conformance.bpmn import (
    CANCEL,
    boundary,
    chain,
    element,
    embedded,
    end,
    error,
    event_subprocess,
    message,
    repeated,
    start,
    undone_by,
    user,
)
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)

FORK = element("parallelGateway", "p")
AFTER = boundary("T", "X", CANCEL), user("Y"), user("Z"), chain("s", "T", "Z"), chain("X", "Y")


def file(*parts: str) -> bytes:
    return bpmn.definitions(bpmn.message_root("m"), bpmn.code_roots("a"), bpmn.process(start(), *parts))


def transaction(*inside: str) -> str:
    return embedded("T", *inside, tag="transaction")


def undone(*ids: str) -> str:
    return "".join(user(name) + undone_by(name, f"H_{name}") for name in ids)


def test_one_that_is_not_cancelled_is_a_sub_process(way: str) -> None:
    run = Run(file(transaction(undone("A"), end("te"), end("x", CANCEL), chain("T_s", "A", "te")), *AFTER), way)
    run.complete("A")
    assert run.open == ["Z"]


def test_a_cancel_puts_right_what_was_done_and_leaves_by_its_event(way: str) -> None:
    inside = undone("A", "B"), user("C"), end("x", CANCEL), chain("T_s", "A", "B", "C", "x")
    run = Run(file(transaction(*inside), *AFTER), way)
    for name in ("A", "B", "C"):
        run.complete(name)
    assert run.history[:3] == ["completed C", "entered x", "completed x"]
    assert run.open == ["H_B"]
    run.complete("H_B")
    run.complete("H_A")
    assert run.history == ["completed H_A", "cancelled T", "entered X", "completed X", "entered Y"]
    assert run.open == ["Y"]


def test_a_cancel_with_nothing_to_put_right_leaves_at_once(way: str) -> None:
    run = Run(file(transaction(user("A"), end("x", CANCEL), chain("T_s", "A", "x")), *AFTER), way)
    run.complete("A")
    assert run.open == ["Y"]


def test_a_cancel_ends_everything_else_inside(way: str) -> None:
    calls = element("callActivity", "C", calledElement="andet"), undone_by("C", "H_C")
    inside = FORK, user("A"), end("x", CANCEL), *calls, user("D"), boundary("D", "DX", message("m")), end("te")
    flows = chain("T_s", "p", "A", "x"), chain("p", "C"), chain("p", "D"), chain("DX", "te")
    run = Run(file(transaction(*inside, *flows), *AFTER), way)
    run.complete("A")
    assert run.open == ["Y"]
    assert run.history[2:6] == ["completed x", "cancelled C", "cancelled D", "cancelled T"]


def test_a_cancel_in_a_sub_process_inside_cancels_the_transaction_around(way: str) -> None:
    inner = embedded("SP", undone("B"), user("C"), end("x", CANCEL), chain("SP_s", "B", "C", "x"))
    run = Run(file(transaction(undone("A"), inner, chain("T_s", "A", "SP")), *AFTER), way)
    for name in ("A", "B", "C"):
        run.complete(name)
    # The sub-process inside was not completed, so what it did is forgotten with it.
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.open == ["Y"]


def test_a_completed_sub_process_inside_is_put_right_too(way: str) -> None:
    inner = embedded("SP", undone("B"), chain("SP_s", "B"))
    run = Run(file(transaction(inner, user("C"), end("x", CANCEL), chain("T_s", "SP", "C", "x")), *AFTER), way)
    run.complete("B")
    run.complete("C")
    assert run.open == ["H_B"]
    run.complete("H_B")
    assert run.open == ["Y"]


def test_a_cancel_goes_to_the_nearest_transaction(way: str) -> None:
    inner = (
        *(element("transaction", "IN", start("IN_s"), user("B"), end("x", CANCEL), chain("IN_s", "B", "x")),),
        *(boundary("IN", "IX", CANCEL), user("C"), end("ux", CANCEL)),
    )
    run = Run(file(transaction(undone("A"), *inner, chain("T_s", "A", "IN"), chain("IX", "C", "ux")), *AFTER), way)
    run.complete("A")
    run.complete("B")
    assert run.open == ["C"]
    run.complete("C")
    assert run.open == ["H_A"]


def test_an_event_sub_process_inside_may_cancel(way: str) -> None:
    quits = event_subprocess("E", message("m"), user("E_A"), end("E_e", CANCEL), chain("E_s", "E_A", "E_e"))
    run = Run(file(transaction(undone("A"), user("B"), chain("T_s", "A", "B"), quits), *AFTER), way)
    run.complete("A")
    run.fire("E_s")
    run.complete("E_A")
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.open == ["Y"]


def test_what_waits_beside_is_closed_while_it_is_undone(way: str) -> None:
    beside = event_subprocess("E", message("m"), user("E_A"), chain("E_s", "E_A"), interrupting=False)
    inside = undone("A"), user("B"), end("x", CANCEL), chain("T_s", "A", "B", "x"), beside
    run = Run(file(transaction(*inside), *AFTER), way)
    run.complete("A")
    run.complete("B")
    assert run.open == ["H_A"]


def test_an_error_that_leaves_it_puts_nothing_right(way: str) -> None:
    inside = undone("A"), user("B"), end("ie", error("a")), chain("T_s", "A", "B", "ie")
    caught = boundary("T", "EX", error("a")), user("W"), chain("EX", "W")
    run = Run(file(transaction(*inside), *caught, user("Z"), chain("s", "T", "Z")), way)
    run.complete("A")
    run.complete("B")
    assert run.open == ["W"]


def test_another_boundary_event_may_come_while_it_is_undone(way: str) -> None:
    inside = undone("A"), user("B"), end("x", CANCEL), chain("T_s", "A", "B", "x")
    more = boundary("T", "M", message("m")), user("W"), chain("M", "W")
    run = Run(file(transaction(*inside), *AFTER, *more), way)
    run.complete("A")
    run.complete("B")
    run.fire("M")
    assert run.open == ["W"]


def test_a_completed_transaction_is_put_right_like_a_sub_process(way: str) -> None:
    inside = undone("A"), end("te"), end("x", CANCEL), chain("T_s", "A", "te")
    parts = transaction(*inside), boundary("T", "X", CANCEL), user("Y"), chain("X", "Y")
    content = file(*parts, bpmn.throw("K", bpmn.compensate()), user("Z"), chain("s", "T", "K", "Z"))
    run = Run(content, way)
    run.complete("A")
    assert run.open == ["H_A"]
    run.complete("H_A")
    assert run.open == ["Z"]


def test_each_repetition_around_it_has_a_transaction_of_its_own(way: str) -> None:
    inside = transaction(undone("A"), user("B"), end("x", CANCEL), chain("T_s", "A", "B", "x"))
    parts = inside, boundary("T", "X", CANCEL), user("Y"), chain("SP_s", "T"), chain("X", "Y")
    run = Run(file(embedded("SP", repeated(times="2"), *parts), chain("s", "SP")), way)
    run.complete("A")
    run.complete("B")
    assert run.open == ["A", "H_A"]
    run.complete("H_A")
    assert run.open == ["A", "Y"]
