"""A mistake is told once, at the element its drawer sees, with a remedy that helps."""
# ruff: noqa: E501 - an element of a drawing reads best on one line

from __future__ import annotations

import pytest

from tests.unit.sketches.drawn import Answers, errors, file, flow, played, process, sketch, texts, way

START, TASK, END = '<startEvent id="S"/>', '<task id="T" name="Opgave"/>', '<endEvent id="E"/>'
STRAIGHT = START + TASK + END + way("S", "T", "E")
TWO_POOLS = '<collaboration id="C"><participant id="K" name="Kommune" processRef="P"/><participant id="F" name="Borger" processRef="Q"/>{}</collaboration>'


def messages(text: str, rule: str) -> list[str]:
    return [finding.message for finding in sketch(text).findings if finding.rule == rule]


def told(text: str) -> list[tuple[str, str]]:
    """Rule and element of all that is found, but that nothing is marked to run."""
    return [(each.rule, each.element) for each in sketch(text).findings if each.rule != "executable-process"]


# ---- arrows that hang loose


def test_an_arrow_loose_at_both_ends_is_told_once() -> None:
    loose = '<sequenceFlow id="L" name="ja"/>'
    assert errors(file(process(STRAIGHT + loose))) == [("sequence-flow", "L")]
    assert "hænger løst i begge ender" in messages(file(process(STRAIGHT + loose)), "sequence-flow")[0]


def test_an_arrow_on_the_paper_around_the_pools_is_told_of() -> None:
    """Some modelers keep what lies on no pool in a process of its own."""
    paper = process('<sequenceFlow id="L" name="ja"/>', name="Papir")
    assert errors(file(process(STRAIGHT) + paper)) == [("sequence-flow", "L")]


def test_an_arrow_kept_there_that_joins_two_steps_of_a_pool_is_theirs() -> None:
    steps = process(START + TASK + END + flow("S", "T"))
    assert errors(file(steps + process(flow("T", "E"), name="Papir"))) == []


def test_where_an_arrow_hangs_nothing_else_is_said_to_be_missing() -> None:
    choice = START + '<exclusiveGateway id="G" name="Ok?"/>' + TASK + END + way("S", "G", "T")
    loose = flow("G", "", name="nej") + flow("T", "") + flow("", "E")
    found = told(file(process(choice + loose)))
    assert [rule for rule, _ in found if rule != "conditional-flows"] == ["sequence-flow"] * 3


# ---- arrows to what is no step


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        (
            '<textAnnotation id="X"/>',
            "ender ved en note. En pil fører fra trin til trin; til en note tegnes en prikket",
        ),
        ('<dataObjectReference id="X" name="Sag"/>', "ender ved data »Sag«. En pil fører"),
        ('<laneSet><lane id="X" name="Leder"/></laneSet>', "ender ved en bane »Leder«"),
    ],
)
def test_an_arrow_to_no_step_is_told_what_it_leads_to(drawn: str, says: str) -> None:
    found = messages(file(process(STRAIGHT + drawn + flow("T", "X"))), "sequence-flow")
    assert len(found) == 1
    assert says in found[0]


def test_a_step_beside_its_pool_is_to_be_moved_into_it() -> None:
    pool = process(START + END + way("S", "X", "E"))
    beside = process('<task id="X" name="Afgør"/>', name="Ved_siden_af")
    found = messages(file(TWO_POOLS.format("") + pool + beside), "sequence-flow")
    assert len(found) == 2
    assert all("»Afgør«, som ligger uden for puljerne" in one and "Flyt den helt ind i puljen" in one for one in found)


# ---- messages between pools


def _talk(source: str, target: str, steps: str = "") -> str:
    """A message flow between two pools, each with one task; `steps` are in the second."""
    other = '<startEvent id="S2"/><userTask id="U" name="Svar"/><endEvent id="E2"/>' + way("S2", "U", "E2") + steps
    sent = f'<messageFlow id="M" name="Brev" sourceRef="{source}" targetRef="{target}"/>'
    return file(TWO_POOLS.format(sent) + process(STRAIGHT) + process(other, name="Q"))


WAIT = '<intermediateCatchEvent id="W"><{0}EventDefinition/></intermediateCatchEvent>' + way("U", "W")


@pytest.mark.parametrize(
    ("drawing", "says"),
    [
        (_talk("T", "E2"), "ender ved sluthændelsen efter »Svar«, som ikke kan få en besked"),
        (_talk("T", "W", WAIT.format("timer")), "ender ved hændelsen efter »Svar«, som ikke kan få en besked"),
        (_talk("T", "G", '<eventBasedGateway id="G"/>' + way("U", "G")), "den hændelse efter gatewayen, der venter"),
        (_talk("S", "U"), "begynder ved starthændelsen før »Opgave«, som ikke kan sende"),
        (_talk("W", "T", WAIT.format("message")), "begynder ved hændelsen efter »Svar«, som ikke kan sende"),
        (_talk("T", "N", '<textAnnotation id="N"/>'), "ender ved en note"),
        (_talk("N", "T", '<dataStoreReference id="N"/>'), "begynder ved et datalager"),
        (_talk("T", "X"), "ender ved noget, der ikke findes i filen"),
        (_talk("K", "T"), "begynder og ender i samme pulje"),
        (_talk("U", "F"), "begynder og ender i samme pulje"),
    ],
)
def test_a_message_from_or_to_what_has_none_is_told_of(drawing: str, says: str) -> None:
    found = messages(drawing, "message-flow")
    assert len(found) == 1
    assert says in found[0]


