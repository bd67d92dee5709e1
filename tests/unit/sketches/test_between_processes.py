"""What goes between the processes of one drawing: calls with their errors, messages and signals by name, and time."""
# ruff: noqa: E501 - an element of a drawing reads best on one line

from __future__ import annotations

import pytest

from tests.unit.sketches.drawn import Answers, Lot, errors, file, flow, played, process, texts, way

START, END = '<startEvent id="S"/>', '<endEvent id="E" name="Slut"/>'
CALLED = '<startEvent id="S2"/><task id="U" name="Undersøg"/>' + way("S2", "U")


def calls(ends: str, edge: str, *rows: str) -> str:
    """P calls Q, which ends so; `edge` is on the call and leads to »Ret op«."""
    calling = (
        START
        + '<callActivity id="C" name="Kald" calledElement="Q"/><task id="R" name="Ret op"/>'
        + END
        + way("S", "C", "E")
        + f'<boundaryEvent id="B" name="Galt" attachedToRef="C"{edge}</boundaryEvent>'
        + way("B", "R", "E")
    )
    return file("".join(rows) + process(calling) + process(CALLED + ends + way("U", "E2"), name="Q"))


def test_the_edge_of_a_call_catches_the_error_that_ended_what_it_called() -> None:
    drawing = calls(
        '<endEvent id="E2" name="Afvist"><errorEventDefinition errorRef="F"/></endEvent>',
        '><errorEventDefinition errorRef="F"/>',
        '<error id="F" errorCode="nej"/>',
    )
    said = texts(played(drawing, Answers()))
    assert "»Proces 2« er stoppet af en fejl" in said
    assert "Opgaven »Ret op« er udført" in said
    assert "Kaldeaktiviteten »Kald« er udført" not in said


def test_an_escalation_goes_to_the_call_and_the_called_goes_on() -> None:
    drawing = calls(
        '<intermediateThrowEvent id="E2" name="Sig til"><escalationEventDefinition escalationRef="F"/></intermediateThrowEvent>',
        ' cancelActivity="false"><escalationEventDefinition escalationRef="F"/>',
        '<escalation id="F" escalationCode="hast"/>',
    )
    said = texts(played(drawing, Answers()))
    assert said.index("Hændelsen »Sig til«: går videre til det, der kalder") < said.index("Opgaven »Ret op« er klar")
    assert "Kaldeaktiviteten »Kald« er udført" in said


def test_an_escalation_that_interrupts_the_call_stops_what_it_called() -> None:
    drawing = calls(
        '<intermediateThrowEvent id="E2" name="Sig til"><escalationEventDefinition escalationRef="F"/></intermediateThrowEvent><task id="V" name="Videre"/>'
        + way("E2", "V"),
        '><escalationEventDefinition escalationRef="F"/>',
        '<escalation id="F" escalationCode="hast"/>',
    )
    result = played(drawing, Answers())
    assert result.ended
    assert texts(result).count("»Proces 2« stopper, fordi det, der kaldte den, er forbi") == 1
    assert "Opgaven »Videre« er udført" not in texts(result)


def test_what_was_called_stops_with_its_caller() -> None:
    calling = (
        START
        + '<parallelGateway id="G"/><callActivity id="C" name="Kald" calledElement="Q"/><task id="T" name="Fortryd"/>'
        '<endEvent id="E" name="Stop"><terminateEventDefinition/></endEvent>' + way("S", "G", "T", "E") + way("G", "C")
    )
    longer = CALLED + '<task id="U2" name="Mere"/><task id="U3" name="Endnu mere"/>' + way("U", "U2", "U3")
    result = played(file(process(calling) + process(longer, name="Q")), Answers())
    assert result.ended
    assert "Opgaven »Endnu mere« er udført" not in texts(result)


SENDS = (
    START + '<task id="T" name="Skriv"/><sendTask id="M" name="Send" messageRef="B1"/>' + END + way("S", "T", "M", "E")
)
BEGINS = '<startEvent id="S2" name="Modtaget">{}</startEvent><task id="U" name="Læs"/>' + way("S2", "U")


@pytest.mark.parametrize(
    ("sends", "begins"),
    [
        (SENDS, BEGINS.format('<messageEventDefinition messageRef="B1"/>')),
        (
            START
            + '<task id="T" name="Skriv"/><endEvent id="E"><signalEventDefinition signalRef="B2"/></endEvent>'
            + way("S", "T", "E"),
            BEGINS.format('<signalEventDefinition signalRef="B2"/>'),
        ),
    ],
    ids=["message", "signal"],
)
def test_a_process_begins_by_the_name_that_another_sends(sends: str, begins: str) -> None:
    """No message flow is drawn; both ends name the same message or signal."""
    drawing = file(
        '<message id="B1" name="brev"/><signal id="B2" name="alarm"/>' + process(sends) + process(begins, name="Q")
    )
    said = texts(played(drawing, Answers()))
    assert (
        said.index("Opgaven »Skriv« er udført")
        < said.index("»Proces 2« begynder: Modtaget")
        < said.index("Opgaven »Læs« er udført")
    )


