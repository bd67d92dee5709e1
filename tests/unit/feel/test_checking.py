"""What is seen to be wrong before anything runs, and what may not be called wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, FeelSyntaxError, parse, parse_unary_tests
from tests.unit.feel.test_bounds import EXPRESSIONS
from tests.unit.feel.test_explaining import NOW


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ('substring("a")', 10, "`substring` skal have 2 eller 3 argumenter, men får 1."),
        ("substring(1, 2)", 10, "får et tal som 1. argument (»string«), men skal have en tekst"),
        ('string length(sting: "a")', 14, "har intet argument, der hedder »sting«"),
        ('upper case(["a", "b"])', 11, "får en liste som 1. argument"),
        ("liste.size()", 11, "Skriv `count(…)`"),
        ('navn.contains("x")', 14, "contains(tekst, del)"),
        ("navn.length", 5, "string length(…)"),
        ("a = True", 5, "Skriv `true`"),
        (
            'today() > "2016-01-01"',
            9,
            "en dato og en tekst kan ikke sammenlignes: svaret er altid null. Skriv `date(…)`",
        ),
        ("today() = now()", 9, "Skriv `date(…)` om tidspunktet."),
        ("[1] < [2]", 5, "`<` kan ikke bruges på en liste."),
        ('5 between 1 and "a"', 3, "et tal og en tekst"),
        ('"alder: " + 5', 11, "Gør tallet til tekst med `string(…)`."),
        ("today() + 14", 9, "en dato og et tal"),
        ('if "ja" then 1 else 2', 1, "`if` skal have en betingelse, men får en tekst."),
        ('a and "b"', 3, "`and` skal have en betingelse"),
    ],
)
def test_what_is_wrong(text: str, column: int, says: str) -> None:
    remarks = parse(text).check()
    assert [(line, at) for line, at, _ in remarks] == [(1, column)]
    assert says in remarks[0][2]


@pytest.mark.parametrize(
    "text",
    [
        *('upper case(["a"])', 'upper case(append([], "a"))', "sum(1, 2, 3)", "max(liste)", "null != x", "1 + null"),
        *('duration("P1D") + today()', "today() - duration(frist)", "x.laengde", '{length: 1}["length"]', "f(x)"),
        *('date("2016-01-01") - today()', "not(a)", "a and not(b)", 'x = "a" and count(y) > 2', "round up(1, 5)"),
        *("years and months duration(a, b).years >= 18", "if a then 1 else 2"),
        *("is(1, null)", "append(liste, 1, null)", "string(null)", "[1, 2].x", "sort(a, function(x, y) x < y)"),
    ],
)
def test_what_may_well_be_right(text: str) -> None:
    assert parse(text).check() == []


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("a &lt; b", 3, "`&lt;` er `<`, som er kodet to gange. Skriv `<`."),
        ("a &amp;&amp; b", 3, "Skriv `and`."),
        ('"a" & "b"', 5, "Skriv `+`"),
        ("a <> b", 3, "Skriv `!=`."),
        ("a => b", 3, "Skriv `>=`."),
        ("a AND b", 3, "Skriv `and`."),
        ("a eller b", 3, "Skriv `or`."),
        ("a eq 1", 3, "Skriv `=`."),
        ("not a", 5, "`not(…)`"),
        ("ikke a", 6, "`not(…)`"),
        ("date('2016-01-01')", 6, "dobbelte anførselstegn"),
    ],
)
def test_habits_of_other_languages_get_feels_own(text: str, column: int, hint: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    assert (caught.value.line, caught.value.column) == (1, column)
    assert hint in caught.value.finding


def test_functions_that_nobody_wrote() -> None:
    expression = parse("{egen: function(x) x, y: egen(1)}.y + \nsubstrng(a) + f(b) + count(c)")
    assert expression.called() == {"substrng": (2, 1), "f": (2, 15)}


def test_cells_are_checked_too() -> None:
    assert parse_unary_tests('< 5, "a"').check() == []
    assert "`date`" in parse_unary_tests("date(1, 2)").check()[0][2]


@settings(max_examples=500, deadline=None)
@given(EXPRESSIONS, EXPRESSIONS, st.sampled_from(["<", "+", "-", "*", "/"]))
def test_what_is_called_wrong_is_null(left: str, right: str, operator: str) -> None:
    """Of the outermost operator alone: what stands around a null may still make something of it."""
    text = f"({left}) {operator} ({right})"
    try:
        wrong = any(column == len(left) + 4 for _, column, _ in parse(text).check())
        value = parse(text).evaluate({"a": 1, "b": "tekst", "c": [1, None], "sag": {"x": None}}, now=NOW)
    except FeelError:
        return
    assert not wrong or value is None
