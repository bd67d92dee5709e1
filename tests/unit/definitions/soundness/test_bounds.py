"""The number of markings visited grows with the drawing, not with the orders its branches may be worked in."""

from __future__ import annotations

import pytest

from engine.definitions.soundness import faults, leaving
from engine.definitions.soundness.building import net_of
from engine.definitions.soundness.conditions import never_both
from engine.definitions.soundness.exploration import MOST_WORK, Budget, Exploration
from engine.definitions.soundness.leaving import leaves
from engine.definitions.soundness.scope import Scope
from engine.definitions.xml import read_xml
from tests.conformance import bpmn
from tests.unit.definitions.soundness.drawn import process


def explored(content: bytes, budget: Budget | None = None) -> Exploration:
    (element,) = read_xml(content, "").iterchildren()
    return Exploration(net_of(Scope(element), {}), budget or Budget())


def pairs(count: int) -> bytes:
    kinds = {f"{letter}{n}": kind for n in range(count) for letter, kind in (("D", "+"), ("A", "user"), ("B", "user"))}
    kinds |= {f"J{n}": "+" for n in range(count)}
    ways = [f"J{n} D{n + 1}" for n in range(count - 1)] + ["S D0", f"J{count - 1} E"]
    ways += [f"D{n} {letter}{n} J{n}" for n in range(count) for letter in "AB"]
    return process(*ways, **kinds)


def abreast(count: int) -> bytes:
    """So many ways at once, each with a choice."""
    kinds = {"D": "+", "J": "+"} | {f"X{n}": "x" for n in range(count)} | {f"M{n}": "x" for n in range(count)}
    ways = ["S D", "J E"] + [f"D X{n} M{n} J" for n in range(count)]
    again = "".join(bpmn.flow(f"X{n}", f"M{n}", id=f"igen{n}") for n in range(count))
    return process(*ways, extra=again, **kinds)


def test_forty_pairs_one_after_the_other_are_proven() -> None:
    twenty, forty = explored(pairs(20)), explored(pairs(40))
    assert forty.whole
    assert len(forty.markings) < 2.2 * len(twenty.markings)


def test_sixty_choices_side_by_side_are_proven() -> None:
    thirty, sixty = explored(abreast(30)), explored(abreast(60))
    assert sixty.whole
    assert len(sixty.markings) < 2.2 * len(thirty.markings)


def test_a_wide_choice_is_looked_at_by_its_ways_and_not_by_their_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def counted(one: str, other: str) -> bool:
        compared.append(one)
        return never_both(one, other)

    monkeypatch.setattr(leaving, "never_both", counted)
    for count in (200, 400):
        compared.clear()
        found, whole = leaves(wide(count), "D")
        assert not whole
        assert {len(leave.flows) for leave in found} == {1, 2}
        assert {flow.target for leave in found for flow in leave.flows} == {f"T{n}" for n in range(count)}
        assert len(compared) < 2 * count


def wide(count: int) -> Scope:
    """An inclusive choice between so many ways, each with its own condition."""
    steps = [bpmn.element("inclusiveGateway", "D")]
    for n in range(count):
        steps += [bpmn.user(f"T{n}"), bpmn.flow("D", f"T{n}", f"svar_{n} = 1")]
    (element,) = read_xml(bpmn.definitions(bpmn.process(*steps)), "").iterchildren()
    return Scope(element)


def test_a_mistake_in_each_of_sixty_blocks_is_told_before_all_that_it_leads_to_is_looked_at() -> None:
    kinds, ways = {}, ["S M0", "J59 E", *(f"J{n} M{n + 1}" for n in range(59))]
    for n in range(60):
        kinds |= {f"D{n}": "+", f"J{n}": "+", f"M{n}": "x", f"X{n}": "x", f"A{n}": "user", f"B{n}": "user"}
        ways += [f"M{n} D{n} A{n} X{n} J{n}", f"D{n} B{n} J{n}", f"X{n} M{n}"]
    content = process(*ways, **kinds)
    assert {fault.kind for fault in faults(content, read_xml(content, ""))} == {"deadlock"}


def test_what_is_left_out_for_want_of_time_is_not_called_proven() -> None:
    found = explored(pairs(40), Budget(left=100))
    assert not found.whole
    assert found.unknown()
    assert Budget().left >= MOST_WORK


@pytest.mark.parametrize("count", [3, 4, 5])
def test_what_is_set_off_so_many_times_and_gathered_as_many_does_not_stand_still(count: int) -> None:
    """Where many tokens stand for more, a run may seem to leave some behind that none leaves."""
    kinds = {"D": "+", "J": "+", "M": "x", "N": "x"} | {f"{side}{n}": "user" for side in "AB" for n in range(count)}
    ways = ["S D", "M J E", "N J"] + [f"D A{n} M" for n in range(count)] + [f"D B{n} N" for n in range(count)]
    content = process(*ways, **kinds)
    told = {fault.kind for fault in faults(content, read_xml(content, ""))}
    assert told == ({"crowd"} if count == 3 else {"crowd", "unproven"})


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ('svar = "ja"', 'svar = "nej"', True),
        ("alder < 18", "alder >= 18", True),
        ("alder = 18", "alder > 18", True),
        ("godkendt", "not(godkendt)", True),
        ("godkendt", "godkendt = false", True),
        ("not(a) or (b)", "a", False),
        ("alder < 18", "alder <= 18", False),
        ('svar = "ja"', 'andet = "nej"', False),
        ("a", "b", False),
    ],
)
def test_conditions_that_plainly_exclude_each_other(one: str, other: str, expected: bool) -> None:  # noqa: FBT001
    assert never_both(one, other) is never_both(other, one) is expected
