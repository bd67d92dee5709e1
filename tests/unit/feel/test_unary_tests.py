"""The input cells of decision tables."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.feel import parse_unary_tests
from tests.unit.feel.cells import matches

NOW = datetime(2016, 8, 1, tzinfo=UTC)
NAMES = {"graense": 18, "grunde": ["a", "b"], "nej": False}


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("-", None, True),
        ("< 18", 17, True),
        ("< 18", 18, False),
        ("< 18", None, False),
        ("< graense", 17, True),
        ("[6..18)", 6, True),
        ("[6..18)", 18, False),
        ("]6..18[", 6, False),
        ('"a", "b"', "b", True),
        ('"a", "b"', "c", False),
        ('not("a", "b")', "c", True),
        ('not("a", "b")', "a", False),
        ("not(null)", 1, True),
        ("not(null)", None, False),
        ("null", None, True),
        ("null", 1, False),
        ("true", True, True),
        ("true", False, False),
        ("false", None, False),
        ("1, 5", 5, True),
        ("1.5", 1.5, True),
        ("? > 3 and ? < 5", 4, True),
        ("? > 3 and ? < 5", 5, False),
        ('list contains(?, "a")', ["a", "b"], True),
        ('list contains(?, "a")', None, False),
        ("grunde", "a", True),
        ("grunde", "c", False),
        ("graense > 3", "hvad som helst", True),
        ("graense > 30", "hvad som helst", False),
        ("nej", False, True),
        ('>= date("2016-08-01")', date(2016, 8, 1), True),
        ('[date("2016-01-01")..date("2016-12-31")]', date(2016, 8, 1), True),
        ('< "b"', 1, False),
        ("not(< 18)", "tekst", False),
        ("= 5", 5, True),
        ("!= 5", 5, False),
    ],
)
def test_a_cell(cell: str, value: object, expected: bool) -> None:  # noqa: FBT001 - a table of expectations
    assert matches(cell, value, NAMES, NOW) is expected


def test_what_a_cell_reads() -> None:
    assert parse_unary_tests("? > graense, sag.x").free_names == {"graense", "sag"}
