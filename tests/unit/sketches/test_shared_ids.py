"""An id that something else has too takes nothing away from what is drawn, and is told once."""
# ruff: noqa: E501 - an element of a drawing reads best on one line

from __future__ import annotations

import pytest

from tests.unit.sketches.drawn import file, flow, played, process, sketch, straight, texts, way

DI = 'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
LANE = '<laneSet id="L"><lane id="T" name="Leder"><flowNodeRef>T</flowNodeRef></lane></laneSet>'
POOL = '<collaboration id="C"><participant id="P" name="Kommune" processRef="P"/><participant id="Ude" name="Borger"/>{}</collaboration>'
SVAR = '<intermediateCatchEvent id="T" name="Svar"><messageEventDefinition messageRef="T"/></intermediateCatchEvent>'

SHARED = {
    "the file and a step": (
        straight(about='id="T"'),
        "Opgaven »Skriv svar« og filen selv (definitions) har begge id'et »T«",
    ),
    "a message before its event": (
        straight(SVAR, around='<message id="T" name="Svar"/>'),
        "Hændelsen »Svar« og beskeden i linje 3 har begge id'et »T«",
    ),
    "a message after its event": (
        straight(SVAR).replace("</definitions>", '<message id="T" name="Svar"/></definitions>'),
        "Hændelsen »Svar« og beskeden i linje",
    ),
    "a lane and a step": (
        straight().replace('<startEvent id="S"/>', f'{LANE}<startEvent id="S"/>'),
        "Opgaven »Skriv svar« og banen »Leder« har begge id'et »T«",
    ),
    "a pool and its process": (
        straight(around=POOL.format("")),
        "Processen »Kommune« og puljen »Kommune« har begge id'et »P«",
    ),
    "a step and an arrow": (
        file(
            process(
                '<startEvent id="S"/><exclusiveGateway id="G" default="T" name="Valg"/><task id="T" name="Skriv svar"/><endEvent id="E"/>'
                + way("S", "G", "T", "E")
                + flow("G", "E").replace("G_E", "T")
            )
        ),
        "Opgaven »Skriv svar« og pilen fra »Valg« har begge id'et »T«",
    ),
    "two messages": (
        straight(around='<message id="M" name="a"/><message id="M" name="b"/>'),
        "Beskeden i linje 3 og beskeden i linje 3 har begge id'et »M«",
    ),
}


@pytest.mark.parametrize("name", SHARED)
def test_an_id_that_something_undrawn_has_too_is_advice_and_told_once(name: str) -> None:
    drawing, says = SHARED[name]
    found = sketch(drawing).findings
    (told,) = (each for each in found if each.rule == "duplicate-id")
    assert (told.severity, told.message[: len(says)]) == ("advice", says)
    assert told.message.endswith("Giv den ene et andet id, før tegningen udrulles.")
    assert [each for each in found if each.severity == "error"] == []


@pytest.mark.parametrize("name", SHARED)
def test_such_a_drawing_is_played_to_its_end(name: str) -> None:
    result = played(SHARED[name][0])
    assert (result.ended, result.problems) == (True, [])


def test_what_means_the_undrawn_one_follows_it() -> None:
    talk = '<messageFlow id="m" sourceRef="Ude" targetRef="P"/>'
    root = sketch(straight(SVAR, around=POOL.format(talk) + '<message id="T" name="Svar"/>')).root
    assert root is not None
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    (message_ref,) = root.xpath("//@messageRef")
    (message_to,) = root.xpath("//*[local-name() = 'messageFlow']/@targetRef")
    assert by_id[message_ref].get("name") == "Svar"
    assert message_ref != "T"
    assert by_id[message_to].get("name") == "Kommune"
    assert root.xpath("//*[local-name() = 'participant']/@processRef") == ["P"]
    assert root.xpath("//*[local-name() = 'sequenceFlow']/@targetRef") == ["T", "E"]


def test_the_shape_of_a_lane_follows_it() -> None:
    shapes = (
        '<di:BPMNDiagram><di:BPMNPlane bpmnElement="P">'
        '<di:BPMNShape bpmnElement="T" isHorizontal="true"><dc:Bounds x="0" y="0" width="900" height="200"/></di:BPMNShape>'
        '<di:BPMNShape bpmnElement="T"><dc:Bounds x="200" y="60" width="100" height="80"/></di:BPMNShape>'
        "</di:BPMNPlane></di:BPMNDiagram></definitions>"
    )
    drawing = SHARED["a lane and a step"][0].replace("<definitions ", f"<definitions {DI} ")
    root = sketch(drawing.replace("</definitions>", shapes)).root
    assert root is not None
    lane, task = root.xpath("//*[local-name() = 'BPMNShape']/@bpmnElement")
    assert (root.xpath("//*[local-name() = 'lane']/@id"), task) == ([lane], "T")


def test_two_steps_with_one_id_are_told_and_nothing_that_comes_of_it() -> None:
    twice = straight('<task id="T" name="Skriv svar"/><task id="T" name="Send svar"/>' + way("T", "X"))
    (told,) = sketch(twice).findings
    assert (told.rule, told.element, told.severity) == ("duplicate-id", "T", "error")
    assert told.message.endswith("Resten af tegningen bliver tjekket bagefter.")


def test_two_arrows_with_one_id_hide_nothing_else() -> None:
    twice = straight().replace('id="T_E"', 'id="S_T"').replace("</process>", '<task id="X" name="Løs"/></process>')
    rules = {each.rule for each in sketch(twice).findings if each.severity == "error"}
    assert rules == {"duplicate-id", "no-disconnected"}


def test_a_message_that_is_waited_for_is_told_by_its_name() -> None:
    assert "Hændelsen »Svar«: beskeden antages at komme" in texts(played(SHARED["a message before its event"][0]))


def test_an_element_of_no_namespace_is_no_second_step() -> None:
    foreign = '<task xmlns="" id="T" name="Fremmed"/>'
    drawing = sketch(straight().replace("</process>", foreign + "</process>"))
    assert (drawing.sound, "duplicate-id" in {each.rule for each in drawing.findings}) == (True, False)
