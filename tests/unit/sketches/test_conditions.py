"""What is written on the ways out of a choice counts, where it is plain; whatever else stands there is chosen."""
# ruff: noqa: E501 - an element of a drawing reads best on one line

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.sketches import Question
from tests.unit.sketches.drawn import Answers, Lot, advice, errors, file, flow, played, process, texts, way

START, END = '<startEvent id="S"/>', '<endEvent id="E"/>'
TASKS = '<task id="A" name="A"/><task id="B" name="B"/>'
SEEDS = range(1, 9)


def only_if(text: str, about: str = "") -> str:
    return f"<conditionExpression {about}>{text}</conditionExpression>"


def choice(first: str, second: str, kind: str = "exclusiveGateway", about: str = "", *, more: str = "") -> str:
    """A choice between A and B, the end of each; `first` and `second` stand on the arrows to them."""
    inside = (
        f'{START}<{kind} id="G" name="Valg" {about}/>{TASKS}{END}<endEvent id="F"/>'
        + way("S", "G")
        + flow("G", "A", first)
        + flow("G", "B", second)
        + way("A", "E")
        + way("B", "F")
        + more
    )
    return file(process(inside))


def within_a_block(first: str, second: str) -> str:
    """A choice out of a task, in one branch of a parallel block."""
    inside = (
        START
        + '<parallelGateway id="D"/><task id="T" name="Spørg"/><task id="C" name="C"/><exclusiveGateway id="M"/><parallelGateway id="J"/>'
        + TASKS
        + END
        + way("S", "D", "T")
        + flow("T", "A", first)
        + flow("T", "B", second)
        + way("A", "M", "J", "E")
        + way("B", "M")
        + way("D", "C", "J")
    )
    return file(process(inside))


def round_again(condition: str) -> str:
    """A loop with a way back that this stands on."""
    inside = (
        f'{START}<exclusiveGateway id="M"/><exclusiveGateway id="G" name="Igen?" default="G_E"/><task id="A" name="A"/>{END}'
        + way("S", "M", "A", "G", "E")
        + flow("G", "M", only_if(condition))
    )
    return file(process(inside))


def done(drawing: str, chooser: Lot | Answers) -> set[str]:
    said = texts(played(drawing, chooser))
    return {name for name in ("A", "B") if f"Opgaven »{name}« er udført" in said}


def test_conditions_that_exclude_each_other_are_judged_as_in_a_process() -> None:
    assert errors(within_a_block(only_if('svar = "ja"'), only_if('svar = "nej"'))) == []


@pytest.mark.parametrize("text", ["ja, tak?", "${svar}", ""])
def test_what_is_in_no_language_known_here_may_all_be_chosen(text: str) -> None:
    assert ("deadlock", "J") in errors(within_a_block(only_if(text), only_if("nej!")))


def test_a_way_that_is_never_taken_leads_nowhere() -> None:
    drawing = choice(only_if("= false"), "", about='default="G_B"')
    assert ("unreachable", "A") in errors(drawing)


def test_a_way_back_that_is_always_taken_has_no_end() -> None:
    assert ("end-event", "A") in errors(round_again("true"))
    assert errors(round_again("svar")) == []


@pytest.mark.parametrize("text", ["1 &lt; 'a'", '"ja"', "ukendt(1)", "svar.ja"])
def test_a_condition_that_reads_wrongly_is_only_not_written_yet(text: str) -> None:
    assert errors(choice(only_if(text), "", about='default="G_B"')) == []


def test_a_condition_that_can_be_read_is_still_advised_on() -> None:
    assert "expression-call" in advice(choice(only_if('"ja"'), "", about='default="G_B"'))


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_play_takes_no_way_that_is_plainly_false(kind: str, seed: int) -> None:
    drawing = choice(only_if("false"), only_if("svar"), kind, more=way("B", "A"))
    assert "vejen til opgaven »A«" not in " ".join(texts(played(drawing, Lot(seed))))


@pytest.mark.parametrize("kind", ["exclusiveGateway", "inclusiveGateway"])
def test_the_play_takes_the_way_that_is_plainly_true(kind: str) -> None:
    drawing = choice(only_if("svar"), only_if("true"), kind)
    assert "B" in done(drawing, Answers(hvilken_vej="»B«", tages_vejen="nej"))
    behind = choice(only_if("true"), only_if("svar"), kind, more=way("A", "B"))
    assert "A" in done(behind, Answers(hvilken_vej="»B«", tages_vejen="nej"))


def from_a_task(first: str, second: str) -> str:
    return choice(first, second, "task")


def from_a_gateway(first: str, second: str) -> str:
    return choice(first, second, "inclusiveGateway")


@pytest.mark.parametrize("drawn", [from_a_task, from_a_gateway])
def test_the_play_takes_one_of_two_that_exclude_each_other(drawn: Callable[[str, str], str]) -> None:
    every = Answers(tages_vejen="ja")
    assert done(drawn(only_if("svar"), only_if("not(svar)")), every) == {"A"}
    assert done(drawn(only_if("svar = 1"), only_if("svar = 2")), every) == {"A"}
    assert done(drawn(only_if("svar = 1"), only_if("alder = 2")), every) == {"A", "B"}


@pytest.mark.parametrize("about", ['language="javascript"', 'language="http://www.w3.org/1999/XPath"'])
def test_another_language_is_a_free_choice(about: str) -> None:
    drawing = choice(only_if("false", about), only_if("svar"))
    assert done(drawing, Answers(hvilken_vej="»A«")) == {"A"}


def test_a_way_that_is_always_taken_is_not_asked_about() -> None:
    chooser = Lot()
    assert "A" in done(choice("", only_if("svar"), "task"), chooser)
    assert chooser.asked == ["Opgaven »Valg«: tages vejen til opgaven »B«?"]


class InTurn(Lot):
    """Answers with these numbers, one after the other."""

    def __init__(self, *numbers: int) -> None:
        super().__init__()
        self._numbers = iter(numbers)

    def choose(self, question: Question) -> int:
        super().choose(question)
        return next(self._numbers)


def test_a_task_is_asked_anew_each_time_it_is_done() -> None:
    inside = (
        f'{START}<exclusiveGateway id="M"/><task id="T" name="Spørg"/><task id="A" name="A"/><exclusiveGateway id="G" name="Igen?"/>{END}<endEvent id="F"/>'
        + way("S", "M", "T")
        + flow("T", "A", only_if("svar"))
        + way("T", "G", "E")
        + flow("G", "M", name="ja")
        + way("A", "F")
    )

    in_turn = InTurn(0, 1, 1, 0)  # to A, and again; not to A, and out
    assert texts(played(file(process(inside)), in_turn)).count("Opgaven »A« er udført") == 1
