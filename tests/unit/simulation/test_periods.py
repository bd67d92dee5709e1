from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.simulation.periods import parse_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("P15D", date(2016, 2, 20), date(2016, 3, 6)),
        ("P2W", date(2016, 12, 25), date(2017, 1, 8)),
        ("P1M", date(2017, 1, 31), date(2017, 2, 28)),
        ("P1Y", date(2016, 2, 29), date(2017, 2, 28)),
        ("P1Y2M3D", date(2016, 11, 29), date(2018, 2, 1)),
    ],
)
def test_a_period_keeps_the_day_number_or_takes_the_months_last(text: str, start: date, end: date) -> None:
    assert parse_period(text).after(start) == end


@pytest.mark.parametrize("text", ["", "P", "PT1H", "1D", "P1D2M", "P-1D", "P99999999D", "P1D ", "P١D"])
def test_what_is_not_whole_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        parse_period(text)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 999))
def test_a_longer_period_never_ends_earlier(day: date, months: int) -> None:
    assert parse_period(f"P{months}M").after(day) <= parse_period(f"P{months + 1}M").after(day)


def test_a_day_past_the_calendar_is_an_overflow() -> None:
    with pytest.raises(OverflowError):
        parse_period("P999Y").after(date(9998, 1, 1))
