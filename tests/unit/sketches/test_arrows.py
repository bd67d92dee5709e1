"""An arrow that joins what it cannot is told of once, by where its ends lie."""

from __future__ import annotations

import pytest

from tests.unit.sketches.drawn import errors, file, flow, process, sketch, way

START, TASK, END = '<startEvent id="S"/>', '<task id="T" name="Opgave"/>', '<endEvent id="E"/>'
INNER = '<startEvent id="S2"/><task id="I" name="Inde"/><endEvent id="E2"/>' + way("S2", "I", "E2")
PART = '<subProcess id="D" name="Del">{}</subProcess>'


def told(inside: str) -> list[str]:
    return [each.message for each in sketch(file(process(inside))).findings if each.rule == "sequence-flow"]


@pytest.mark.parametrize("kind", ["choreographyTask", "subChoreography", "callChoreography"])
def test_what_no_process_does_is_told_of_itself_and_not_of_its_arrows(kind: str) -> None:
    steps = START + f'<{kind} id="X" name="Aftal"/>' + TASK + END + way("S", "X", "T", "E")
    drawing = sketch(file(process(steps)))
    (found,) = (each for each in drawing.findings if each.severity == "error")
    assert (found.rule, found.element) == ("unsupported", "X")
    assert "»Aftal«" in found.message


def test_what_no_process_does_is_only_advised_against_when_no_arrow_leads_there() -> None:
    steps = START + TASK + END + '<choreographyTask id="X" name="Aftal"/>' + way("S", "T", "E")
    assert errors(file(process(steps))) == []


@pytest.mark.parametrize(
    ("outside", "inside", "says"),
    [
        (flow("I", "E"), "", "begynder ved opgaven »Inde«, som ligger inde i delprocessen »Del«"),
        (flow("T", "I"), "", "ender ved opgaven »Inde«, som ligger inde i delprocessen »Del«"),
        ("", flow("I", "E"), "som ligger uden for delprocessen »Del«"),
    ],
)
def test_an_arrow_over_the_border_of_a_sub_process_is_told_what_it_crosses(
    outside: str, inside: str, says: str
) -> None:
    steps = START + TASK + PART.format(INNER + inside) + END + way("S", "T", "D", "E") + outside
    (message,) = told(steps)
    assert says in message
    assert "Ingen pil går over kanten af en delproces" in message
    assert "beskedpil" not in message


def test_an_arrow_kept_beside_the_steps_that_it_joins_is_to_be_drawn_again() -> None:
    inner = INNER.replace(flow("S2", "I"), "")
    steps = START + TASK + PART.format(inner) + END + way("S", "T", "D", "E") + flow("S2", "I")
    (message,) = told(steps)
    assert "forbinder to trin i delprocessen »Del«" in message


def test_a_step_outside_every_process_is_no_reason_to_crash() -> None:
    drawing = file('<task id="X" name="Ude"/>' + process(START + TASK + END + way("S", "T", "E") + flow("T", "X")))
    assert ("sequence-flow", "T_X") in errors(drawing)
