"""When timers are due: the calendar of Denmark, seen from the outside."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import LOCAL, local
from engine.errors import ExpressionFailed
from engine.model import TimerKind
from engine.runtime.timers import due_at, shifted, task_due

NOW = datetime(2016, 8, 1, 12, tzinfo=UTC)
# Wall-clock times without a zone: the tests put Denmark's on them.
WALLS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001 - the strategy wants them bare
NAMES = {"sag": {"frist": "2016-10-31", "antal": 3, "dato": "2016-01-31"}}


def danish(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LOCAL).astimezone(UTC)  # type: ignore[arg-type, misc]  # year, month, day, hour, …


def due(kind: TimerKind, text: str, anchor: datetime = NOW, turn: int = 1) -> datetime | None:
    return due_at(kind, text, NAMES, now=NOW, anchor=anchor, turn=turn)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-08-01", danish(2016, 8, 1)),
        ("2016-08-01T12:00", danish(2016, 8, 1, 12)),
        ("2016-08-01T12:00:00Z", datetime(2016, 8, 1, 12, tzinfo=UTC)),
        ("2016-08-01T12:00:00+05:00", datetime(2016, 8, 1, 7, tzinfo=UTC)),
        ("2016-12-01T12:00:00", datetime(2016, 12, 1, 11, tzinfo=UTC)),
        ("1999-01-01", danish(1999, 1, 1)),
        ("date(sag.frist)", danish(2016, 10, 31)),
        ("=date(sag.frist)", danish(2016, 10, 31)),
        ("sag.frist", danish(2016, 10, 31)),
        ('date(sag.frist) + duration("P1D")', danish(2016, 11, 1)),
        ('date and time("2016-08-01T18:00:00")', danish(2016, 8, 1, 18)),
        ("now()", NOW),
        ('naeste arbejdsdag(date("2016-12-24"))', danish(2016, 12, 27)),
    ],
)
def test_a_date(text: str, expected: datetime) -> None:
    assert due("date", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P4M", danish(2016, 12, 1, 14)),
        ("PT1H", datetime(2016, 8, 1, 13, tzinfo=UTC)),
        ("P1DT1H", danish(2016, 8, 2, 15)),
        ("P2W", danish(2016, 8, 15, 14)),
        ('duration("P4M")', danish(2016, 12, 1, 14)),
        ('duration("P1D") * sag.antal', danish(2016, 8, 4, 14)),
        ("=P1D", danish(2016, 8, 2, 14)),
        ('date("2016-07-30") - date("2016-08-01")', danish(2016, 7, 30, 14)),
    ],
)
def test_a_duration_counts_from_its_anchor(text: str, expected: datetime) -> None:
    assert due("duration", text) == expected


def test_four_months_from_the_last_of_october_end_with_february() -> None:
    assert due("duration", "P4M", danish(2016, 10, 31, 9)) == danish(2017, 2, 28, 9)
    assert due("duration", "P4M", danish(2019, 10, 31, 9)) == danish(2020, 2, 29, 9)


def test_days_keep_the_wall_clock_over_both_changes_of_summer_time() -> None:
    assert due("duration", "P1D", danish(2016, 3, 26, 18)) == danish(2016, 3, 27, 18)
    assert due("duration", "P1D", danish(2016, 10, 29, 18)) == danish(2016, 10, 30, 18)


def test_hours_are_absolute_over_both_changes_of_summer_time() -> None:
    for anchor in (danish(2016, 3, 26, 18), danish(2016, 10, 29, 18)):
        assert due("duration", "PT24H", anchor) == anchor + timedelta(hours=24)


def test_the_hour_that_does_not_exist_comes_an_hour_later() -> None:
    assert due("duration", "P1D", danish(2016, 3, 26, 2, 30)) == danish(2016, 3, 27, 3, 30)


def test_an_hour_from_the_second_of_two_equal_hours_is_an_hour() -> None:
    second = datetime(2016, 10, 30, 1, 30, tzinfo=UTC)
    assert local(second).fold == 1
    assert due("duration", "PT1H", second) == second + timedelta(hours=1)


def test_216_monthly_turns_from_the_last_of_january_never_drift() -> None:
    anchor = danish(2000, 1, 31, 9)
    for turn in range(1, 217):
        found = due("cycle", "R/P1M", anchor, turn)
        assert found is not None
        wall = local(found)
        assert (wall.year - 2000) * 12 + wall.month == 1 + turn
        assert wall.day == monthrange(wall.year, wall.month)[1]
        assert wall.hour == 9


def test_yearly_turns_from_a_leap_day() -> None:
    found = [due("cycle", "R/P1Y", danish(2016, 2, 29, 9), turn) for turn in (1, 2, 3, 4)]
    expected = [danish(2017, 2, 28, 9), danish(2018, 2, 28, 9), danish(2019, 2, 28, 9), danish(2020, 2, 29, 9)]
    assert found == expected


def test_a_cycle_with_a_start_fires_first_at_the_start() -> None:
    text = "R3/2016-01-31T00:00:00/P1M"
    found = [due("cycle", text, turn=turn) for turn in (1, 2, 3, 4)]
    assert found == [danish(2016, 1, 31), danish(2016, 2, 29), danish(2016, 3, 31), None]


def test_a_cycle_ends_when_its_turns_are_used_or_its_end_is_passed() -> None:
    assert due("cycle", "R2/P1D", turn=2) == danish(2016, 8, 3, 14)
    assert due("cycle", "R2/P1D", turn=3) is None
    assert due("cycle", "R/P1D/2016-08-03", turn=1) == danish(2016, 8, 2, 14)
    assert due("cycle", "R/P1D/2016-08-03", turn=2) is None


def test_a_cycle_may_be_put_together_in_feel() -> None:
    assert due("cycle", '"R/P" + string(sag.antal) + "M"') == danish(2016, 11, 1, 14)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "P4M"),
        ("date", "sag.findes_ikke"),
        ("date", "2016-13-01"),
        ("date", "1"),
        ("date", "true"),
        ("date", '"i morgen"'),
        ("date", "[today()]"),
        ("duration", "2016-08-01"),
        ("duration", "sag.antal"),
        ("duration", "P"),
        ("duration", "P99999Y"),
        ("cycle", "P4M"),
        ("cycle", "R/"),
        ("cycle", "R/2016-01-01"),
        ("cycle", "null"),
        ("date", "0001-01-01"),
        ("date", "9999-12-31"),
    ],
)
def test_what_gives_no_time_says_so(kind: TimerKind, text: str) -> None:
    with pytest.raises(ExpressionFailed):
        due(kind, text)


@given(st.text(alphabet="R/P0123456789YMDTHS-:=+Z. "))
def test_no_text_brings_a_timer_down(text: str) -> None:
    for kind in ("date", "duration", "cycle"):
        try:
            found = due(kind, text)
        except ExpressionFailed:
            continue
        assert found is None or found.tzinfo is UTC


@given(
    WALLS,
    st.integers(1, 30),
    st.sampled_from("YMWD"),
    st.integers(1, 250),
)
def test_turns_are_counted_from_the_anchor(wall: datetime, count: int, unit: str, turn: int) -> None:
    anchor = wall.replace(tzinfo=LOCAL).astimezone(UTC)
    once = due("cycle", f"R/P{count}{unit}", anchor, turn)
    assert once == due("duration", f"P{count * turn}{unit}", anchor)


@given(WALLS, st.integers(1, 216))
def test_months_land_on_the_same_day_or_the_last(wall: datetime, months: int) -> None:
    start = local(wall.replace(tzinfo=LOCAL).astimezone(UTC))
    found = local(shifted(start, f"P{months}M", 1))
    index = start.year * 12 + start.month - 1 + months
    assert (found.year, found.month) == (index // 12, index % 12 + 1)
    assert found.day == min(start.day, monthrange(found.year, found.month)[1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-08-05", danish(2016, 8, 6)),
        ("date(sag.frist)", danish(2016, 11, 1)),
        ("2016-08-05T12:00:00", danish(2016, 8, 5, 12)),
        ("P14D", danish(2016, 8, 15, 14)),
        ('duration("PT2H")', datetime(2016, 8, 1, 14, tzinfo=UTC)),
        ('arbejdsdage efter(date("2016-12-23"), 2)', danish(2016, 12, 29)),
    ],
)
def test_a_task_is_due_when_its_day_is_over(text: str, expected: datetime) -> None:
    assert task_due(text, NAMES, now=NOW, created=NOW) == expected


def test_the_day_of_a_change_of_summer_time_is_over_at_midnight() -> None:
    for day in (date(2016, 3, 27), date(2016, 10, 30)):
        found = local(task_due(day.isoformat(), {}, now=NOW, created=NOW))
        assert (found.date(), found.hour) == (day + timedelta(days=1), 0)
