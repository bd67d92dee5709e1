"""FEEL's numbers: decimals of 34 digits, as IEEE 754-2008 decimal128 (DMN 1.5, 10.3.2.3.1)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow

DECIMAL128 = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emax=6144, Emin=-6143, traps=[InvalidOperation, DivisionByZero, Overflow]
)
_EXACT = 10**34


def read_number(text: str) -> Decimal | None:
    """The number a text spells, rounded to 34 digits; None when it is none, or out of range."""
    try:
        return DECIMAL128.create_decimal(text)
    except DecimalException:
        return None


def from_int(value: int) -> Decimal | None:
    if -_EXACT < value < _EXACT:
        return Decimal(value)
    return DECIMAL128.create_decimal(value) if value.bit_length() < 20_000 else None


def from_float(value: float) -> Decimal | None:
    """A float by its shortest form, so that 0.1 is one tenth; None for what is not finite."""
    number = Decimal(repr(value))
    return number if number.is_finite() else None


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """Zero to the power of zero is 1, as in mathematics' tables; what is not finite is null."""
    if not exponent:
        return Decimal(1)
    try:
        result = DECIMAL128.power(base, exponent)
    except DecimalException:
        return None
    return result if result.is_finite() else None


def divide(left: Decimal, right: Decimal) -> Decimal | None:
    try:
        return DECIMAL128.divide(left, right)
    except DecimalException:
        return None


def as_index(value: object) -> int | None:
    """A whole number of everyday size, for positions and counts; None for anything else."""
    if type(value) is Decimal and value.adjusted() < 12 and value == value.to_integral_value():
        return int(value)
    return None


def text_of(value: Decimal) -> str:
    """A number as FEEL writes it: no exponent, no zeros at the end."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
