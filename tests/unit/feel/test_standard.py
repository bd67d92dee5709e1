"""The corners of the standard that a quick reading misses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.feel import parse, to_json
from engine.model import Json

NOW = datetime(2016, 8, 1, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Names
        ("{a: {net pris: 2}}.a.net pris", 2),
        ("[{x y: 1}][{a b: 1}.a b = item.x y]", [{"x y": 1}]),
        # `in` binds as tight as other comparisons
        ("1 in [1..3] and 2 in (1..3)", True),
        ("1 in > 0 and 5 in < 3", False),
        ("1 in 2 or true", True),
        ("if 1 in [1, 2] then 1 else 2", 1),
        # Arguments fit their parameters' types (10.3.2.9.4)
        ("(function(a: list<number>) a)(1)", [1]),
        ("(function(a: number) a)([1])", 1),
        ('(function(a: number) a)("x")', None),
        ('(function(a: date and time) a)(@"2020-01-01")', "2020-01-01T00:00:00+00:00"),
        # Numbers
        ("0 ** -1", None),
        ("0 ** 0", 1),
        # Lists
        ("concatenate([1], null)", None),
        ("union([1], null)", None),
        # Moments
        ('@"2021-01-12" - @"2021-01-11T12:00:00Z"', "PT12H"),
        ('@"2021-01-12T00:00:00Z" - @"2021-01-11"', "P1D"),
        ('@"2021-01-12" - @"2021-01-11T12:00:00"', None),
        ('@"2021-01-12T00:00:00" - @"2021-01-11T12:00:00Z"', None),
        ('is(@"2012-12-25T10:00:00+01:00", @"2012-12-25T11:00:00+02:00")', False),
        ('is(@"23:00:50z", @"23:00:50+00:00")', True),
        ('is(@"23:00:50z", @"23:00:50")', False),
        # Relations take points and ranges under the standard's names
        ("before(point: 1, range: [2..3])", True),
        ("before(range1: [2..3], range2: [4..5])", True),
        ("before(point1: 1, point2: 2)", True),
        ("includes(range: [1..2], point: 2)", True),
        ("during(point: 2, range: [1..2])", True),
        ("meets(point: 2, range: [2..3])", None),
    ],
)
def test_value(text: str, expected: Json) -> None:
    assert to_json(parse(text).evaluate({}, now=NOW)) == expected
