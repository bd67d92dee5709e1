"""The only module that reads a clock. Everything else is passed the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Copenhagen")


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualClock:
    """A clock that stands still until it is set. Time never runs backwards."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = max(self._now, moment.astimezone(UTC))


def local(moment: datetime) -> datetime:
    """The same moment on the wall clock in Denmark."""
    return moment.astimezone(LOCAL)


def local_date(moment: datetime) -> date:
    """The Danish calendar day of a moment."""
    return moment.astimezone(LOCAL).date()


def start_of_day(day: date) -> datetime:
    """The first moment of a Danish calendar day, in UTC."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def last_day(deadline: datetime) -> date:
    """The last Danish day before a deadline is passed: a deadline at midnight ends with the day before."""
    return local_date(deadline - timedelta(microseconds=1))
