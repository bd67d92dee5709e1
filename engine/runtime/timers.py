"""
When timers and deadlines are due, on the calendar of Europe/Copenhagen.

Years, months, weeks and days move on the wall clock, so 18:00 stays 18:00
across a change of summer time; hours, minutes and seconds move in absolute
time. Each turn of a cycle is computed from its anchor, so the 31st never drifts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine import feel
from engine.clock import LOCAL, local, local_date, start_of_day
from engine.definitions.timer_text import is_cycle, is_duration, is_moment
from engine.errors import ExpressionFailed
from engine.model import TimerKind

_FIRST_YEAR, _LAST_YEAR = 1900, 9000  # far from the ends of the calendar, where time zones overflow
_PART = re.compile(r"(\d+(?:\.\d+)?)([YMWDHS])")


@dataclass(frozen=True)
class Span:
    """A duration: `months` and `days` of the calendar, `rest` of absolute time."""

    months: int
    days: int
    rest: timedelta

    def after(self, anchor: datetime, times: int = 1) -> datetime:
        """The moment this long after the anchor, `times` over; before it when negative."""
        try:
            moment = anchor.astimezone(UTC)
            if self.months or self.days:
                moment = self._on_the_wall(local(anchor).replace(tzinfo=None, fold=0), times)
            return moment + self.rest * times
        except (ValueError, OverflowError) as error:
            raise ExpressionFailed("Tidspunktet ligger uden for kalenderen. Ret varigheden.") from error

    def _on_the_wall(self, wall: datetime, times: int) -> datetime:
        """An hour that summer time skips comes an hour later; one that comes twice is the first."""
        month = wall.month - 1 + self.months * times
        year, month = wall.year + month // 12, month % 12 + 1
        wall = wall.replace(year=year, month=month, day=min(wall.day, monthrange(year, month)[1]))
        return (wall + timedelta(days=self.days * times)).replace(tzinfo=LOCAL).astimezone(UTC)


def due_at(
    kind: TimerKind, text: str, names: Mapping[str, object], *, now: datetime, anchor: datetime, turn: int
) -> datetime | None:
    """
    When a timer is due, in UTC; a past moment is due at once.

    `turn` counts a cycle's firings from 1. None when a cycle has no such turn.
    Raises ExpressionFailed when the text gives no time.
    """
    value = _value(text, names, now)
    if kind == "cycle":
        if not isinstance(value, str) or not is_cycle(value):
            raise _unfit(text, "en gentagelse, fx R/P6M")
        return _turn(value, anchor, turn)
    if kind == "duration":
        if not isinstance(value, str) or not is_duration(value.removeprefix("-")):
            raise _unfit(text, "en varighed, fx P14D")
        return span(value).after(anchor)
    return _moment(value, text)


def first_turn(kind: TimerKind, text: str, *, anchor: datetime, after: datetime) -> int | None:
    """
    The first turn of an ISO timer that is not before `after`; None when there is none.

    A date or a duration has one turn. Raises ExpressionFailed when the text gives no time.
    """

    def has_come(turn: int) -> bool:
        moment = due_at(kind, text, {}, now=anchor, anchor=anchor, turn=turn)
        return moment is None or moment >= after

    high = 1
    while kind == "cycle" and not has_come(high):
        high *= 2
    low = high // 2
    # A cycle of seconds has had half a milliard of turns in eighteen years.
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if has_come(middle) else (middle, high)
    moment = due_at(kind, text, {}, now=anchor, anchor=anchor, turn=high)
    return high if moment is not None and moment >= after else None


def task_due(text: str, names: Mapping[str, object], *, now: datetime, created: datetime) -> datetime:
    """
    A human task's deadline: the moment from which it is overdue.

    A duration counts from the task's creation. A date ends with that Danish
    day, so the moment is the first of the next.
    """
    value = _value(text, names, now)
    if isinstance(value, str) and is_duration(value.removeprefix("-")):
        return span(value).after(created)
    due = _moment(value, text)
    if isinstance(value, str) and "T" not in value:
        return start_of_day(local_date(due) + timedelta(days=1))
    return due


def shifted(moment: datetime, duration: str, times: int) -> datetime:
    """A moment moved by an ISO 8601 duration, `times` over; backwards when negative."""
    return span(duration).after(moment, times)


def span(duration: str) -> Span:
    """An ISO 8601 duration, already known to be one, such as `P1Y6M` or `PT36H`; FEEL may give one that goes back."""
    calendar, _, clock = duration.strip().removeprefix("-").removeprefix("P").partition("T")
    parts = {unit: int(number) for number, unit in _PART.findall(calendar)}
    times = {unit: float(number) for number, unit in _PART.findall(clock)}
    sign = -1 if duration.strip().startswith("-") else 1
    rest = timedelta(hours=times.get("H", 0), minutes=times.get("M", 0), seconds=times.get("S", 0))
    return Span(
        months=sign * (12 * parts.get("Y", 0) + parts.get("M", 0)),
        days=sign * (7 * parts.get("W", 0) + parts.get("D", 0)),
        rest=sign * rest,
    )


def _value(text: str, names: Mapping[str, object], now: datetime) -> object:
    """The ISO text itself, or what the FEEL expression gives, as JSON."""
    written = text.strip().removeprefix("=").strip()
    if is_duration(written) or is_moment(written) or is_cycle(written):
        return written
    return feel.to_json(feel.parse(written).evaluate(names, now=now))


def _turn(cycle: str, anchor: datetime, turn: int) -> datetime | None:
    repeat, *parts = cycle.strip().split("/")
    limit = int(repeat[1:]) if repeat[1:] else None
    if limit is not None and turn > limit:
        return None
    interval = span(next(part for part in parts if is_duration(part)))
    moments = [part for part in parts if is_moment(part)]
    if moments and is_moment(parts[0]):  # R/start/duration: the first turn is the start itself
        return interval.after(_moment(moments[0], cycle), turn - 1)
    found = interval.after(anchor, turn)
    if moments and found > _moment(moments[0], cycle):  # R/duration/end
        return None
    return found


def _moment(value: object, text: str) -> datetime:
    if not isinstance(value, str) or not is_moment(value):
        raise _unfit(text, "en dato eller et tidspunkt, fx 2016-08-01")
    moment = datetime.fromisoformat(value)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise _unfit(text, f"en dato mellem {_FIRST_YEAR} og {_LAST_YEAR}")
    return (moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)).astimezone(UTC)


def _unfit(text: str, wanted: str) -> ExpressionFailed:
    return ExpressionFailed(f"Timeren »{text[:80]}« gav ikke {wanted}. Ret den i diagrammet, eller ret det, den læser.")
