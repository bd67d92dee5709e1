"""Comparison and arithmetic. The two sides are any values; null is the answer where there is none."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, timedelta, tzinfo
from decimal import Decimal, DecimalException

from engine.feel.temporal import Months
from engine.feel.wide.value import (
    CYCLE_YEARS,
    DAY,
    DURATION,
    MICRO,
    MOMENTS,
    Any,
    Wide,
    calendar,
    day_of,
    in_zone,
    instant,
    narrowed,
    offset,
    widened,
)


def compare(left: object, right: object) -> int | None:
    """Below zero, zero or above; None where there is no order, or neither is wide."""
    one, other = _pair(left, right)
    if one is None or other is None or one.kind != other.kind:
        return None
    if one.kind == "time" and (one.zone is None) != (other.zone is None):
        return None
    a, b = _position(one, zoned=bool(one.zone or other.zone)), _position(other, zoned=bool(one.zone or other.zone))
    return (a > b) - (a < b)


def _pair(left: object, right: object) -> tuple[Wide | None, Wide | None]:
    return widened(left), widened(right)


def _position(value: Wide, *, zoned: bool) -> int:
    if value.kind == "date and time" and zoned:
        return instant(value)
    return value.days * DAY + value.nanos - (offset(value) or 0 if value.kind == "time" else 0)


def add(left: object, right: object) -> Any | None:
    """A moment or time so much later, or two durations together."""
    if isinstance(left, Months) or (isinstance(left, timedelta) and not isinstance(right, timedelta)):
        left, right = right, left
    one = widened(left)
    if one is None:
        return None
    if isinstance(right, Months):
        return _months_later(one, right.count) if one.kind in MOMENTS else None
    other = widened(right)
    if other is None:
        return None
    if one.kind == DURATION != other.kind:
        one, other = other, one
    return _later(one, other.nanos) if other.kind == DURATION else None


def _later(value: Wide, nanos: int) -> Any | None:
    match value.kind:
        case "days and time duration":
            return narrowed(Wide(DURATION, 0, value.nanos + nanos))
        case "time":
            return narrowed(Wide("time", 0, (value.nanos + nanos) % DAY, value.zone))
        case "date":
            return narrowed(Wide("date", value.days + nanos // DAY, 0))
    if value.zone is not None:
        return narrowed(in_zone(instant(value) + nanos, value.zone))
    days, rest = divmod(value.days * DAY + value.nanos + nanos, DAY)
    return narrowed(Wide("date and time", days, rest))


def _months_later(value: Wide, count: int) -> Any | None:
    year, month, day = calendar(value)
    index = year * 12 + month - 1 + count
    year, month = index // 12, index % 12 + 1
    last = monthrange((year - 1) % CYCLE_YEARS + 1, month)[1]
    shifted = widened(day_of(year, month, min(day, last)))
    return None if shifted is None else narrowed(Wide(value.kind, shifted.days, value.nanos, value.zone))


def subtract(left: object, right: object) -> Any | None:
    """From one moment or time to another, or either so much earlier."""
    if isinstance(right, Months):
        return add(left, Months(-right.count))
    one, other = _pair(left, right)
    if one is None or other is None:
        return None
    if other.kind == DURATION:
        return _later(one, -other.nanos)
    if one.kind == DURATION or (one.kind == "time") != (other.kind == "time"):
        return None
    if one.kind != other.kind or one.kind == "date and time":  # a day beside a moment is its midnight in UTC
        one, other = (Wide("date and time", each.days, each.nanos, _zone_beside(each)) for each in (one, other))
    if (one.zone is None) != (other.zone is None):
        return None
    zoned = one.zone is not None
    return narrowed(Wide(DURATION, 0, _position(one, zoned=zoned) - _position(other, zoned=zoned)))


def _zone_beside(value: Wide) -> tzinfo | None:
    return UTC if value.kind == "date" else value.zone


def scaled(value: object, factor: Decimal, operation: Callable[[Decimal, Decimal], Decimal]) -> Any | None:
    """A duration times, or divided by, a number."""
    wide = widened(value)
    if wide is None or wide.kind != DURATION:
        return None
    try:
        result = operation(Decimal(wide.nanos), factor)
    except DecimalException:
        return None
    if result.adjusted() >= 40:
        return None
    # A share of an ordinary duration is an ordinary one: whole microseconds.
    grain = 1 if isinstance(value, Wide) else MICRO
    return narrowed(Wide(DURATION, 0, int(result / grain) * grain))


def ratio(left: object, right: object) -> tuple[Decimal, Decimal] | None:
    """The lengths of two durations."""
    one, other = _pair(left, right)
    if one is None or other is None or one.kind != DURATION or other.kind != DURATION:
        return None
    return Decimal(one.nanos), Decimal(other.nanos)


def months_between(start: object, end: object) -> Months | None:
    """Whole months from one day or moment to another."""
    one, other = _pair(start, end)
    if one is None or other is None:
        return None
    (year, month, day), (last_year, last_month, last_day) = calendar(one), calendar(other)
    count = (last_year - year) * 12 + last_month - month
    behind, ahead = (day, one.nanos), (last_day, other.nanos)
    if count > 0 and ahead < behind:
        count -= 1
    elif count < 0 and ahead > behind:
        count += 1
    return Months(count)
