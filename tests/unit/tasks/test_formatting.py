"""Danish dates, numbers and facts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import start_of_day
from engine.model import Json
from engine.views import FactLine, Option
from tasks import formatting
from tasks.case_file import FactGroup, ReadFact, grouped, in_words

SUMMER = datetime(2016, 7, 31, 22, 30, tzinfo=UTC)


def test_days_and_times_are_danish() -> None:
    assert formatting.day(date(2012, 3, 14)) == "14. marts 2012"
    assert formatting.moment(SUMMER) == "1. august 2016 kl. 0.30"
    assert formatting.moment(datetime(2016, 1, 1, 8, 5, tzinfo=UTC)) == "1. januar 2016 kl. 9.05"


@pytest.mark.parametrize(
    ("days", "said"),
    [(-3, "3 dage over"), (-1, "udløb i går"), (0, "i dag"), (1, "i morgen"), (2, "om 2 dage"), (1500, "om 4 år")],
)
def test_a_deadline_at_midnight_belongs_to_the_day_before(days: int, said: str) -> None:
    now = datetime(2016, 8, 22, 10, 0, tzinfo=UTC)
    end_of_day = start_of_day(date(2016, 8, 23) + timedelta(days=days))
    assert formatting.distance(end_of_day, now) == said


def test_a_timer_strikes_on_its_own_day() -> None:
    now = datetime(2016, 8, 22, 10, 0, tzinfo=UTC)
    tomorrow = start_of_day(date(2016, 8, 23))
    assert formatting.distance(tomorrow, now, moment=True) == "i morgen"
    assert formatting.distance(tomorrow, now) == "i dag"
    assert formatting.distance(now - timedelta(hours=1), now) == "udløb i dag"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (1250.5, "1.250,5"), (1250.0, "1.250"), (-1234567, "-1.234.567"), (12.25, "12,25"), (0.1, "0,1")],
)
def test_numbers_are_danish(value: float, said: str) -> None:
    assert formatting.number(value) == said


@given(st.integers(-(10**12), 10**12) | st.decimals(-(10**9), 10**9, places=2).map(float))
def test_a_number_can_be_read_back(value: float) -> None:
    said = formatting.number(value)
    assert Decimal(said.replace(".", "").replace(",", ".")) == Decimal(str(value))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "Ja"),
        (False, "Nej"),
        ("2016-08-22", "22. august 2016"),
        ("2016-13-45", "2016-13-45"),
        (["a", 2], "a, 2"),
        ({"navn": "Bo", "alder": 4}, "navn: Bo, alder: 4"),
    ],
)
def test_facts_are_read_in_words(value: Json, said: str) -> None:
    assert formatting.words(value) == said


@given(st.text())
def test_any_text_is_itself_or_a_date(text: str) -> None:
    assert formatting.words(text) == text or formatting._ISO_DATE.fullmatch(text)
    assert formatting.typed_date(text) == text or formatting._ISO_DATE.fullmatch(text)


def test_the_case_file_folds_under_its_headings() -> None:
    choices = (Option("i_gang", "I gang"), Option("slut", "Afsluttet"))
    facts = [
        FactLine("barn.navn", "Barnets navn", "Freja", group="Barnet"),
        FactLine("status", "Status", "i_gang", options=choices),
        FactLine("barn.alder", "Alder", 4, group="Barnet"),
        FactLine(
            "besoeg",
            "Besøg",
            [{"dato": "2016-08-22", "note": None}, {"dato": "2017-02-01", "note": "slut"}],
            item_labels={"dato": "Dato", "note": "Notat"},
            item_options={"note": choices},
        ),
    ]
    assert grouped(facts) == [
        FactGroup("", [ReadFact("Status", "I gang")]),
        FactGroup("Barnet", [ReadFact("Barnets navn", "Freja"), ReadFact("Alder", "4")]),
        FactGroup(
            "Besøg",
            [
                ReadFact(
                    "Besøg", "", [[("Dato", "22. august 2016")], [("Dato", "1. februar 2017"), ("Notat", "Afsluttet")]]
                )
            ],
        ),
    ]
    assert in_words(["slut", "andet"], choices) == "Afsluttet, andet"
