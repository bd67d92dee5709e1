"""A drawing is played to its end: choices, events, pools, calls, and what people choose."""
# ruff: noqa: E501 - an element of a drawing reads best on one line

from __future__ import annotations

import pytest

from tests.unit.sketches.drawn import Answers, Lot, file, flow, played, process, straight, texts, way

START, END = '<startEvent id="S"/>', '<endEvent id="E"/>'
SEEDS = range(1, 9)


def catch(name: str, trigger: str, label: str = "") -> str:
    return f'<intermediateCatchEvent id="{name}" name="{label or name}"><{trigger}EventDefinition/></intermediateCatchEvent>'


def boundary(trigger: str, *, host: str = "T", about: str = "") -> str:
    return (
        f'<boundaryEvent id="B" name="Kant" attachedToRef="{host}" {about}><{trigger}EventDefinition/></boundaryEvent>'
    )


BOTH_OR_ONE = file(
    process(
        START
        + '<inclusiveGateway id="G" name="Hvem høres?"/><task id="A" name="Hør naboen"/><task id="B" name="Hør skolen"/>'
        '<inclusiveGateway id="J"/>' + END + way("S", "G", "A", "J", "E") + way("G", "B", "J")
    )
)
RING = file(
    process(
        START
        + '<task id="T" name="Prøv"/><exclusiveGateway id="G" name="Færdig?"/>'
        + END
        + way("S", "T", "G", "E")
        + flow("G", "T", name="nej")
    )
)
EVENTS = file(
    process(
        START
        + '<eventBasedGateway id="G"/>'
        + catch("V", "message", "Svar")
        + catch("W", "timer", "Frist")
        + END
        + way("S", "G", "V", "E")
        + way("G", "W", "E")
    )
)
POOLS = file(
    '<collaboration id="C"><participant id="A" name="Borger" processRef="P"/><participant id="B" name="Kommune" processRef="Q"/>'
    '<messageFlow id="M1" sourceRef="T" targetRef="S2"/><messageFlow id="M2" sourceRef="T2" targetRef="V"/></collaboration>'
    + process(START + '<task id="T" name="Ansøg"/>' + catch("V", "message", "Svar") + END + way("S", "T", "V", "E"))
    + process(
        '<startEvent id="S2"><messageEventDefinition/></startEvent><task id="T2" name="Afgør"/><endEvent id="E2"/>'
        + way("S2", "T2", "E2"),
        name="Q",
    )
)
CALL = file(
    process(START + '<callActivity id="T" name="Hør" calledElement="Q"/>' + END + way("S", "T", "E"))
    + process(
        '<startEvent id="S2"/><task id="T2" name="Skriv til naboen"/><endEvent id="E2"/>' + way("S2", "T2", "E2"),
        name="Q",
    )
)
AD_HOC = file(
    process(
        START
        + '<adHocSubProcess id="T" name="Undersøg"><task id="A" name="Ring"/><task id="B" name="Besøg"/></adHocSubProcess>'
        + END
        + way("S", "T", "E")
    )
)
SIGNAL = file(
    '<signal id="Sig" name="stop"/>'
    + process(
        START
        + '<intermediateCatchEvent id="V" name="V"><signalEventDefinition signalRef="Sig"/></intermediateCatchEvent>'
        + END
        + way("S", "V", "E")
    )
    + process(
        '<startEvent id="S2"/><task id="T2" name="Stop alt"/><endEvent id="E2" name="Stoppet"><signalEventDefinition signalRef="Sig"/></endEvent>'
        + way("S2", "T2", "E2"),
        name="Q",
    )
)
FAILING = file(
    process(
        START
        + '<task id="T" name="Betal"/>'
        + boundary("error")
        + '<task id="X" name="Ret op"/>'
        + END
        + way("S", "T", "E")
        + way("B", "X", "E")
    )
)
HANDLED = file(
    process(
        START
        + '<task id="T" name="Betal"/>'
        + '<subProcess id="H" triggeredByEvent="true"><startEvent id="S2" name="Fejl"><{}EventDefinition/></startEvent>'
        '<task id="X" name="Ret op"/><endEvent id="F"/>'
        + way("S2", "X", "F")
        + "</subProcess>"
        + END
        + way("S", "T", "E")
    )
)
REMINDED = file(
    process(
        START
        + '<task id="T" name="Svar"/>'
        + boundary("timer", about='cancelActivity="false"')
        + '<task id="X" name="Ryk"/>'
        '<endEvent id="F"/>' + END + way("S", "T", "E") + way("B", "X", "F")
    )
)
LOOP = straight('<task id="T" name="Ring igen"><standardLoopCharacteristics/></task>')
INSIDE = file(
    process(
        START
        + '<subProcess id="D" name="Behandl"><startEvent id="S2"/><task id="T"/><endEvent id="E2"><errorEventDefinition/></endEvent>'
        + way("S2", "T", "E2")
        + "</subProcess>"
        + boundary("error", host="D")
        + END
        + '<endEvent id="F" name="Fejlet"/>'
        + way("S", "D", "E")
        + flow("B", "F")
    )
)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "drawing",
    [BOTH_OR_ONE, RING, EVENTS, POOLS, CALL, AD_HOC, SIGNAL, FAILING, REMINDED, LOOP, INSIDE],
    ids=["OR", "ring", "events", "pools", "call", "ad hoc", "signal", "error", "reminder", "loop", "sub-process"],
)
def test_it_ends_whatever_is_chosen(drawing: str, seed: int) -> None:
    result = played(drawing, Lot(seed))
    assert (result.ended, result.problems) == (True, [])


