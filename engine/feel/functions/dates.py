"""The calendar (DMN 1.5, 10.3.4.6-8). `today` and `now` are the moment the evaluation was given, in Denmark."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

from engine.clock import local
from engine.feel.environment import Env
from engine.feel.functions.registry import builtin
from engine.feel.temporal import offset_of
from engine.feel.values import FeelValue, equal
from engine.feel.wide.value import Wide, near, offset

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("today()")
def _today(env: Env) -> FeelValue:
    return local(env.now).date()


@builtin("now()")
def _now(env: Env) -> FeelValue:
    return local(env.now)


@builtin("day of week(date: date|date and time|wide)")
def _day_of_week(_env: Env, day: date | Wide) -> FeelValue:
    return _DAYS[near(day).weekday()]


@builtin("month of year(date: date|date and time|wide)")
def _month_of_year(_env: Env, day: date | Wide) -> FeelValue:
    return _MONTHS[near(day).month - 1]


@builtin("day of year(date: date|date and time|wide)")
def _day_of_year(_env: Env, day: date | Wide) -> FeelValue:
    return Decimal(near(day).timetuple().tm_yday)


@builtin("week of year(date: date|date and time|wide)")
def _week_of_year(_env: Env, day: date | Wide) -> FeelValue:
    return Decimal(near(day).isocalendar().week)


@builtin("last day of month(date: date|date and time|wide)")
def _last_day_of_month(_env: Env, day: date | Wide) -> FeelValue:
    return Decimal(monthrange(near(day).year, near(day).month)[1])


@builtin("is(value1: any, value2: any)")
def _is(env: Env, one: FeelValue, other: FeelValue) -> FeelValue:
    """The same value, and not only an equal one: of two moments the wall clock and the offset too."""
    if type(one) is not type(other):
        return False
    if isinstance(one, datetime | time) and isinstance(other, datetime | time):
        return one.replace(tzinfo=None) == other.replace(tzinfo=None) and offset_of(one) == offset_of(other)
    if isinstance(one, Wide) and isinstance(other, Wide):
        return replace(one, zone=None) == replace(other, zone=None) and offset(one) == offset(other)
    return equal(one, other, env.budget) is True
