"""Wide values as they are read, built and written."""

from __future__ import annotations

import re
from datetime import time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel import temporal
from engine.feel.wide.value import DAY, DURATION, Any, Wide, calendar, day_of, narrowed, since_midnight, widened

_DATE = re.compile(r"-?(?:[1-9]\d{4,8}|\d{4})-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{2}:\d{2}:\d{2})\.(\d{7,9})(\D.*)?", re.ASCII)


def read_date(text: str) -> Any | None:
    if _DATE.fullmatch(text) is None:
        return None
    sign = -1 if text.startswith("-") else 1
    year, month, day = text.removeprefix("-").split("-")
    return day_of(sign * int(year), int(month), int(day))


def read_time(text: str) -> Any | None:
    """A time of day, with up to nine decimals."""
    match = _TIME.fullmatch(text)
    whole = temporal.read_time(match.group(1) + (match.group(3) or "")) if match else None
    if match is None or whole is None:
        return None
    return narrowed(Wide("time", 0, since_midnight(whole) + int(match.group(2).ljust(9, "0")), whole.tzinfo))


def read_date_time(text: str) -> Any | None:
    day, separator, clock = text.partition("T")
    read_day = temporal.read_date(day) or read_date(day)
    read_clock = (temporal.read_time(clock) or read_time(clock)) if separator else time()
    return None if read_day is None or read_clock is None else moment(read_day, read_clock)


def moment(day: Any, clock: Any) -> Any | None:
    """A day (or the day of a moment) and a time of day together."""
    one, other = widened(day), widened(clock)
    if one is None or other is None:
        return None
    return narrowed(Wide("date and time", one.days, other.nanos, other.zone))


def read_duration(text: str) -> Any | None:
    """A duration longer than Python's, or of nanoseconds."""
    parts = temporal.duration_parts(text)
    if parts is None:
        return None
    sign, days, hours, minutes, seconds = parts
    nanos = ((days * 24 + hours) * 60 + minutes) * 60 * 10**9 + int(seconds * 10**9)
    return narrowed(Wide(DURATION, 0, -nanos if sign else nanos))


def read(text: str) -> Any | None:
    """Whatever an `@"…"` literal spells that Python's types cannot hold."""
    if text.startswith(("P", "-P")):
        return read_duration(text)
    return read_date_time(text) if "T" in text else read_date(text) or read_time(text)


def text_of(value: Wide) -> str:
    """As ISO 8601."""
    if value.kind == DURATION:
        return _duration_text(value.nanos)
    seconds, fraction = divmod(value.nanos, 10**9)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    clock += f".{fraction:09}".rstrip("0") if fraction else ""
    clock += _zone_text(value)
    if value.kind == "time":
        return clock
    year, month, day = calendar(value)
    written = f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"
    return written if value.kind == "date" else f"{written}T{clock}"


def _zone_text(value: Wide) -> str:
    if isinstance(value.zone, ZoneInfo):
        return f"@{value.zone.key}"
    return "" if value.zone is None else temporal.text_of(time(tzinfo=value.zone)).removeprefix("00:00:00")


def _duration_text(nanos: int) -> str:
    days, rest = divmod(abs(nanos), DAY)
    seconds, fraction = divmod(rest, 10**9)
    whole = temporal.text_of(timedelta(seconds=seconds))
    clock = "" if whole == "PT0S" else whole.removeprefix("PT")
    if fraction:
        decimals = f".{fraction:09}".rstrip("0")
        clock = f"{clock.removesuffix('S') if clock.endswith('S') else clock + '0'}{decimals}S"
    return f"{'-' if nanos < 0 else ''}P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}"


def time_of(hour: int, minute: int, second: Decimal, shift: timedelta | None) -> Any | None:
    """A time of day out of its parts; None where a clock shows no such time."""
    try:
        whole = time(hour, minute, int(second), tzinfo=None if shift is None else timezone(shift))
    except (ValueError, OverflowError):
        return None
    return narrowed(Wide("time", 0, since_midnight(whole) + int(second % 1 * 10**9), whole.tzinfo))
