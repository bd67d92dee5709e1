"""
The values that a decision table can tell apart.

Between the values that a column's cells are compared with, every value is
treated alike; one of each such stretch stands for all of it. So a table over
endlessly many inputs is looked through by finitely many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cmp_to_key
from itertools import pairwise

from engine.feel import FeelValue, UnaryTests
from engine.feel.environment import INPUT, Env
from engine.feel.temporal import Months
from engine.feel.values import compare, equal, kind

OTHER = "en anden tekst"
_MOST = 2_000  # written values of a column; with more, too many cells are asked about too many values
_STEPS: dict[type, object] = {date: timedelta(days=1), datetime: timedelta(hours=1), timedelta: timedelta(days=1)}


def representatives(cells: Iterable[UnaryTests], allowed: UnaryTests | None, env: Env) -> list[FeelValue] | None:
    """
    One value for each stretch that the cells of a column can tell apart, among those it allows.

    None when a cell does more than compare its input with written values,
    compares values that have no order, or the cells write very many.
    """
    written: list[FeelValue] = []
    for cell in (*cells, *((allowed,) if allowed else ())):
        found = cell.compared_with(env)
        if found is None:
            return None
        written += found
        if len(written) > _MOST:
            return None
    by_kind: dict[str, list[FeelValue]] = {}
    for value in (value for value in written if value is not None):
        by_kind.setdefault(kind(value), []).append(value)
    values: list[FeelValue] = []
    for shape, some in by_kind.items():
        stretches = _stretches(shape, _distinct(some, env))
        if stretches is None:
            return None
        values += stretches
    if allowed is not None:
        values = [value for value in values if allowed.passes(value, env.inner({INPUT: value}))]
    values = values or [OTHER]
    # A table that speaks of null is asked about it; for the others every input is taken to be there.
    return [*values, None] if None in written else values


def _distinct(values: Sequence[FeelValue], env: Env) -> list[FeelValue]:
    kept: list[FeelValue] = []
    seen: set[object] = set()
    for value in values:
        if isinstance(value, (str, bool, Decimal, date, timedelta, Months)):
            if value in seen:
                continue
            seen.add(value)
        elif any(equal(value, other, env.budget) for other in kept):
            continue
        kept.append(value)
    return kept


def _stretches(shape: str, written: list[FeelValue]) -> list[FeelValue] | None:
    match shape:
        case "boolean":
            return [True, False]
        case "string":
            return [*written, _unwritten(written)]
        case "number" | "date" | "date and time" | "time" | "days and time duration" | "years and months duration":
            return _ordered(written)
    return None


def _unwritten(texts: list[FeelValue]) -> str:
    other = OTHER
    while other in texts:
        other += "!"
    return other


def _ordered(written: list[FeelValue]) -> list[FeelValue] | None:
    """The written values, one between each two neighbours where there is any, and one beyond either end."""
    if any(compare(one, other) is None for one, other in pairwise(written)):
        return None
    points = sorted(written, key=cmp_to_key(lambda one, other: compare(one, other) or 0))
    values: list[FeelValue] = []
    below = _beside(points[0], -1)
    values += [] if below is None else [below]
    for point, following in zip(points, [*points[1:], None], strict=True):
        values.append(point)
        between = _beside(point, 1) if following is None else _between(point, following)
        values += [] if between is None else [between]
    return values


def _beside(value: FeelValue, way: int) -> FeelValue:
    """A value just beyond another, below it when `way` is -1; None at the end of the world."""
    try:
        match value:
            case Decimal():
                return value + way
            case Months(count):
                return Months(count + way)
            case time():
                moment = datetime.combine(date(2000, 1, 2), value) + way * timedelta(hours=1)
                return moment.timetz() if moment.date() == date(2000, 1, 2) else None
            case date() | timedelta():
                return value + way * _STEPS[type(value)]  # type: ignore[operator]  # a date's or a duration's own step
    except OverflowError:
        return None
    return None


def _between(low: FeelValue, high: FeelValue) -> FeelValue:  # noqa: PLR0911 - one line for each kind
    match low, high:
        case Decimal(), Decimal():
            return _round_number(low, high)
        case Months(one), Months(other):
            return Months(one + 1) if other - one > 1 else None
        case time(), time():
            next_hour = _beside(low, 1)
            if next_hour is not None and (compare(next_hour, high) or 0) < 0:
                return next_hour
            next_second = (datetime.combine(date(2000, 1, 2), low) + timedelta(seconds=1)).timetz()
            return next_second if (compare(next_second, high) or 0) < 0 else None
        case (date(), date()) | (timedelta(), timedelta()):
            if type(low) is date:
                step = _beside(low, 1)
                return step if step is not None and (compare(step, high) or 0) < 0 else None
            return low + (high - low) / 2  # type: ignore[operator]  # both moments or both durations
    return None


def _round_number(low: Decimal, high: Decimal) -> Decimal:
    """A whole number between the two where there is one: an example that a person recognises."""
    whole = low.to_integral_value(rounding="ROUND_FLOOR") + 1
    return whole if whole < high else (low + high) / 2
