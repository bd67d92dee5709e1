"""What the standard allows and one tool or another writes: it is read as it is meant, or refused as what it is."""
# ruff: noqa: E501 - an element of a drawing reads best on one line

from __future__ import annotations

import pytest

from engine.definitions.xml import read_xml
from engine.errors import InvalidDefinition
from tests.unit.sketches.drawn import Answers, advice, errors, file, flow, played, process, sketch, texts, way

START, TASK, END = '<startEvent id="S"/>', '<task id="T" name="Behandl"/>', '<endEvent id="E"/>'
STRAIGHT = START + TASK + END + way("S", "T", "E")


@pytest.mark.parametrize(
    "namespace", ["http://tool/Collapsed Process", "http://kommune.dk/Ansøgning", "C:\\\\tegning", "a|b{c}"]
)
def test_a_namespace_that_is_no_uri_is_no_mistake(namespace: str) -> None:
    assert errors(file(process(STRAIGHT), about=f'xmlns:v="{namespace}"')) == []


def test_it_is_told_before_deployment_where_it_stops() -> None:
    """What reads the file when a case begins would stumble on it; by then nobody is there to mend it."""
    drawing = file(process(STRAIGHT), about='xmlns:v="http://tool/Collapsed Process"')
    assert "xml-namespace" in advice(drawing)
    with pytest.raises(InvalidDefinition) as refused:
        read_xml(drawing.encode(), "tegning.bpmn")
    (told,) = refused.value.findings
    assert (told.rule, told.line) == ("xml-namespace", 2)
    assert "Ret det i linje 2" in told.message


def test_an_unfinished_file_with_such_a_namespace_is_refused() -> None:
    broken = file(process(STRAIGHT), about='xmlns:v="http://tool/Collapsed Process"').replace("</process>", "")
    assert errors(broken) == [("malformed", "")]


RECEIVE = '<receiveTask id="R" name="Ansøgning" instantiate="true"/>'
BY_GATEWAY = (
    '<eventBasedGateway id="G" instantiate="true"/><intermediateCatchEvent id="A" name="Ansøgning"><messageEventDefinition/></intermediateCatchEvent>'
    '<intermediateCatchEvent id="B" name="Brev"><messageEventDefinition/></intermediateCatchEvent>'
    + way("G", "A", "T", "E")
    + way("G", "B", "T")
)


@pytest.mark.parametrize(
    ("drawn", "chosen", "begins"),
    [
        (RECEIVE + TASK + END + way("R", "T", "E"), "Ansøgning", "»Processen« begynder: Ansøgning"),
        (STRAIGHT + RECEIVE + way("R", "T"), "Ansøgning", "»Processen« begynder: Ansøgning"),
        (
            RECEIVE
            + RECEIVE.replace('"R"', '"R2"').replace("Ansøgning", "Brev")
            + TASK
            + END
            + way("R", "T", "E")
            + way("R2", "T"),
            "Brev",
            "»Processen« begynder: Brev",
        ),
        (TASK + END + BY_GATEWAY, "Brev", "»Processen« begynder: Brev"),
        (START + way("S", "T") + TASK + END + BY_GATEWAY, "Brev", "»Processen« begynder: Brev"),
    ],
)
def test_a_message_may_begin_a_process_without_a_start_event(drawn: str, chosen: str, begins: str) -> None:
    drawing = file(process(drawn))
    assert errors(drawing) == []
    assert advice(drawing).isdisjoint({"no-implicit-start", "start-event-required", "fake-join"})
    result = played(drawing, Answers(hvor_begynder=chosen))
    assert (result.ended, texts(result)[0]) == (True, begins)
    assert texts(result).count("Opgaven »Behandl« er udført") == 1


def test_a_trigger_beside_the_processes_is_the_events_own() -> None:
    beside = '<timerEventDefinition id="D"><timeDuration>P2D</timeDuration></timerEventDefinition>'
    event = '<intermediateCatchEvent id="W" name="Vent"><eventDefinitionRef>{}</eventDefinitionRef></intermediateCatchEvent>'
    waits = START + event + END + way("S", "W", "E")
    result = played(file(beside + process(waits.format("D"))))
    assert (result.lines[-1].at - result.lines[0].at).days == 2
    assert errors(file(beside + process(waits.format("X")))) == [("unsupported", "W")]


@pytest.mark.parametrize(
    "part",
    [
        "<dataObjectReference id='D'><categoryValueRef>c</categoryValueRef></dataObjectReference>",
        "<laneSet id='L'><lane id='B'><partitionElement id='p'/></lane></laneSet>",
    ],
)
def test_parts_that_say_nothing_of_the_work_are_not_mentioned(part: str) -> None:
    assert "unsupported" not in advice(file(process(STRAIGHT + part)))


def test_a_part_that_is_not_read_is_told_as_a_part() -> None:
    sends = '<intermediateThrowEvent id="M" name="Send"><messageEventDefinition><operationRef>o</operationRef></messageEventDefinition></intermediateThrowEvent>'
    found = sketch(file(process(START + sends + END + way("S", "M", "E")))).findings
    assert "Hændelsen »Send«: Delen »operationRef« læses ikke her. Slet den." in [each.message for each in found]


@pytest.mark.parametrize("attribute", ["startQuantity", "completionQuantity"])
@pytest.mark.parametrize(("activity", "steps"), [("task", ""), ("subProcess", '<task id="I"/>')])
def test_more_than_one_token_at_an_activity_is_told_of_but_not_seen_in_a_drawing(
    activity: str, steps: str, attribute: str
) -> None:
    inside = f'<{activity} id="T" name="Vurdér" {attribute}="2">{steps}</{activity}>'
    drawing = file(process(START + inside + END + way("S", "T", "E")))
    assert errors(drawing) == []
    assert any(f"({attribute})" in each.message for each in sketch(drawing).findings)


def test_an_empty_time_and_an_empty_condition_are_told_once() -> None:
    starts = '<startEvent id="S" name="Mandag"><timerEventDefinition><timeDate/></timerEventDefinition></startEvent>'
    choice = (
        '<exclusiveGateway id="G" name="Ok?"/>'
        + flow("G", "T", '<conditionExpression language="XPath"/>')
        + flow("G", "E", name="nej")
    )
    found = sketch(file(process(starts + TASK + END + way("S", "G") + way("T", "E") + choice))).findings
    assert [each.rule for each in found if each.element in {"S", "G_T"}] == ["unsupported", "unsupported"]


def test_references_to_nothing_are_not_told_as_missing_ones() -> None:
    tasks = (
        "".join(f'<receiveTask id="R{n}" name="Vent {n}"/>' for n in range(4))
        + '<receiveTask id="R4" name="Klage" messageRef="slettet"/>'
    )
    found = sketch(file(process(START + tasks + END + way("S", "R0", "R1", "R2", "R3", "R4", "E")))).findings
    told = [each.message for each in found if each.rule == "event-reference"]
    assert any("Klage" in message and "som ikke findes i filen" in message for message in told)
