"""What is seen to be wrong before anything runs, and what may not be called wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelError, FeelSyntaxError, FeelValue, from_json, parse, parse_unary_tests
from engine.feel.shapes import Shape, as_json, joined, list_of
from engine.feel.values import kind
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
            'en dato og en tekst kan ikke sammenlignes: svaret er altid null. Skriv `date("2016-01-01")`',
        ),
        ("today() = now()", 9, "Skriv `date(now())`."),
        ("[1] < [2]", 5, "`<` kan ikke bruges på en liste."),
        ('5 between 1 and "a"', 3, "et tal og en tekst"),
        ('"alder: " + 5', 11, "Gør tallet til tekst: `string(…)`."),
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


@pytest.mark.unmeasured(after=0)
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


CHILD = Shape("context", {"navn": Shape("string"), "foedt": Shape("string"), "alder": Shape("number")}, closed=True)
KNOWN = {
    "sag": Shape("context", {"barn": CHILD, "besoeg": list_of(CHILD), "bekraeftet": Shape("boolean")}, closed=True),
    "aabnet": Shape("date"),
    "alder": Shape("number"),
    "navn": Shape("string"),
    "valgte": list_of(Shape("string")),
    "ukendt": Shape(None),
}


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("sag.barn.foedt < today()", 16, "en tekst og en dato kan ikke sammenlignes: svaret er altid null. Skriv "),
        ("sag.barn.foedt < today()", 16, "Skriv `date(sag.barn.foedt)`."),
        ("aabnet = sag.barn.foedt", 8, "Skriv `date(sag.barn.foedt)`."),
        ("sag.barn.alder = navn", 16, "Skriv `number(navn)`."),
        ("navn * 2", 6, "`*` kan ikke bruges på en tekst og et tal: svaret er altid null. Skriv `number(navn)`."),
        ("navn + alder", 6, "Gør tallet til tekst: `string(alder)`."),
        ('sag.barn.foedt + duration("P14D")', 16, "Skriv `date(sag.barn.foedt)`, hvis teksten er en dato."),
        ("1 + alder + navn", 3, "`+` kan ikke bruges på et tal og en tekst"),
        ("sag.barn.foedt.year", 15, "En tekst har ikke noget, der hedder »year«. Skriv `date(sag.barn.foedt).year`."),
        ("alder.navn", 6, "Et tal har ikke noget, der hedder »navn«."),
        ("aabnet.yaer", 7, "En dato har ikke noget, der hedder »yaer«. Mente du »year«?"),
        ("upper case(alder)", 11, "får et tal som 1. argument (»string«), men skal have en tekst"),
        ("alder and sag.bekraeftet", 7, "`and` skal have en betingelse, men får et tal."),
        ("if navn then 1 else 2", 1, "`if` skal have en betingelse, men får en tekst."),
        ("sag.besoeg[foedt < today()]", 18, "Skriv `date(foedt)`."),
        ("sag.besoeg[1].alder = navn", 21, "Skriv `number(navn)`."),
        ("sag.besoeg[item.alder > 3][-1].foedt > aabnet", 38, "en tekst og en dato"),
        ("for b in sag.besoeg return b.alder + b.navn", 36, "`string(b.alder)`"),
        ("some b in sag.besoeg satisfies b.navn", 1, "`satisfies` skal have en betingelse, men får en tekst."),
        ('alder in ("a", 3)', 7, "et tal kan ikke være en tekst: svaret er aldrig sandt."),
        ('alder in ["1".."9"]', 7, "et tal kan ikke være en tekst"),
        (
            'valgte in ("a", "b")',
            8,
            "en liste kan ikke være en tekst: svaret er aldrig sandt. Skriv `list contains(valgte, …)`.",
        ),
        ("{dag: sag.barn.foedt, ja: dag < today()}", 31, "Skriv `date(dag)`."),
        ("(if sag.bekraeftet then navn else null) > 3", 41, "en tekst og et tal"),
        ("-navn", 1, "Der kan ikke sættes minus foran en tekst."),
    ],
)
def test_what_is_wrong_with_values_of_known_kinds(text: str, column: int, says: str) -> None:
    remarks = parse(text).check(KNOWN)
    assert [(line, at) for line, at, _ in remarks] == [(1, column)], remarks
    assert says in remarks[0][2]


@pytest.mark.parametrize(
    "text",
    [
        *("date(sag.barn.foedt) < today()", "sag.barn.alder + 1 > alder", "sag.besoeg[alder = 3]", "navn = null"),
        *(
            'sag.besoeg.navn = ["a"]',
            'list contains(valgte, "a")',
            '"a" in valgte',
            "valgte[1] = navn",
            "ukendt < navn",
        ),
        *("ukendt.year", "sag.nyt < today()", 'navn in ("a", null)', "alder in ([1..3], > 5)", "valgte in (valgte)"),
        *("for navn in sag.besoeg return navn.alder + 1", "(function(navn) navn + 1)(2)", "aabnet.year + alder"),
        *('{"navn": 1}.navn + 1', "sag.besoeg[ukendt].navn = navn", "sag.besoeg[count(valgte)].navn = navn"),
        *("if sag.bekraeftet then navn else alder", "count(sag.besoeg[-1].navn)", 'aabnet + duration("P1D") > today()'),
        *("alder in (alder > 3)", "[navn, alder][1] = 3", "sag.barn.alder between alder and 18"),
    ],
)
def test_what_may_be_right_with_values_of_known_kinds(text: str) -> None:
    assert parse(text).check(KNOWN) == []


def test_a_cell_is_checked_against_its_input() -> None:
    cell = parse_unary_tests('"under 18", < 3, [1..5], null, ? > 3, alder > 3')
    assert "et tal kan ikke være en tekst" in cell.check({"?": Shape("number")})[0][2]
    assert len(cell.check({"?": Shape("number")})) == 1
    assert cell.check({"?": Shape(None)}) == []


def test_what_two_shapes_have_in_common() -> None:
    text, number = Shape("string"), Shape("number")
    assert joined([text, number]).kind is None
    assert joined([text, Shape("Null"), Shape("string")]).kind == "string"
    both = joined([Shape("context", {"a": text, "b": number}), Shape("context", {"a": text, "c": number})])
    assert {name: shape.kind for name, shape in both.members.items()} == {"a": "string"}
    kept = as_json(Shape("context", {"dag": Shape("date"), "f": Shape("function"), "liste": list_of(Shape("time"))}))
    assert {name: shape.kind for name, shape in kept.members.items()} == {"dag": "string", "f": None, "liste": "list"}


def fits(value: FeelValue, shape: Shape) -> bool:
    """Whether a value is what a shape says of it."""
    if value is None or shape.kind is None:
        return True
    if kind(value) != shape.kind:
        return False
    if isinstance(value, dict):
        return all(fits(value.get(name), member) for name, member in shape.members.items())
    return not isinstance(value, list) or shape.item is None or all(fits(part, shape.item) for part in value)


@pytest.mark.unmeasured(after=0)
@settings(max_examples=800, deadline=None)
@given(EXPRESSIONS)
def test_every_value_is_of_the_shape_that_was_foreseen(text: str) -> None:
    names = {"a": 1, "b": "tekst", "c": [1, None], "sag": {"x": None}}
    known = {
        "a": Shape("number"),
        "b": Shape("string"),
        "c": list_of(Shape("number")),
        "sag": Shape("context", {"x": Shape("string")}, closed=True),
    }
    try:
        expression = parse(text)
        value = from_json(expression.evaluate(names, now=NOW))
    except FeelError:
        return
    assert fits(value, expression.shape(known)), f"{value!r} of {text}"
