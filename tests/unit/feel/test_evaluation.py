"""What expressions come out as, by the standard (DMN 1.5, chapter 10)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.feel import FeelError, parse, to_json
from engine.model import Json

NOW = datetime(2016, 8, 1, 22, 30, tzinfo=UTC)  # half past midnight on the 2nd in Denmark
NAMES: dict[str, Json] = {
    "sag": {
        "barn": {"navn": "Bo", "foedselsdato": "2010-02-28", "alder": 6},
        "tilsyn": [{"nr": 1, "udfald": "fortsæt"}, {"nr": 2, "udfald": "ophør"}],
        "beloeb": 1.1,
        "første dag": "2016-08-01",
    },
    "tal": [3, 1, 2],
    "tom": None,
}


def value(text: str) -> Json:
    return to_json(parse(text).evaluate(NAMES, now=NOW))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Numbers are decimals
        ("1 + 2 * 3", 7),
        ("0.1 + 0.2 = 0.3", True),
        ("sag.beloeb * 3 = 3.3", True),
        ("-5 ** 2", 25),
        ("2 ** 3 ** 2", 64),
        ("10 / 4", 2.5),
        ("1 / 0", None),
        ("10 - 2 - 3", 5),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000),
        # Null and three values
        ("tom + 1", None),
        ("ukendt.sti.her", None),
        ("true and null", None),
        ("false and null", False),
        ("true or null", True),
        ("false or null", None),
        ("not(null)", None),
        ('1 = "1"', None),
        ("null = null", True),
        ("tom = 1", False),
        ("tom != 1", True),
        ('1 < "2"', None),
        ("if null then 1 else 2", 2),
        ('"a" + 1', None),
        # Paths, filters, projections
        ("sag.barn.navn", "Bo"),
        ("sag.tilsyn.udfald", ["fortsæt", "ophør"]),
        ('sag.tilsyn[udfald = "ophør"].nr', [2]),
        ("sag.tilsyn[item.nr > 1][1].udfald", "ophør"),
        ("tal[1]", 3),
        ("tal[-1]", 2),
        ("tal[4]", None),
        ("tal[item >= 2]", [3, 2]),
        ("tom[item > 1]", []),
        ("5[1]", 5),
        # Control
        ("for i in 1..3 return i * i", [1, 4, 9]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in [1, 2], j in [10, 20] return i + j", [11, 21, 12, 22]),
        ("for i in 1..5 return if i = 1 then 1 else partial[-1] * i", [1, 2, 6, 24, 120]),
        ('for d in @"2016-08-01"..@"2016-08-03" return d', ["2016-08-01", "2016-08-02", "2016-08-03"]),
        ("some x in tal satisfies x > 2", True),
        ("every x in tal satisfies x > 2", False),
        ("some x in [] satisfies x", False),
        ("every x in [true, null] satisfies x", None),
        ("2 between 1 and 3 and true", True),
        ("null between 1 and 3", None),
        ("2 in [1..3)", True),
        ("3 in [1..3)", False),
        ("3 in [1..3[", False),
        ("1 in ]1..3]", False),
        ("[3..1]", None),
        ("5 in (1, 2, > 4)", True),
        ("2 in tal", True),
        ("(1 in (2, 3)) = false", True),
        # Contexts and functions
        ('{fulde navn: "x", hilsen: "hej " + fulde navn}.hilsen', "hej x"),
        ("{a: {b: 1}}.a.b", 1),
        ("(function(a, b) a * b)(3, 4)", 12),
        ("{fak: function(n) if n < 2 then 1 else n * fak(n - 1), r: fak(5)}.r", 120),
        ('substring(string: "abcdef", start position: 3, length: 2)', "cd"),
        ("sort(tal, function(x, y) x < y)", [1, 2, 3]),
        ("1 instance of number", True),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ('@"P1D" instance of days and time duration', True),
        ("null instance of Any", False),
        # Dates
        ('date("2016-10-31") + duration("P4M")', "2017-02-28"),
        ('date("2016-03-01") - date("2016-02-01")', "P29D"),
        ('date("2016-01-31") - duration("P1M")', "2015-12-31"),
        ('duration("P1D") * 14', "P14D"),
        ('duration("P1Y") / duration("P1M")', 12),
        ("years and months duration(date(sag.barn.foedselsdato), today()).years", 6),
        ("today()", "2016-08-02"),
        ("now()", "2016-08-02T00:30:00+02:00"),
        ('date("2016-02-30")', None),
        ('date("2016-08-01").weekday', 1),
        ('date and time("2016-08-01T10:00:00").hour', 10),
        ('date and time("2016-08-01T10:00:00Z") = date and time("2016-08-01T12:00:00+02:00")', True),
        ('time("23:00:00") + duration("PT2H")', "01:00:00"),
        ('duration("-PT90M")', "-PT1H30M"),
        ('duration("P13M")', "P1Y1M"),
        ('duration("P1Y1D")', None),
        ('day of week(date("2016-08-01"))', "Monday"),
        ('week of year(date("2016-01-01"))', 53),
        ('month of year(date("2016-08-01"))', "August"),
        ('day of year(date("2016-12-31"))', 366),
        # Signs
        ('"a" // bemærkning\n + "b"', "ab"),
        ("1 /* to */ + 2", 3),
        ('"\\u00e6\\n\\"\\\\"', 'æ\n"\\'),
        ("= 1 + 1", 2),
    ],
)
def test_value(text: str, expected: Json) -> None:
    assert value(text) == expected
    assert type(value(text)) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('string length("æøå")', 3),
        ('substring("foobar", -2)', "ar"),
        ('upper case("æ")', "Æ"),
        ('substring before("a-b", "-")', "a"),
        ('substring after("a-b", "-")', "b"),
        ('contains("abc", "b")', True),
        ('starts with("abc", "a")', True),
        ('ends with("abc", "a")', False),
        ('matches("sag-12", "^sag-[0-9]+$")', True),
        ('matches("ABC", "b", "i")', True),
        ('matches("a", "(")', None),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
        ('split("a;b;c", ";")', ["a", "b", "c"]),
        ('string join(["a", null, "b"], "-")', "a-b"),
        ("string(1.50)", "1.5"),
        ('string([1, "a", null])', '[1, "a", null]'),
        ('number("1.000,5", ".", ",")', 1000.5),
        ('number("x")', None),
        ("count(tal)", 3),
        ("sum(tal)", 6),
        ("sum(1, 2)", 3),
        ("sum([])", None),
        ("min(tal)", 1),
        ("max(tal)", 3),
        ("mean(tal)", 2),
        ("median(tal)", 2),
        ("all([true, false])", False),
        ("any([null, true])", True),
        ("append(tal, 4, [5])", [3, 1, 2, 4, [5]]),
        ("concatenate(tal, [4])", [3, 1, 2, 4]),
        ("insert before(tal, 1, 0)", [0, 3, 1, 2]),
        ("remove(tal, 2)", [3, 2]),
        ("reverse(tal)", [2, 1, 3]),
        ("index of([1, 2, 1], 1)", [1, 3]),
        ("union(tal, [3, 4])", [3, 1, 2, 4]),
        ("distinct values([1, 1, 2])", [1, 2]),
        ("flatten([[1, [2]], 3])", [1, 2, 3]),
        ("sublist(tal, 2, 1)", [1]),
        ("list contains(tal, 3)", True),
        ("list contains([null], null)", True),
        ("product([2, 3])", 6),
        ("mode([1, 2, 2])", [2]),
        ("floor(-1.5)", -2),
        ("ceiling(1.2)", 2),
        ("decimal(2.5, 0)", 2),
        ("round half up(2.5, 0)", 3),
        ("round half down(2.5, 0)", 2),
        ("round up(1.01, 1)", 1.1),
        ("round down(1.09, 1)", 1),
        ("modulo(-12, 5)", 3),
        ("abs(-1)", 1),
        ("odd(3)", True),
        ("even(3)", False),
        ("sqrt(16)", 4),
        ("sqrt(-1)", None),
        ('get value({a: 1}, "a")', 1),
        ("get entries({a: 1})", [{"key": "a", "value": 1}]),
        ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
        ('context put({a: {b: 1}}, ["a", "b"], 2)', {"a": {"b": 2}}),
        ("context merge([{a: 1}, {b: 2}])", {"a": 1, "b": 2}),
        ("is defined(sag.barn)", True),
        ("is defined(sag.mor)", False),
        ('get value(sag, "første dag")', "2016-08-01"),
        ("before(1, 2)", True),
        ("during(2, [1..3])", True),
        ("overlaps([1..3], [3..5])", True),
        ("string length(1)", None),
        ("string length()", None),
        ('string length(sting: "a")', None),
    ],
)
def test_builtin(text: str, expected: Json) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('naeste arbejdsdag(date("2016-08-01"))', "2016-08-01"),
        ('naeste arbejdsdag(date("2016-12-24"))', "2016-12-27"),
        ('naeste arbejdsdag(date("2016-12-31"))', "2017-01-02"),
        ('naeste arbejdsdag(date("2017-06-05"))', "2017-06-06"),
        ('naeste arbejdsdag(date("2023-05-05"))', "2023-05-08"),  # Store Bededag, for the last time
        ('naeste arbejdsdag(date("2024-04-26"))', "2024-04-26"),
        ('naeste arbejdsdag(date("2016-03-24"))', "2016-03-29"),  # Easter
        ('arbejdsdage efter(date("2016-12-23"), 1)', "2016-12-27"),
        ('arbejdsdage efter(date("2016-08-05"), 7)', "2016-08-16"),
        ('arbejdsdage efter(date("2016-08-08"), -1)', "2016-08-05"),
        ('arbejdsdage efter(date("2016-08-06"), 0)', "2016-08-06"),
        ("arbejdsdage efter(null, 1)", None),
    ],
)
def test_danish_working_days(text: str, expected: Json) -> None:
    assert value(text) == expected


def test_names_with_spaces_are_found_when_they_are_known() -> None:
    names = {"antal dage": 3, "a-b": 5}
    expression = parse("antal dage + a-b", frozenset(names))
    assert to_json(expression.evaluate(names, now=NOW)) == 8
    assert expression.free_names == {"antal dage", "a-b"}


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("sag.barn.navn", {("sag", "barn", "navn")}),
        ("a + string length(b)", {("a",), ("b",)}),
        ("for x in liste return x.y + z", {("liste",), ("z",)}),
        ("liste[y > 1]", {("liste",)}),
        ("sag.liste[y > sag.graense]", {("sag", "liste"), ("sag", "graense")}),
        ("{a: 1, b: a + c}", {("c",)}),
        ("function(x) x + y", {("y",)}),
        ("today()", set()),
        ("findes ikke(1)", None),
        ("findes_ikke(1)", {("findes_ikke",)}),
    ],
)
def test_what_an_expression_reads(text: str, paths: set[tuple[str, ...]] | None) -> None:
    if paths is None:
        with pytest.raises(FeelError):
            parse(text)
        return
    assert parse(text).paths == paths
    assert parse(text).free_names == {path[0] for path in paths}


def test_evaluation_leaves_the_names_alone() -> None:
    names = {"a": [1, {"b": 1.5}]}
    parse('context put(a[2], "c", append(a, 9))').evaluate(names, now=NOW)
    assert names == {"a": [1, {"b": 1.5}]}
    result = parse("a").evaluate(names, now=NOW)
    assert isinstance(result, list)
    result.append(1)
    assert len(names["a"]) == 2
