"""What is read, written out and read again is the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from engine.feel import FeelError
from engine.feel.parser import parse_expression
from tests.unit.feel.printing import printed, shape
from tests.unit.feel.test_bounds import EXPRESSIONS


def reads_back(text: str) -> None:
    tree = parse_expression(text, ())
    written = printed(tree)
    again = parse_expression(written, ())
    assert shape(again) == shape(tree)
    assert printed(again) == written


@pytest.mark.parametrize(
    "text",
    [
        "a - b - (c - d) * -e ** f",
        "a between 1 and 2 and b in (1, < 3, [1..2), null)",
        "1 in (1)",
        "a in > 3",
        "a in (= 3)",
        "not(a) or b and c",
        'if a then {"x y": 1, z: [x y, "\\"\\\\"]} else function(a: list<number>, b) a.b[c > 1]',
        "for i in 1..3, j in [i, 2] return partial[-1] + i * j",
        "every x in (a) satisfies some y in b satisfies x = y",
        "a instance of function<number, list<Any>> -> context<x y: string, z: range<date and time>>",
        "(function(x) x)(1).a[2](b: 3, c d: 4)",
        "]1..(2 + 3)[",
        '@"2016-08-01T10:00:00@Europe/Paris" - @"P1Y2M" + @"-PT0.5S" - @"99999-01-01"',
        "1e-10 + 0.10",
    ],
)
def test_every_form_reads_back(text: str) -> None:
    reads_back(text)


@settings(max_examples=800, deadline=None)
@given(EXPRESSIONS)
def test_any_expression_reads_back(text: str) -> None:
    try:
        parse_expression(text, ())
    except FeelError:
        return
    reads_back(text)
