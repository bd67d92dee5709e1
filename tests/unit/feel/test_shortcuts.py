"""The fast closures give what the general ones give, whatever JSON they meet."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import parse
from tests.unit.feel.test_bounds import JSON

NOW = datetime(2016, 8, 1, tzinfo=UTC)
VALUES = JSON | st.sampled_from([5, 5.0, 4.999, "x", "y", 10**40, -5])


@settings(max_examples=400)
@given(
    VALUES,
    VALUES,
    st.sampled_from(["<", "<=", ">", ">=", "="]),
    st.sampled_from(["5", "-5", "4.999", "1e40", "0", '"x"', '""']),
    st.sampled_from(["and", "or"]),
)
def test_both_ways_agree(one: object, other: object, operator: str, literal: str, joint: str) -> None:
    names = {"a": one, "b": {"c": other}}
    fast = f"a {operator} {literal} {joint} b.c {operator} {literal}"
    slow = f"a {operator} [{literal}][1] {joint} b.c {operator} [{literal}][1] {joint} {joint == 'and'}".lower()
    assert parse(fast).evaluate(names, now=NOW) is parse(slow).evaluate(names, now=NOW)


@given(VALUES)
def test_a_name_is_found_through_loops_and_filters(value: object) -> None:
    names = {"a": value, "l": [1]}
    around = parse("for x in l return l[a = 5 or a = null]").evaluate(names, now=NOW)
    direct = parse("a = 5 or a = null").evaluate(names, now=NOW)
    assert around == [[1] if direct is True else []]
