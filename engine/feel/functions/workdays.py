"""
The Danish authorities' working days, added to FEEL.

Days off are Saturdays, Sundays and the public holidays of the `holidays`
package (Store Bededag until 2023), and the days that authorities keep closed
by custom and agreement although they are no holidays by law: Grundlovsdag
(5 June), Christmas Eve and New Year's Eve.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import holidays

from engine.feel.environment import Env
from engine.feel.functions.registry import builtin
from engine.feel.numbers import as_index
from engine.feel.values import FeelValue

_CLOSED_BY_CUSTOM = frozenset({(6, 5), (12, 24), (12, 31)})
_FARTHEST = 10_000  # working days, about 40 years


@lru_cache(maxsize=256)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_working_day(day: date) -> bool:
    """Whether Danish authorities are open that day."""
    return day.weekday() < 5 and (day.month, day.day) not in _CLOSED_BY_CUSTOM and day not in _public_holidays(day.year)


@builtin("naeste arbejdsdag(d: date|date and time)")
def _next_working_day(_env: Env, day: date) -> FeelValue:
    """The day itself when it is a working day, else the first one after it."""
    return _onward(_date_of(day), 0, 1)


@builtin("arbejdsdage efter(d: date|date and time, n: number)")
def _working_days_after(env: Env, day: date, count: Decimal) -> FeelValue:
    """The n-th working day after a day, which itself does not count; negative goes back."""
    wanted = as_index(count)
    if wanted is None or abs(wanted) > _FARTHEST:
        return None
    env.budget.spend(2 * abs(wanted))
    return _onward(_date_of(day) + _step(wanted), abs(wanted), 1 if wanted >= 0 else -1) if wanted else _date_of(day)


def _date_of(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _step(wanted: int) -> timedelta:
    return timedelta(days=1 if wanted > 0 else -1)


def _onward(day: date, count: int, direction: int) -> date | None:
    """From a day on, the first working day, or the `count`-th; None past the calendar's end."""
    step = timedelta(days=direction)
    try:
        while True:
            if is_working_day(day):
                count -= 1
                if count <= 0:
                    return day
            day += step
    except OverflowError:
        return None
