"""Data as drawn: assignments copy when an element begins or ends, bare arrows say nothing."""

from __future__ import annotations

import pytest

from engine.errors import ExpressionFailed
from tests.conformance.bpmn import boundary, catch, chain, diagram, element, end, repeated, start, timer, user
from tests.conformance.run import WAYS, Run

pytestmark = pytest.mark.parametrize("way", WAYS)


def assigned(value: str, target: str) -> str:
    return f"<bpmn:assignment><bpmn:from>{value}</bpmn:from><bpmn:to>{target}</bpmn:to></bpmn:assignment>"


def transformed(value: str, target: str) -> str:
    return f"<bpmn:targetRef>{target}</bpmn:targetRef><bpmn:transformation>{value}</bpmn:transformation>"


def into(*inner: str) -> str:
    return f"<bpmn:dataInputAssociation>{''.join(inner)}</bpmn:dataInputAssociation>"


def out_of(*inner: str) -> str:
    return f"<bpmn:dataOutputAssociation>{''.join(inner)}</bpmn:dataOutputAssociation>"


def test_into_a_task_when_it_begins_and_out_of_it_when_it_ends(way: str) -> None:
    task = user("A", into(assigned("tal + 1", "ind")), out_of(assigned("svar + ind", "ud")))
    run = Run(diagram(start(), task, end(), chain("s", "A", "e")), way, tal=1)
    assert run.variables == {"tal": 1, "ind": 2}
    run.complete("A", svar=10)
    assert run.variables == {"tal": 1, "ind": 2, "svar": 10, "ud": 12}


def test_a_bare_arrow_copies_nothing(way: str) -> None:
    arrows = into("<bpmn:sourceRef>d</bpmn:sourceRef>"), out_of("<bpmn:targetRef>d</bpmn:targetRef>")
    data = element("dataObject", "o"), element("dataObjectReference", "d", name="Plan", dataObjectRef="o")
    run = Run(diagram(start(), *data, user("A", *arrows), end(), chain("s", "A", "e")), way)
    run.complete("A")
    assert run.variables == {}


@pytest.mark.parametrize(
    ("data", "variable"),
    [
        (element("dataObjectReference", "d", name="plan"), "plan"),
        (element("dataObject", "o") + element("dataObjectReference", "d", dataObjectRef="o"), "o"),
        (element("dataObject", "o", name="plan") + element("dataObjectReference", "d", dataObjectRef="o"), "plan"),
        (element("dataStoreReference", "d", name="To ord"), "d"),
        ("", "d"),
    ],
)
def test_a_data_object_is_a_variable_by_its_name_or_id(way: str, data: str, variable: str) -> None:
    task = element("task", "A", out_of(transformed("1 + 1", "d")))
    run = Run(diagram(start(), data, task, end(), chain("s", "A", "e")), way)
    assert run.variables == {variable: 2}


def test_a_data_input_of_the_task_itself(way: str) -> None:
    needs = '<bpmn:ioSpecification><bpmn:dataInput id="i" name="beloeb"/></bpmn:ioSpecification>'
    task = user("A", needs, into(transformed("100", "i")))
    run = Run(diagram(start(), task, end(), chain("s", "A", "e")), way)
    assert run.variables == {"beloeb": 100}


def test_several_assignments_see_each_other_in_order(way: str) -> None:
    task = element("task", "A", into(assigned("1", "a"), assigned("a + 1", "b")), into(assigned("b + 1", "c")))
    run = Run(diagram(start(), task, end(), chain("s", "A", "e")), way)
    assert run.variables == {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize("kind", ["task", "manualTask", "serviceTask", "sendTask", "receiveTask", "subProcess"])
def test_on_every_kind_of_activity(way: str, kind: str) -> None:
    ways = into(assigned("1", "ind")), out_of(assigned("ind + 1", "ud"))
    task = element(kind, "A", *ways, user("T") if kind == "subProcess" else "", messageRef="m")
    task = task.replace(' messageRef="m"', "") if kind != "receiveTask" else task
    root = '<bpmn:message id="m" name="m"/>'
    content = diagram(start(), task, end(), chain("s", "A", "e")).replace(
        b"<bpmn:process", root.encode() + b"<bpmn:process"
    )
    run = Run(content, way)
    assert run.variables["ind"] == 1
    if kind == "receiveTask":
        run.fire("A")
    elif kind != "task":
        run.complete("T" if kind == "subProcess" else "A")
    assert run.variables == {"ind": 1, "ud": 2}


def test_a_body_writes_its_own_names(way: str) -> None:
    loop = repeated(over="boern", item="barn", result=("alle", "svar"))
    task = element("task", "A", into(assigned("barn + 1", "svar")), out_of(assigned("svar + 1", "svar")), loop)
    run = Run(diagram(start(), task, end(), chain("s", "A", "e")), way, boern=[1, 2])
    assert run.variables["alle"] == [3, 4]


def test_out_of_an_event_when_it_happens(way: str) -> None:
    caught = catch("V", out_of(assigned("svar", "ud")) + timer())
    edge = boundary("A", "X", out_of(assigned("2", "kant")) + timer())
    first = element("startEvent", "s", out_of(assigned("0", "nul")))
    run = Run(diagram(first, caught, user("A"), edge, chain("s", "V", "A")), way, svar=1)
    assert run.variables == {"svar": 1, "nul": 0}
    run.fire("V")
    assert run.variables == {"svar": 1, "nul": 0, "ud": 1}
    run.fire("X")
    assert run.variables["kant"] == 2


def test_into_an_end_event(way: str) -> None:
    run = Run(diagram(start(), end("e", into(assigned("1", "ud"))), chain("s", "e")), way)
    assert run.variables == {"ud": 1}


def test_a_value_that_cannot_be_found_stops_the_case(way: str) -> None:
    task = user("A", into(assigned("1 +* 2", "x")))
    with pytest.raises(ExpressionFailed):
        Run(diagram(start(), task, end(), chain("s", "A", "e")), way)


def test_a_repetition_over_a_data_object_by_its_id(way: str) -> None:
    loop = repeated(times="2").replace(
        "<bpmn:loopCardinality>2</bpmn:loopCardinality>",
        '<bpmn:loopDataInputRef>d</bpmn:loopDataInputRef><bpmn:inputDataItem id="barn"/>',
    )
    data = element("dataObjectReference", "d", name="boern")
    run = Run(diagram(start(), data, user("A", loop), end(), chain("s", "A", "e")), way, boern=["a", "b"])
    assert [w.locals["barn"] for w in run.waits_at("A")] == ["a", "b"]
