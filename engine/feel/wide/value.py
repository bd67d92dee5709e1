"""The value itself, its calendar and its zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeAlias

from engine.clock import LOCAL
from engine.feel import temporal
from engine.feel.temporal import Temporal

DAY = 86_400 * 10**9
MICRO = 1000
CYCLE_YEARS, CYCLE_DAYS = 400, 146_097  # after which the calendar repeats, weekdays too
_LAST_YEAR = 999_999_999
_LONGEST = 2 * 366 * (_LAST_YEAR + 1) * DAY  # nanoseconds of the longest duration between two moments
MOMENTS = frozenset({"date", "date and time"})
DURATION = "days and time duration"


@dataclass(frozen=True, slots=True)
class Wide:
    """
    `kind` is the value's type in FEEL.

    `days` are those of a date, `nanos` since midnight; a duration is all
    nanoseconds, and may be negative.
    """

    kind: str
    days: int
    nanos: int
    zone: tzinfo | None = None


Any: TypeAlias = Temporal | Wide


def widened(value: object) -> Wide | None:
    """Any date, time or duration of days as a wide value; None for anything else."""
    match value:
        case Wide():
            return value
        case datetime():
            return Wide("date and time", value.toordinal(), since_midnight(value.time()), value.tzinfo)
        case date():
            return Wide("date", value.toordinal(), 0)
        case time():
            return Wide("time", 0, since_midnight(value), value.tzinfo)
        case timedelta():
            return Wide(DURATION, 0, value // timedelta(microseconds=1) * MICRO)
    return None


def narrowed(value: Wide) -> Any | None:
    """Python's own value where there is one; None past the last year or the longest duration."""
    if value.kind == DURATION:
        return _narrow_duration(value)
    if value.kind in MOMENTS and not -_LAST_YEAR <= calendar(value)[0] <= _LAST_YEAR:
        return None
    if value.nanos % MICRO or (value.kind in MOMENTS and not 1 <= value.days <= date.max.toordinal()):
        return value
    clock = _clock(value)
    if value.kind == "time":
        return clock
    day = date.fromordinal(value.days)
    return day if value.kind == "date" else datetime.combine(day, clock)


def _clock(value: Wide) -> time:
    """The time of day, without what is below a microsecond."""
    seconds, fraction = divmod(value.nanos, 10**9)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction // MICRO, value.zone)


def _narrow_duration(value: Wide) -> Any | None:
    if abs(value.nanos) > _LONGEST:
        return None
    if value.nanos % MICRO:
        return value
    try:
        return timedelta(microseconds=value.nanos // MICRO)
    except OverflowError:
        return value


def since_midnight(clock: time) -> int:
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * 10**9 + clock.microsecond * MICRO


def calendar(value: Wide) -> tuple[int, int, int]:
    """Year, month and day."""
    cycles, rest = divmod(value.days - 1, CYCLE_DAYS)
    near = date.fromordinal(rest + 1)
    return cycles * CYCLE_YEARS + near.year, near.month, near.day


def near(value: date | Wide) -> date:
    """A day with the same place in its year and week, in a year that Python has."""
    if isinstance(value, Wide):
        return date.fromordinal((value.days - 1) % CYCLE_DAYS + 1 + 5 * CYCLE_DAYS)
    return value


def day_of(year: int, month: int, day: int) -> Any | None:
    """The date with these parts; None where the calendar has none."""
    cycles, rest = divmod(year - 1, CYCLE_YEARS)
    try:
        near_day = date(rest + 1, month, day)
    except (ValueError, OverflowError):
        return None
    return narrowed(Wide("date", near_day.toordinal() + cycles * CYCLE_DAYS, 0))


def offset(value: Wide) -> int | None:
    """Nanoseconds from UTC; None without a zone. Named zones keep to their present rules in far years."""
    if value.zone is None:
        return None
    clock = _clock(value)
    if value.kind == "time":
        found = temporal.offset_of(clock)
    else:
        within = 2 <= value.days <= date.max.toordinal() - 1
        day = date.fromordinal(value.days) if within else near(value)
        found = datetime.combine(day, clock).utcoffset()
    return None if found is None else found // timedelta(microseconds=1) * MICRO


def instant(value: Wide) -> int:
    """Nanoseconds in UTC; a moment without a zone is on the Danish wall clock."""
    zoned = value if value.zone else Wide(value.kind, value.days, value.nanos, LOCAL)
    return value.days * DAY + value.nanos - (offset(zoned) or 0)


def in_zone(moment: int, zone: tzinfo) -> Wide:
    """The moment so many nanoseconds in, on a zone's wall clock."""
    shift = 0
    for _ in range(2):  # the offset is known by the wall clock, which is known by the offset
        days, nanos = divmod(moment + shift, DAY)
        shift = offset(Wide("date and time", days, nanos, zone)) or 0
    days, nanos = divmod(moment + shift, DAY)
    return Wide("date and time", days, nanos, zone)
