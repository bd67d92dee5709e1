"""
Sets of characters, as sorted ranges of code points: what a regular expression's classes are made of.

With sets in hand, class subtraction and negation are calculated before anything
is matched, so neither needs a matcher of its own.
"""

from __future__ import annotations

import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from engine.feel.regex.blocks import BLOCKS

Ranges: TypeAlias = tuple[tuple[int, int], ...]

_LAST = sys.maxunicode
ANY: Ranges = ((0, _LAST),)
SPACES: Ranges = ((0x9, 0xA), (0xD, 0xD), (0x20, 0x20))
LINE_ENDS: Ranges = ((0xA, 0xA), (0xD, 0xD))
# XML 1.0, productions 4 and 4a: `\i` and `\c`.
NAME_START: Ranges = (
    *((0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF)),
    *((0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF)),
    *((0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF)),
)
_NAME_REST: Ranges = ((0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))

_MAJOR = frozenset("LMNPZSC")
_MINOR = frozenset(
    "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Zs Zl Zp Sm Sc Sk So Cc Cf Co Cn".split()  # noqa: SIM905 - a list to read
)


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The same characters, each once and in order."""
    result: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if result and low <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(high, result[-1][1]))
        else:
            result.append((low, high))
    return tuple(result)


def complement(ranges: Ranges) -> Ranges:
    gaps: list[tuple[int, int]] = []
    at = 0
    for low, high in ranges:
        if at < low:
            gaps.append((at, low - 1))
        at = high + 1
    return (*gaps, (at, _LAST)) if at <= _LAST else tuple(gaps)


def without(ranges: Ranges, unwanted: Ranges) -> Ranges:
    return complement(merged((*complement(ranges), *unwanted)))


def holds(ranges: Ranges, code: int) -> bool:
    index = bisect_right(ranges, (code, _LAST + 1)) - 1
    return index >= 0 and ranges[index][1] >= code


@lru_cache(maxsize=64)
def category(name: str) -> Ranges | None:
    """The characters of a Unicode category such as `Lu` or `L`; None when there is no such category."""
    if name in _MINOR:
        return _by_category().get(name, ())
    if name in _MAJOR:
        return merged(span for minor, spans in _by_category().items() if minor[0] == name for span in spans)
    return None


def block(name: str) -> Ranges | None:
    """The characters of a Unicode block as XML Schema names it (`BasicLatin`); None when there is no such block."""
    found = BLOCKS.get(name)
    return None if found is None else (found,)


@lru_cache(maxsize=1)
def _by_category() -> dict[str, Ranges]:
    found: dict[str, list[tuple[int, int]]] = {}
    at = 0
    for name, run in groupby(map(unicodedata.category, map(chr, range(_LAST + 1)))):
        length = sum(1 for _ in run)
        found.setdefault(name, []).append((at, at + length - 1))
        at += length
    return {name: tuple(spans) for name, spans in found.items()}


@lru_cache(maxsize=16)
def escaped(letter: str) -> Ranges:
    r"""What `\d`, `\w`, `\s`, `\i` and `\c` stand for, and their capitals for everything else."""
    if letter.isupper():
        return complement(escaped(letter.lower()))
    match letter:
        case "d":
            return category("Nd") or ()
        case "s":
            return SPACES
        case "i":
            return NAME_START
        case "c":
            return merged((*NAME_START, *_NAME_REST))
    return complement(merged(span for name in ("P", "Z", "C") for span in category(name) or ()))


def in_either_case(ranges: Ranges) -> Ranges:
    """The characters and those that differ from them only by case, one for one."""
    partners = _case_partners()
    if sum(high - low for low, high in ranges) < len(partners):
        codes: Iterable[int] = (code for low, high in ranges for code in range(low, high + 1))
    else:
        codes = (code for code in partners if holds(ranges, code))
    return merged((*ranges, *((other, other) for code in codes for other in partners.get(code, ()))))


@lru_cache(maxsize=1)
def _case_partners() -> dict[int, tuple[int, ...]]:
    groups: dict[str, set[int]] = {}
    for code in range(0x1F000):  # beyond are no letters with case
        char = chr(code)
        if char.lower() != char or char.upper() != char:
            groups.setdefault(folded(char), set()).update((code, ord(folded(char))))
    return {code: tuple(group) for group in groups.values() for code in group}


def folded(char: str) -> str:
    """One form for a character in either case; characters that change in length stay as they are."""
    upper = char.upper()
    lower = (upper if len(upper) == 1 else char).lower()
    return lower if len(lower) == 1 else char
