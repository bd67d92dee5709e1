"""Event sub-processes and transactions in a case: their waits are rows like any other."""

from __future__ import annotations

from tests.unit.runtime import toy
from tests.unit.runtime.conftest import House

HEAD = (
    '<bpmn:message id="M_start" name="dyrehold.ophold"/><bpmn:message id="M_klage" name="dyrehold.klage"/>'
    '<bpmn:message id="M_stop" name="dyrehold.stop"/><bpmn:signal id="S_alarm" name="alarm"/>'
)


def event(key: str, definition: str, *, interrupts: bool = True) -> str:
    """An event sub-process with one task, named as it is and `_opg`."""
    return "".join(
        (
            f'<bpmn:subProcess id="{key}" name="{key}" triggeredByEvent="true">',
            f'<bpmn:startEvent id="{key}_b" isInterrupting="{str(interrupts).lower()}">{definition}</bpmn:startEvent>',
            toy.user(f"{key}_opg", "kort"),
            f'<bpmn:endEvent id="{key}_s"/>',
            toy.flow(f"{key}_b", f"{key}_opg"),
            toy.flow(f"{key}_opg", f"{key}_s"),
            "</bpmn:subProcess>",
        )
    )


def message(key: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{key}"/>'


def stay(*inside: str) -> str:
    """A process that a message starts in the case, with one task and what may happen meanwhile."""
    return toy.process(
        "ophold",
        f'<bpmn:startEvent id="Ind">{message("M_start")}</bpmn:startEvent>',
        toy.user("Bo", "kort"),
        '<bpmn:endEvent id="Ud"/>',
        toy.flow("Ind", "Bo"),
        toy.flow("Bo", "Ud"),
        *inside,
        head=HEAD,
    )


def begun(house: House, diagram: str) -> str:
    house.redraw(ophold=diagram)
    case = house.open_case()
    house.send(case, "dyrehold.ophold")
    return case


def test_a_message_that_does_not_interrupt_is_heard_each_time(house: House) -> None:
    case = begun(house, stay(event("Klage", message("M_klage"), interrupts=False)))
    house.send(case, "dyrehold.klage")
    house.send(case, "dyrehold.klage")
    assert house.names() == ["Bo", "Klage_opg", "Klage_opg", "Vurder"]


def test_one_that_interrupts_closes_tasks_and_timers(house: House) -> None:
    monthly = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/P1M</bpmn:timeCycle></bpmn:timerEventDefinition>"
    case = begun(house, stay(event("Stop", message("M_stop")), event("Tilsyn", monthly, interrupts=False)))
    house.wait(days=70)
    assert house.names().count("Tilsyn_opg") == 2
    house.send(case, "dyrehold.stop")
    house.wait(days=70)
    assert [name for name in house.names() if name != "Vurder"] == ["Stop_opg"]
    house.complete("Stop_opg")
    assert house.kinds(case).count("instance_ended") == 1


def test_a_signal_from_another_instance_begins_one(house: House) -> None:
    alarm = toy.process(
        "alarm",
        f'<bpmn:startEvent id="A_b">{message("M_klage")}</bpmn:startEvent>',
        '<bpmn:endEvent id="A_s"><bpmn:signalEventDefinition signalRef="S_alarm"/></bpmn:endEvent>',
        toy.flow("A_b", "A_s"),
        head=HEAD,
    )
    house.redraw(alarm=alarm)
    signal = '<bpmn:signalEventDefinition signalRef="S_alarm"/>'
    case = begun(house, stay(event("Alarm", signal, interrupts=False)))
    house.send(case, "dyrehold.klage")
    house.send(case, "dyrehold.klage")
    assert house.names() == ["Alarm_opg", "Alarm_opg", "Bo", "Vurder"]


def test_a_cancelled_transaction_ends_the_child_it_called_and_asks_for_what_puts_right(house: House) -> None:
    inside = (
        '<bpmn:transaction id="T"><bpmn:startEvent id="T_b"/>',
        toy.user("Book", "kort"),
        '<bpmn:boundaryEvent id="Fortryd" attachedToRef="Book"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>',
        toy.user("Afbestil", "kort", isForCompensation="true"),
        '<bpmn:association id="As" sourceRef="Fortryd" targetRef="Afbestil"/>',
        '<bpmn:parallelGateway id="P"/>',
        '<bpmn:callActivity id="Tjek" calledElement="kontrol"/>',
        toy.user("Opgiv", "kort"),
        '<bpmn:endEvent id="T_x"><bpmn:cancelEventDefinition/></bpmn:endEvent><bpmn:endEvent id="T_s"/>',
        *(toy.flow(*pair) for pair in (("T_b", "Book"), ("Book", "P"), ("P", "Tjek"), ("P", "Opgiv"))),
        *(toy.flow("Tjek", "T_s"), toy.flow("Opgiv", "T_x"), "</bpmn:transaction>"),
        '<bpmn:boundaryEvent id="Opgivet" attachedToRef="T"><bpmn:cancelEventDefinition/></bpmn:boundaryEvent>',
    )
    drawn = toy.process(
        "ophold",
        f'<bpmn:startEvent id="Ind">{message("M_start")}</bpmn:startEvent>',
        *inside,
        toy.user("Andet", "kort"),
        '<bpmn:endEvent id="Ud"/>',
        *(toy.flow("Ind", "T"), toy.flow("T", "Ud"), toy.flow("Opgivet", "Andet"), toy.flow("Andet", "Ud")),
        head=HEAD,
    )
    begun(house, drawn)
    house.complete("Book")
    assert house.names() == ["Kontroller", "Opgiv", "Vurder"]
    house.complete("Opgiv")
    assert house.names() == ["Afbestil", "Vurder"]
    house.complete("Afbestil")
    assert house.names() == ["Andet", "Vurder"]
