"""Arithmetic on any two values (DMN 1.5, tables 55 to 59). What has no meaning is null."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, DecimalException

from engine.feel import numbers, temporal
from engine.feel.limits import Budget
from engine.feel.temporal import Months
from engine.feel.values import FeelValue
from engine.feel.wide import arithmetic as wide
from engine.feel.wide.value import Wide

_MICRO = timedelta(microseconds=1)


def add(left: FeelValue, right: FeelValue, budget: Budget) -> FeelValue:  # noqa: PLR0911 - one line for each kind
    match left, right:
        case Decimal(), Decimal():
            return _number(numbers.DECIMAL128.add, left, right)
        case str(), str():
            return budget.text(left + right)
        case (timedelta(), timedelta()):
            return _span(left.__add__, right) or wide.add(left, right)
        case Months(), Months():
            return temporal.months(left.count + right.count)
        case ((date() | time()), (timedelta() | Months())):
            return _later(left, right)
        case ((timedelta() | Months()), (date() | time())):
            return _later(right, left)
    return wide.add(left, right)


def subtract(left: FeelValue, right: FeelValue, _budget: Budget) -> FeelValue:  # noqa: PLR0911 - one line for each kind
    match left, right:
        case Decimal(), Decimal():
            return _number(numbers.DECIMAL128.subtract, left, right)
        case timedelta(), timedelta():
            return _span(left.__sub__, right) or wide.subtract(left, right)
        case Months(), Months():
            return temporal.months(left.count - right.count)
        case ((date() | time()), (timedelta() | Months())):
            return _later(left, negative(right))
        case date(), date():
            return temporal.between_days(left, right)
        case time(), time():
            (one, zoned), (other, also_zoned) = temporal.seconds_of_day(left), temporal.seconds_of_day(right)
            return one - other if zoned == also_zoned else None
    return wide.subtract(left, right)


def multiply(left: FeelValue, right: FeelValue, _budget: Budget) -> FeelValue:
    match left, right:
        case Decimal(), Decimal():
            return _number(numbers.DECIMAL128.multiply, left, right)
        case ((timedelta() | Months() | Wide()), Decimal()):
            return _scaled(left, right, numbers.DECIMAL128.multiply)
        case Decimal(), (timedelta() | Months() | Wide()):
            return _scaled(right, left, numbers.DECIMAL128.multiply)
    return None


def divide(left: FeelValue, right: FeelValue, _budget: Budget) -> FeelValue:
    match left, right:
        case Decimal(), Decimal():
            return numbers.divide(left, right)
        case ((timedelta() | Months() | Wide()), Decimal()):
            return _scaled(left, right, numbers.DECIMAL128.divide)
        case timedelta(), timedelta():
            return numbers.divide(Decimal(left // _MICRO), Decimal(right // _MICRO))
        case Months(), Months():
            return numbers.divide(Decimal(left.count), Decimal(right.count))
    lengths = wide.ratio(left, right)
    return None if lengths is None else numbers.divide(*lengths)


def power(left: FeelValue, right: FeelValue, _budget: Budget) -> FeelValue:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return numbers.power(left, right)
    return None


def negative(value: FeelValue) -> FeelValue:
    match value:
        case Decimal():
            return numbers.DECIMAL128.minus(value)
        case timedelta():
            return _span(timedelta().__sub__, value)
        case Months(count):
            return Months(-count)
        case Wide():
            return wide.subtract(timedelta(), value)
    return None


OPERATORS: dict[str, Callable[[FeelValue, FeelValue, Budget], FeelValue]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}


def _number(operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Decimal | None:
    try:
        return operation(left, right)
    except DecimalException:
        return None


def _span(operation: Callable[[timedelta], timedelta], other: timedelta) -> timedelta | None:
    try:
        return operation(other)
    except OverflowError:
        return None


def _later(when: date | time, duration: FeelValue) -> FeelValue:
    found = _later_in_python(when, duration)
    return wide.add(when, duration) if found is None else found


def _later_in_python(when: date | time, duration: FeelValue) -> FeelValue:
    match when, duration:
        case time(), timedelta():
            return temporal.add_to_time(when, duration)
        case datetime(), timedelta():
            return temporal.add_duration(when, duration)
        case date(), timedelta():
            return temporal.add_days(when, duration)
        case date(), Months(count):
            return temporal.add_months(when, count)
    return None


def _scaled(
    duration: timedelta | Months | Wide, factor: Decimal, operation: Callable[[Decimal, Decimal], Decimal]
) -> FeelValue:
    if not isinstance(duration, Months):
        return wide.scaled(duration, factor, operation)
    result = _number(operation, Decimal(duration.count), factor)
    return None if result is None or result.adjusted() > 20 else temporal.months(int(result))
