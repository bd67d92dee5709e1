"""The two supervisions of each approval year, computed as the diagram writes them (guidance pt. 157)."""

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import feel
from engine.clock import start_of_day
from engine.definitions.library import Library

HALF_YEARS = 26


def _next(library: Library, sag: dict[str, Any]) -> dict[str, Any]:
    """What »Fastsæt næste halvår« writes to `tilsyn.naeste`, each fact seeing the ones before it."""
    element = library.processes["hjemmetraening"].elements["Fastsaet_naeste_halvaar"]
    written: dict[str, Any] = {}
    for write in element.writes:
        facts = {**sag, "tilsyn": {**sag["tilsyn"], "naeste": written}}
        value = write.expression.expression.evaluate({"sag": facts}, now=start_of_day(date(2016, 1, 1)))
        written[write.path.removeprefix("tilsyn.naeste.")] = feel.to_json(value)
    return written


def _round(library: Library, approved: date, visits: list[date], born: date) -> tuple[date, date, date]:
    """When a half-year begins, when its supervision is planned, and the last day of its visit."""
    held = [{"nr": number, "dato": visit.isoformat()} for number, visit in enumerate(visits, start=1)]
    sag = {
        "barn": {"foedselsdato": born.isoformat()},
        "godkendelse": {"dato": approved.isoformat()},
        "tilsyn": {"afholdte": held},
    }
    written = _next(library, sag)
    assert written["nr"] == len(visits) + 1
    begins, planned, last = (date.fromisoformat(written[key]) for key in ("fra", "planlaegges", "senest"))
    return begins, planned, last


def _last_days(library: Library, approved: date, count: int, born: date) -> list[tuple[date, date, date]]:
    """Consecutive half-years, each visited on its last day."""
    rounds: list[tuple[date, date, date]] = []
    for _ in range(count):
        rounds.append(_round(library, approved, [last for _, _, last in rounds], born))
    return rounds


@given(approved=st.dates(date(2016, 7, 1), date(2028, 12, 31)))
def test_half_years_follow_each_other_without_gap_or_drift(library: Library, approved: date) -> None:
    rounds = _last_days(library, approved, 10, date(2016, 5, 5))
    assert rounds[0][0] == approved
    for number, (begins, planned, last) in enumerate(rounds):
        months = approved.month - 1 + 6 * number
        assert (begins.year, begins.month) == (approved.year + months // 12, months % 12 + 1)
        assert begins.day == approved.day or (begins + timedelta(days=1)).day == 1
        assert begins < planned < last
    for (_, _, last), (begins, _, _) in itertools.pairwise(rounds):
        assert begins == last + timedelta(days=1) or last == date(2034, 5, 4)


@pytest.mark.unmeasured(after=0)
@given(
    approved=st.dates(date(2016, 7, 1), date(2026, 12, 31)),
    days=st.lists(st.integers(0, 190), min_size=12, max_size=12),
)
def test_either_reading_of_twice_a_year_holds_when_the_deadlines_do(
    library: Library, approved: date, days: list[int]
) -> None:
    """Whatever day is chosen between the planning and the deadline: two in an approval year, two in a calendar year."""
    visits: list[date] = []
    for waited in days:
        _, planned, last = _round(library, approved, visits, date(2016, 5, 5))
        assert planned <= last
        visits.append(min(planned + timedelta(days=waited), last))
    assert visits == sorted(set(visits))
    first = approved.year if (approved.month, approved.day) == (1, 1) else approved.year + 1
    for year in range(first, visits[-1].year):
        assert sum(visit.year == year for visit in visits) >= 2, year
    for number in range(0, 12, 2):
        begins = _round(library, approved, visits[:number], date(2016, 5, 5))[0]
        ends = _round(library, approved, visits[: number + 2], date(2016, 5, 5))[0]
        assert sum(begins <= visit < ends for visit in visits) == 2


def test_a_calendar_year_that_would_have_one_visit_moves_the_deadline_to_its_last_day(library: Library) -> None:
    early = [date(2017, 11, 20), date(2018, 5, 10)]
    assert _round(library, date(2017, 8, 1), early, date(2013, 5, 15)) == (
        date(2018, 8, 1),
        date(2018, 10, 31),
        date(2018, 12, 31),
    )
    in_the_new_year = [date(2018, 1, 10), date(2018, 5, 10)]
    assert _round(library, date(2017, 8, 1), in_the_new_year, date(2013, 5, 15))[2] == date(2019, 1, 31)


def test_a_calendar_year_that_is_not_whole_asks_for_nothing(library: Library) -> None:
    assert _round(library, date(2017, 8, 1), [], date(2013, 5, 15))[2] == date(2018, 1, 31)
    grows_up = date(2018, 12, 30)
    early = [date(2017, 11, 20), date(2018, 5, 10)]
    born = grows_up.replace(year=2000)
    assert _round(library, date(2017, 8, 1), early, born)[2] == date(2018, 12, 29)


@pytest.mark.parametrize(
    ("approved", "last_days"),
    [
        (date(2016, 8, 31), ["2017-02-27", "2017-08-30", "2018-02-27", "2018-08-30"]),
        (date(2020, 2, 29), ["2020-08-28", "2021-02-27", "2021-08-28", "2022-02-27"]),
        (date(2016, 11, 30), ["2017-05-29", "2017-11-29", "2018-05-29", "2018-11-29"]),
    ],
)
def test_approved_at_a_months_end(library: Library, approved: date, last_days: list[str]) -> None:
    rounds = _last_days(library, approved, 4, date(2013, 5, 15))
    assert [last.isoformat() for _, _, last in rounds] == last_days


def test_approved_on_1_october_the_second_visit_is_held_by_30_september(library: Library) -> None:
    first, second = _last_days(library, date(2016, 10, 1), 2, date(2013, 5, 15))
    assert (first[2], second[2]) == (date(2017, 3, 31), date(2017, 9, 30))


def test_the_last_visit_is_held_before_the_eighteenth_birthday(library: Library) -> None:
    rounds = _last_days(library, date(2016, 11, 1), HALF_YEARS + 1, date(2012, 3, 14))
    assert rounds[-1][2] == date(2030, 3, 13)
