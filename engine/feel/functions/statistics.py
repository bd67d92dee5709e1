"""Sums and averages of lists (DMN 1.5, 10.3.4.4)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, DecimalException

from engine.feel.environment import Env
from engine.feel.functions.registry import builtin
from engine.feel.numbers import DECIMAL128
from engine.feel.operators import add, divide, multiply
from engine.feel.temporal import Months
from engine.feel.values import FeelValue
from engine.feel.wide.value import Wide


def _numbers(items: list[FeelValue]) -> list[Decimal] | None:
    """The list, when it is one of numbers and not empty."""
    numbers = [part for part in items if isinstance(part, Decimal)]
    return numbers if items and len(numbers) == len(items) else None


@builtin("sum(list: list...)")
def _sum(env: Env, items: list[FeelValue]) -> FeelValue:
    if not items:
        return None
    total = items[0]
    if not isinstance(total, (Decimal, timedelta, Months, Wide)):
        return None
    for part in items[1:]:
        total = add(total, part, env.budget)
    return total


@builtin("product(list: list...)")
def _product(env: Env, items: list[FeelValue]) -> FeelValue:
    numbers = _numbers(items)
    if numbers is None:
        return None
    total: FeelValue = Decimal(1)
    for part in numbers:
        total = multiply(total, part, env.budget)
    return total


@builtin("mean(list: list...)")
def _mean(env: Env, items: list[FeelValue]) -> FeelValue:
    numbers = _numbers(items)
    return None if numbers is None else divide(_sum(env, items), Decimal(len(numbers)), env.budget)


@builtin("median(list: list...)")
def _median(env: Env, items: list[FeelValue]) -> FeelValue:
    numbers = _numbers(items)
    if numbers is None:
        return None
    numbers.sort()
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return divide(add(numbers[middle - 1], numbers[middle], env.budget), Decimal(2), env.budget)


@builtin("stddev(list: list...)")
def _stddev(env: Env, items: list[FeelValue]) -> FeelValue:
    numbers = _numbers(items)
    mean = _mean(env, items)
    if numbers is None or len(numbers) < 2 or not isinstance(mean, Decimal):
        return None
    try:
        squares = [DECIMAL128.power(DECIMAL128.subtract(part, mean), 2) for part in numbers]
        variance = divide(_sum(env, list(squares)), Decimal(len(numbers) - 1), env.budget)
        return DECIMAL128.sqrt(variance) if isinstance(variance, Decimal) else None
    except DecimalException:
        return None


@builtin("mode(list: list...)")
def _mode(_env: Env, items: list[FeelValue]) -> FeelValue:
    if not items:
        return []
    numbers = _numbers(items)
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for part in numbers:
        counts[part] = counts.get(part, 0) + 1
    most = max(counts.values())
    return sorted(number for number, count in counts.items() if count == most)
