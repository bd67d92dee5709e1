"""Numbers (DMN 1.5, 10.3.4.5) and the boolean function `not`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)

from engine.feel.environment import Env
from engine.feel.functions.registry import builtin
from engine.feel.numbers import DECIMAL128, as_index
from engine.feel.operators import divide, multiply, negative, subtract
from engine.feel.temporal import Months
from engine.feel.values import FeelValue
from engine.feel.wide.value import Wide

_SCALES = (-6111, 6176)  # DMN 1.5, table 74


@builtin("not(negand: any)")
def _not(_env: Env, negand: FeelValue) -> FeelValue:
    return not negand if isinstance(negand, bool) else None


def _scaled(number: Decimal, scale: Decimal, mode: str) -> Decimal | None:
    places = as_index(scale)
    if places is None or not _SCALES[0] <= places <= _SCALES[1]:
        return None
    if number.as_tuple().exponent >= -places:  # type: ignore[operator]  # finite, so an int
        return number
    try:
        return DECIMAL128.plus(number.quantize(Decimal((0, (1,), -places)), rounding=mode, context=_WIDE))
    except DecimalException:
        return None


_WIDE = DECIMAL128.copy()
_WIDE.prec = 6200
_WIDE.Emin = -6400


def _rounding(mode: str) -> Callable[..., FeelValue]:
    def rounded(_env: Env, n: Decimal, scale: Decimal | None = Decimal(0)) -> FeelValue:
        return None if scale is None else _scaled(n, scale, mode)

    return rounded


for _name, _mode in (("floor", ROUND_FLOOR), ("ceiling", ROUND_CEILING)):
    builtin(f"{_name}(n: number)")(_rounding(_mode))
    builtin(f"{_name}(n: number, scale: number)")(_rounding(_mode))
for _name, _mode in (
    ("decimal", ROUND_HALF_EVEN),
    ("round up", ROUND_UP),
    ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP),
    ("round half down", ROUND_HALF_DOWN),
):
    builtin(f"{_name}(n: number, scale: number)")(_rounding(_mode))


@builtin("abs(n: number|days and time duration|years and months duration|wide)")
def _abs(_env: Env, n: Decimal | timedelta | Months | Wide) -> FeelValue:
    if isinstance(n, Wide):
        return replace(n, nanos=abs(n.nanos))
    if isinstance(n, Months):
        return Months(abs(n.count))
    if isinstance(n, timedelta):
        return negative(n) if n < timedelta() else n
    return n.copy_abs()


@builtin("modulo(dividend: number, divisor: number)")
def _modulo(env: Env, dividend: Decimal, divisor: Decimal) -> FeelValue:
    quotient = divide(dividend, divisor, env.budget)
    if not isinstance(quotient, Decimal):
        return None
    whole = quotient.to_integral_value(ROUND_FLOOR)
    return subtract(dividend, multiply(divisor, whole, env.budget), env.budget)


def _function_of(operation: Callable[[Decimal], Decimal]) -> Callable[..., FeelValue]:
    def apply(_env: Env, number: Decimal) -> FeelValue:
        try:
            return operation(number)
        except DecimalException:
            return None

    return apply


builtin("sqrt(number: number)")(_function_of(DECIMAL128.sqrt))
builtin("exp(number: number)")(_function_of(DECIMAL128.exp))


@builtin("log(number: number)")
def _log(_env: Env, number: Decimal) -> FeelValue:
    return DECIMAL128.ln(number) if number > 0 else None


@builtin("odd(number: number)")
def _odd(_env: Env, number: Decimal) -> FeelValue:
    return _parity(number, 1)


@builtin("even(number: number)")
def _even(_env: Env, number: Decimal) -> FeelValue:
    return _parity(number, 0)


def _parity(number: Decimal, wanted: int) -> bool | None:
    if number != number.to_integral_value():
        return False
    return int(_WIDE.remainder(number, Decimal(2)).copy_abs()) == wanted
