"""Running instances where a sub-process is drawn around their steps, or taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.model import Obstacle
from tests.conformance import bpmn
from tests.conformance.moved import move, moved, obstacles
from tests.conformance.run import Run

DUE = bpmn.timer("P10D")


def _plain(*events: str) -> bytes:
    """Two tasks, one after the other; `events` are on T."""
    ways = [bpmn.chain(_id(event), "e") for event in events]
    return bpmn.diagram(
        bpmn.start(), bpmn.user("T"), bpmn.user("U"), bpmn.end(), bpmn.chain("s", "T", "U", "e"), *events, *ways
    )


def _framed(*events: str, box: str = "Box", inner: str = "", loop: str = "") -> bytes:
    """The same two tasks with a sub-process around them; `events` are on it or on T, `inner` is inside."""
    steps = bpmn.user("T"), bpmn.user("U"), bpmn.end(f"{box}_e"), bpmn.chain(f"{box}_s", "T", "U", f"{box}_e")
    on_task = [event for event in events if 'attachedToRef="T"' in event]
    frame = bpmn.embedded(box, *steps, *on_task, *(bpmn.chain(_id(each), "U") for each in on_task), inner, loop)
    around = [event for event in events if event not in on_task]
    ways = [bpmn.chain(_id(event), "e") for event in around]
    return bpmn.diagram(bpmn.start(), frame, bpmn.end(), bpmn.chain("s", box, "e"), *around, *ways)


def _id(event: str) -> str:
    return event.split('id="')[1].split('"', maxsplit=1)[0]


# ---- a new one around what runs


def test_a_task_goes_into_a_sub_process_that_is_drawn_around_it() -> None:
    run = Run(_plain())
    there = move(run, _framed(bpmn.boundary("Box", "b", DUE)))
    assert run.open == ["T", "b"]
    assert "inde i »Box«, som er ny" in there.remarks[run.wait("T").id]
    assert "tælles fra flytningen" in there.remarks[run.wait("b").id]
    run.complete("T")
    run.complete("U")
    assert run.outcome == "completed"


def test_the_new_sub_process_can_be_interrupted() -> None:
    run = Run(_plain())
    move(run, _framed(bpmn.boundary("Box", "b", DUE)))
    run.fire("b")
    assert run.outcome == "completed"


def test_a_timer_that_moves_from_the_task_to_the_frame_keeps_its_time() -> None:
    run = Run(_plain(bpmn.boundary("T", "b", DUE)))
    wait, due = run.wait("b").id, run.wait("b").due
    run.facts.now += timedelta(days=4)
    move(run, _framed(bpmn.boundary("Box", "b", DUE)))
    assert (run.wait("b").id, run.wait("b").due, run.wait("b").group) == (wait, due, "Box")


def test_a_timer_that_has_come_does_not_come_again_on_the_frame() -> None:
    run = Run(_plain(bpmn.boundary("T", "b", DUE, interrupting=False)))
    run.fire("b")
    move(run, _framed(bpmn.boundary("Box", "b", DUE, interrupting=False)))
    assert run.open == ["T"]


def test_what_ran_side_by_side_shares_the_one_sub_process() -> None:
    tasks = bpmn.user("T"), bpmn.user("U"), bpmn.user("V")
    split, join = bpmn.element("parallelGateway", "g"), bpmn.element("parallelGateway", "j")
    ways = bpmn.chain("g", "T", "j"), bpmn.chain("g", "U", "j")
    run = Run(
        bpmn.diagram(
            bpmn.start(), *tasks, split, join, bpmn.end(), *ways, bpmn.chain("s", "g"), bpmn.chain("j", "V", "e")
        )
    )
    run.complete("T")  # its token waits at the join
    frame = bpmn.embedded("Box", *tasks[:2], split, join, *ways, bpmn.chain("Box_s", "g"))
    move(run, bpmn.diagram(bpmn.start(), frame, tasks[2], bpmn.end(), bpmn.chain("s", "Box", "V", "e")))
    assert run.open == ["U"]
    run.complete("U")
    assert run.open == ["V"]


def test_one_frame_in_another() -> None:
    inner = bpmn.embedded("Inner", bpmn.user("T"), bpmn.end("Inner_e"), bpmn.chain("Inner_s", "T", "Inner_e"))
    outer = bpmn.embedded("Outer", inner, bpmn.user("U"), bpmn.chain("Outer_s", "Inner", "U"))
    run = Run(_plain())
    move(
        run,
        bpmn.diagram(
            bpmn.start(), outer, bpmn.boundary("Outer", "b", DUE), bpmn.end(), bpmn.chain("s", "Outer", "e"),
            bpmn.chain("b", "e"),
        ),
    )  # fmt: skip
    assert run.open == ["T", "b"]
    run.complete("T")
    run.complete("U")
    assert run.outcome == "completed"


def test_an_event_sub_process_goes_in_beside_the_step_and_keeps_its_time() -> None:
    listening = bpmn.handling("X", DUE, interrupting=False)
    run = Run(
        bpmn.diagram(
            bpmn.start(), bpmn.user("T"), bpmn.user("U"), bpmn.end(), bpmn.chain("s", "T", "U", "e"), listening
        )
    )
    wait, due = run.wait("X_s").id, run.wait("X_s").due
    run.facts.now += timedelta(days=4)
    move(run, _framed(inner=listening))
    assert (run.wait("X_s").id, run.wait("X_s").due) == (wait, due)
    run.fire("X_s")
    assert run.open == ["T", "X_A"]


def test_what_stays_outside_goes_on_beside_it() -> None:
    split = bpmn.element("parallelGateway", "g")
    run = Run(
        bpmn.diagram(
            bpmn.start(), split, bpmn.user("T"), bpmn.user("U"), bpmn.chain("s", "g", "T"), bpmn.chain("g", "U")
        )
    )
    frame = bpmn.embedded("Box", bpmn.user("T"), bpmn.chain("Box_s", "T"))
    move(
        run,
        bpmn.diagram(bpmn.start(), split, frame, bpmn.user("U"), bpmn.chain("s", "g", "Box"), bpmn.chain("g", "U")),
    )
    run.complete("T")
    assert (run.open, run.outcome) == (["U"], "open")
    run.complete("U")
    assert run.outcome == "completed"


def test_two_that_came_to_one_step_go_into_a_frame_each() -> None:
    again = bpmn.user("R"), bpmn.boundary("R", "m", bpmn.message("m"), interrupting=False)
    root, ways = bpmn.message_root("m"), (bpmn.chain("s", "R", "e"), bpmn.chain("m", "T"))
    run = Run(bpmn.definitions(root, bpmn.process(bpmn.start(), *again, bpmn.user("T"), bpmn.end(), *ways)))
    run.fire("m")
    run.fire("m")
    frame = bpmn.embedded("Box", bpmn.user("T"), bpmn.chain("Box_s", "T")), bpmn.boundary("Box", "b", DUE)
    ways = bpmn.chain("s", "R", "e"), bpmn.chain("m", "Box"), bpmn.chain("b", "e")
    move(run, bpmn.definitions(root, bpmn.process(bpmn.start(), *again, *frame, bpmn.end(), *ways)))
    assert run.open == ["R", "T", "T", "b", "b", "m"]


def _before(*, inside: bool) -> bytes:
    """A step before a sub-process, or as the first in it."""
    if inside:
        box = bpmn.embedded("Box", bpmn.user("T0"), bpmn.user("T"), bpmn.chain("Box_s", "T0", "T"))
        return bpmn.diagram(bpmn.start(), box, bpmn.end(), bpmn.chain("s", "Box", "e"))
    box = bpmn.embedded("Box", bpmn.user("T"), bpmn.chain("Box_s", "T"))
    return bpmn.diagram(bpmn.start(), bpmn.user("T0"), box, bpmn.end(), bpmn.chain("s", "T0", "Box", "e"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(_before(inside=False), _before(inside=True), id="one that was there"),
        pytest.param(_plain(), _framed(loop=bpmn.repeated(times="2")), id="one that is done several times"),
    ],
)
def test_a_step_does_not_go_into(old: bytes, new: bytes) -> None:
    """It would stand there beside what the sub-process does of itself, or would not know for whom."""
    found = moved(Run(old), new)
    assert isinstance(found, tuple)
    assert [one.kind for one in found] == ["changed"]
    assert "inde i delprocessen »Box«. Et forløb kan kun flyttes ind i en delproces, der er ny" in found[0].text


# ---- one that is gone


def test_a_task_comes_out_of_a_sub_process_that_is_drawn_no_more() -> None:
    run = Run(_framed(bpmn.boundary("Box", "b", DUE)))
    task, timer = run.wait("T").id, run.wait("b").id
    there = move(run, _plain())
    assert (run.open, run.wait("T").id) == (["T"], task)
    assert "Stod inde i »Box«, som ikke er" in there.remarks[task]
    assert "lukkes" in there.remarks[timer]
    run.complete("T")
    run.complete("U")
    assert run.outcome == "completed"


def test_its_timer_follows_to_the_task_with_its_time() -> None:
    run = Run(_framed(bpmn.boundary("Box", "b", DUE)))
    wait, due = run.wait("b").id, run.wait("b").due
    run.facts.now += timedelta(days=4)
    move(run, _plain(bpmn.boundary("T", "b", DUE)))
    assert (run.wait("b").id, run.wait("b").due, run.wait("b").group) == (wait, due, "T")


def test_its_timer_that_has_come_does_not_come_again_on_the_task() -> None:
    run = Run(_framed(bpmn.boundary("Box", "b", DUE, interrupting=False)))
    run.fire("b")
    move(run, _plain(bpmn.boundary("T", "b", DUE, interrupting=False)))
    assert run.open == ["T"]


def test_its_event_sub_process_goes_on_listening_around_it() -> None:
    listening = bpmn.handling("X", DUE, interrupting=False)
    steps = bpmn.start(), bpmn.user("T"), bpmn.user("U"), bpmn.end(), bpmn.chain("s", "T", "U", "e")
    run = Run(_framed(inner=listening))
    wait = run.wait("X_s").id
    move(run, bpmn.diagram(*steps, listening))
    assert (run.open, run.wait("X_s").id) == (["T", "X_s"], wait)
    run.fire("X_s")
    spent = Run(_framed(inner=listening))
    spent.fire("X_s")
    move(spent, bpmn.diagram(*steps, listening))
    assert spent.open == ["T", "X_A"]


def test_out_of_two_at_once_and_back() -> None:
    inner = bpmn.embedded("Inner", bpmn.user("T"), bpmn.end("Inner_e"), bpmn.chain("Inner_s", "T", "Inner_e"))
    outer = bpmn.embedded("Outer", inner, bpmn.user("U"), bpmn.chain("Outer_s", "Inner", "U"))
    both = bpmn.diagram(bpmn.start(), outer, bpmn.end(), bpmn.chain("s", "Outer", "e"))
    run = Run(both)
    move(run, _plain())
    assert run.open == ["T"]
    move(run, both)
    run.complete("T")
    assert run.open == ["U"]
    move(run, _plain())
    run.complete("U")
    assert run.outcome == "completed"


def test_a_step_that_is_gone_with_its_frame_is_what_is_asked_for() -> None:
    run = Run(_framed())
    other = bpmn.diagram(bpmn.start(), bpmn.user("T2"), bpmn.user("U"), bpmn.end(), bpmn.chain("s", "T2", "U", "e"))
    assert obstacles(run, other) == [("T", "missing")]
    move(run, other, T="T2")
    assert run.open == ["T2"]


def test_a_frame_under_another_id_is_asked_for_and_keeps_its_deadline() -> None:
    run = Run(_framed(bpmn.boundary("Box", "b", DUE)))
    due = run.wait("b").due
    run.facts.now += timedelta(days=4)
    new = _framed(bpmn.boundary("Frame", "b", DUE), box="Frame")
    assert obstacles(run, new) == [("Box", "missing")]
    move(run, new, Box="Frame")
    assert run.wait("b").due == due


def test_a_step_does_not_come_out_of_a_sub_process_that_is_still_there() -> None:
    run = Run(_framed())
    box = bpmn.embedded("Box", bpmn.user("U"), bpmn.chain("Box_s", "U"))
    new = bpmn.diagram(bpmn.start(), bpmn.user("T"), box, bpmn.end(), bpmn.chain("s", "T", "Box", "e"))
    found = moved(run, new)
    assert isinstance(found, tuple)
    assert "uden for sin delproces" in found[0].text


# ---- what can be compensated


def _undoable(*, inside: bool) -> bytes:
    """A, which can be undone, and T, with or without a sub-process around them; then U."""
    steps = bpmn.user("A"), bpmn.undone_by("A", "H"), bpmn.user("T")
    if not inside:
        return bpmn.diagram(bpmn.start(), *steps, bpmn.user("U"), bpmn.end(), bpmn.chain("s", "A", "T", "U", "e"))
    box = bpmn.embedded("Box", *steps, bpmn.chain("Box_s", "A", "T"))
    return bpmn.diagram(bpmn.start(), box, bpmn.user("U"), bpmn.end(), bpmn.chain("s", "Box", "U", "e"))


@pytest.mark.parametrize("inside", [True, False])
def test_what_is_remembered_stays_in_its_scope(*, inside: bool) -> None:
    run = Run(_undoable(inside=inside))
    move(run, _undoable(inside=not inside))
    move(run, _undoable(inside=inside))  # nothing is done that could be undone
    run.complete("A")
    found = moved(run, _undoable(inside=not inside))
    assert isinstance(found, tuple)
    assert all(isinstance(one, Obstacle) for one in found)
