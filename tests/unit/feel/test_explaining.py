"""A null carries its reason: what was missing, in Danish, with its place and without any value."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from engine.feel import FeelError, parse
from tests.unit.feel.test_bounds import EXPRESSIONS

NOW = datetime(2016, 8, 1, tzinfo=UTC)
NAMES = {"sag": {"barn": {"navn": "Bo", "alder": None}}, "tal": [1, 2]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sag.bran.navn", "Der er ikke noget »bran« her. Mente du »barn«? (tegn 4)"),
        ("sga.barn", "Navnet »sga« findes ikke. Mente du »sag«? (tegn 1)"),
        ('sag.barn.alder > 3 and sag.barn.navn = "Bo"', "»alder« er null. (tegn 9)"),
        ("sag.barn.navn > 3", "En tekst kan ikke sammenlignes med et tal. Gør teksten til et tal først. (tegn 15)"),
        ('sag.barn.navn\n  + 1 + "a"', "Brug `number`, `date` eller `string` først. (linje 2, tegn 3)"),
        ("1 / 0", "Der kan ikke divideres med nul. (tegn 3)"),
        ("10 ** 9999", "findes ikke eller er for stort"),
        ("tal[4]", "Listen har 2 elementer"),
        ("(5).navn", "Et tal har ikke noget, der hedder »navn«."),
        ('-"a"', "minus foran en tekst"),
        ('5 between 1 and "a"', "Et tal kan ikke sammenlignes med en tekst."),
        ('"a" in [1..3]', "En tekst kan ikke sammenlignes med et tal."),
        ("[3..1]", "Intervallet slutter, før det begynder."),
        ('1 = "1"', "Et tal kan ikke sammenlignes med en tekst."),
        ("true and 5", "`and` skal have sandt eller falsk, men får et tal."),
        ("if ukendt then 1 else null", "Betingelsen i `if` er null"),
        ('some x in tal satisfies x > "a"', "Et tal kan ikke sammenlignes med en tekst."),
        ('for i in 1.."a" return i', "begge skal være hele tal eller datoer"),
        ('now() - @"2016-01-01T00:00:00"', "kun det ene har en tidszone"),
        # Calls
        ('substrng("abc", 1)', "Funktionen »substrng« findes ikke. Mente du »substring«? (tegn 1)"),
        ("substring(1, 2)", "`substring` får et tal som 1. argument (»string«), men skal have en tekst."),
        ('substring("abc")', "`substring` skal have 2 eller 3 argumenter, men får 1."),
        ("today(1)", "`today` skal have ingen argumenter, men får 1."),
        ("sum()", "`sum` skal have mindst 1 argument, men får ingen."),
        ('string length(sting: "a")', "har intet argument, der hedder »sting«, kun »string«"),
        ('contains(string: "a")', "`contains` mangler argumentet »match«."),
        ("contains(string: 1, match: null)", "`contains` får et tal som »string«, men skal have en tekst."),
        ("upper case(sag.barn.alder)", "»alder« er null."),
        ('date("2016-02-30")', "kan ikke læses som en dato"),
        ('number("1,5")', "kan ikke læses som et tal"),
        ('matches("a", "(")', "Mønstret kan ikke bruges: mønstret mangler en `)`."),
        ('matches("a", "a", "g")', "flaget »g« findes ikke"),
        ('replace("a", "b", "$x")', "det, der skal sættes ind"),
        ('substring("abc", 9)', "Pladsen ligger uden for."),
        ("sum([])", "`sum` har intet svar: listen er tom."),
        ("sum([1, null])", "noget i den er null"),
        ("log(0)", "`log` har intet svar for disse argumenter."),
        ("(function(x) x + y)(1)", "Navnet »y« findes ikke. (tegn 18)"),
        ('(function(x: number) x)("a")', "ikke af den type"),
        ("(function(x) x)(1, 2)", "Funktionens argumenter er 1, men kaldet har 2."),
        ("(function(x) x)(y: 1)", "Funktionens argumenter hedder »x«."),
        ("tal(1)", "En liste kan ikke kaldes som en funktion."),
        ("null", "Her står der selv `null`."),
    ],
)
def test_why_it_is_null(text: str, reason: str) -> None:
    value, reasons = parse(text).explain(NAMES, now=NOW)
    assert value is None
    assert reason in " ".join(reasons)


def test_a_value_needs_no_reason() -> None:
    assert parse("1 + 1").explain(NAMES, now=NOW)[1] == []


def test_reasons_are_few_and_hold_no_values() -> None:
    text = " and ".join(f"hemmelig = {number}" for number in range(50))
    reasons = parse(text).explain({"hemmelig": "010190-1234"}, now=NOW)[1]
    assert 0 < len(reasons) <= 10
    assert "010190" not in " ".join(reasons)


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS)
def test_every_null_has_a_reason(text: str) -> None:
    try:
        value, reasons = parse(text).explain({"a": 1, "b": "tekst", "c": [1, None], "sag": {"x": None}}, now=NOW)
    except FeelError:
        return
    assert bool(reasons) == (value is None)
