"""Danish for what people are told about an expression: the kinds of values, and names that are near one another."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_KINDS = {
    "number": "et tal",
    "string": "en tekst",
    "boolean": "sandt eller falsk",
    "date": "en dato",
    "date and time": "en dato med klokkeslæt",
    "time": "et klokkeslæt",
    "days and time duration": "en varighed i dage og timer",
    "years and months duration": "en varighed i år og måneder",
    "list": "en liste",
    "context": "en kontekst",
    "range": "et interval",
    "function": "en funktion",
    "Null": "null",
    "any": "en værdi",
}


_COMPARED = 300  # names; to find the nearest of many more takes too long for each misspelling


def worded(kind: str) -> str:
    """A FEEL type as people say it."""
    return _KINDS.get(kind, f"en værdi af typen »{kind}«")


def either(parts: Iterable[str]) -> str:
    """`a`, `a eller b`, `a, b eller c`."""
    *rest, last = parts
    return f"{', '.join(rest)} eller {last}" if rest else last


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Mente du »x«?` with the nearest known name, or nothing when none is near or there are very many."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.6) if len(names) <= _COMPARED else []
    return f" Mente du »{near[0]}«?" if near else ""


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
