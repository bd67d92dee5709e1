"""What is drawn wrongly is named, worst first; what was never meant to run gets one line."""
# ruff: noqa: E501 - an element of a drawing reads best on one line

from __future__ import annotations

import pytest

from tests.unit.sketches.drawn import advice, errors, file, flow, process, sketch, straight, way

START, TASK, END = '<startEvent id="S"/>', '<task id="T" name="Opgave"/>', '<endEvent id="E"/>'
AND_JOIN = (
    START
    + '<exclusiveGateway id="G"/><task id="A"/><task id="B"/><parallelGateway id="J"/>'
    + END
    + way("S", "G", "A", "J", "E")
    + way("G", "B", "J")
)

MISTAKES = {
    "an arrow that ends in the air": (START + TASK + END + way("S", "T", "E") + flow("T", ""), ("sequence-flow", "T_")),
    "an arrow to nowhere": (START + TASK + END + way("S", "T", "E") + flow("T", "X"), ("sequence-flow", "T_X")),
    "a step that nothing leads to": (
        START + TASK + END + '<task id="A"/>' + way("S", "T", "E") + flow("A", "E"),
        ("unreachable", "A"),
    ),
    "a step without arrows": (START + TASK + END + '<task id="A"/>' + way("S", "T", "E"), ("no-disconnected", "A")),
    "a join that one choice never reaches": (AND_JOIN, ("deadlock", "J")),
    "a task after an event gateway": (
        START + '<eventBasedGateway id="G"/>' + TASK + END + way("S", "G", "T", "E"),
        ("event-based-gateway", "G"),
    ),
    "an event gateway that leads nowhere": (
        START + '<eventBasedGateway id="G"/>' + flow("S", "G"),
        ("event-based-gateway", "G"),
    ),
    "a trigger on a task after an event gateway": (
        START
        + '<eventBasedGateway id="G"/><receiveTask id="T"><timerEventDefinition/></receiveTask><receiveTask id="A"/>'
        + END
        + way("S", "G", "T", "E")
        + way("G", "A", "E"),
        ("single-event-definition", "T"),
    ),
    "an empty event sub-process with arrows": (
        START + '<subProcess id="T" triggeredByEvent="true"/>' + END + way("S", "T", "E"),
        ("unsupported", "T"),
    ),
    "a boundary event in the air": (
        START
        + TASK
        + END
        + '<boundaryEvent id="B"><timerEventDefinition/></boundaryEvent>'
        + way("S", "T", "E")
        + flow("B", "E"),
        ("boundary-host", "B"),
    ),
    "an event that means two things": (
        START
        + '<intermediateCatchEvent id="T"><timerEventDefinition/><messageEventDefinition/></intermediateCatchEvent>'
        + END
        + way("S", "T", "E"),
        ("single-event-definition", "T"),
    ),
    "a complex gateway": (START + '<complexGateway id="T"/>' + END + way("S", "T", "E"), ("no-complex-gateway", "T")),
    "a ring without a way out": (START + TASK + '<task id="A"/>' + way("S", "T", "A", "T"), ("end-event", "A")),
    "nothing to begin with": (TASK + '<task id="A"/>' + way("T", "A", "T"), ("start-event-required", "P")),
    "a link that lands nowhere": (
        START
        + '<intermediateThrowEvent id="T"><linkEventDefinition name="x"/></intermediateThrowEvent>'
        + flow("S", "T"),
        ("link-event", "T"),
    ),
    "two steps with one id": (START + TASK + TASK + END + way("S", "T", "E"), ("duplicate-id", "T")),
}

