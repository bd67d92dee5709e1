"""
FEEL's regular expressions, which are XPath's.

Patterns are read by our own reader, so that they mean what the standard says,
and run on google-re2 in linear time. Only back-references, and `^` at the end
of a text in several lines, go to a small matcher that the budget bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Protocol

from engine.feel.regex.backtracking import Machine
from engine.feel.regex.reading import read
from engine.feel.regex.syntax import PatternError, weight
from engine.feel.regex.translating import translated

__all__ = ["Match", "Pattern", "PatternError", "compiled"]


_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class Match(Protocol):
    """Where a pattern matched; offsets count characters."""

    def start(self) -> int: ...
    def end(self) -> int: ...
    def group(self, number: int) -> str | None: ...


class Pattern:
    """
    A pattern under its flags; `groups` is the number of its parentheses.

    `cost` is what re2 took to make it, in an evaluation's steps. Raises PatternError.
    """

    __slots__ = ("_linear", "_machine", "cost", "groups")

    def __init__(self, text: str, flags: str) -> None:
        tree = read(text, flags)
        lines = "m" in flags
        self.groups = tree.groups
        self.cost = weight(tree.root) // 2
        needed = tree.references or (lines and tree.anchored)
        self._machine = Machine(tree.root, tree.groups, lines, "i" in flags) if needed else None
        self._linear: Any = None if tree.references else translated(tree.root, lines=lines)

    def matches(self, text: str, spend: Callable[[int], None]) -> Iterable[Match]:
        """All matches from left to right. `spend` is charged for those that may take long."""
        if self._machine is not None and (self._linear is None or text.endswith("\n")):
            return self._machine.matches(text, spend)
        if not text.isascii() and _HALF_CHARACTER.search(text):
            return ()  # which only JSON can bring, and re2 cannot read
        found: Iterable[Match] = self._linear.finditer(text)
        return found

    def found_in(self, text: str, spend: Callable[[int], None]) -> bool:
        return next(iter(self.matches(text, spend)), None) is not None


def compiled(text: str, flags: str, spend: Callable[[int], None]) -> Pattern | PatternError:
    """A pattern, or why there is none. `spend` is charged when it was not known before."""
    known = _compiled.cache_info().misses
    found = _compiled(text, flags)
    if _compiled.cache_info().misses > known:
        spend(100 + 20 * len(text) + (0 if isinstance(found, PatternError) else found.cost))
    return found


@lru_cache(maxsize=512)
def _compiled(text: str, flags: str) -> Pattern | PatternError:
    try:
        return Pattern(text, flags)
    except PatternError as error:
        return error
