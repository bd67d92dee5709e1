"""Gaps, overlaps, dead rules and dead values: each with an input that shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import feel
from engine.definitions.dmn import Unproved, Verification, read_models
from engine.definitions.dmn.table import Table
from engine.feel.environment import INPUT

NOW = datetime(2026, 2, 2, tzinfo=UTC)


def table(
    rules: list[list[str]], policy: str = "UNIQUE", *, inputs: int = 1, allowed: str = "", values: str = ""
) -> Table:
    """A table over `x0`, `x1` …; each rule is its input cells and one output cell."""
    some = f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else ""
    columns = "".join(
        f"<input><inputExpression><text>x{n}</text></inputExpression>{some if n == 0 else ''}</input>"
        for n in range(inputs)
    )
    out = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    rows = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in rule[:inputs])
        + f"<outputEntry><text>{escape(rule[inputs])}</text></outputEntry></rule>"
        for rule in rules
    )
    content = (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="n">'
        f'<decision id="d" name="d"><decisionTable id="t" hitPolicy="{policy}">{columns}<output name="o">{out}</output>'
        f"{rows}</decisionTable></decision></definitions>"
    )
    models, findings = read_models({"d.dmn": content.encode()})
    assert findings == []
    return models[0].tables[0].table


@pytest.mark.parametrize(
    ("cells", "example"),
    [
        (["< 6", ">= 18"], "x0 = 6"),
        (["<= 6", "> 6"], None),
        (["< 6", "> 6"], "x0 = 6"),
        (["[1..5]", "(5..9]"], "x0 = 0"),
        (["true"], "x0 = false"),
        (["true", "false"], None),
        (['"pige"', '"dreng"'], 'x0 = "en anden tekst"'),
        (['"pige"', 'not("pige")'], None),
        (["null", "not(null)"], None),
        (["null", "1"], "x0 = 0"),
        (['< date("2026-01-01")', '> date("2026-01-01")'], "x0 = 2026-01-01"),
        (['< date("2026-01-01")', '>= date("2026-01-01")'], None),
        (['< date("2026-01-01")', '> date("2025-12-31")'], None),
        (['<= @"P4M"', '> @"P4M"'], None),
        (['< @"P4M"', '>= @"P5M"'], "x0 = P4M"),
        (['< @"PT4H"', '>= @"PT5H"'], "x0 = PT4H"),
        (['< @"10:00:00"', '>= @"11:00:00"'], "x0 = 10:00:00"),
        (["-"], None),
    ],
)
def test_a_gap_has_its_example(cells: list[str], example: str | None) -> None:
    assert Verification(table([[cell, "1"] for cell in cells])).gap() == example


def test_only_allowed_values_can_be_missing() -> None:
    rules = [['"pige"', "1"], ['"dreng"', "2"]]
    assert Verification(table(rules, allowed='"pige", "dreng"')).gap() is None
    assert Verification(table(rules[:1], allowed='"pige", "dreng"')).gap() == 'x0 = "dreng"'


def test_a_gap_across_columns() -> None:
    rules = [["< 6", "true", "1"], [">= 6", "-", "2"]]
    assert Verification(table(rules, inputs=2)).gap() == "x0 = 5, x1 = false"


def test_an_overlap_has_its_rules_and_its_example() -> None:
    rules = [["< 10", "-", "1"], ["> 5", "true", "2"], ["> 20", "false", "3"]]
    ((earlier, later, example),) = Verification(table(rules, inputs=2)).overlaps()
    assert (earlier.number, later.number, example) == (1, 2, "x0 = 6, x1 = true")


def test_dead_rules() -> None:
    rules = [["< 10", "1"], ["[3..5]", "2"], [">= 10", "3"], ["11", "4"]]
    assert [(rule.number, masked) for rule, masked in Verification(table(rules, "FIRST")).dead_rules()] == [
        (2, True),
        (4, True),
    ]
    assert list(Verification(table(rules, "COLLECT")).dead_rules()) == []
    impossible = table([["> 6", "1"], ["> 7", "2"]], allowed="< 6")
    assert [(rule.number, masked) for rule, masked in Verification(impossible).dead_rules()] == [(1, False), (2, False)]


def test_dead_outputs() -> None:
    found = table([["1", '"ja"'], ["2", '"nej"']], values='"ja", "nej", "måske"')
    assert list(Verification(found).dead_outputs()) == [("o", '"måske"')]
    calculated = table([["1", "x0"]], values='"ja"')
    assert list(Verification(calculated).dead_outputs()) == []


@pytest.mark.parametrize("cell", ["> x1", "? > 5 and ? < 9", 'starts with(?, "a")', '< "b"', '<= @"P4M", 5'])
def test_what_cannot_be_looked_through_is_not_judged(cell: str) -> None:
    verification = Verification(table([[cell, "1"], ["5", "2"]]))
    if cell.endswith("5"):  # values of two kinds are no trouble
        assert verification.gap() is not None
        return
    with pytest.raises(Unproved):
        verification.gap()


def test_a_table_beyond_the_bound_is_unproved_and_quick() -> None:
    cells = [[*(f"{(n * 7 + c * 13) % 97}" for c in range(8)), "1"] for n in range(700)]
    with pytest.raises(Unproved):
        list(Verification(table(cells, inputs=8)).overlaps())


CELLS = st.sampled_from(["-", "1", "2", "< 2", "<= 2", "> 1", ">= 3", "[1..2]", "(1..3)", "not(2)", "1, 3"])


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_it_agrees_with_trying_every_value(cells: list[tuple[str, str]]) -> None:
    found = table([[*pair, "1"] for pair in cells], inputs=2)
    values = [Decimal(n) / 2 for n in range(-2, 10)]

    def passing(one: Decimal, other: Decimal) -> list[int]:
        env = feel.scope({}, NOW)
        return [
            rule.number
            for rule in found.rules
            if all(test.passes(v, env.inner({INPUT: v})) for test, v in zip(rule.tests, (one, other), strict=True))
        ]

    answers = {pair: passing(*pair) for pair in product(values, values)}
    verification = Verification(found)
    assert (verification.gap() is not None) == any(not numbers for numbers in answers.values())
    overlapping = {(a.number, b.number) for a, b, _ in verification.overlaps()}
    assert overlapping == {(a, b) for numbers in answers.values() for a in numbers for b in numbers if a < b}
