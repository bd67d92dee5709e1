from datetime import date

import pytest

from app.simulation.chance import Likeliest, Seeded
from app.simulation.incoming import Incoming, draw_incoming

OPENED = date(2016, 2, 29)


def test_without_chances_nothing_comes() -> None:
    assert draw_incoming({}, Seeded(1), "sag", OPENED, date(2030, 1, 1)) == []


def test_what_is_certain_comes_once_in_each_year_of_the_case() -> None:
    drawn = draw_incoming({"klage": 1.0, "aldrig": 0.0}, Seeded(1), "sag", OPENED, date(2019, 2, 28))

    assert [each.name for each in drawn] == ["klage"] * 3
    years = [
        (OPENED, date(2017, 2, 28)),
        (date(2017, 2, 28), date(2018, 2, 28)),
        (date(2018, 2, 28), date(2019, 2, 28)),
    ]
    assert all(first <= each.day < last for each, (first, last) in zip(drawn, years, strict=True))


def test_nothing_comes_on_or_after_the_last_day() -> None:
    assert draw_incoming({"klage": 1.0}, Likeliest(), "sag", OPENED, OPENED) == []
    assert draw_incoming({"klage": 1.0}, Likeliest(), "sag", OPENED, date(2016, 3, 1)) == [
        Incoming(OPENED, "sag", "klage")
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_draws_the_same(seed: int) -> None:
    first, again = (
        draw_incoming({"klage": 0.3, "udgift": 0.5}, Seeded(seed), "sag", OPENED, date(2030, 1, 1)) for _ in range(2)
    )
    assert first == again
    assert [each.day for each in first] == sorted(each.day for each in first)
