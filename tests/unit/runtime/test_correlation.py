"""Messages by correlation key, within a case and from one case to another."""

from __future__ import annotations

import pytest

from engine.commands import CloseCase, CompleteHumanTask, SendMessage
from engine.errors import CaseStuck, WrongState
from engine.model import Json
from tests.unit.runtime import toy
from tests.unit.runtime.conftest import House


def waits(key: str = "note", *, keyed: bool = True) -> str:
    """A process that its message starts any number of times, each waiting for its own answer."""
    correlation = f' sag:korrelation="{key}"' if keyed else ""
    return toy.process(
        "sporg",
        '<bpmn:startEvent id="S_b"><bpmn:messageEventDefinition messageRef="M1"/></bpmn:startEvent>',
        f'<bpmn:intermediateCatchEvent id="S_v" name="Svar"{correlation}><bpmn:messageEventDefinition messageRef="M2"/>'
        "</bpmn:intermediateCatchEvent>",
        toy.user("Svaret", "kort", camunda__assignee="=note"),
        '<bpmn:endEvent id="S_s"/>',
        toy.flow("S_b", "S_v"),
        toy.flow("S_v", "Svaret"),
        toy.flow("Svaret", "S_s"),
        head='<bpmn:message id="M1" name="toy.sporg"/><bpmn:message id="M2" name="toy.svar"/>',
    )


def throws(**attributes: str) -> str:
    """The main process: a task, then the answer is sent, then a task."""
    given = "".join(f' sag:{name}="{text}"' for name, text in attributes.items())
    return toy.process(
        "dyrehold",
        '<bpmn:startEvent id="Begynd"/>',
        toy.user("Foer", "kort"),
        f'<bpmn:intermediateThrowEvent id="Kast" name="Send svar"{given}><bpmn:extensionElements><camunda:inputOutput>'
        '<camunda:inputParameter name="note">note</camunda:inputParameter></camunda:inputOutput>'
        '</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="M2"/></bpmn:intermediateThrowEvent>',
        toy.user("Efter", "kort"),
        '<bpmn:endEvent id="Slut"/>',
        toy.flow("Begynd", "Foer"),
        toy.flow("Foer", "Kast"),
        toy.flow("Kast", "Efter"),
        toy.flow("Efter", "Slut"),
        head='<bpmn:message id="M2" name="toy.svar"/>',
    )


def answer(house: House, case: str, key: Json, svar: str) -> None:
    house.engine.send_message(SendMessage(case, "toy.svar", {"note": svar}, house.anna, key))


def answers(house: House, case: str) -> list[str]:
    return sorted(row.assignee or "" for row in house.open_tasks() if row.name == "Svaret" and row.case == case)


# ---- within a case


def test_only_equal_keys_meet(house: House) -> None:
    house.redraw(sporg=waits())
    case = house.open_case()
    for nr in ("a", "b"):
        house.send(case, "toy.sporg", note=nr)
    answer(house, case, "b", "til b")
    assert answers(house, case) == ["til b"]
    with pytest.raises(WrongState, match="korrelationen »c«"):
        answer(house, case, "c", "til ingen")
    with pytest.raises(WrongState):
        answer(house, case, None, "uden")
    answer(house, case, "a", "til a")
    assert answers(house, case) == ["til a", "til b"]


def test_of_several_with_the_same_key_the_one_that_waited_longest_has_it(house: House) -> None:
    house.redraw(sporg=waits())
    case = house.open_case()
    for _ in range(2):
        house.send(case, "toy.sporg", note="a")
        house.wait(hours=1)
    answer(house, case, "a", "en")
    assert answers(house, case) == ["en"]
    answer(house, case, "a", "to")
    assert answers(house, case) == ["en", "to"]


def test_one_without_a_key_hears_only_what_has_none(house: House) -> None:
    house.redraw(sporg=waits(keyed=False))
    case = house.open_case()
    house.send(case, "toy.sporg")
    with pytest.raises(WrongState):
        answer(house, case, "a", "med")
    answer(house, case, None, "uden")
    assert answers(house, case) == ["uden"]


def test_a_throw_carries_its_key(house: House) -> None:
    house.redraw(sporg=waits(), dyrehold=throws(korrelation="note"))
    case = house.open_case()
    for nr in ("a", "b"):
        house.send(case, "toy.sporg", note=nr)
    house.complete("Foer", note="b")
    assert answers(house, case) == ["b"]


def test_people_are_not_offered_what_only_its_sender_can_tell_apart(house: House) -> None:
    house.redraw(sporg=waits())
    case = house.open_case()
    house.send(case, "toy.sporg", note="a")
    assert "toy.svar" not in {option.value for option in house.engine.case(house.anna, case).messages}


def test_a_key_starts_a_process_as_any_message(house: House) -> None:
    house.redraw(sporg=waits())
    case = house.open_case()
    house.engine.send_message(SendMessage(case, "toy.sporg", {"note": "a"}, house.anna, "nøgle"))
    answer(house, case, "a", "ja")
    assert answers(house, case) == ["ja"]


# ---- to another case


def two(house: House, **attributes: str) -> tuple[str, str, str]:
    """A case that waits, its number, and one that sends to it."""
    house.redraw(sporg=waits(), dyrehold=throws(sag="note", **attributes))
    waiting, sending = house.open_case(), house.open_case()
    house.send(waiting, "toy.sporg", note="2031-1")
    return waiting, house.engine.case(house.anna, waiting).row.number, sending


def foer(house: House, case: str, note: str) -> None:
    task = next(row for row in house.open_tasks() if row.name == "Foer" and row.case == case)
    house.engine.complete(CompleteHumanTask(task.id, {"note": note}, house.anna))


def test_a_message_reaches_the_case_it_names_by_a_job(house: House) -> None:
    waiting, number, sending = two(house, korrelation="note")
    foer(house, sending, number)
    assert answers(house, waiting) == []
    assert "Efter" in house.names()
    assert house.engine.run_due() == 1
    assert answers(house, waiting) == [number]
    assert house.history(waiting)[-1].kind != "message_sent"
    assert "message_received" in house.kinds(waiting)


def test_the_key_holds_there_too_and_what_nobody_wants_is_gone(house: House) -> None:
    waiting, number, sending = two(house)
    foer(house, sending, number)
    house.engine.run_due()
    assert answers(house, waiting) == []
    assert house.engine.case(house.anna, waiting).incidents == []
    assert house.engine.case(house.anna, sending).incidents == []


def test_a_case_that_is_not_there_stops_the_sender(house: House) -> None:
    _, _, sending = two(house)
    with pytest.raises(CaseStuck, match="der er ingen sag 1999-1"):
        foer(house, sending, "1999-1")


def test_a_case_that_has_ended_meanwhile_hears_nothing(house: House) -> None:
    waiting, number, sending = two(house, korrelation="note")
    foer(house, sending, number)
    house.engine.close_case(CloseCase(waiting, "slut", house.leo))
    house.engine.run_due()
    assert answers(house, waiting) == []


def test_its_own_number_is_the_case_itself(house: House) -> None:
    house.redraw(sporg=waits(), dyrehold=throws(sag="sagen.nummer", korrelation="note"))
    case = house.open_case()
    house.send(case, "toy.sporg", note="a")
    foer(house, case, "a")
    assert answers(house, case) == ["a"]
