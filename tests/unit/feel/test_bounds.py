"""Whatever is written, evaluation ends soon, and with a value or a FeelError."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, from_json, parse, to_json
from tests.unit.feel.cells import matches

pytestmark = pytest.mark.unmeasured(after=0)

NOW = datetime(2016, 8, 1, tzinfo=UTC)
NAMES = {"a": 1, "b": "tekst", "c": [1, 2, {"d": 1.5}], "sag": {"x": None, "dato": "2016-08-01"}}

HOSTILE = [
    "9**9**9**9**9",
    "1e6144 * 10",
    "1e6144 ** 6144",
    "1e9999999",
    "0.0000001 ** 1e6000",
    "exp(1e6000)",
    "string(1e6144)",
    "for i in 1..999999999 return i",
    "for i in 1..99999, j in 1..99999 return i",
    "count(for i in 1..100000 return [i, i])",
    "some i in 1..999999999 satisfies false",
    "for i in 1..100 return for j in 1..100000 return j",
    "{f: function(x) f(x), r: f(1)}.r",
    "{f: function(x) f(f(x)), r: f(1)}.r",
    '{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f("aaaaaaaaaa", 30)}.r',
    "for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]",
    "string(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]])",
    "count(for i in 1..5000 return partial)",
    "flatten(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]])",
    "for i in 1..2000 return [partial]",
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
    'matches("a", "((((((((((a{1,100}){1,100}){1,100}){1,100}))))))")',
    'replace("aaaaaaaa", "a", string join(for i in 1..10000 return "aaaaaaaaaaaaaaaaaaaa"))',
    'for i in 1..100000 return matches("a", string(i) + "[^\\\\w]", "i")',
    'for i in 1..1000 return matches("a", string(i) + "' + "\\\\p{L}" * 200 + '")',
    'split("' + "a" * 5000 + '", "a")',
    "sort(for i in 1..100000 return i, function(x, y) sum(for k in 1..1000 return k) > 0)",
    "distinct values(for i in 1..100000 return i)",
    'arbejdsdage efter(date("2016-01-01"), 1e30)',
    'arbejdsdage efter(date("9999-12-30"), 30)',
    'date("9999-12-31") + duration("P999999999D")',
    'date and time("0001-01-01T00:00:00+14:00") = date and time("0001-01-01T00:00:00Z")',
    'date and time("9999-12-31T23:59:59-14:00") < date and time("0001-01-01T00:00:00+14:00")',
    'duration("P999999999Y") * 999999999',
    'duration("P999999D") * 1e30',
    "date(1e20, 1, 1)",
    "time(1e20, 0, 0)",
    'time("00:00:00@../../etc/passwd")',
    'date and time("2016-01-01T00:00:00@Findes/Ikke")',
    "sag.__class__.__mro__",
    "__import__",
    "a.__class__",
    "(" * 5000 + "1" + ")" * 5000,
    "[" * 5000 + "]" * 5000,
    "-" * 10000 + "1",
    "not(" * 3000 + "true" + ")" * 3000,
    "{a:" * 3000 + "1" + "}" * 3000,
    "if true then " * 2000 + "1",
    "a" + ".a" * 5000,
    "a" + "[1]" * 3000,
    "1" + "+1" * 2400,
    "true" + " and true" * 2000,
    "a " * 4000,
    "x in " * 2000 + "1",
    "for a in [1], " + ", ".join(f"b{i} in [1]" for i in range(900)) + " return 1",
    "/*" * 9000,
    '"' + "\\" * 9999,
    "\x00",
    "\ud800",
    "🐎 = 1",
    "1" * 19000,
    "1" * 30000,
]


def outcome(text: str) -> None:
    with suppress(FeelError):
        to_json(parse(text).evaluate(NAMES, now=NOW))


@pytest.mark.timeout(120)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_ends(text: str) -> None:
    outcome(text)


def test_long_flat_expressions_are_fine() -> None:
    assert to_json(parse("1" + " + 1" * 1500).evaluate({}, now=NOW)) == 1501
    assert to_json(parse("true" + " and true" * 1500).evaluate({}, now=NOW)) is True
    assert to_json(parse("if false then 1 else " * 30 + "2").evaluate({}, now=NOW)) == 2


def test_the_deepest_that_is_allowed_fits_under_pythons_own_limit() -> None:
    failures: list[BaseException] = []

    def run(depth: int) -> None:
        if depth:
            run(depth - 1)  # as deep as a web server and a kernel may already be
            return
        for opening, closing in (("(", ")"), ("[", "]"), ("not(", ")"), ("{a:", "}")):
            try:
                parse(opening * 45 + "true" + closing * 45).evaluate({}, now=NOW)
                parse("{f: function(x) if x = 0 then 0 else f(x - 1), r: f(25)}.r").evaluate({}, now=NOW)
            except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
                failures.append(error)

    assert sys.getrecursionlimit() == 1000
    thread = Thread(target=run, args=(250,))
    thread.start()
    thread.join()
    assert not failures


WORDS = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "sag",
        ".",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "..",
        "1",
        "2",
        "0.5",
        "1e400",
        '"x"',
        '"2016-02-30"',
        '@"P1D"',
        "null",
        "true",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "between",
        "instance",
        "of",
        "function",
        "?",
        "number",
        "date",
        "list",
        "item",
        "string",
        "(",
        "count",
        "(",
        "date",
        "(",
        "sort",
        "(",
        "not",
        "(",
        "matches",
        "(",
        "replace",
        "(",
        "partial",
        "context",
        "put",
        "(",
        "range",
        "<",
        "string",
        ">",
        "//",
        "/*",
        "*/",
    ]
)


@settings(max_examples=600)
@given(st.lists(WORDS, max_size=40))
def test_words_in_any_order_end(words: list[str]) -> None:
    outcome(" ".join(words))


@settings(max_examples=400)
@given(st.text(max_size=200))
def test_any_text_ends(text: str) -> None:
    outcome(text)
    with suppress(FeelError):
        matches(text, 1, NAMES, NOW)


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operator = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in"])
    function = st.sampled_from(
        [
            "string length",
            "count",
            "sum",
            "date",
            "date and time",
            "duration",
            "number",
            "string",
            "not",
            "abs",
            "sort",
            "flatten",
            "floor",
            "upper case",
            "min",
            "mean",
            "is defined",
            "naeste arbejdsdag",
            "day of week",
            "get entries",
            "reverse",
            "time",
            "sqrt",
            "exp",
            "mode",
            "abs",
            "sum",
            "week of year",
            "last day of month",
            "date and time",
            "get entries",
            "context",
            "median",
            "stddev",
        ]
    )
    two = st.sampled_from(
        [
            "append",
            "concatenate",
            "list contains",
            "index of",
            "matches",
            "split",
            "modulo",
            "arbejdsdage efter",
            "before",
            "meets",
            "includes",
            "string join",
            "decimal",
            "round up",
            "remove",
            "context put",
            "years and months duration",
            "substring",
            "get value",
            "is",
            "date and time",
            "overlaps",
            "includes",
            "coincides",
            "time",
            "union",
            "sublist",
            "list replace",
        ]
    )
    return st.one_of(
        st.builds("({} {} {})".format, inner, operator, inner),
        st.builds("{}({})".format, function, inner),
        st.builds("{}({}, {})".format, two, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{a: {}, b: {}}}".format, inner, inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds(
            "({}).{}".format,
            inner,
            st.sampled_from(["a", "year", "days", "start", "time offset", "weekday", "hour", "timezone"]),
        ),
        st.builds("(if {} then {} else {})".format, inner, inner, inner),
        st.builds("(for x in {} return {})".format, inner, inner),
        st.builds("(some x in {} satisfies {})".format, inner, inner),
        st.builds("(function(x) {})({})".format, inner, inner),
        st.builds("[{}..{}]".format, inner, inner),
        st.builds("(-{})".format, inner),
    )


EXPRESSIONS = st.recursive(
    st.sampled_from(
        [
            *("1", "-2.5", "1e6000", "0", '"x"', '""', '"2016-02-29"', "true", "null", "a", "b", "c", "sag", "x", "[]"),
            *('@"2016-01-31"', '@"P1M"', '@"PT36H"', '@"2016-03-27T02:30:00@Europe/Copenhagen"', '@"12:00:00Z"', "{}"),
            *('@"99999-12-31"', '@"PT0.000000001S"', '@"-0001-02-28T00:00:00.123456789@Europe/Copenhagen"', '"(a)b"'),
            *('@"10:00:00.1234567Z"', "(= 10)", "(< 5)", "(!= 1)", '@"-P999999999Y"', '@"P999999999DT23H"', '"\\\\1["'),
            *("now()", "today()", '@"9999-12-31"', '@"0001-01-01T00:00:00+14:00"', '"P4M"', "function(x, y) x < y"),
        ]
    ),
    _combined,
    max_leaves=12,
)


@settings(max_examples=1500, deadline=None)
@given(EXPRESSIONS)
def test_any_well_formed_expression_ends(text: str) -> None:
    outcome(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


@given(JSON)
def test_json_survives_feel(value: object) -> None:
    assert json.dumps(to_json(from_json(value))) == json.dumps(_whole(value))
    assert json.dumps(to_json(parse("v").evaluate({"v": value}, now=NOW))) == json.dumps(_whole(value))


def _whole(value: object) -> object:
    """FEEL has one kind of number, so a float without a fraction comes back as an int."""
    if isinstance(value, float) and value == int(value):
        return int(Decimal(repr(value)))
    if isinstance(value, list):
        return [_whole(part) for part in value]
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    return value


def test_what_json_cannot_hold_is_said() -> None:
    for text in ("[1..2]", "function(x) x", "1e6000"):
        with pytest.raises(FeelError):
            to_json(parse(text).evaluate({}, now=NOW))
    assert to_json(parse("a").evaluate({"a": float("nan")}, now=NOW)) is None
