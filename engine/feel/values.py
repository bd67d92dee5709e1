"""
What a FEEL value is, and how values compare.

null, booleans, decimals, texts, dates, times, durations, lists, contexts
(dicts), ranges and functions. Names come as JSON and are read one level at a
time, when touched: `item` turns a JSON number into a decimal, and a list or a
context stays as it is until its parts are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from engine.feel import limits, numbers, temporal
from engine.feel.errors import FeelError
from engine.feel.limits import Budget
from engine.feel.temporal import Months
from engine.feel.wide.arithmetic import compare as compare_wide
from engine.feel.wide.text import text_of as wide_text
from engine.feel.wide.value import Wide
from engine.model import Json

if TYPE_CHECKING:
    from engine.feel.environment import Env

FeelValue: TypeAlias = object


@dataclass(frozen=True, slots=True)
class Range:
    """Values from low to high; None is no limit on that side."""

    low: FeelValue
    high: FeelValue
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything but one value: what `!= 5` spells as a test."""

    value: FeelValue


class Function:
    """
    Something to call; built-in, or written as `function(…) …`.

    `env` is the caller's engine.feel.environment.Env. What does not fit gives null.
    """

    __slots__ = ()

    def invoke(self, env: Env, args: Sequence[FeelValue]) -> FeelValue:
        raise NotImplementedError

    def invoke_named(self, env: Env, args: Mapping[str, FeelValue]) -> FeelValue:
        raise NotImplementedError


_KINDS: dict[type, str] = {
    bool: "boolean",
    Decimal: "number",
    str: "string",
    date: "date",
    datetime: "date and time",
    time: "time",
    timedelta: "days and time duration",
    Months: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Outside: "range",
    type(None): "Null",
}


def kind(value: FeelValue) -> str:
    """The name of a value's type in FEEL."""
    return value.kind if type(value) is Wide else kind_of(type(value))


def kind_of(shape: type) -> str:
    """The name in FEEL of the values of a Python type."""
    return _KINDS.get(shape, "function")


def item(value: FeelValue) -> FeelValue:
    """A value out of a list, a context or a name, JSON's numbers read as decimals."""
    shape = type(value)
    if shape is int:
        return numbers.from_int(value)  # type: ignore[arg-type]  # just looked
    if shape is float:
        return numbers.from_float(value)  # type: ignore[arg-type]  # just looked
    return value


def equal(left: FeelValue, right: FeelValue, budget: Budget, level: int = 0) -> bool | None:  # noqa: PLR0911 - one line for each kind
    """FEEL's `=`: null when the two are of different kinds (DMN 1.5, table 53)."""
    if left is None or right is None:
        return left is right
    if type(left) is not type(right):
        return _equal_wide(left, right) if Wide in (type(left), type(right)) else None
    if isinstance(left, (list, dict)):
        return _equal_inside(left, right, budget, level)
    if isinstance(left, datetime):
        return _equal_moments(left, right)  # type: ignore[arg-type]  # of one type
    if isinstance(left, time):
        return temporal.seconds_of_day(left) == temporal.seconds_of_day(right)  # type: ignore[arg-type]  # of one type
    if isinstance(left, Function):
        return None
    return _equal_wide(left, right) if isinstance(left, Wide) else left == right


def _equal_wide(left: FeelValue, right: FeelValue) -> bool | None:
    return None if kind(left) != kind(right) else compare_wide(left, right) == 0


def _equal_moments(left: datetime, right: datetime) -> bool:
    if left.tzinfo is None and right.tzinfo is None:
        return left == right
    try:
        return temporal.instant(left) == temporal.instant(right)
    except OverflowError:
        return False


