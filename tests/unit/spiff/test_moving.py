"""The mover, one kind of standing at a time: what follows, what closes, what is armed, and what cannot move."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conformance import bpmn
from tests.conformance.moved import move, moved, obstacles
from tests.conformance.run import Run

_FACTS = bpmn.message_root("m", "n")


def _task(*events: str, id: str = "T") -> bytes:  # noqa: A002 # BPMN's own name
    """A task between start and end, with events on it that lead to the end."""
    names = [event.split('id="')[1].split('"')[0] for event in events]
    flows = "".join(bpmn.chain(name, "e") for name in names)
    return bpmn.definitions(
        _FACTS, bpmn.process(bpmn.start(), bpmn.user(id), bpmn.end(), bpmn.chain("s", id, "e"), *events, flows)
    )


TIMER = bpmn.boundary("T", "b", bpmn.timer("P10D"), interrupting=False)


def test_a_timer_follows_its_event_to_another_id_and_text_with_its_time() -> None:
    run = Run(_task(TIMER))
    due, wait = run.wait("b").due, run.wait("b").id
    run.facts.now += timedelta(days=4)
    moved = move(run, _task(bpmn.boundary("T", "b2", bpmn.timer("P90D"), interrupting=False)), b="b2")
    assert (run.wait("b2").id, run.wait("b2").due) == (wait, due)
    assert "står ved magt" in moved.remarks[wait]


def test_a_timer_follows_its_event_to_another_activity() -> None:
    parts = [bpmn.start(), bpmn.element("parallelGateway", "g"), bpmn.user("T"), bpmn.user("U"), bpmn.end()]
    flows = bpmn.chain("s", "g", "T", "e"), bpmn.chain("g", "U", "e"), bpmn.chain("b", "e")
    run = Run(bpmn.diagram(*parts, *flows, TIMER))
    wait, due = run.wait("b").id, run.wait("b").due
    run.facts.now += timedelta(days=4)
    move(run, bpmn.diagram(*parts, *flows, bpmn.boundary("U", "b", bpmn.timer("P10D"), interrupting=False)))
    assert (run.wait("b").id, run.wait("b").due, run.wait("b").group) == (wait, due, "U")


def test_a_removed_event_closes_and_a_new_one_is_counted_from_the_move() -> None:
    run = Run(_task(TIMER))
    gone = run.wait("b").id
    run.facts.now += timedelta(days=4)
    moved = move(run, _task(bpmn.boundary("T", "c", bpmn.timer("P10D"))))
    assert run.open == ["T", "c"]
    assert run.wait("c").due == run.facts.now + timedelta(days=10)
    assert "lukkes" in moved.remarks[gone]


def test_an_event_that_waits_for_another_kind_of_thing_now_waits_for_that() -> None:
    run = Run(_task(TIMER))
    gone = run.wait("b").id
    there = move(run, _task(bpmn.boundary("T", "b", bpmn.message("m"), interrupting=False)))
    assert run.open == ["T", "b"]
    assert (run.wait("b").kind, run.wait("b").id != gone) == ("message", True)
    assert "tegnet som noget andet" in there.remarks[gone]


def test_an_event_that_has_happened_is_not_armed_again() -> None:
    run = Run(_task(TIMER))
    run.fire("b")
    move(run, _task(TIMER, bpmn.boundary("T", "c", bpmn.message("m"), interrupting=False)))
    assert run.open == ["T", "c"]


@pytest.mark.parametrize("turns", [0, 2])
def test_a_cycle_drawn_otherwise_goes_on_from_its_stored_time(turns: int) -> None:
    def cycle(text: str) -> bytes:
        return _task(bpmn.boundary("T", "b", bpmn.timer(text, "timeCycle"), interrupting=False))

    run = Run(cycle("R/P10D"))
    for _ in range(turns):
        run.facts.now = run.wait("b").due or run.facts.now
        run.fire("b")
    due = run.wait("b").due
    assert due is not None
    move(run, cycle("R/P3D"))
    assert run.wait("b").due == due
    run.facts.now = due
    run.fire("b")
    assert run.wait("b").due == due + timedelta(days=3)


def test_a_duration_that_becomes_a_cycle_and_back_keeps_its_time() -> None:
    run = Run(_task(TIMER))
    due = run.wait("b").due
    assert due is not None
    move(run, _task(bpmn.boundary("T", "b", bpmn.timer("R/P3D", "timeCycle"), interrupting=False)))
    run.facts.now = due
    run.fire("b")
    assert run.wait("b").due == due + timedelta(days=3)
    move(run, _task(TIMER))
    assert run.wait("b").due == due + timedelta(days=3)
    run.fire("b")
    assert run.open == ["T"]


def test_a_task_that_is_gone_is_missing_and_another_kind_is_changed() -> None:
    run = Run(_task())
    assert obstacles(run, _task(id="U")) == [("T", "missing")]
    assert obstacles(run, _task(id="U"), T="V") == [("T", "missing")]
    move(run, _task(id="U"), T="U")
    assert run.open == ["U"]
    caught = bpmn.definitions(
        _FACTS, bpmn.process(bpmn.start(), bpmn.catch("U", bpmn.message("m")), bpmn.end(), bpmn.chain("s", "U", "e"))
    )
    assert obstacles(run, caught) == [("U", "changed")]


def _joined(*, flows: dict[str, str], kind: str = "parallelGateway") -> bytes:
    """A split into T and U that meet again; `flows` names the ways in by their task."""
    return bpmn.diagram(
        bpmn.start(), bpmn.element("parallelGateway", "g"), *map(bpmn.user, flows), bpmn.element(kind, "j"), bpmn.end(),
        bpmn.chain("s", "g"), *(bpmn.chain("g", task) for task in flows),
        *(bpmn.flow(task, "j", id=name) for task, name in flows.items()), bpmn.chain("j", "e"),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["parallelGateway", "inclusiveGateway"])
def test_a_token_at_a_join_finds_its_way_in_by_where_it_came_from(kind: str) -> None:
    run = Run(_joined(flows={"T": "f1", "U": "f2"}, kind=kind))
    run.complete("T")
    move(run, _joined(flows={"T": "x1", "U": "x2"}, kind=kind))
    run.complete("U")
    assert run.outcome == "completed"


def test_a_way_into_a_join_that_nobody_can_tell_is_asked_for() -> None:
    run = Run(_joined(flows={"T": "f1", "U": "f2"}))
    run.complete("T")
    new = _joined(flows={"A": "x1", "B": "x2", "U": "f2"})
    found = moved(run, new)
    assert isinstance(found, tuple)
    assert [(one.element, one.kind, sorted(one.offers)) for one in found] == [("f1", "missing", ["f2", "x1", "x2"])]
    move(run, new, f1="x1")
    assert run.open == ["U"]


def test_a_join_with_nothing_left_to_wait_for_cannot_be_moved_to() -> None:
    run = Run(_joined(flows={"T": "f1", "U": "f2", "V": "f3"}))
    run.complete("T")
    run.complete("U")
    assert obstacles(run, _joined(flows={"T": "f1", "U": "f2"}), V="T") == [("j", "changed")]


def _gateway(**events: str) -> bytes:
    ways = "".join(bpmn.chain("g", name, "e") for name in events)
    catches = "".join(bpmn.catch(name, trigger) for name, trigger in events.items())
    body = bpmn.process(
        bpmn.start(), bpmn.element("eventBasedGateway", "g"), catches, bpmn.end(), bpmn.chain("s", "g"), ways
    )
    return bpmn.definitions(_FACTS, body)


def test_an_event_gateway_keeps_closes_and_adds_events() -> None:
    run = Run(_gateway(a=bpmn.timer("P5D"), b=bpmn.message("m")))
    due = run.wait("a").due
    run.facts.now += timedelta(days=2)
    move(run, _gateway(a=bpmn.timer("P9D"), c=bpmn.message("n")))
    assert run.open == ["a", "c"]
    assert run.wait("a").due == due
    assert {wait.group for wait in run.waits.values()} == {"g"}
    run.fire("c")
    assert run.outcome == "completed"


def _many(*, item: str = "x", result: tuple[str, str] | None = None, sequential: bool = False) -> bytes:
    loop = bpmn.repeated(over="items", item=item, result=result, sequential=sequential)
    return bpmn.diagram(bpmn.start(), bpmn.user("T", loop), bpmn.end(), bpmn.chain("s", "T", "e"))


@pytest.mark.parametrize("sequential", [False, True])
def test_bodies_move_with_their_items_under_the_new_names(sequential: bool) -> None:  # noqa: FBT001
    run = Run(_many(sequential=sequential), items=["p", "q", "r"])
    run.complete("T")
    move(run, _many(item="y", result=("svar", "givet"), sequential=sequential))
    assert run.waits_at("T")[0].locals == {"loopCounter": 1, "y": "q", "givet": None}
    run.complete("T", givet="ja")
    run.complete("T", givet="nej")
    assert run.outcome == "completed"
    assert run.variables["svar"] == [None, "ja", "nej"]


def test_a_repetition_cannot_change_its_order_while_it_runs() -> None:
    assert obstacles(Run(_many(), items=["p"]), _many(sequential=True)) == [("T", "changed")]
    assert obstacles(Run(_many(), items=["p"]), _task()) == [("T", "changed")]


def _listening(*, event: str = "", trigger: str = "") -> bytes:
    """A task in a process with an event sub-process, or without."""
    handler = bpmn.start(f"{event}_s", trigger), bpmn.user(f"{event}_h"), bpmn.end(f"{event}_e")
    flows = bpmn.chain(f"{event}_s", f"{event}_h", f"{event}_e")
    box = bpmn.element("subProcess", event, *handler, flows, triggeredByEvent="true") if event else ""
    if event:
        box = box.replace(f'id="{event}_s"', f'id="{event}_s" isInterrupting="false"')
    return bpmn.definitions(
        _FACTS, bpmn.process(bpmn.start(), bpmn.user("T"), bpmn.end(), bpmn.chain("s", "T", "e"), box)
    )


def test_an_event_sub_process_that_is_new_listens_and_one_that_is_gone_does_not() -> None:
    run = Run(_listening())
    move(run, _listening(event="X", trigger=bpmn.message("m")))
    assert run.open == ["T", "X_s"]
    run.fire("X_s")
    assert run.open == ["T", "X_h", "X_s"]
    assert obstacles(run, _listening()) == [("X", "missing")]
    run.complete("X_h")
    move(run, _listening())
    assert run.open == ["T"]


def test_an_event_sub_process_that_listens_for_something_else_now_listens_for_that() -> None:
    run = Run(_listening(event="X", trigger=bpmn.timer("P1D")))
    move(run, _listening(event="X", trigger=bpmn.message("m")))
    assert (run.open, run.wait("X_s").kind) == (["T", "X_s"], "message")


def test_an_event_sub_process_whose_time_has_come_does_not_listen_again() -> None:
    with_timer = _listening(event="X", trigger=bpmn.timer("P1D"))
    run = Run(with_timer)
    run.fire("X_s")
    run.complete("X_h")
    move(run, with_timer)
    assert run.open == ["T"]


def _compensated(*, done: str = "A", undo: str = "H", with_handler: bool = True) -> bytes:
    """A task that can be undone, a second one, and an end that undoes."""
    boundary = bpmn.boundary(done, f"{done}_c", "<bpmn:compensateEventDefinition/>")
    handler = bpmn.user(undo, isForCompensation="true")
    tie = f'<bpmn:association id="as" sourceRef="{done}_c" targetRef="{undo}"/>'
    return bpmn.diagram(
        bpmn.start(), bpmn.user(done), bpmn.user("B"), bpmn.end("e", "<bpmn:compensateEventDefinition/>"),
        bpmn.chain("s", done, "B", "e"), *([boundary, handler, tie] if with_handler else []),
    )  # fmt: skip


def test_what_was_done_can_be_undone_after_the_move_by_its_new_handler() -> None:
    run = Run(_compensated())
    run.complete("A")
    assert obstacles(run, _compensated(with_handler=False)) == [("A", "changed")]
    assert obstacles(run, _compensated(done="A2", undo="H2")) == [("A", "missing")]
    move(run, _compensated(done="A2", undo="H2"), A="A2")
    run.complete("B")
    assert run.open == ["H2"]
    run.complete("H2")
    assert run.outcome == "completed"


def test_what_was_done_may_be_forgotten_when_that_is_the_answer() -> None:
    run = Run(_compensated())
    run.complete("A")
    move(run, _compensated(done="A2", undo="H2"), A="")
    run.complete("B")
    assert run.outcome == "completed"
