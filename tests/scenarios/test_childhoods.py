"""
Ten drawn childhoods in home training, held against the law.

The children are born on days that are hard on calendars; what people do is
drawn. Law: serviceloven § 32 a and § 50, guidance pt. 144, 154, 157, 157 c.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pytest

from app import wiring
from app.simulation.events import Event
from app.simulation.library import Library, find_library
from app.simulation.periods import Period, parse_period
from app.simulation.simulator import Simulation, simulate
from engine.clock import local, local_date

pytestmark = pytest.mark.unmeasured(after=0)

CHILDREN = [
    (1, date(2012, 3, 14)),
    (2, date(2012, 2, 29)),  # turns 18 in a common year
    (3, date(2012, 12, 31)),  # of school age at five
    (4, date(2013, 1, 1)),
    (5, date(2012, 8, 1)),
    (6, date(2012, 7, 31)),
    (7, date(2014, 10, 26)),  # 25 hours long
    (8, date(2015, 3, 29)),  # 23 hours long
    (9, date(2016, 2, 29)),
    (10, date(2012, 1, 31)),
]


def _library() -> Library:
    library = find_library("hjemmetraening", wiring.libraries())
    assert library is not None
    return library


@dataclass(frozen=True)
class Childhood:
    born: date
    run: Simulation

    def all(self, kind: str, *, name: str | None = None, element: str | None = None) -> list[Event]:
        return [
            event
            for event in self.run.events
            if event.kind == kind and name in (None, event.name) and element in (None, event.element)
        ]

    def days(self, kind: str, *, name: str | None = None, element: str | None = None) -> list[date]:
        return [local_date(event.at) for event in self.all(kind, name=name, element=element)]

    @property
    def grown_up(self) -> date:
        """The day of the eighteenth birthday; the last of February for a leap day's child."""
        return Period(18 * 12, 0).after(self.born)

    @property
    def approved(self) -> date | None:
        """The day of the ruling that support followed; None for a child who was refused."""
        support = next((e.at for e in self.run.events if (e.kind, e.process) == ("instance_started", "stoette")), None)
        rulings = [e.at for e in self.all("task_completed", element="Skriv_afgoerelse") if support and e.at <= support]
        return local_date(rulings[-1]) if rulings else None


@pytest.fixture(scope="module", params=CHILDREN, ids=[f"seed{seed}-{born}" for seed, born in CHILDREN])
def childhood(request: pytest.FixtureRequest) -> Childhood:
    seed, born = request.param
    return Childhood(born, simulate(_library(), wiring.service_tasks(), seed=seed, born=born))


def test_it_comes_to_its_end_without_anything_stuck(childhood: Childhood) -> None:
    assert (childhood.run.problems, childhood.run.ended) == ([], True)


def test_nobody_decides_before_the_investigation_is_closed(childhood: Childhood) -> None:
    closed = [e.at for e in childhood.run.events if (e.kind, e.element) == ("task_completed", "Afslut_undersoegelsen")]
    ruled = [e.at for e in childhood.all("task_created", element="Skriv_afgoerelse")]

    assert closed
    assert closed[0] <= ruled[0]


def test_every_whole_year_of_approval_has_its_two_supervisions(childhood: Childhood) -> None:
    held = childhood.days("milestone", name="tilsyn_afholdt")
    if childhood.approved is None:
        assert held == []
        return
    year, approved = 0, childhood.approved
    while Period(12 * (year + 1), 0).after(approved) <= childhood.grown_up:
        first, next_first = Period(12 * year, 0).after(approved), Period(12 * (year + 1), 0).after(approved)
        assert sum(first <= day < next_first for day in held) == 2, f"the year from {first}"
        year += 1
    assert year >= 11


def test_every_whole_calendar_year_of_approval_has_two_supervisions_too(childhood: Childhood) -> None:
    held = childhood.days("milestone", name="tilsyn_afholdt")
    if childhood.approved is None:
        assert held == []
        return
    for year in range(childhood.approved.year + 1, childhood.grown_up.year):
        assert sum(day.year == year for day in held) >= 2, year


