"""Ad-hoc sub-processes in a case: who sees them, what may be chosen, and what the history tells."""

from __future__ import annotations

import pytest

from engine.commands import ChooseActivity, ClaimHumanTask, CompleteHumanTask, Viewer
from engine.errors import NotAllowed, NotFound, WrongState
from engine.views import HumanTaskView, Option
from tests.unit.runtime import toy
from tests.unit.runtime.conftest import House


def drawn(*inner: str, until: str = "", edge: str = "", **attributes: str) -> str:
    """The main process: an ad-hoc sub-process of the caseworker's, then a task."""
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    contents = "".join(inner)
    if until:
        contents += f"<bpmn:completionCondition>{until}</bpmn:completionCondition>"
    return toy.process(
        "dyrehold",
        '<bpmn:laneSet id="L"><bpmn:lane id="L1" name="Sagsbehandler"><bpmn:flowNodeRef>Oplys</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>",
        '<bpmn:startEvent id="Begynd"/>',
        f'<bpmn:adHocSubProcess id="Oplys" name="Oplys sagen"{given}>{contents}</bpmn:adHocSubProcess>',
        edge,
        toy.user("Efter", "kort"),
        '<bpmn:endEvent id="Slut"/>',
        toy.flow("Begynd", "Oplys"),
        toy.flow("Oplys", "Efter"),
        toy.flow("Efter", "Slut"),
    )


TWO = toy.user("Ring", "kort"), toy.user("Skriv", "kort", "leder")


def opened(house: House, text: str) -> str:
    house.redraw(dyrehold=text)
    return house.open_case()


def view(house: House, viewer: Viewer | None = None) -> HumanTaskView:
    return house.engine.human_task(viewer or house.anna, house.task("Oplys sagen").id)


def choose(house: House, element: str, viewer: Viewer | None = None) -> None:
    house.engine.choose(ChooseActivity(house.task("Oplys sagen").id, element, viewer or house.anna))


def test_it_stands_among_the_tasks_of_its_lane_with_its_choices(house: House) -> None:
    opened(house, drawn(*TWO))
    assert [row.name for row in house.open_tasks(house.anna)] == ["Oplys sagen"]
    assert house.open_tasks(house.leo) == []
    shown = view(house).choices
    assert shown is not None
    assert shown.options == [Option("Ring", "Ring"), Option("Skriv", "Skriv")]
    assert shown.ends_by_hand


def test_it_stands_with_the_role_it_names_before_its_lanes(house: House) -> None:
    opened(house, drawn(*TWO, **{"camunda:candidateGroups": "leder"}))
    assert house.open_tasks(house.anna) == []
    assert [row.name for row in house.open_tasks(house.leo)] == ["Oplys sagen"]
    with pytest.raises(NotAllowed):
        choose(house, "Ring")
    choose(house, "Ring", house.leo)
    assert "Ring" in house.names()


def test_what_is_chosen_begins_and_the_history_says_who_chose_it(house: House) -> None:
    case = opened(house, drawn(*TWO))
    choose(house, "Ring")
    choose(house, "Skriv")
    assert house.names() == ["Oplys sagen", "Ring", "Skriv"]
    line = next(entry for entry in house.history(case) if entry.kind == "activity_chosen")
    assert (line.by, line.text) == ("anna", "»Ring« blev valgt i »Oplys sagen«")
    house.complete("Ring")
    assert house.names() == ["Oplys sagen", "Skriv"]


def test_a_person_ends_it_and_the_rest_falls_away(house: House) -> None:
    case = opened(house, drawn(*TWO))
    choose(house, "Ring")
    house.complete("Oplys sagen")
    assert house.names() == ["Efter"]
    assert [e.kind for e in house.history(case) if e.element in {"Oplys", "Ring"} and e.kind.startswith("task_")] == [
        "task_created",
        "task_created",
        "task_completed",
        "task_cancelled",
    ]


