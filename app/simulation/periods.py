"""ISO 8601 periods in whole days, weeks, months and years, as owners write them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_PERIOD = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Calendar months and days: `P1Y2M10D` is 14 months and 10 days."""

    months: int
    days: int

    def after(self, day: date) -> date:
        """
        The day this long after; a month without that day number gives its last day.

        Raises OverflowError past the year 9999.
        """
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if not 1 <= year <= 9999:
            raise OverflowError("date value out of range")
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=self.days)

    def before(self, day: date) -> date:
        """The day this long before: months first, then days."""
        return Period(-self.months, -self.days).after(day)


def parse_period(text: str) -> Period:
    """Read `P15D`, `P2W`, `P4M`, `P1Y6M`. Raises ValueError, also for hours and minutes."""
    found = _PERIOD.fullmatch(text)
    if not found:
        raise ValueError(f"not a period in whole days: {text!r}")
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return Period(years * 12 + months, weeks * 7 + days)
