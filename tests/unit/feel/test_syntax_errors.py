"""Text that is not FEEL: where, and what to write instead."""

from __future__ import annotations

import pytest

from engine.feel import FeelSyntaxError, parse, parse_unary_tests


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("a == b", 1, 3, "Skriv `=`"),
        ("a !== b", 1, 3, "Skriv `!=`"),
        ("a && b", 1, 3, "Skriv `and`"),
        ("a || b", 1, 3, "Skriv `or`"),
        ("!a", 1, 1, "not(…)"),
        ("${a > 1}", 1, 1, "uden `${`"),
        ("a = 'x'", 1, 5, "dobbelte anførselstegn"),
        ("a = „x“", 1, 5, "lige anførselstegn"),
        ("a > 1,5", 1, 6, "`1.5`"),
        ("a ? 1 : 2", 1, 3, "if a then b else c"),
        ("a b", 1, 3, "`a b`"),
        ("(1 + 2", 1, 7, "`)`"),
        ("1 +\n  ", 2, 3, "for tidligt"),
        ("if a then b", 1, 12, "`else`"),
        ('"abc', 1, 1, "afsluttende anførselstegn"),
        ("/* x", 1, 1, "*/"),
        ('@"i morgen"', 1, 2, "hverken en dato"),
        ("1 instance of tal", 1, 15, "Typen `tal`"),
        ("function(a) external {}", 1, 13, "Java"),
        ("{a: 1, a: 2}", 1, 8, "to gange"),
        ("a % 2", 1, 3, "modulo"),
        ("", 1, 1, "for tidligt"),
        ("f(a: 1, 2)", 1, 10, "også har ingen"),
        ("a in << 3", 1, 7, "Efter `<` skal der stå en værdi, men der står `<`."),
    ],
)
def test_a_finding_with_its_place(text: str, line: int, column: int, hint: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        parse(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert hint in caught.value.finding
    assert f"linje {line}, tegn {column}" in str(caught.value)


@pytest.mark.parametrize("text", ["", "<", '"a",', "not(", "[1..", "1 2", "- -"])
def test_cells_that_are_no_tests(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        parse_unary_tests(text)