def _equal_inside(left: list[object] | dict[str, object], right: FeelValue, budget: Budget, level: int) -> bool:
    # A hard stop compares the case file before and after, which share all that was not written.
    if left is right:
        return True
    if level > limits.DATA_DEPTH:
        raise FeelError("Lister eller kontekster ligger for dybt inden i hinanden til at blive sammenlignet.")
    budget.spend(1 + len(left))
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(
            equal(item(one), item(other), budget, level + 1) is True for one, other in zip(left, right, strict=True)
        )
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            equal(item(value), item(right[key]), budget, level + 1) is True for key, value in left.items()
        )
    return False


def compare(left: FeelValue, right: FeelValue) -> int | None:
    """Below zero, zero or above, as left is before, equal to or after right; None where there is no order."""
    if type(left) is not type(right) or type(left) is Wide:
        return compare_wide(left, right) if Wide in (type(left), type(right)) else None
    match left:
        case Decimal() | str() | timedelta() | Months():
            pass
        case datetime():
            return _compare_moments(left, right)  # type: ignore[arg-type]  # of one type
        case date():
            pass
        case time():
            one, other = temporal.seconds_of_day(left), temporal.seconds_of_day(right)  # type: ignore[arg-type]  # of one type
            if one[1] != other[1]:
                return None
            return (one > other) - (one < other)
        case _:
            return None
    return (left > right) - (left < right)  # type: ignore[operator]  # of one ordered type


def _compare_moments(left: datetime, right: datetime) -> int | None:
    try:
        if left.tzinfo is not None or right.tzinfo is not None:
            left, right = temporal.instant(left), temporal.instant(right)
    except OverflowError:
        return None
    return (left > right) - (left < right)


def within(value: FeelValue, interval: Range) -> bool | None:
    """Whether a value lies in a range; null where it cannot be compared with an end."""
    result: bool | None = True
    for end, included, wanted in (
        (interval.low, interval.low_included, 1),
        (interval.high, interval.high_included, -1),
    ):
        if end is None:
            continue
        order = compare(value, end)
        if order is None:
            result = None if result else result
        elif not (order == wanted or (included and order == 0)):
            result = False
    return result


# JSON


def from_json(value: Json | FeelValue) -> FeelValue:
    """The FEEL value of a JSON value, all the way down. Raises FeelError for what no evaluation may hold."""
    return _tree(value, Budget(), 0, item)


def to_json(value: FeelValue) -> Json:
    """
    The JSON of a FEEL value: whole numbers as int, others as float; dates, times and durations as ISO 8601.

    A range or a function has none: FeelError.
    """
    return _tree(value, Budget(), 0, _scalar_json)  # type: ignore[return-value]  # a tree of what _scalar_json gives


def _tree(value: FeelValue, budget: Budget, level: int, leaf: Callable[[FeelValue], FeelValue]) -> FeelValue:
    if level > limits.DATA_DEPTH:
        raise FeelError("Lister eller kontekster ligger for dybt inden i hinanden.")
    if isinstance(value, list):
        budget.spend(1 + len(value))
        return [_tree(part, budget, level + 1, leaf) for part in value]
    if isinstance(value, dict):
        budget.spend(1 + len(value))
        return {key: _tree(part, budget, level + 1, leaf) for key, part in value.items()}
    return leaf(value)


def _scalar_json(value: FeelValue) -> Json:
    match value:
        case None | bool() | str() | int() | float():
            return value
        case Decimal():
            return _json_number(value)
        case datetime() if value.tzinfo is not None:
            return value.isoformat()  # the zone's offset that day: what readers of ISO 8601 know
        case datetime() | date() | time() | timedelta() | Months():
            return temporal.text_of(value)
        case Wide():
            return wide_text(value)
    raise FeelError(
        f"Resultatet er af typen `{kind(value)}`, som ikke kan gemmes. Skriv et udtryk, der giver en værdi."
    )


def _json_number(value: Decimal) -> int | float:
    if value.adjusted() > 300:
        raise FeelError("Resultatet er et tal, der er for stort til at blive gemt.")
    if value == value.to_integral_value(context=numbers.DECIMAL128):
        return int(value)
    return float(value)
