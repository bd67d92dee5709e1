"""XPath's regular expressions: what matches, what is refused, and that both matchers agree with Python's."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelError
from engine.feel.limits import Budget
from engine.feel.regex import PatternError, compiled
from engine.feel.regex.backtracking import Machine
from engine.feel.regex.reading import read
from engine.feel.regex.translating import translated


def found(pattern: str, text: str, flags: str = "") -> bool:
    expression = compiled(pattern, flags, Budget().spend)
    assert not isinstance(expression, PatternError), expression
    return expression.found_in(text, Budget().spend)


@pytest.mark.parametrize(
    ("pattern", "text", "flags", "expected"),
    [
        # Classes, and what is taken out of them
        ("^[a-z-[aeiou]]+$", "bcd", "", True),
        ("^[a-z-[aeiou]]+$", "bad", "", False),
        ("^[^a-c-[xyz]]$", "x", "", False),
        ("^[a-z-[a-m-[b]]]$", "b", "", True),
        ("^[A-Z-[OI]]$", "o", "i", False),
        ("^[A-Z-[OI]]$", "x", "i", True),
        ("^[-a]$", "-", "", True),
        ("^[a-]$", "-", "", True),
        (r"^[\d\s]+$", "1 2", "", True),
        # Escapes of more than one character
        (r"^\w+$", "æøå", "", True),
        (r"\w", "-", "", False),
        (r"^\i\c*$", "barn-2.navn", "", True),
        (r"^\i", "2", "", False),
        (r"^\I$", "2", "", True),
        (r"^\C$", " ", "", True),
        (r"^\d$", "٣", "", True),
        (r"\s", "\u00a0", "", False),
        (r"^\p{Lu}\p{Ll}+$", "Århus", "", True),
        (r"\P{L}", "a1", "", True),
        (r"^\p{IsBasicLatin}+$", "abc", "", True),
        (r"\p{IsBasicLatin}", "æ", "", False),
        (r"\p{IsLatin-1Supplement}", "æ", "", True),
        # Flags
        ("ÆBLE", "æble", "i", True),
        ("k", "\u212a", "i", True),
        (r"\p{Lu}", "a", "i", False),
        ("[^a-z]", "A", "i", False),
        (".", "\n", "", False),
        (".", "\n", "s", True),
        ("^b$", "a\nb", "m", True),
        ("^b$", "a\nb", "", False),
        ("^$", "abc\n", "m", False),
        ("^$", "a\n\nb\n", "m", True),
        ("hello[ ]world", "hello world", "x", True),
        ("hello world", "hello world", "x", False),
        (r"hello\ sworld", "hello world", "x", True),
        ("a.c", "abc", "q", False),
        ("A.C", "a.c", "qi", True),
        # Quantifiers
        ("^a{2}$", "aa", "", True),
        ("^a{2,}$", "a", "", False),
        ("^(?:ab){1,2}?$", "abab", "", True),
        ("a|", "", "", True),
        ("^*a", "a", "", True),
        # Back-references
        (r"^(.)\1$", "aa", "", True),
        (r"^(.)\1$", "ab", "", False),
        (r"^(.)\1$", "aA", "i", True),
        (r"(['" "" + '"' + r"""]).*?\1""", "sig 'nej'", "", True),
        (r"^(a)?(b)?\1$", "b", "", True),
        (r"^(?:(a)|b)*\1$", "aba", "", True),
        (r"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\11", "abcdefghijkk", "", True),
        (r"(a)\10", "aa0", "", True),
    ],
)
def test_what_matches(pattern: str, text: str, flags: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert found(pattern, text, flags) is expected


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", ")", "[", "[]", "[a", "a**", "*", "+a", "?", "a{2,1}", "a{,2}", "{", "}", "]", "a]", "[b-a]", "[a-c-e]"),
        *(r"\1", r"(a\1)", r"(a)\2", r"(asd)[\1]", r"[asd\0]", r"\0", r"\b", r"\A", r"\Q", r"\x41", r"\pL", "\\"),
        *("(?i)a", "(?=a)", "(?<n>a)", r"\p{Xx}", r"\p{IsNowhere}", r"\p{Cs}", r"[a-\d]", "[[:alpha:]]", "a{1001}"),
        *("(" * 100 + ")" * 100, "[a-[b]c]", "(a{900}){900}", "a" * 10_001, r"\w" * 2000, r"\w{1000}"),
    ],
)
def test_what_is_no_pattern_says_why(pattern: str) -> None:
    error = compiled(pattern, "", Budget().spend)
    assert isinstance(error, PatternError)
    assert str(error)


def test_unknown_flags_are_refused() -> None:
    for flags in ("g", "X", " "):
        assert isinstance(compiled("a", flags, Budget().spend), PatternError)


def test_backtracking_is_bounded() -> None:
    with pytest.raises(FeelError):
        found(r"^(a+)+(b)\2$", "a" * 60)


def test_half_a_character_matches_nothing() -> None:
    assert found("a", "\ud800a") is False


_ATOMS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", r"\d", "1", "^", "$", "ø"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("({})".format, inner),
        st.builds("(?:{}){}".format, inner, st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{1,2}", "{2}", "{1,}"])),
    )


@settings(max_examples=500, deadline=None)
@given(st.recursive(_ATOMS, _larger, max_leaves=8), st.text("abc1ø", max_size=8))
def test_both_matchers_find_what_python_finds(pattern: str, text: str) -> None:
    tree = read(pattern, "")
    expected = re.search(pattern.replace("$", r"\Z"), text, re.ASCII)
    spend = Budget(5_000_000).spend
    slow = next(Machine(tree.root, tree.groups, lines=False, folds=False).matches(text, spend), None)
    fast = translated(tree.root, lines=False).search(text)
    assert (expected is None) == (slow is None) == (fast is None)
    if expected is not None and slow is not None:
        assert (slow.start(), slow.end()) == expected.span()
        assert fast.start() == expected.start()  # where a round may be empty, re2 may go on for longer


@settings(max_examples=300, deadline=None)
@given(st.text(r"ab()[]{}\|*+?^$.-1,pLi ", max_size=20), st.text("ab-1", max_size=10), st.sampled_from(["", "x", "im"]))
def test_any_pattern_ends(pattern: str, text: str, flags: str) -> None:
    expression = compiled(pattern, flags, Budget().spend)
    if isinstance(expression, PatternError):
        return
    with suppress(FeelError):
        assert sum(match.end() >= match.start() for match in expression.matches(text, Budget().spend)) <= len(text) + 1
