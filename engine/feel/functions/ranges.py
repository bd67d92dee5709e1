"""How points and ranges lie to each other (DMN 1.5, 10.3.4.10)."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.environment import Env
from engine.feel.functions.registry import builtin
from engine.feel.values import FeelValue, Range, compare


def _span(value: FeelValue) -> Range:
    """A point as the range of only itself."""
    return value if isinstance(value, Range) else Range(value, value, low_included=True, high_included=True)


def _relation(name: str, shapes: str, rule: Callable[[Range, Range], bool | None]) -> None:
    """
    Register a relation. `shapes` says what it takes on each side: p a point, r a range.

    Where the ends have no order the answer is null.
    """

    def related(_env: Env, left: FeelValue, right: FeelValue) -> FeelValue:
        shape = "".join("r" if isinstance(value, Range) else "p" for value in (left, right))
        if left is None or right is None or shape not in shapes.split():
            return None
        one, other = _span(left), _span(right)
        if None in (compare(one.low, other.low), compare(one.high, other.high)):
            return None
        return rule(one, other)

    # Arguments by position go to the first; the others tell the names apart.
    for shape in shapes.split():
        left, right = _NAMES[shape]
        builtin(f"{name}({left}: any, {right}: any)")(related)


_NAMES = {
    "pp": ("point1", "point2"),
    "pr": ("point", "range"),
    "rp": ("range", "point"),
    "rr": ("range1", "range2"),
}


def _order(left: FeelValue, right: FeelValue) -> int:
    return compare(left, right) or 0


def _before(one: Range, other: Range) -> bool:
    order = _order(one.high, other.low)
    return order < 0 or (order == 0 and not (one.high_included and other.low_included))


def _meets(one: Range, other: Range) -> bool:
    return one.high_included and other.low_included and _order(one.high, other.low) == 0


def _starts_no_later(one: Range, other: Range) -> bool:
    order = _order(one.low, other.low)
    return order < 0 or (order == 0 and (one.low_included or not other.low_included))


def _ends_no_earlier(one: Range, other: Range) -> bool:
    order = _order(one.high, other.high)
    return order > 0 or (order == 0 and (one.high_included or not other.high_included))


def _includes(one: Range, other: Range) -> bool:
    return _starts_no_later(one, other) and _ends_no_earlier(one, other)


def _same_start(one: Range, other: Range) -> bool:
    return _order(one.low, other.low) == 0 and one.low_included == other.low_included


def _same_end(one: Range, other: Range) -> bool:
    return _order(one.high, other.high) == 0 and one.high_included == other.high_included


def _overlaps(one: Range, other: Range) -> bool:
    return not _before(one, other) and not _before(other, one)


def _overlaps_before(one: Range, other: Range) -> bool:
    return (
        _overlaps(one, other)
        and _starts_no_later(one, other)
        and not _same_start(one, other)
        and _ends_no_earlier(other, one)
    )


def _starts(one: Range, other: Range) -> bool:
    return _same_start(one, other) and _ends_no_earlier(other, one)


def _finishes(one: Range, other: Range) -> bool:
    return _same_end(one, other) and _starts_no_later(other, one)


def _flipped(rule: Callable[[Range, Range], bool | None]) -> Callable[[Range, Range], bool | None]:
    return lambda one, other: rule(other, one)


_relation("before", "pp pr rp rr", _before)
_relation("after", "pp pr rp rr", _flipped(_before))
_relation("meets", "rr", _meets)
_relation("met by", "rr", _flipped(_meets))
_relation("overlaps", "rr", _overlaps)
_relation("overlaps before", "rr", _overlaps_before)
_relation("overlaps after", "rr", _flipped(_overlaps_before))
_relation("finishes", "pr rr", _finishes)
_relation("finished by", "rp rr", _flipped(_finishes))
_relation("includes", "rp rr", _includes)
_relation("during", "pr rr", _flipped(_includes))
_relation("starts", "pr rr", _starts)
_relation("started by", "rp rr", _flipped(_starts))
_relation("coincides", "pp rr", lambda one, other: _same_start(one, other) and _same_end(one, other))
