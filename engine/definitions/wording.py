"""Small turns of Danish that the findings share."""

from __future__ import annotations

from collections.abc import Iterable

from engine.feel.words import did_you_mean

__all__ = ["did_you_mean", "listed", "sentence", "shown"]


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def shown(text: str) -> str:
    """An authored text on one line, short enough to quote."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def listed(names: Iterable[str]) -> str:
    """Names in quotation marks with commas between, the first ten of them."""
    ordered = sorted(names)
    text = ", ".join(f"»{name}«" for name in ordered[:10])
    return f"{text} …" if len(ordered) > 10 else text
