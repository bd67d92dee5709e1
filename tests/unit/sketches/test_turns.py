"""Nothing that waits beside a ring waits for ever: a sound drawing is played to its end."""
# ruff: noqa: E501 - an element of a drawing reads best on one line

from __future__ import annotations

import pytest

from tests.unit.sketches.drawn import Answers, Lot, errors, file, flow, played, process, texts, way

START, END = '<startEvent id="S"/>', '<endEvent id="E"/>'
STOP = '<endEvent id="Stop" name="Stop"><terminateEventDefinition/></endEvent>'
RING = '<exclusiveGateway id="M"/><task id="A" name="Mål"/>' + way("M", "A", "M")
SEEDS = range(1, 5)


def catch(name: str, definition: str) -> str:
    return f'<intermediateCatchEvent id="{name}" name="{name}">{definition}</intermediateCatchEvent>'


def message(name: str = "") -> str:
    return f'<messageEventDefinition messageRef="{name}"/>' if name else "<messageEventDefinition/>"


def timer(text: str) -> str:
    return f"<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>"


def beside(ring: str, step: str, *, ends: str = STOP) -> str:
    """A ring without a way out from M on, and beside it a step C that everything ends after."""
    return file(
        process(
            f'{START}<parallelGateway id="D"/>{ring}{step}{ends}'
            + way("S", "D", "M")
            + flow("D", "C")
            + way("C", "Stop")
        )
    )


EVENT_RING = '<exclusiveGateway id="M"/>' + way("M", "A", "M")
ENDS = {
    "a message": beside(RING, catch("C", message())),
    "a time": beside(RING, catch("C", timer("P1D"))),
    "a time far ahead": beside(RING, catch("C", timer("P5Y"))),
    "a condition": beside(RING, catch("C", "<conditionalEventDefinition/>")),
    "other work": beside(RING, '<task id="C" name="Sluk"/>'),
    "work that people choose": beside(
        RING, '<adHocSubProcess id="C" name="Undersøg"><task id="X" name="Ring"/></adHocSubProcess>'
    ),
    "a choice of events": beside(
        RING,
        '<eventBasedGateway id="C"/>'
        + catch("X", message())
        + catch("Y", timer("P1D"))
        + way("C", "X", "Stop")
        + way("C", "Y", "Stop"),
    ).replace(flow("C", "Stop"), ""),
    "a message beside messages": beside(EVENT_RING + catch("A", message()), catch("C", message())),
    "a time beside messages": beside(EVENT_RING + catch("A", message()), catch("C", timer("P1D"))),
    "a time beside times": beside(EVENT_RING + catch("A", timer("PT1M")), catch("C", timer("P1Y"))),
    "a message that nobody in the drawing sends": beside(RING, catch("C", message())).replace(
        "<process",
        '<collaboration id="K"><participant id="p1" processRef="P"/><participant id="p2" processRef="Q"/>'
        '<messageFlow id="m" sourceRef="Send" targetRef="C"/></collaboration>'
        '<process id="Q"><startEvent id="S2"/><exclusiveGateway id="G" default="G_E2"/><task id="Send"/><endEvent id="E2"/>'
        + way("S2", "G", "Send", "E2")
        + flow("G", "E2")
        + "</process><process",
    ),
}


def inside(about: str, definition: str) -> str:
    """A sub-process that goes round for ever, until the event on its edge comes."""
    body = f'<startEvent id="S2"/>{RING}' + way("S2", "M")
    edge = f'<boundaryEvent id="B" name="Kant" attachedToRef="T" {about}>{definition}</boundaryEvent>'
    ends = END.replace('"E"', '"F"')
    drawn = f'{START}<subProcess id="T" name="Hold øje">{body}</subProcess>{edge}{END}{ends}'
    return file(process(drawn + way("S", "T", "E") + flow("B", "F")))


def handled(definition: str) -> str:
    """A process that goes round for ever, until its event sub-process interrupts it."""
    handler = (
        '<subProcess id="H" triggeredByEvent="true"><startEvent id="S2" name="Fejl">{}</startEvent>{}</subProcess>'
    )
    ends = END.replace('"E"', '"F"') + way("S2", "F")
    return file(process(START + RING + way("S", "M") + handler.format(definition, ends)))


