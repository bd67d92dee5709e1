"""An instance on its diagram: what is done, where it stands, what it called, and what it costs to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, update

from engine.commands import CloseCase, Viewer
from engine.errors import NotFound
from engine.store.tables import instances
from engine.views.diagram import DiagramStep, DiagramView
from tests.unit.runtime import toy
from tests.unit.runtime.conftest import House

# Two at once inside a sub-process with a reminder on its edge.
ROOM = toy.process(
    "rum",
    '<bpmn:startEvent id="Ind"><bpmn:messageEventDefinition id="Ind_d" messageRef="M_rum"/></bpmn:startEvent>',
    '<bpmn:subProcess id="Inde" name="Inde"><bpmn:startEvent id="I_begynd"/>',
    toy.user(
        "Hver",
        "kort",
        inner="<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>"
        "</bpmn:multiInstanceLoopCharacteristics>",
        camunda__dueDate="P7D",
    ),
    '<bpmn:endEvent id="I_slut"/>',
    toy.flow("I_begynd", "Hver"),
    toy.flow("Hver", "I_slut"),
    "</bpmn:subProcess>",
    '<bpmn:boundaryEvent id="Husk" name="Husk" attachedToRef="Inde" cancelActivity="false">'
    '<bpmn:timerEventDefinition id="Husk_d"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D'
    "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>",
    '<bpmn:endEvent id="Ud"/>',
    '<bpmn:endEvent id="Husket"/>',
    toy.flow("Ind", "Inde"),
    toy.flow("Inde", "Ud"),
    toy.flow("Husk", "Husket"),
    head='<bpmn:message id="M_rum" name="dyrehold.rum"/>',
)


def seen(house: House, case: str, instance: str | None = None) -> DiagramView:
    return house.engine.case_diagram(house.anna, case, instance)


def states(view: DiagramView) -> dict[str, str]:
    """Every step that something can be said of."""
    return {step.element: step.state for step in view.steps if step.state != "ahead"}


def step(view: DiagramView, element: str) -> DiagramStep:
    return next(found for found in view.steps if found.element == element)


def to_control(house: House) -> str:
    case = house.open_case()
    house.complete("Vurder", sag__dyr__art="hund")
    return case


def in_room(house: House) -> tuple[str, str]:
    (house.folder / "diagrams" / "rum.bpmn").write_text(ROOM, encoding="utf-8")
    house.engine.deploy(house.folder, by="anna")
    case = house.open_case()
    house.send(case, "dyrehold.rum")
    return case, seen(house, case).others[0].id


def test_the_main_process_comes_first_and_says_where_it_stands(house: House) -> None:
    case = house.open_case()
    view = seen(house, case)
    assert (view.instance.process_name, view.version, view.newest_version) == ("dyrehold", 1, 1)
    assert states(view) == {"Begynd": "done", "Vurder": "current"}
    task = house.task("Vurder")
    (wait,) = step(view, "Vurder").waits
    assert (wait.kind, wait.task, wait.due_at, wait.role) == ("task", task.id, task.due_at, "sagsbehandler")
    assert not view.trail


def test_a_call_leads_to_its_child_and_back(house: House) -> None:
    case = to_control(house)
    view = seen(house, case)
    assert states(view) == {
        "Begynd": "done",
        "Vurder": "done",
        "Kontrol": "current",
        "Trukket": "listening",
        "Rykker": "listening",
    }
    (child,) = step(view, "Kontrol").children
    inside = seen(house, case, child.id)
    assert states(inside) == {"K_begynd": "done", "Kontroller": "current"}
    assert [above.id for above in inside.trail] == [view.instance.id]
    house.complete("Kontroller", fundet="mus")
    ended = seen(house, case, child.id)
    assert ended.instance.status == "completed"
    assert states(ended)["K_slut"] == "ended"
    assert step(seen(house, case), "Kontrol").done == 1


def test_overdue_work_shows_on_the_call_above_it(house: House) -> None:
    case, room = in_room(house)
    house.wait(days=8)
    inside = seen(house, case, room)
    assert states(inside)["Hver"] == "overdue"
    assert states(inside)["Inde"] == "overdue"
    assert step(inside, "Inde").inside == "overdue"
    house.complete("Vurder", sag__dyr__art="hund")
    assert states(seen(house, case))["Kontrol"] == "current"  # another instance's lateness is not its own


def test_a_child_s_lateness_reaches_the_call_however_deep(house: House) -> None:
    child = house.folder / "diagrams" / "kontrol.bpmn"
    task = toy.user("Kontroller", "kontroller")
    late = toy.user("Kontroller", "kontroller", camunda__dueDate="P2D")
    child.write_text(toy.CHILD.replace(task, late), encoding="utf-8")
    house.engine.deploy(house.folder, by="anna")
    case = to_control(house)
    house.wait(days=3)
    found = step(seen(house, case), "Kontrol")
    assert (found.state, found.inside) == ("overdue", "overdue")


def test_what_is_inside_a_sub_process_marks_it(house: House) -> None:
    case, room = in_room(house)
    assert states(seen(house, case, room)) == {
        "Ind": "done",
        "Inde": "current",
        "I_begynd": "done",
        "Hver": "current",
        "Husk": "listening",
    }
    assert len(step(seen(house, case, room), "Hver").waits) == 2


def test_a_multi_instance_activity_is_done_once_and_only_when_all_of_it_is(house: House) -> None:
    case, room = in_room(house)
    house.complete("Hver")
    half = step(seen(house, case, room), "Hver")
    assert (half.state, half.done, len(half.waits)) == ("current", 0, 1)
    house.complete("Hver")
    whole = seen(house, case, room)
    assert (step(whole, "Hver").state, step(whole, "Hver").done) == ("done", 1)
    assert (states(whole)["Ud"], states(whole)["I_slut"]) == ("ended", "done")


def test_a_stuck_timer_is_stuck_where_it_stands(house: House) -> None:
    case = house.open_case()
    house.send(case, "dyrehold.ur")
    house.wait(days=1)
    clock = seen(house, case).others[0].id
    found = step(seen(house, case, clock), "Vent")
    assert found.state == "stuck"
    assert found.stuck == [house.engine.case(house.anna, case).incidents[0].message]
    assert "stuck" not in states(seen(house, case)).values()


def test_a_closed_case_shows_where_it_was_stopped(house: House) -> None:
    case = to_control(house)
    child = step(seen(house, case), "Kontrol").children[0].id
    house.engine.close_case(CloseCase(case, "Flyttet", house.leo))
    assert states(seen(house, case)) == {"Begynd": "done", "Vurder": "done", "Kontrol": "stopped"}
    assert states(seen(house, case, child)) == {"K_begynd": "done", "Kontroller": "stopped"}


def test_a_child_from_before_the_column_is_found_by_the_only_call_of_its_process(house: House) -> None:
    case = to_control(house)
    with house.engine._database.writing() as connection:
        connection.execute(update(instances).values(parent_element=None))
    view = seen(house, case)
    assert [child.process_name for child in step(view, "Kontrol").children] == ["kontrol"]
    assert not view.loose


def test_an_instance_stays_on_its_version_and_says_that_a_newer_runs(house: House) -> None:
    case = house.open_case()
    diagram = house.folder / "diagrams" / "dyrehold.bpmn"
    diagram.write_text(toy.MAIN.replace('name="Kontrol"', 'name="Eftersyn"'), encoding="utf-8")
    house.engine.deploy(house.folder, by="anna")
    view = seen(house, case)
    assert (view.version, view.newest_version) == (1, 2)
    assert step(view, "Kontrol").name == "Kontrol"
    assert b"Eftersyn" not in house.engine.diagram_source(house.anna, case)


def test_nobody_else_s(house: House) -> None:
    case, other = house.open_case(), house.open_case()
    elsewhere = Viewer("ida", "Ida", frozenset({"sagsbehandler"}), "voksne")
    mine = seen(house, other).instance.id
    for viewer, instance in ((elsewhere, None), (house.anna, mine), (house.anna, "findes-ikke"), (house.anna, "\0")):
        with pytest.raises(NotFound):
            house.engine.case_diagram(viewer, case, instance)
        with pytest.raises(NotFound):
            house.engine.diagram_source(viewer, case, instance)


def test_the_cost_does_not_grow_with_the_case_s_history(house: House) -> None:
    case = house.open_case()
    seen(house, case)
    with statements(house) as young:
        seen(house, case)
    for _ in range(20):
        house.send(case, "dyrehold.besoeg")
        house.complete("Besoeg")
    with statements(house) as old:
        assert len(seen(house, case).others) == 20
    assert len(old) == len(young)
    with house.engine._database.reading() as connection:
        if connection.dialect.name != "sqlite":
            return  # PostgreSQL reads so small a table whole, whatever its indexes
        for sql, values in old:
            plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert not [line for line in plan if line.startswith("SCAN")], (sql, plan)
            if " history" in sql:
                assert "ix_history_instance_id_kind_element (instance_id=? AND kind=?)" in plan[0]


@contextmanager
def statements(house: House) -> Iterator[list[tuple[str, tuple[object, ...]]]]:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def hear(_c: object, _k: object, sql: str, values: tuple[object, ...], _x: object, _m: object) -> None:
        asked.append((sql, values))

    engine = house.engine._database.engine
    event.listen(engine, "before_cursor_execute", hear)
    yield asked
    event.remove(engine, "before_cursor_execute", hear)


# A visit that is put right when the room is given up, by an event sub-process that waits meanwhile.
GIVEN_UP = toy.process(
    "rum",
    '<bpmn:startEvent id="Ind"><bpmn:messageEventDefinition messageRef="M_rum"/></bpmn:startEvent>',
    toy.user("Goer", "kort"),
    '<bpmn:boundaryEvent id="Fortryd" attachedToRef="Goer"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>',
    toy.user("Ret", "kort").replace('id="Ret"', 'id="Ret" isForCompensation="true"'),
    '<bpmn:association id="As" sourceRef="Fortryd" targetRef="Ret"/>',
    toy.user("Bo", "kort"),
    '<bpmn:endEvent id="Ud"/>',
    '<bpmn:subProcess id="Opgivet" triggeredByEvent="true">',
    '<bpmn:startEvent id="O_ind"><bpmn:messageEventDefinition messageRef="M_op"/></bpmn:startEvent>',
    '<bpmn:intermediateThrowEvent id="O_kast"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>',
    toy.user("Ryd", "kort"),
    '<bpmn:endEvent id="O_ud"/>',
    toy.flow("O_ind", "O_kast"),
    toy.flow("O_kast", "Ryd"),
    toy.flow("Ryd", "O_ud"),
    "</bpmn:subProcess>",
    toy.flow("Ind", "Goer"),
    toy.flow("Goer", "Bo"),
    toy.flow("Bo", "Ud"),
    head='<bpmn:message id="M_rum" name="dyrehold.rum"/><bpmn:message id="M_op" name="dyrehold.op"/>',
)


def test_event_sub_processes_and_handlers_are_shown_like_any_other_work(house: House) -> None:
    (house.folder / "diagrams" / "rum.bpmn").write_text(GIVEN_UP, encoding="utf-8")
    house.engine.deploy(house.folder, by="anna")
    case = house.open_case()
    house.send(case, "dyrehold.rum")
    room = seen(house, case).others[0].id
    waiting = {"Ind": "done", "Goer": "current", "O_ind": "listening"}
    assert states(seen(house, case, room)) == waiting
    house.complete("Goer")
    house.send(case, "dyrehold.op")
    undoing = seen(house, case, room)
    assert states(undoing) == {"Ind": "done", "Goer": "done", "Fortryd": "done", "Ret": "current", "O_ind": "done"}
    order = [each.element for each in undoing.steps]
    assert order.index("Goer") < order.index("Fortryd") < order.index("Ret")
    house.complete("Ret")
    going = states(seen(house, case, room))
    assert (going["Opgivet"], going["Ryd"], going["O_kast"]) == ("current", "current", "done")
    house.complete("Ryd")
    ended = seen(house, case, room)
    assert ended.instance.status == "completed"
    assert step(ended, "Opgivet").done == 1