def test_an_event_sub_process_may_catch_what_goes_wrong() -> None:
    handler = (
        '<subProcess id="H" triggeredByEvent="true"><startEvent id="H_s" name="Fejl"><errorEventDefinition/></startEvent><task id="K" name="Håndter"/>'
        + way("H_s", "K")
        + "</subProcess>"
    )
    drawing = file(process(START + '<task id="T" name="Prøv"/>' + END + way("S", "T", "E") + handler))
    said = texts(played(drawing, Answers(hvordan_går_det="Starthændelsen »Fejl« sker")))
    assert "Opgaven »Håndter« er udført" in said


def timer(name: str, days: int, *, stays: bool) -> str:
    about = 'cancelActivity="false"' if stays else ""
    time = f"<timerEventDefinition><timeDuration>P{days}D</timeDuration></timerEventDefinition>"
    return f'<boundaryEvent id="{name}" name="{days} dage" attachedToRef="T" {about}>{time}</boundaryEvent>' + way(
        name, "E"
    )


def test_a_later_timer_comes_after_an_earlier_one() -> None:
    drawing = file(
        process(
            START
            + '<task id="T" name="Svar"/>'
            + END
            + way("S", "T", "E")
            + timer("B14", 14, stays=False)
            + timer("B7", 7, stays=True)
        )
    )
    said = texts(played(drawing, Answers(**{"14_dage": "ja", "7_dage": "nej"})))
    assert said.index("Kanthændelsen »7 dage«: tiden er gået") < said.index("Kanthændelsen »14 dage« sker")


# ---- what is written is kept


@pytest.mark.parametrize(("written", "times"), [("1", 1), ("5", 5), ("=2", 2), ("antal", 3)])
def test_a_number_that_is_written_is_how_often(written: str, times: int) -> None:
    loop = f'<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>{written}</loopCardinality></multiInstanceLoopCharacteristics>'
    said = texts(played(file(process(START + f'<task id="T" name="Gør">{loop}</task>' + END + way("S", "T", "E")))))
    assert said.count("Opgaven »Gør« er udført") == times


@pytest.mark.parametrize(
    ("tag", "written", "days"),
    [
        ("timeDuration", "P3D", 3),
        ("timeDuration", '=duration("P3D")', 3),
        ("timeDuration", '"P3D"', 3),
        ("timeCycle", "R3/P2D", 2),
        ("timeDuration", "ventetid", 1),
        ("timeCycle", "0 0 8 * * ?", 1),
    ],
)
def test_a_time_that_is_written_is_waited_for(tag: str, written: str, days: int) -> None:
    waits = f'<intermediateCatchEvent id="W" name="Vent"><timerEventDefinition><{tag}>{written}</{tag}></timerEventDefinition></intermediateCatchEvent>'
    lines = played(file(process(START + waits + END + way("S", "W", "E")))).lines
    assert (lines[-1].at - lines[0].at).days == days


# ---- what other engines write, and mean no harm by


def test_a_transaction_may_be_cancelled_from_outside() -> None:
    transaction = (
        '<transaction id="X" name="Bestil"><startEvent id="X_s"/><task id="A" name="Book"/>'
        + way("X_s", "A")
        + "</transaction>"
    )
    edge = '<boundaryEvent id="B" name="Annulleret" attachedToRef="X"><cancelEventDefinition/></boundaryEvent><task id="R" name="Ring"/>'
    drawing = file(process(START + transaction + edge + END + way("S", "X", "E") + way("B", "R", "E")))
    assert errors(drawing) == []
    assert "Opgaven »Ring« er udført" in texts(played(drawing, Answers(hvordan_går_det="Annulleret")))


def test_keys_that_other_engines_tell_messages_apart_by_stop_nothing() -> None:
    keys = '<collaboration id="C"><participant id="A" name="Borger" processRef="P"/><correlationKey id="K"/></collaboration>'
    assert errors(file(keys + process(START + END + way("S", "E")))) == []


def test_a_call_as_camunda_8_writes_it_is_followed() -> None:
    call = '<callActivity id="C" name="Kald"><extensionElements><z:calledElement xmlns:z="http://camunda.org/schema/zeebe/1.0" processId="Q"/></extensionElements></callActivity>'
    drawing = file(
        process(START + call + END + way("S", "C", "E"))
        + process(CALLED + flow("U", "E2") + '<endEvent id="E2"/>', name="Q")
    )
    assert "Opgaven »Undersøg« er udført" in texts(played(drawing, Lot()))