def test_it_ends_by_its_condition_and_is_then_done_not_fallen_away(house: House) -> None:
    case = opened(house, drawn(*TWO, until='note = "nok"'))
    choose(house, "Ring")
    task = house.task("Oplys sagen").id
    house.complete("Ring", note="nok")
    assert house.names() == ["Efter"]
    assert [e.text for e in house.history(case) if e.element == "Oplys" and e.kind.startswith("task_")] == [
        "Opgaven »Oplys sagen« blev oprettet",
        "Opgaven »Oplys sagen« blev afsluttet",
    ]
    assert house.engine.human_task(house.anna, task).status == "completed"
    assert house.engine.human_task(house.anna, task).choices is None


def test_one_with_a_condition_is_not_ended_by_hand(house: House) -> None:
    opened(house, drawn(*TWO, until='note = "nok"'))
    shown = view(house).choices
    assert shown is not None
    assert not shown.ends_by_hand
    with pytest.raises(WrongState, match="slutter af sig selv"):
        house.complete("Oplys sagen")
    assert house.names() == ["Oplys sagen"]


def test_when_its_timer_interrupts_it_falls_away(house: House) -> None:
    edge = (
        '<bpmn:boundaryEvent id="Frist" attachedToRef="Oplys"><bpmn:timerEventDefinition id="Frist_d">'
        "<bpmn:timeDuration>P7D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        + toy.user("For_sent", "kort")
        + toy.flow("Frist", "For_sent")
    )
    case = opened(house, drawn(*TWO, edge=edge))
    choose(house, "Ring")
    house.wait(days=8)
    assert house.names() == ["For_sent"]
    assert [e.kind for e in house.history(case) if e.element == "Oplys"][-1] == "task_cancelled"


def test_one_at_a_time_offers_nothing_meanwhile(house: House) -> None:
    opened(house, drawn(*TWO, ordering="Sequential"))
    choose(house, "Ring")
    shown = view(house).choices
    assert shown is not None
    assert shown.options == []
    with pytest.raises(WrongState, match="kan ikke vælges nu"):
        choose(house, "Skriv")
    house.complete("Ring")
    assert view(house).choices is not None


def test_choosing_takes_the_role_and_a_free_task(house: House) -> None:
    opened(house, drawn(*TWO))
    task = house.task("Oplys sagen").id
    with pytest.raises(NotAllowed):
        choose(house, "Ring", house.leo)
    with pytest.raises(NotFound):
        choose(house, "Ring", Viewer("x", "X", frozenset({"sagsbehandler"}), "anden"))
    bo = Viewer("bo", "Bo", frozenset({"sagsbehandler"}), "boern")
    house.engine.claim(ClaimHumanTask(task, bo))
    with pytest.raises(WrongState, match="har taget den"):
        choose(house, "Ring")
    choose(house, "Ring", bo)
    assert house.names() == ["Oplys sagen", "Ring"]


@pytest.mark.parametrize("element", ["Efter", "Oplys", "ukendt", ""])
def test_nothing_else_can_be_chosen_and_nothing_is_written(house: House, element: str) -> None:
    case = opened(house, drawn(*TWO))
    with pytest.raises(WrongState):
        choose(house, element)
    assert "activity_chosen" not in house.kinds(case)


def test_choosing_in_an_ordinary_task_is_refused(house: House) -> None:
    house.open_case()
    with pytest.raises(WrongState, match="intet at vælge"):
        house.engine.choose(ChooseActivity(house.task("Vurder").id, "Vurder", house.anna))


def test_a_manual_task_is_done_without_a_form(house: House) -> None:
    manual = '<bpmn:manualTask id="Ring" name="Ring"/>'
    opened(house, drawn(manual))
    choose(house, "Ring")
    assert not house.engine.human_task(house.anna, house.task("Ring").id).fields
    house.engine.complete(CompleteHumanTask(house.task("Ring").id, {}, house.anna))
    assert house.names() == ["Oplys sagen"]


def test_the_case_page_calls_it_what_it_is(house: House) -> None:
    case = opened(house, drawn(*TWO))
    assert [(wait.kind, wait.name) for wait in house.engine.case(house.anna, case).waits] == [("adhoc", "Oplys sagen")]
