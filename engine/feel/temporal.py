"""
Dates, times and durations: their text and their arithmetic (DMN 1.5, 10.3.2.3.4-9).

Dates and times are Python's own; what those cannot hold is in `engine.feel.wide`.
A date and time without a zone, compared with one that has a zone, is read on
the Danish wall clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engine.clock import LOCAL


@dataclass(frozen=True, order=True, slots=True)
class Months:
    """A duration of years and months, as a number of months; negative when it goes back."""

    count: int


Temporal: TypeAlias = date | datetime | time | timedelta | Months

MAX_MONTHS = 24 * 10**9  # between the first and the last year that a date may have
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|z|[+-]\d{2}:\d{2}(?::\d{2})?|@[\w/+-]{1,50})?", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?", re.ASCII)
_DAYS = re.compile(
    r"(-?)P(?=[\dT])(?:(\d{1,9})D)?(?:T(?=[\d.])(?:(\d{1,10})H)?(?:(\d{1,12})M)?(?:(\d{0,14}(?:\.\d{0,20})?)S)?)?",
    re.ASCII,
)


def read_date(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, fraction, zone = match.groups()
    if fraction and fraction[7:].strip("0"):
        return None
    try:
        micro = int(Decimal(fraction) * 1_000_000) if fraction else 0
        return time(int(hour), int(minute), int(second), micro, read_zone(zone) if zone else None)
    except ValueError:
        return None


def read_date_time(text: str) -> datetime | None:
    """A date and time; a date alone is its midnight."""
    day, separator, clock = text.partition("T")
    read_day = read_date(day)
    if read_day is None:
        return None
    if not separator:
        return datetime.combine(read_day, time())
    read_clock = read_time(clock)
    return datetime.combine(read_day, read_clock) if read_clock else None


def read_zone(text: str) -> tzinfo:
    """`Z`, `+02:00` or `@Europe/Copenhagen`. Raises ValueError."""
    if text in ("Z", "z"):
        return UTC
    if text.startswith("@"):
        return named_zone(text[1:])
    parts = [int(part) for part in text[1:].split(":")]
    if parts[0] > 14 or max(parts[1:]) > 59:
        raise ValueError(text)
    offset = timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2] if len(parts) > 2 else 0)
    return timezone(-offset if text[0] == "-" else offset)


def named_zone(name: str) -> tzinfo:
    """A zone of the IANA database. Raises ValueError."""
    if ".." in name or name.startswith("/"):
        raise ValueError(name)
    try:
        return ZoneInfo(name)
    except (OSError, LookupError) as error:
        raise ValueError(name) from error


def read_duration(text: str) -> Months | timedelta | None:
    """Either kind of duration. `P1Y2DT3H`, which mixes them, is none."""
    if match := _MONTHS.fullmatch(text):
        count = int(match.group(2) or 0) * 12 + int(match.group(3) or 0)
        return months(-count if match.group(1) else count)
    parts = duration_parts(text)
    if parts is None:
        return None
    backwards, days, hours, minutes, seconds = parts
    micro = seconds * 1_000_000
    if micro != int(micro):
        return None
    try:
        value = timedelta(days=days, hours=hours, minutes=minutes, microseconds=int(micro))
    except OverflowError:
        return None
    return -value if backwards else value


def duration_parts(text: str) -> tuple[bool, int, int, int, Decimal] | None:
    """Of a duration of days and time: whether it goes back, days, hours, minutes and seconds."""
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    sign, days, hours, minutes, seconds = match.groups()
    if seconds in ("", "."):
        return None
    return bool(sign), int(days or 0), int(hours or 0), int(minutes or 0), Decimal(seconds or 0)


def read_temporal(text: str) -> Temporal | None:
    """Whatever an `@"…"` literal spells; None when it is nothing of the kind."""
    if "T" in text and not text.startswith(("P", "-")):
        return read_date_time(text)
    return read_date(text) or read_time(text) or read_duration(text)


def months(count: int) -> Months | None:
    return Months(count) if abs(count) <= MAX_MONTHS else None


# Arithmetic


def add_months(day: date, count: int) -> date | None:
    """The same day number so many months on, or the last day of a shorter month. A time of day is kept."""
    index = day.year * 12 + day.month - 1 + count
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def add_days(day: date, duration: timedelta) -> date | None:
    """A date, seen as its midnight, and a duration: the day it lands on."""
    try:
        return day + timedelta(days=duration // timedelta(days=1))
    except OverflowError:
        return None


def add_duration(moment: datetime, duration: timedelta) -> datetime | None:
    """A moment so much later: absolute time where it has a zone, the wall clock where it has none."""
    try:
        if moment.tzinfo is None:
            return moment + duration
        return (moment.astimezone(UTC) + duration).astimezone(moment.tzinfo)
    except (OverflowError, ValueError):
        return None


def add_to_time(clock: time, duration: timedelta) -> time:
    """A time of day so much later, round the clock."""
    anchor = datetime.combine(date(2000, 6, 15), clock.replace(tzinfo=None))
    return (anchor + duration % timedelta(days=1)).time().replace(tzinfo=clock.tzinfo)


def between_days(later: date, earlier: date) -> timedelta | None:
    """
    From one day or moment to another.

    A day beside a moment is its midnight in UTC; with only one zone there is
    no answer (DMN 1.5, table 57).
    """
    if not isinstance(later, datetime) and not isinstance(earlier, datetime):
        return later - earlier
    one, other = _moment(later), _moment(earlier)
    if (one.tzinfo is None) != (other.tzinfo is None):
        return None
    try:
        return one - other if one.tzinfo is None else instant(one) - instant(other)
    except OverflowError:
        return None


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(tzinfo=UTC))


def months_between(start: date, end: date) -> Months:
    """Whole months from one day (or moment) to another; negative when it goes back."""
    count = (end.year - start.year) * 12 + end.month - start.month
    ahead, behind = _within_month(end), _within_month(start)
    if count > 0 and ahead < behind:
        count -= 1
    elif count < 0 and ahead > behind:
        count += 1
    return Months(count)


def _within_month(day: date) -> tuple[int, time]:
    return day.day, day.time() if isinstance(day, datetime) else time()


def instant(moment: datetime) -> datetime:
    """The moment in UTC; without a zone it is on the Danish wall clock."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)).astimezone(UTC)