def test_supervisions_are_planned_on_the_half_years_without_drift(childhood: Childhood) -> None:
    planned = childhood.all("timer_fired", element="Planlaegning_begynder")
    if childhood.approved is None:
        assert planned == []
        return
    for turn, day in enumerate(local_date(event.at) for event in planned):
        half_year = Period(6 * turn, 0).after(childhood.approved)
        three_months_in = Period(6 * turn + 3, 0).after(childhood.approved)
        # Two months before the calendar year ends, when it would otherwise get one visit.
        by_calendar_year = max(half_year, date(half_year.year, 10, 31))
        assert day in {three_months_in, min(three_months_in, by_calendar_year)}
    assert {(local(event.at).hour, local(event.at).minute) for event in planned} == {(0, 0)}


def test_school_age_begins_on_the_first_of_august_of_the_year_of_six(childhood: Childhood) -> None:
    school = date(childhood.born.year + 6, 8, 1)
    begun = childhood.days("milestone", name="skolestart")

    assert begun == ([school] if childhood.approved and childhood.approved < school else [])


def test_it_ends_with_the_eighteenth_birthday(childhood: Childhood) -> None:
    if childhood.approved is None:
        assert childhood.days("milestone", name="ophoer") == []
        return
    # A leap day's child: the law does not say which day, so a person may have chosen the first of March.
    last = date(childhood.grown_up.year, 3, 1) if (childhood.born.month, childhood.born.day) == (2, 29) else None
    (ended,) = childhood.days("milestone", name="ophoer")
    (birthday,) = childhood.days("timer_fired", element="Fyldt_18")

    assert birthday == childhood.grown_up
    assert childhood.grown_up <= ended <= (last or childhood.grown_up)


def test_nothing_is_paid_or_supervised_after_the_birthday_or_before_the_approval(childhood: Childhood) -> None:
    days = [*childhood.days("payout"), *childhood.days("milestone", name="tilsyn_afholdt")]

    assert (days == []) == (childhood.approved is None)
    assert all((childhood.approved or date.max) <= day < childhood.grown_up for day in days)


def test_the_timeline_is_in_order(childhood: Childhood) -> None:
    assert all(before.at <= after.at for before, after in pairwise(childhood.run.events))


def test_the_investigation_has_four_months_and_lateness_opens_no_door() -> None:
    library = _library()
    slow = {**library.weights.delays, "Udred_forhold": (parse_period("P150D"), parse_period("P150D"))}
    library = replace(library, weights=replace(library.weights, delays=slow))
    run = simulate(library, wiring.service_tasks(), seed=1, born=date(2012, 3, 14), until=date(2018, 1, 1))
    late = Childhood(date(2012, 3, 14), run)

    opened = local_date(run.events[0].at)
    fired = late.days("timer_fired", element="Frist_udloeber")
    assert fired == [parse_period("P4M").after(opened)]
    assert (
        late.days("task_created", element="Skriv_afgoerelse")[0]
        >= late.days("task_completed", element="Afslut_undersoegelsen")[0]
        > fired[0]
    )


def test_approval_after_the_school_date_brings_no_school_start() -> None:
    born = date(2010, 5, 1)
    run = simulate(
        _library(), wiring.service_tasks(), seed=4, born=born, start=date(2017, 2, 1), until=date(2020, 1, 1)
    )
    child = Childhood(born, run)

    assert run.problems == []
    assert child.approved is not None
    assert child.days("milestone", name="skolestart") == []


def test_the_same_seed_tells_the_same_childhood() -> None:
    first, again = (
        simulate(_library(), wiring.service_tasks(), seed=11, born=date(2013, 6, 30), until=date(2021, 1, 1)).as_json()
        for _ in range(2)
    )

    assert first == again


def test_deadlines_that_end_at_one_moment_are_told_in_the_same_order_every_time() -> None:
    library = _library()
    never = (parse_period("P9M"), parse_period("P9M"))
    idle = dict.fromkeys(("Barnets_syn", "Foraeldrenes_bidrag", "Udred_forhold"), never)
    delays = {**library.weights.delays, **idle}
    library = replace(library, weights=replace(library.weights, delays=delays))
    tales = [
        simulate(library, wiring.service_tasks(), seed=3, born=date(2012, 3, 14), until=date(2017, 5, 1)).as_json()
        for _ in range(5)
    ]

    overdue = [event for event in tales[0]["events"] if event["kind"] == "task_overdue"]
    assert max(Counter(event["at"] for event in overdue).values()) >= 2
    assert all(tale == tales[0] for tale in tales)
