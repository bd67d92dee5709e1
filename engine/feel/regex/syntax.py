"""The tree of a regular expression."""

from __future__ import annotations

from dataclasses import dataclass

from engine.feel.regex.charsets import Ranges


class PatternError(Exception):
    """A text is no regular expression of XPath's; the message says why, in Danish."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that matches."""


@dataclass(frozen=True, slots=True)
class Chars(Part):
    """One character out of a set."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Start(Part):
    """`^`"""


@dataclass(frozen=True, slots=True)
class End(Part):
    """`$`"""


@dataclass(frozen=True, slots=True)
class Back(Part):
    r"""`\1`: what a group matched before; nothing at all when it matched nothing."""

    number: int


@dataclass(frozen=True, slots=True)
class Sequence(Part):
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice(Part):
    options: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Part):
    """`most` is None for any number of times."""

    part: Part
    least: int
    most: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Group(Part):
    part: Part
    number: int


def weight(part: Part) -> int:
    """How much there is to match with, its repetitions counted: what compiling it costs."""
    match part:
        case Chars(ranges):
            return 1 + len(ranges)
        case Sequence(parts) | Choice(parts):
            return 1 + sum(map(weight, parts))
        case Repeat(inner, least, most):
            return 1 + weight(inner) * max(1, least, most or 0)
        case Group(inner):
            return 1 + weight(inner)
    return 1


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole expression. `references` tells whether it holds a Back, `anchored` whether it holds a Start."""

    root: Part
    groups: int
    references: bool
    anchored: bool
