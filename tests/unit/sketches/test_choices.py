"""Where a way is chosen by conditions: what happens when none is true, and which default can never be taken."""

from __future__ import annotations

import pytest

from tests.unit.sketches.drawn import advice, errors, file, flow, process, sketch, way

START, END, OTHER = '<startEvent id="S"/>', '<endEvent id="E" name="Slut"/>', '<endEvent id="F" name="Andet"/>'
IF = "<conditionExpression>i &gt; 1</conditionExpression>"
ALWAYS = "<conditionExpression>= true</conditionExpression>"
TASK, CHOICE = '<task id="T" name="Opgave"/>', '<exclusiveGateway id="T" name="Vej?"/>'


def told(steps: str, rule: str = "gateway-default") -> list[tuple[str, str]]:
    """Element and message of what a rule finds."""
    drawing = file(process(START + END + OTHER + way("S", "T") + steps))
    return [(each.element, each.message) for each in sketch(drawing).findings if each.rule == rule]


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (TASK + flow("T", "E", IF), "Opgaven »Opgave« har kun én vej ud, og den har en betingelse"),
        (CHOICE + flow("T", "E", IF), "Gatewayen »Vej?« har kun én vej ud, og den har en betingelse"),
        (TASK + flow("T", "E", IF) + flow("T", "F", IF), "Opgaven »Opgave« har ingen standardpil"),
        (
            '<subProcess id="T" name="Del"/>' + flow("T", "E", IF) + flow("T", "F", IF),
            "Delprocessen »Del« har ingen standardpil",
        ),
    ],
)
def test_conditions_that_may_all_be_false_are_told_of(steps: str, says: str) -> None:
    ((element, message),) = told(steps)
    assert element == "T"
    assert says in message
    assert told(steps, "superfluous-gateway") == []


@pytest.mark.parametrize(
    "steps",
    [
        TASK + flow("T", "E"),
        TASK + flow("T", "E", IF) + flow("T", "F"),
        TASK + flow("T", "E", IF) + flow("T", "F", ALWAYS),
        TASK.replace("/>", ' default="T_F"/>') + flow("T", "E", IF) + flow("T", "F"),
        CHOICE + flow("T", "E"),
    ],
)
def test_where_a_way_is_always_open_nothing_is_said(steps: str) -> None:
    assert told(steps) == []


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (
            TASK.replace("/>", ' default="X"/>') + flow("T", "E", IF),
            "Opgaven »Opgave« har som standardpil »X«, som ikke findes",
        ),
        (
            CHOICE.replace("/>", ' default="X"/>') + flow("T", "E"),
            "Gatewayen »Vej?« har som standardpil »X«, som ikke findes",
        ),
        (TASK.replace("/>", ' default="S_T"/>') + flow("T", "E"), "til »Opgave«, som ikke går ud fra den"),
        (
            '<parallelGateway id="T" name="Del" default="T_E"/>' + flow("T", "E") + flow("T", "F"),
            "ingen vej vælges efter en betingelse her",
        ),
        (
            '<intermediateThrowEvent id="T" name="Nu" default="T_E"/>' + flow("T", "E"),
            "ingen vej vælges efter en betingelse her",
        ),
    ],
)
def test_a_default_that_means_nothing_is_told_of(steps: str, says: str) -> None:
    ((element, message),) = told(steps)
    assert element == "T"
    assert says in message


@pytest.mark.parametrize(
    ("node", "other"),
    [
        ('<task id="T" name="Opgave" default="T_F"/>', ""),
        ('<task id="T" name="Opgave" default="T_F"/>', ALWAYS),
        ('<exclusiveGateway id="T" name="Vej?" default="T_F"/>', ALWAYS),
    ],
)
def test_a_default_beside_what_is_always_taken_is_told_of_once(node: str, other: str) -> None:
    steps = node + flow("T", "E", other) + flow("T", "F")
    ((element, message),) = told(steps)
    assert element == "T_F"
    assert "bliver aldrig taget, for pilen fra" in message
    assert "til »Slut« tages altid" in message
    assert told(steps, "conditional-flows") == []


def test_a_default_beside_a_condition_may_be_taken() -> None:
    assert told('<exclusiveGateway id="T" default="T_F"/>' + flow("T", "E", IF) + flow("T", "F")) == []


def test_an_arrow_that_is_always_taken_is_told_by_its_ends_once() -> None:
    steps = TASK + flow("T", "E", IF) + flow("T", "F")
    ((_, message),) = told(steps, "conditional-flows")
    assert message.startswith("Pilen fra »Opgave« til »Andet« tages altid")
    named = TASK + flow("T", "E", IF) + flow("T", "F", name="nej")
    ((_, message),) = told(named, "conditional-flows")
    assert message.startswith("Pilen »nej« ud af opgaven »Opgave« tages altid")


def test_a_call_to_what_only_a_message_begins_stops() -> None:
    called = '<startEvent id="S2">{}</startEvent><task id="T2" name="Svar"/><endEvent id="E2"/>' + way("S2", "T2", "E2")
    calls = process(START + '<callActivity id="T" name="Kald" calledElement="Q"/>' + END + way("S", "T", "E"))
    drawing = file(calls + process(called.format("<messageEventDefinition/>"), name="Q"))
    assert errors(drawing) == [("called-process", "T")]
    plain = file(calls + process(called.format(""), name="Q"))
    assert "called-process" not in {rule for rule, _ in errors(plain)} | advice(plain)