def test_the_same_seed_plays_the_same() -> None:
    assert texts(played(RING, Lot(4))) == texts(played(RING, Lot(4)))


def test_a_choice_is_asked_by_the_names_of_the_drawing() -> None:
    chooser = Lot()
    said = texts(played(RING, chooser))
    assert set(chooser.asked) == {"Gatewayen »Færdig?«: hvilken vej tages?"}
    assert "Gatewayen »Færdig?«: vejen til sluthændelsen efter »Færdig?«" in said


def test_of_an_inclusive_choice_at_least_one_way_is_taken() -> None:
    said = texts(played(BOTH_OR_ONE, Answers(tages_vejen="nej")))
    assert any("er udført" in each for each in said)


def test_a_message_goes_where_it_is_drawn() -> None:
    result = played(POOLS)
    assert texts(result) == [
        "»Borger« begynder",
        "Opgaven »Ansøg« er klar",
        "Opgaven »Ansøg« er udført",
        "»Kommune« begynder",
        "Opgaven »Afgør« er klar",
        "Opgaven »Afgør« er udført",
        "»Kommune« er slut",
        "Hændelsen »Svar«: beskeden kom",
        "»Borger« er slut",
    ]


def test_a_call_within_the_file_is_run() -> None:
    said = texts(played(CALL))
    assert said.index("Opgaven »Skriv til naboen« er udført") < said.index("Kaldeaktiviteten »Hør« er udført")


def test_a_signal_reaches_the_other_process() -> None:
    said = texts(played(SIGNAL))
    assert said.index("Sluthændelsen »Stoppet« sender sit signal") < said.index("Hændelsen »V«: signalet kom")


def test_people_choose_in_an_ad_hoc_sub_process() -> None:
    said = texts(played(AD_HOC))
    assert said.count("Opgaven »Ring« er udført") + said.count("Opgaven »Besøg« er udført") >= 1


def test_work_may_fail_where_a_failure_is_drawn() -> None:
    assert "Opgaven »Ret op« er udført" in texts(played(FAILING, Answers(hvordan_går_det="Kant")))
    assert "Opgaven »Ret op« er udført" not in texts(played(FAILING, Answers()))


@pytest.mark.parametrize("trigger", ["error", "escalation"])
def test_work_may_fail_where_an_event_sub_process_catches_it(trigger: str) -> None:
    drawing = HANDLED.format(trigger)
    result = played(drawing, Answers(hvordan_går_det="Fejl"))
    assert (result.ended, "Opgaven »Ret op« er udført" in texts(result)) == (True, True)
    assert "Opgaven »Ret op« er udført" not in texts(played(drawing, Answers()))


def test_an_event_on_the_edge_happens_if_it_is_chosen() -> None:
    assert "Opgaven »Ryk« er udført" in texts(played(REMINDED, Answers(sker_det="ja")))
    assert "Opgaven »Ryk« er udført" not in texts(played(REMINDED, Answers()))


def test_the_first_event_closes_the_others() -> None:
    said = texts(played(EVENTS, Answers(hvad_sker_først="Frist")))
    assert "Hændelsen »Frist«: tiden er gået" in said
    assert not any("Svar" in each for each in said)


def test_a_message_that_nobody_sends_is_said_to_be_assumed() -> None:
    silent = POOLS.replace(
        '<task id="T2" name="Afgør"/>', '<exclusiveGateway id="G"/><task id="T2" name="Afgør"/>'
    ).replace(way("S2", "T2", "E2"), way("S2", "G", "T2", "E2") + flow("G", "E2", name="nej"))
    said = texts(played(silent, Answers(hvilken_vej="nej")))
    assert "Hændelsen »Svar«: ingen i tegningen har sendt beskeden, men den antages at komme" in said


@pytest.mark.parametrize("seed", SEEDS)
def test_a_ring_that_waits_for_a_message_nobody_sends_is_left_after_a_while(seed: int) -> None:
    flows = '<messageFlow id="M" sourceRef="T" targetRef="V"/>'
    pools = f'<collaboration id="C"><participant id="A" processRef="P"/><participant id="B" processRef="Q"/>{flows}</collaboration>'
    rings = process(
        START
        + '<exclusiveGateway id="X"/><eventBasedGateway id="G"/>'
        + catch("V", "message", "Hentet")
        + catch("W", "timer", "Fem minutter")
        + '<task id="R" name="Ring"/>'
        + END
        + way("S", "X", "G", "V", "E")
        + way("G", "W", "R", "X")
    )
    stays_away = process(
        '<startEvent id="S2"/><exclusiveGateway id="K" name="Kommer?"/><task id="T" name="Hent"/><endEvent id="E2"/>'
        + way("S2", "K", "T", "E2")
        + flow("K", "E2", name="nej"),
        name="Q",
    )
    result = played(file(pools + rings + stays_away), Lot(seed))
    assert (result.ended, result.problems) == (True, [])


def test_a_ring_that_sets_ever_more_going_is_stopped() -> None:
    drawn = process(
        START
        + '<exclusiveGateway id="X"/><task id="T"/><exclusiveGateway id="K"/><parallelGateway id="Y"/>'
        + END
        + '<task id="U"/>'
        + way("S", "X", "T", "K", "Y", "X")
        + way("Y", "U", "X")
        + flow("K", "E", name="nok")
    )
    (problem,) = played(file(drawn), Answers(hvilken_vej="parallelle")).problems
    assert "trin var i gang på én gang" in problem