def seconds_of_day(clock: time) -> tuple[timedelta, bool]:
    """What times of day compare by: since midnight (in UTC where there is a zone), and whether there is a zone."""
    since = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)
    offset = offset_of(clock)
    return (since, False) if offset is None else (since - offset, True)


def offset_of(clock: time | datetime) -> timedelta | None:
    """The distance from UTC; a named zone on a time without a date counts as in winter."""
    if isinstance(clock, time) and isinstance(clock.tzinfo, ZoneInfo):
        return datetime.combine(date(2000, 1, 1), clock).utcoffset()
    return clock.utcoffset()


# Text


def text_of(value: Temporal) -> str:
    """As ISO 8601, the way FEEL's `string()` writes it."""
    match value:
        case Months(count):
            years, rest = divmod(abs(count), 12)
            body = (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
            return ("-P" if count < 0 else "P") + body
        case timedelta():
            return _duration_text(value)
        case datetime():
            return f"{value.date().isoformat()}T{_time_text(value.timetz())}{_zone_text(value)}"
        case date():
            return value.isoformat()
        case time():
            return _time_text(value) + _zone_text(value)


def _time_text(value: time) -> str:
    text = value.replace(tzinfo=None).isoformat()
    return text.rstrip("0") if "." in text else text


def _zone_text(value: time | datetime) -> str:
    zone = value.tzinfo
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    if zone is UTC:
        return "Z"
    text = str(value.replace(microsecond=0).isoformat())
    return text[re.search(r"[+-]\d{2}:\d{2}(:\d{2})?$", text).start() :]  # type: ignore[union-attr]  # a fixed zone always prints one


def _duration_text(value: timedelta) -> str:
    sign, size = ("-", -value) if value < timedelta() else ("", value)
    hours, rest = divmod(size.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{size.microseconds:06d}".rstrip("0") if size.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{size.days}D" if size.days else ""
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{days}{'T' + clock if clock else ''}"
