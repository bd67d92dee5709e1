"""Small turns of Danish that the findings share."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_COMPARED = 300  # names; among more of them the nearest is no help, and finding it for each misspelling takes hours


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def shown(text: str) -> str:
    """An authored text on one line, short enough to quote."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """` Mente du »x«?` with the nearest known name, or nothing when none is near or there are very many."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.6) if len(names) <= _COMPARED else []
    return f" Mente du »{near[0]}«?" if near else ""


def listed(names: Iterable[str]) -> str:
    """Names in quotation marks with commas between, the first ten of them."""
    ordered = sorted(names)
    text = ", ".join(f"»{name}«" for name in ordered[:10])
    return f"{text} …" if len(ordered) > 10 else text