PICTURES = {
    "a choreography": (
        '<choreography id="C"><choreographyTask id="T" initiatingParticipantRef="A"/></choreography>',
        "koreografi",
    ),
    "a conversation": ('<collaboration id="C"><conversation id="K"/></collaboration>', "samtaleoversigt"),
    "pools with nothing in them": (
        '<collaboration id="C"><participant id="A"/><participant id="B"/><messageFlow id="M" sourceRef="A" targetRef="B"/></collaboration>',
        "kun parter",
    ),
    "a list of boxes": (process('<task id="A"/><task id="B"/><task id="C"/>'), "3 elementer"),
    "an empty process": (process(""), "tomt"),
    "words alone": ('<message id="M" name="Klage"/>', "kun ord, data"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_and_stops(name: str) -> None:
    inside, expected = MISTAKES[name]
    drawing = sketch(file(process(inside)))
    assert expected in errors(file(process(inside)))
    assert not drawing.sound


@pytest.mark.parametrize("name", MISTAKES)
def test_the_worst_comes_first(name: str) -> None:
    severities = [each.severity for each in sketch(file(process(MISTAKES[name][0]))).findings]
    assert severities == sorted(severities, key="advice".__eq__)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_gets_one_clear_line(name: str) -> None:
    inside, says = PICTURES[name]
    (finding,) = sketch(file(inside)).findings
    assert (finding.rule, finding.severity, says in finding.message) == ("not-a-process", "error", True)


def test_an_arrow_into_another_pool_is_told_by_the_names_of_both() -> None:
    other = process('<task id="X" name="Hos naboen"/>', name="Q")
    drawing = sketch(file(process(START + TASK + END + way("S", "T", "E") + flow("T", "X", name="over")) + other))
    (found,) = (each for each in drawing.findings if each.rule == "sequence-flow")
    assert "Pilen »over« ender ved opgaven »Hos naboen«" in found.message
    assert "beskedpil" in found.message


def test_what_is_no_xml_gets_its_line() -> None:
    (finding,) = sketch(b"<definitions>\n<process").findings
    assert (finding.rule, finding.line) == ("malformed", 2)


def test_much_of_one_kind_is_told_together() -> None:
    many = "".join(f'<userTask id="T{number}" name="Nr. {number}"/>' for number in range(20))
    ways = way("S", *(f"T{number}" for number in range(20)), "E")
    found = [each for each in sketch(file(process(START + many + END + ways))).findings if each.rule == "task-form"]
    assert len(found) == 4
    assert "17 steder mere" in found[-1].message
    assert "»Nr. 13«" in found[-1].message


def test_a_nameless_step_is_told_by_its_neighbour() -> None:
    inside = START + TASK + '<exclusiveGateway id="G"/>' + END + way("S", "T", "G", "E")
    (found,) = (each for each in sketch(file(process(inside))).findings if each.rule == "superfluous-gateway")
    assert found.message.startswith("Gatewayen efter »Opgave« ")


def test_steps_that_nothing_leads_to_begin_together_beside_an_event_that_only_may_happen() -> None:
    beside = '<boundaryEvent id="B" attachedToRef="T" cancelActivity="false"><messageEventDefinition/></boundaryEvent>'
    inside = (
        '<task id="A"/><task id="C"/><task id="R"/>' + TASK + beside + way("A", "T") + way("C", "T") + way("B", "R")
    )
    assert "fake-join" in advice(file(process(inside)))


def test_a_sound_drawing_stops_nothing() -> None:
    assert errors(straight()) == []


@pytest.mark.parametrize(("second", "advised"), [("timer", False), ("message", True), ("signal", True)])
def test_a_choice_between_events_is_advised_against_when_they_may_never_happen(second: str, *, advised: bool) -> None:
    events = "".join(
        f'<intermediateCatchEvent id="{name}" name="{name}"><{kind}EventDefinition/></intermediateCatchEvent>'
        for name, kind in (("A", "timer"), ("B", second))
    )
    drawn = (
        START + '<exclusiveGateway id="G" name="Valg"/>' + events + END + way("S", "G", "A", "E") + way("G", "B", "E")
    )
    assert ("event-based-gateway" in advice(file(process(drawn)))) is advised
