"""The calendar (DMN 1.5, 10.3.4.6-8). `today` and `now` are the moment the evaluation was given, in Denmark."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from engine.clock import local
from engine.feel.environment import Env
from engine.feel.functions.registry import builtin
from engine.feel.temporal import offset_of
from engine.feel.values import FeelValue, equal

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


@builtin("day of week(date: date|date and time)")
def _day_of_week(_env: Env, day: date) -> FeelValue:
    return _DAYS[day.weekday()]


@builtin("month of year(date: date|date and time)")
def _month_of_year(_env: Env, day: date) -> FeelValue:
    return _MONTHS[day.month - 1]


@builtin("day of year(date: date|date and time)")
def _day_of_year(_env: Env, day: date) -> FeelValue:
    return Decimal(day.timetuple().tm_yday)


@builtin("week of year(date: date|date and time)")
def _week_of_year(_env: Env, day: date) -> FeelValue:
    return Decimal(day.isocalendar().week)


@builtin("last day of month(date: date|date and time)")
def _last_day_of_month(_env: Env, day: date) -> FeelValue:
    first = day.date() if isinstance(day, datetime) else day
    following = first.replace(day=28).toordinal() + 4
    if following > date.max.toordinal():
        return Decimal(31)
    return Decimal((date.fromordinal(following).replace(day=1) - first.replace(day=1)).days)


@builtin("is(value1: any, value2: any)")
def _is(env: Env, one: FeelValue, other: FeelValue) -> FeelValue:
    """The same value, and not only an equal one: of two moments the wall clock and the offset too."""
    if type(one) is not type(other):
        return False
    if isinstance(one, datetime | time) and isinstance(other, datetime | time):
        return one.replace(tzinfo=None) == other.replace(tzinfo=None) and offset_of(one) == offset_of(other)
    return equal(one, other, env.budget) is True
