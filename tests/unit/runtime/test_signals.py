"""Signals in a case: who hears them, what they begin, and that they stay in their case."""

from __future__ import annotations

from tests.unit.runtime import toy
from tests.unit.runtime.conftest import House

SIGNAL = '<bpmn:signal id="Signal_1" name="alarm"/>'


def on(signal: str = "Signal_1") -> str:
    return f'<bpmn:signalEventDefinition signalRef="{signal}"/>'


def throws(*more: str) -> str:
    """The main process: a task, then the signal, then another task."""
    return toy.process(
        "dyrehold",
        '<bpmn:startEvent id="Begynd"/>',
        toy.user("Foer", "kort"),
        f'<bpmn:intermediateThrowEvent id="Kast" name="Slå alarm"><bpmn:extensionElements><camunda:inputOutput>'
        '<camunda:inputParameter name="hvorfor">note</camunda:inputParameter></camunda:inputOutput>'
        f"</bpmn:extensionElements>{on()}</bpmn:intermediateThrowEvent>",
        toy.user("Efter", "kort"),
        '<bpmn:endEvent id="Slut"/>',
        toy.flow("Begynd", "Foer"),
        toy.flow("Foer", "Kast"),
        toy.flow("Kast", "Efter"),
        toy.flow("Efter", "Slut"),
        *more,
        head=SIGNAL,
    )


def hears(key: str, message: str) -> str:
    """A process that its message starts in the case, and that then waits for the signal."""
    return toy.process(
        key,
        f'<bpmn:startEvent id="{key}_b"><bpmn:messageEventDefinition messageRef="M"/></bpmn:startEvent>',
        f'<bpmn:intermediateCatchEvent id="{key}_v">{on()}</bpmn:intermediateCatchEvent>',
        toy.user(f"{key}_hoert", "kort"),
        f'<bpmn:endEvent id="{key}_s"/>',
        toy.flow(f"{key}_b", f"{key}_v"),
        toy.flow(f"{key}_v", f"{key}_hoert"),
        toy.flow(f"{key}_hoert", f"{key}_s"),
        head=f'{SIGNAL}<bpmn:message id="M" name="{message}"/>',
    )


def begins(key: str) -> str:
    """A process that the signal starts."""
    return toy.process(
        key,
        f'<bpmn:startEvent id="{key}_b">{on()}</bpmn:startEvent>',
        toy.user(f"{key}_startet", "kort"),
        f'<bpmn:endEvent id="{key}_s"/>',
        toy.flow(f"{key}_b", f"{key}_startet"),
        toy.flow(f"{key}_startet", f"{key}_s"),
        head=SIGNAL,
    )


def test_every_other_instance_of_the_case_that_waits_hears_it(house: House) -> None:
    house.redraw(dyrehold=throws(), ener=hears("ener", "toy.en"), toer=hears("toer", "toy.to"))
    case = house.open_case()
    for message in ("toy.en", "toy.en", "toy.to"):
        house.send(case, message)
    house.complete("Foer", note="brand")
    assert house.names() == ["Efter", "ener_hoert", "ener_hoert", "toer_hoert"]


def test_it_carries_its_values(house: House) -> None:
    listening = hears("ener", "toy.en").replace('name="ener_hoert"', 'name="ener_hoert" camunda:assignee="=hvorfor"')
    house.redraw(dyrehold=throws(), ener=listening)
    case = house.open_case()
    house.send(case, "toy.en")
    house.complete("Foer", note="brand")
    assert house.task("ener_hoert").assignee == "brand"


def test_it_begins_every_process_that_starts_at_it(house: House) -> None:
    house.redraw(dyrehold=throws(), trer=begins("trer"), firer=begins("firer"))
    house.open_case()
    house.complete("Foer", note="brand")
    assert house.names() == ["Efter", "firer_startet", "trer_startet"]


def test_it_stays_in_its_case(house: House) -> None:
    house.redraw(dyrehold=throws(), ener=hears("ener", "toy.en"), trer=begins("trer"))
    other = house.open_case()
    house.send(other, "toy.en")
    house.complete("Foer", note="x")
    assert house.names() == ["Efter", "ener_hoert", "trer_startet"]
    case = house.open_case()
    house.complete("Foer", note="x")
    assert sorted(row.name for row in house.open_tasks() if row.case == case) == ["Efter", "trer_startet"]
    assert len([row for row in house.open_tasks() if row.case == other]) == 3


def test_one_that_waits_only_afterwards_has_not_heard_it(house: House) -> None:
    house.redraw(dyrehold=throws(), ener=hears("ener", "toy.en"))
    case = house.open_case()
    house.complete("Foer", note="x")
    house.send(case, "toy.en")
    assert house.names() == ["Efter"]


def test_nobody_listening_is_no_fault_and_the_history_knows_it_was_sent(house: House) -> None:
    house.redraw(dyrehold=throws())
    case = house.open_case()
    house.complete("Foer", note="x")
    assert house.names() == ["Efter"]
    assert "signal_sent" in house.kinds(case)
    assert house.engine.case(house.anna, case).incidents == []
