"""Call activities: a child instance in a row of its own, kept in step by comparing rows with the open waits."""

from __future__ import annotations

import pytest

from engine.model import Complete, Json, KernelCommand, Stale, Step, Throw
from tests.conformance import bpmn
from tests.conformance.bpmn import (
    boundary,
    chain,
    element,
    end,
    error,
    escalation,
    extension,
    flow,
    repeated,
    start,
    timer,
    user,
)
from tests.conformance.run import Run

IN = '<camunda:in source="barn" target="navn"/><camunda:in sourceExpression="loopCounter + 1" target="nr"/>'
OUT = '<camunda:out source="svar" target="svar"/>'


class Rows(Run):
    """Keeps the rows of child instances as the runtime does: compared with each step's waits, no callbacks."""

    def __init__(self, content: bytes, **variables: Json) -> None:
        self.rows: dict[str, dict[str, Json]] = {}
        self.gone: list[dict[str, Json]] = []
        super().__init__(content, "reloaded", **variables)

    def do(self, command: KernelCommand) -> Step:
        step = super().do(command)
        children = {wait.id: wait for wait in step.waits if wait.kind == "child"}
        for wait in children.values():
            if wait.id not in self.rows:
                assert wait.inputs is not None
                self.rows[wait.id] = {"process": wait.name, "binding": wait.binding, **wait.inputs}
        for row in [row for row in self.rows if row not in children]:
            self.gone.append(self.rows.pop(row))
        return step

    def done(self, row: str, **variables: Json) -> Step:
        return self.do(Complete(row, variables))


def calls(call: str, *more: str) -> bytes:
    outer = (
        start(),
        element("exclusiveGateway", "j"),
        call,
        user("U"),
        element("exclusiveGateway", "g", default="out"),
        end(),
    )
    flows = chain("s", "j", "C", "U", "g"), flow("g", "j", "igen"), flow("g", "e", id="out")
    return bpmn.definitions(bpmn.code_roots("x", "z"), bpmn.process(*outer, *flows, *more))


def handled(event: str, handler: str, trigger: str, *, interrupting: bool) -> str:
    return (
        boundary("C", event, trigger, interrupting=interrupting)
        + user(handler)
        + end(f"e{handler}")
        + chain(event, handler, f"e{handler}")
    )


EACH = repeated(over="boern", item="barn", result=("alle", "svar"))
CALL = element("callActivity", "C", extension(IN, OUT), EACH, calledElement="findes_ikke")
FAMILY = calls(
    CALL,
    handled("T", "Sent", timer(), interrupting=True),
    handled("N", "Rykket", timer(), interrupting=False),
    handled("X", "Fejlet", error("x"), interrupting=True),
    handled("Z", "Meldt", escalation("z"), interrupting=False),
)


@pytest.fixture
def family() -> Rows:
    return Rows(FAMILY, boern=["a", "b", "c"], igen=True)


def test_each_body_asks_for_a_child_with_its_inputs(family: Rows) -> None:
    assert list(family.rows.values()) == [
        {"process": "findes_ikke", "binding": "latest", "navn": name, "nr": number}
        for number, name in enumerate("abc", 1)
    ]


def test_outputs_are_collected_in_order_and_nothing_else_gets_out(family: Rows) -> None:
    first, second, third = family.rows
    family.done(second, svar="B", privat=1)
    family.done(first, svar="A")
    assert family.open.count("C") == 1
    family.done(third, svar="C")
    assert family.variables == {"boern": ["a", "b", "c"], "igen": True, "alle": ["A", "B", "C"]}
    assert family.open == ["U"]


def test_an_interrupting_timer_takes_the_children_along(family: Rows) -> None:
    family.fire("T")
    assert [row["navn"] for row in family.gone] == ["a", "b", "c"]
    assert family.open == ["Sent"]


def test_a_reminder_leaves_them(family: Rows) -> None:
    family.fire("N")
    assert len(family.rows) == 3
    assert family.open == ["C", "C", "C", "Rykket", "T"]


def test_an_error_from_one_child_ends_them_all(family: Rows) -> None:
    family.do(Throw(list(family.rows)[1], "error", "x", {"grund": "flyttet"}))
    assert family.open == ["Fejlet"]
    assert not family.rows
    assert family.variables["grund"] == "flyttet"


