"""What follows a dot: a context's entries, and the properties of dates, durations and ranges (DMN 1.5, table 66)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel import temporal
from engine.feel.limits import Budget
from engine.feel.temporal import Months
from engine.feel.values import FeelValue, Range, item, kind_of
from engine.feel.wide.parts import member as wide_part
from engine.feel.wide.value import Wide

_HOUR = timedelta(hours=1)


def member(value: FeelValue, name: str, budget: Budget) -> FeelValue:
    """The part of a value with a name; of a list, that part of each item. Null where there is none."""
    if type(value) is dict:
        return item(value.get(name))
    if type(value) is list:
        budget.items(len(value))
        return [member(item(part), name, budget) if type(part) is not list else None for part in value]
    if type(value) is Wide:
        return wide_part(value, name)
    getter = _PROPERTIES.get((type(value), name))
    return None if getter is None else getter(value)


def _days_part(value: timedelta) -> int:
    return abs(value).days * (-1 if value < timedelta() else 1)


def _seconds_part(unit: int, modulus: int) -> Callable[[timedelta], int]:
    def part(value: timedelta) -> int:
        return abs(value).seconds // unit % modulus * (-1 if value < timedelta() else 1)

    return part


def _months_part(count: int) -> tuple[int, int]:
    years, rest = divmod(abs(count), 12)
    return (-years, -rest) if count < 0 else (years, rest)


def _zone(value: time | datetime) -> str | None:
    if isinstance(value.tzinfo, ZoneInfo):
        return value.tzinfo.key
    return None


def _number(getter: Callable[..., int]) -> Callable[..., FeelValue]:
    return lambda value: Decimal(getter(value))


def _attributes(*names: str) -> dict[str, Callable[..., FeelValue]]:
    return {name: _number(lambda value, name=name: getattr(value, name)) for name in names}


_DAY = {**_attributes("year", "month", "day"), "weekday": _number(lambda value: value.isoweekday())}
_CLOCK = {**_attributes("hour", "minute", "second"), "time offset": temporal.offset_of, "timezone": _zone}
_BY_TYPE: dict[type, dict[str, Callable[..., FeelValue]]] = {
    date: _DAY,
    datetime: {**_DAY, **_CLOCK},
    time: _CLOCK,
    Months: {
        "years": _number(lambda value: _months_part(value.count)[0]),
        "months": _number(lambda value: _months_part(value.count)[1]),
    },
    timedelta: {
        "days": _number(_days_part),
        "hours": _number(_seconds_part(3600, 24)),
        "minutes": _number(_seconds_part(60, 60)),
        "seconds": _number(_seconds_part(1, 60)),
    },
    Range: {
        "start": lambda value: value.low,
        "end": lambda value: value.high,
        "start included": lambda value: value.low_included,
        "end included": lambda value: value.high_included,
    },
}
_PROPERTIES = {(shape, name): getter for shape, getters in _BY_TYPE.items() for name, getter in getters.items()}
_NAMES = {kind_of(shape): frozenset(getters) for shape, getters in _BY_TYPE.items()}
_NOT_NUMBERS = {
    "time offset": "days and time duration",
    "timezone": "string",
    "start included": "boolean",
    "end included": "boolean",
    "start": None,
    "end": None,
}


def parts_of(kind: str) -> frozenset[str]:
    """What may follow a dot after a value of a kind; nothing after a number, a text and the like."""
    return _NAMES.get(kind, frozenset())


def part_kind(kind: str | None, name: str) -> str | None:
    """The kind of such a part whenever it is not null; None where it is not known."""
    return _NOT_NUMBERS.get(name, "number") if kind is not None and name in parts_of(kind) else None