@pytest.mark.parametrize(("source", "target"), [("T", "U"), ("T", "S2"), ("E", "U"), ("T", "F"), ("K", "U")])
def test_a_message_that_can_be_sent_is_not(source: str, target: str) -> None:
    assert messages(_talk(source, target), "message-flow") == []


# ---- whose words


def test_what_is_told_together_is_told_by_the_elements_own_words() -> None:
    events = "".join(
        f'<intermediateCatchEvent id="W{n}"><messageEventDefinition/></intermediateCatchEvent><task id="N{n}" name="Trin {n}"/>'
        for n in range(6)
    )
    steps = way("S", *(name for n in range(6) for name in (f"N{n}", f"W{n}")), "E")
    last = messages(
        file(process('<startEvent id="S" name="Nu"/><endEvent id="E" name="Slut"/>' + events + steps)), "label-required"
    )[-1]
    assert (
        last
        == "Det samme gælder 3 steder mere: hændelsen efter »Trin 3«, hændelsen efter »Trin 4«, hændelsen efter »Trin 5«."
    )


def test_only_one_reason_is_told_together() -> None:
    timers = "".join(
        f'<intermediateCatchEvent id="W{n}" name="Vent {n}"><timerEventDefinition/></intermediateCatchEvent>'
        for n in range(5)
    )
    loop = '<userTask id="T" name="Opgave"><standardLoopCharacteristics/></userTask>'
    found = messages(
        file(process(START + loop + END + timers + way("S", "T", *(f"W{n}" for n in range(5)), "E"))), "unsupported"
    )
    assert any("Opgave" in one and "Løkken har ingen betingelse" in one for one in found)
    assert found[-1] == "Det samme gælder 2 steder mere: hændelsen »Vent 3«, hændelsen »Vent 4«."


def test_two_arrows_to_gateways_without_a_name_can_be_told_apart() -> None:
    gateways = '<exclusiveGateway id="A"/><exclusiveGateway id="B"/><task id="T1" name="Et"/><task id="T2" name="To"/>'
    ways = way("S", "G", "A", "T1", "E") + way("G", "B", "T2", "E")
    found = messages(
        file(process(START + '<exclusiveGateway id="G" name="Hvilken?"/>' + gateways + END + ways)), "conditional-flows"
    )
    assert ["til gatewayen før »Et«" in found[0], "til gatewayen før »To«" in found[1]] == [True, True]


def test_a_loop_without_a_condition_is_told_by_its_task() -> None:
    loop = '<userTask id="T" name="Opgave"><standardLoopCharacteristics id="a1b2c3d4-1111-4c4c-9b9b"/></userTask>'
    found = messages(file(process(START + loop + END + way("S", "T", "E"))), "unsupported")
    assert found[0].startswith("Opgaven »Opgave«: Løkken har ingen betingelse.")


def test_an_empty_condition_is_told_once() -> None:
    event = '<intermediateCatchEvent id="W" name="Klar"><conditionalEventDefinition><condition/></conditionalEventDefinition></intermediateCatchEvent>'
    found = told(file(process(START + TASK + event + END + way("S", "T", "W", "E"))))
    assert [each for each in found if each[1] == "W"] == [("unsupported", "W")]


def test_an_event_that_means_two_things_is_no_split() -> None:
    event = '<intermediateCatchEvent id="W"><messageEventDefinition/><timerEventDefinition/></intermediateCatchEvent>'
    drawing = file(process(START + event + TASK + END + way("S", "W", "T", "E") + flow("W", "E")))
    assert "no-implicit-split" not in {rule for rule, _ in told(drawing)}


def test_a_link_without_its_other_half_is_told_once() -> None:
    throws = '<intermediateThrowEvent id="L1"><linkEventDefinition name="a"/></intermediateThrowEvent>'
    catches = '<intermediateCatchEvent id="L2"><linkEventDefinition name="b"/></intermediateCatchEvent>'
    drawing = file(process(START + TASK + throws + catches + END + way("S", "T", "L1") + way("L2", "E")))
    assert errors(drawing) == [("link-event", "L1"), ("link-event", "L2")]


# ---- the timeline


def test_a_message_is_told_before_the_work_that_comes_after_it() -> None:
    sends = '<intermediateThrowEvent id="M" name="Svar"><messageEventDefinition/></intermediateThrowEvent>'
    result = texts(played(file(process(START + sends + TASK + END + way("S", "M", "T", "E"))), Answers()))
    assert result.index("Hændelsen »Svar« sender sin besked") < result.index("Opgaven »Opgave« er klar")


@pytest.mark.parametrize(("language", "rule"), [("feel", "expression-syntax"), ("XPath", "unsupported")])
def test_an_empty_condition_on_an_arrow_is_told_once_in_any_language(language: str, rule: str) -> None:
    choice = '<exclusiveGateway id="G" name="Ok?" default="G_E"/>' + way("S", "G") + flow("G", "E", name="nej")
    empty = flow("G", "T", f'<conditionExpression language="{language}"/>')
    found = told(file(process(START + choice + TASK + END + empty + way("T", "E"))))
    assert [each for each in found if each[1] == "G_T"] == [(rule, "G_T")]