EDGES = {
    "a message": inside("", message()),
    "a time": inside("", timer("P1D")),
    "an error": inside("", "<errorEventDefinition/>"),
    "a message beside": handled(message()),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ENDS)
def test_what_ends_a_ring_comes(name: str, seed: int) -> None:
    result = played(ENDS[name], Lot(seed))
    assert (result.ended, result.problems) == (True, [])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", EDGES)
def test_what_interrupts_a_ring_comes(name: str, seed: int) -> None:
    result = played(EDGES[name], Lot(seed))
    assert (result.ended, result.problems) == (True, [])


@pytest.mark.parametrize("name", ["a message", "a time"])
def test_what_interrupts_a_ring_comes_also_if_it_was_said_not_to(name: str) -> None:
    result = played(EDGES[name], Answers(sker_det="nej"))
    assert (result.ended, result.problems) == (True, [])


def test_a_ring_is_gone_round_before_something_else_is_thought_to_come() -> None:
    assert texts(played(ENDS["a message"])).count("Opgaven »Mål« er udført") == 3


def test_times_come_in_their_order_while_work_is_done() -> None:
    drawn = beside(RING, catch("C", timer("PT90M")))
    said = texts(played(drawn))
    assert said.count("Opgaven »Mål« er udført") == 2
    assert "Hændelsen »C«: tiden er gået" in said


def test_a_time_that_comes_often_does_not_put_off_work_or_a_later_time_that_is_near() -> None:
    hours = beside(EVENT_RING + catch("A", timer("PT1H")), catch("C", timer("PT10H30M")))
    assert texts(played(hours)).count("Hændelsen »A«: tiden er gået") == 10


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("times", [2, 3, 5])
def test_no_side_of_a_race_wins_each_time(times: int, seed: int) -> None:
    """Who withdraws ends the approval and begins anew; only the approval, which several give, ends it all."""
    one_by_one = '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>{}</loopCardinality></multiInstanceLoopCharacteristics>'
    approval = f'<task id="C" name="Godkend">{one_by_one.format(times)}</task>'
    edge = '<boundaryEvent id="K" attachedToRef="C"><signalEventDefinition signalRef="X"/></boundaryEvent>'
    withdrawn = '<endEvent id="T"><signalEventDefinition signalRef="X"/></endEvent>'
    begins = f'{START}<exclusiveGateway id="M"/><parallelGateway id="D"/><task id="W" name="Fortryd"/>'
    ways = way("S", "M", "D", "W", "T") + way("D", "C", "Stop") + way("K", "M")
    drawing = begins + withdrawn + approval + edge + STOP + ways
    result = played(file('<signal id="X" name="fortrudt"/>' + process(drawing)), Lot(seed))
    assert (result.ended, result.problems) == (True, [])


def test_what_a_program_does_in_a_ring_may_fail_into_an_event_sub_process() -> None:
    ring = f'{START}<exclusiveGateway id="M"/><serviceTask id="A" name="Hent"/>' + way("S", "M", "A", "M")
    handler = '<subProcess id="H" triggeredByEvent="true"><startEvent id="H_s"><errorEventDefinition/></startEvent><task id="K" name="Luk"/>'
    drawing = ring + handler + way("H_s", "K") + "</subProcess>"
    assert played(file(process(drawing)), Lot()).ended
    assert errors(file(process(drawing.replace("serviceTask", "userTask")))) == [("end-event", "A")]


def test_what_people_do_in_a_ring_may_fail_where_nothing_else_throws_what_is_caught() -> None:
    ring = '<startEvent id="T_s"/><exclusiveGateway id="M"/><userTask id="A" name="Vurder"/>' + way(
        "T_s", "M", "A", "M"
    )
    edge = '<boundaryEvent id="K" name="Opgivet" attachedToRef="T"><errorEventDefinition/></boundaryEvent>'
    around = f'{START}<subProcess id="T" name="Behandl">{ring}</subProcess>' + END + way("S", "T", "E")
    assert played(file(process(around + edge + way("K", "E"))), Lot()).ended
    assert errors(file(process(around))) == [("end-event", "A")]
