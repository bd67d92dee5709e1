"""From one type to another (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from engine.feel import limits, numbers, temporal
from engine.feel.environment import Env
from engine.feel.errors import FeelError
from engine.feel.functions.registry import builtin
from engine.feel.limits import Budget
from engine.feel.numbers import as_index
from engine.feel.temporal import Months
from engine.feel.values import FeelValue, Range, item
from engine.feel.wide import text as wide
from engine.feel.wide.arithmetic import months_between
from engine.feel.wide.value import Wide, day_of, in_zone, instant, narrowed, widened

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?", re.ASCII)


@builtin("number(from: string)")
@builtin("number(from: string, grouping separator: string|any, decimal separator: string|any)")
def _number(_env: Env, text: str, grouping: FeelValue = None, decimal: FeelValue = None) -> FeelValue:
    if grouping not in (None, " ", ",", ".") or decimal not in (None, ",", "."):
        return None
    if grouping is not None and grouping == decimal:
        return None
    if isinstance(grouping, str):
        text = text.replace(grouping, "")
    if isinstance(decimal, str):
        text = text.replace(decimal, ".")
    return numbers.read_number(text) if _NUMBER.fullmatch(text) else None


@builtin("string(from: any)")
def _string(env: Env, value: FeelValue) -> FeelValue:
    if value is None or isinstance(value, str):
        return value
    return _text(value, env.budget, 0)


def _text(value: FeelValue, budget: Budget, level: int) -> str:  # noqa: PLR0911 - one line for each kind
    if level > limits.DATA_DEPTH:
        raise FeelError("Værdien er for dyb til at blive til tekst.")
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return budget.text(numbers.text_of(value))
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return budget.text(f'"{escaped}"')
        case date() | datetime() | time() | timedelta() | Months():
            budget.spend(1)
            return temporal.text_of(value)
        case Wide():
            budget.spend(1)
            return wide.text_of(value)
        case list():
            return budget.text("[" + ", ".join(_text(item(part), budget, level + 1) for part in value) + "]")
        case dict():
            entries = (f"{key}: {_text(item(part), budget, level + 1)}" for key, part in value.items())
            return budget.text("{" + ", ".join(entries) + "}")
        case Range(low, high, low_included, high_included):
            ends = (_text(low, budget, level + 1), _text(high, budget, level + 1))
            return f"{'[' if low_included else '('}{ends[0]}..{ends[1]}{']' if high_included else ')'}"
    return "function"


@builtin("date(from: string|date|date and time|wide)")
def _date(_env: Env, value: str | date | datetime | Wide) -> FeelValue:
    if isinstance(value, str):
        return temporal.read_date(value) or wide.read_date(value)
    if isinstance(value, Wide):
        return narrowed(Wide("date", value.days, 0))
    return value.date() if isinstance(value, datetime) else value


@builtin("date(year: number, month: number, day: number)")
def _date_of_parts(_env: Env, year: Decimal, month: Decimal, day: Decimal) -> FeelValue:
    parts = [as_index(part) for part in (year, month, day)]
    return None if None in parts else day_of(*parts)  # type: ignore[arg-type]  # none is None


@builtin("time(from: string|time|date and time|date|wide)")
def _time(_env: Env, value: str | time | datetime | date | Wide) -> FeelValue:
    match value:
        case str():
            return temporal.read_time(value) or wide.read_time(value)
        case Wide():
            return narrowed(Wide("time", 0, value.nanos, UTC if value.kind == "date" else value.zone))
        case datetime():
            return value.timetz()
        case date():
            return time(tzinfo=UTC)
    return value


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration)")
def _time_of_parts(
    _env: Env, hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None
) -> FeelValue:
    hours, minutes = as_index(hour), as_index(minute)
    if hours is None or minutes is None or not 0 <= second < 60:
        return None
    return wide.time_of(hours, minutes, second, offset)


@builtin("date and time(from: string|date and time|date|wide)")
def _date_time(_env: Env, value: str | datetime | date | Wide) -> FeelValue:
    match value:
        case str():
            return temporal.read_date_time(value) or wide.read_date_time(value)
        case Wide(kind="date"):
            return wide.moment(value, time(tzinfo=UTC))
        case datetime() | Wide():
            return value
    return datetime.combine(value, time(tzinfo=UTC))


@builtin("date and time(date: date|date and time|wide, time: time|wide)")
def _date_time_of_parts(_env: Env, day: date | datetime | Wide, clock: time | Wide) -> FeelValue:
    return wide.moment(day, clock)


@builtin("date and time(date: date and time|wide, timezone: string)")
def _date_time_in_zone(_env: Env, moment: datetime | Wide, zone: str) -> FeelValue:
    try:
        named = temporal.read_zone(zone if zone[:1] in ("Z", "z", "+", "-", "@") else f"@{zone}")
    except ValueError:
        return None
    found = widened(moment)
    return None if found is None else narrowed(in_zone(instant(found), named))


@builtin("duration(from: string|days and time duration|years and months duration|wide)")
def _duration(_env: Env, value: str | timedelta | Months | Wide) -> FeelValue:
    if isinstance(value, str):
        found = temporal.read_duration(value)
        return wide.read_duration(value) if found is None else found
    return value


@builtin("years and months duration(from: date|date and time|wide, to: date|date and time|wide)")
def _years_and_months(_env: Env, start: date | Wide, end: date | Wide) -> FeelValue:
    if isinstance(start, Wide) or isinstance(end, Wide):
        return months_between(start, end)
    return temporal.months_between(start, end)
