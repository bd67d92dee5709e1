"""Danish dates, numbers and values, for the templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from engine.clock import last_day, local, local_date
from engine.model import Json

_MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
_MANY_DAYS = 2 * 365  # beyond this people count in years
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def day(value: date | datetime) -> str:
    """`14. marts 2012`, on the Danish calendar."""
    on = local_date(value) if isinstance(value, datetime) else value
    return f"{on.day}. {_MONTHS[on.month - 1]} {on.year}"


def moment(value: datetime) -> str:
    """`14. marts 2012 kl. 9.05`, on the Danish clock."""
    return f"{day(value)} kl. {clock_time(value)}"


def clock_time(value: datetime) -> str:
    """`9.05`, on the Danish clock."""
    at = local(value)
    return f"{at.hour}.{at.minute:02d}"


def distance(due: datetime, now: datetime, moment: bool = False) -> str:  # noqa: FBT001, FBT002 - called from templates
    """
    How far off a deadline is, in words: `i dag`, `om 3 dage`, `2 dage over`.

    A deadline is counted to its last day; with `moment` to the day it strikes.
    """
    days = ((local_date(due) if moment else last_day(due)) - local_date(now)).days
    if due <= now:
        return "udløb i dag" if days >= 0 else "udløb i går" if days == -1 else f"{-days} dage over"
    if days < 2:
        return "i morgen" if days == 1 else "i dag"
    return f"om {days} dage" if days < _MANY_DAYS else f"om {_years(days)} år"


def duration(since: datetime, now: datetime) -> str:
    """How long something has stood: `i 3 dage`, `i 1 time`; days are counted on the Danish calendar."""
    days = (local_date(now) - local_date(since)).days
    minutes = max(int((now - since).total_seconds() // 60), 0)
    if days >= 1 and minutes >= 24 * 60:
        return f"i {days} {'dag' if days == 1 else 'dage'}"
    if minutes >= 60:
        hours = minutes // 60
        return f"i {hours} {'time' if hours == 1 else 'timer'}"
    return f"i {minutes} {'minut' if minutes == 1 else 'minutter'}" if minutes else "i under et minut"


def _years(days: int) -> str:
    return number(round(days / 365.25))


def number(value: float | Decimal) -> str:
    """`1.250,5`: Danish grouping and comma, no more decimals than there are."""
    whole, _, decimals = f"{Decimal(str(value)):,f}".partition(".")
    return whole.replace(",", ".") + (f",{decimals}" if decimals.strip("0") else "")


def words(value: Json) -> str:
    """A fact as a person reads it: `Ja`, `14. marts 2012`, `1.250,5`, `a, b`; empty text for nothing."""
    match value:
        case None | "":
            return ""
        case bool():
            return "Ja" if value else "Nej"
        case int() | float():
            return number(value)
        case list():
            return ", ".join(words(item) for item in value)
        case dict():
            return ", ".join(f"{key}: {words(item)}" for key, item in value.items())
        case str():
            return _date_words(value)


def typed_date(value: str) -> str:
    """An ISO date as it is typed, `14-03-2012`; any other text as it is."""
    if not _ISO_DATE.fullmatch(value):
        return value
    year, month, of_month = value.split("-")
    return f"{of_month}-{month}-{year}"


def _date_words(value: str) -> str:
    if not _ISO_DATE.fullmatch(value):
        return value
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


FILTERS: Mapping[str, Callable[..., str]] = {
    "dag": day,
    "tidspunkt": moment,
    "klokken": clock_time,
    "fristdag": lambda due: day(last_day(due)),
    "afstand": distance,
    "varighed": duration,
}