def test_an_error_with_another_code_fails_the_instance(family: Rows) -> None:
    family.do(Throw(list(family.rows)[1], "error", "ukendt", {"a": 1}))
    assert family.outcome == "failed"
    assert not family.rows
    assert family.line("error").element == "C"
    assert family.line("error").data["code"] == "ukendt"
    assert family.line("error").data["payload"] == {"a": 1}


def test_escalations_from_a_child_are_handled_each_time_and_outlive_the_call(family: Rows) -> None:
    row = next(iter(family.rows))
    family.do(Throw(row, "escalation", "z"))
    family.do(Throw(row, "escalation", "z"))
    assert family.open.count("Meldt") == 2
    for row in list(family.rows):
        family.done(row, svar=1)
    assert family.open == ["Meldt", "Meldt", "U"]


def test_a_late_child_is_refused(family: Rows) -> None:
    row = next(iter(family.rows))
    family.done(row, svar=1)
    with family.unchanged(Stale):
        family.done(row, svar=2)


def test_thirty_rounds_leave_the_state_as_small_as_one(family: Rows) -> None:
    sizes = []
    for round_ in range(30):
        for row in list(family.rows):
            family.done(row, svar=round_)
        sizes.append(family.size)
        family.complete("U")
    assert len(set(sizes)) == 1
    assert family.variables["alle"] == [29, 29, 29]


def test_a_host_open_for_years_does_not_grow(family: Rows) -> None:
    row, sizes = next(iter(family.rows)), []
    for _ in range(100):
        family.do(Throw(row, "escalation", "z"))
        family.complete("Meldt")
        sizes.append(family.size)
    assert len(set(sizes)) == 1


def test_inputs_are_told_once_and_are_not_in_the_state(family: Rows) -> None:
    family.set(x=1)
    assert {wait.inputs for wait in family.waits_at("C")} == {None}


@pytest.mark.parametrize(
    ("rows", "inputs", "after"),
    [
        ('<camunda:in variables="all"/><camunda:out variables="all"/>', {"a": 1}, {"a": 2, "b": 3}),
        ('<camunda:in sourceExpression="a + 1" target="x"/>', {"x": 2}, {"a": 1}),
        (
            '<camunda:in source="mangler" target="x"/><camunda:out sourceExpression="a + b" target="c"/>',
            {"x": None},
            {"a": 1, "c": 5},
        ),
    ],
)
def test_what_passes_in_and_out(rows: str, inputs: dict[str, Json], after: dict[str, Json]) -> None:
    call = element(
        "callActivity", "C", extension(rows), calledElement="barn", camunda__calledElementBinding="deployment"
    )
    run = Rows(calls(call), a=1)
    (row,) = run.rows
    assert run.rows[row] == {"process": "barn", "binding": "deployment", **inputs}
    run.done(row, a=2, b=3)
    assert run.variables == after


NESTED = element(
    "subProcess",
    "C",
    start("si"),
    element("callActivity", "K", extension('<camunda:in source="barn" target="navn"/>', OUT), calledElement="p"),
    end("ei"),
    chain("si", "K", "ei"),
    repeated(over="boern", item="barn", result=("alle", "svar"), until="nrOfCompletedInstances = 2"),
)


def nested() -> Rows:
    more = handled("T", "Sent", timer(), interrupting=True), handled("X", "Fejlet", error("x"), interrupting=True)
    return Rows(calls(NESTED, *more), boern=["a", "b", "c"])


def test_a_call_in_a_repeated_subprocess_goes_when_that_is_interrupted() -> None:
    run = nested()
    run.fire("T")
    assert (run.open, run.rows) == (["Sent"], {})


def test_an_error_travels_out_of_the_subprocess() -> None:
    run = nested()
    run.error("K", "x")
    assert (run.open, run.rows) == (["Fejlet"], {})


def test_the_completion_condition_cancels_the_last_child() -> None:
    run = nested()
    a, _, c = run.rows
    run.done(c, svar=3)
    run.done(a, svar=1)
    assert run.gone[-1] == {"process": "p", "binding": "latest", "navn": "b"}
    assert run.variables["alle"] == [1, None, 3]
