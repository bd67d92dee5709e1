"""The two supervisions of each approval year, computed as the diagram writes them (guidance pt. 157)."""

import itertools
from datetime import date, timedelta
from typing import Any

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


def _round(library: Library, approved: date, held: int, born: date) -> tuple[date, date, date]:
    """When a half-year begins, when its supervision is planned, and the last day of its visit."""
    sag = {
        "barn": {"foedselsdato": born.isoformat()},
        "godkendelse": {"dato": approved.isoformat()},
        "tilsyn": {"afholdte": [{"nr": number + 1} for number in range(held)]},
    }
    written = _next(library, sag)
    assert written["nr"] == held + 1
    begins, planned, last = (date.fromisoformat(written[key]) for key in ("fra", "planlaegges", "senest"))
    return begins, planned, last


@given(approved=st.dates(date(2016, 7, 1), date(2028, 12, 31)))
def test_half_years_follow_each_other_without_gap_or_drift(library: Library, approved: date) -> None:
    rounds = [_round(library, approved, held, date(2016, 5, 5)) for held in range(10)]
    assert rounds[0][0] == approved
    for number, (begins, planned, last) in enumerate(rounds):
        months = approved.month - 1 + 6 * number
        assert (begins.year, begins.month) == (approved.year + months // 12, months % 12 + 1)
        assert begins.day == approved.day or (begins + timedelta(days=1)).day == 1
        assert begins < planned < last
    for (_, _, last), (begins, _, _) in itertools.pairwise(rounds):
        assert begins == last + timedelta(days=1) or last == date(2034, 5, 4)


def test_approved_on_1_october_the_second_visit_is_held_by_30_september(library: Library) -> None:
    approved = date(2016, 10, 1)
    assert _round(library, approved, 0, date(2013, 5, 15))[2] == date(2017, 3, 31)
    assert _round(library, approved, 1, date(2013, 5, 15))[2] == date(2017, 9, 30)


def test_the_last_visit_is_held_before_the_eighteenth_birthday(library: Library) -> None:
    _, _, last = _round(library, date(2016, 11, 1), HALF_YEARS, date(2012, 3, 14))
    assert last == date(2030, 3, 13)
