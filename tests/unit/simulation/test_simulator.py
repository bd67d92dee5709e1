import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from app.simulation.events import KINDS
from app.simulation.library import Library
from app.simulation.periods import parse_period
from app.simulation.simulator import Simulation, simulate
from app.simulation.weights import Weights
from engine.clock import local, local_date
from engine.extension import ServiceRegistry

BORN = date(1990, 5, 17)


def _run(library: Library, seed: int, born: date | None = BORN, until: date | None = None) -> Simulation:
    return simulate(library, ServiceRegistry(), seed=seed, born=born, until=until)


def _granted(library: Library) -> Simulation:
    runs = (_run(library, seed) for seed in range(1, 20))
    return next(run for run in runs if any(event.name == "ophoer" for event in run.events))


def test_the_same_seed_gives_the_same_timeline_to_the_letter(allotment: Library) -> None:
    first, again, other = (json.dumps(_run(allotment, seed).as_json()) for seed in (3, 3, 4))

    assert first == again
    assert first != other


def test_a_case_runs_to_its_end_by_its_diagram(allotment: Library) -> None:
    run = _granted(allotment)
    names = Counter((event.kind, event.name) for event in run.events)

    assert (run.ended, run.problems, run.born) == (True, [], BORN)
    assert {event.kind for event in run.events} <= KINDS
    assert [event.at for event in run.events] == sorted(event.at for event in run.events)
    assert (run.events[0].kind, run.events[-1].kind) == ("case_opened", "case_ended")
    assert names["milestone", "syn_afholdt"] == 6
    assert names["milestone", "tildelt"] == names["payout", "Send nøgle"] == 1
    assert sum(count for (kind, _), count in names.items() if kind == "instance_ended") == 7


def test_inspections_keep_to_the_half_years_of_the_ruling_whatever_people_do(allotment: Library) -> None:
    run = _granted(allotment)
    ruled = next(local_date(e.at) for e in run.events if (e.kind, e.element) == ("task_completed", "Opgave_Vurder"))
    fired = [local(e.at) for e in run.events if (e.kind, e.element) == ("timer_fired", "Halvaar")]

    assert [moment.date() for moment in fired] == [parse_period(f"P{6 * n}M").after(ruled) for n in range(1, 7)]
    assert {(moment.hour, moment.minute) for moment in fired} == {(0, 0)}


def test_people_finish_within_their_days_and_in_working_hours(allotment: Library) -> None:
    run = _granted(allotment)
    created: dict[str, date] = {}
    for event in run.events:
        if event.kind == "task_created":
            created[event.element] = local_date(event.at)
        elif event.kind == "task_completed":
            taken = (local_date(event.at) - created[event.element]).days
            assert 1 <= taken <= (40 if event.element == "Opgave_Vurder" else 5)
            assert local(event.at).hour == 10


def test_what_a_hard_stop_refuses_is_never_done_and_another_answer_is_found(allotment: Library) -> None:
    certain = replace(allotment.weights, fields={"sag.areal": (("350", 1),)})
    large = replace(allotment, weights=certain)
    for seed in range(5):
        names = {event.name for event in _run(large, seed).events if event.kind == "milestone"}
        assert names - {"rykket"} == {"afslag"}


def test_a_task_that_never_passes_is_told_and_not_tried_for_ever(allotment: Library) -> None:
    wrong = replace(allotment.weights, fields={"sag.areal": (("1000", 1),)}, task_fields={})
    run = _run(replace(allotment, weights=wrong), 1, until=date(2019, 1, 1))

    # The weights insist for a while; then the form's own bounds lead.
    assert not any("Modtag" in problem for problem in run.problems)


def test_forms_are_filled_without_any_weights(allotment: Library) -> None:
    bare = replace(allotment, weights=Weights(start={"ansoeger.navn": "Vilma"}))
    ended = [_run(bare, seed, born=None) for seed in range(4)]

    assert all(run.ended and not run.problems for run in ended)


def test_overdue_and_escalated_work_stands_in_the_timeline(allotment: Library) -> None:
    slow = replace(allotment.weights, delays={"Opgave_Vurder": (parse_period("P35D"), parse_period("P35D"))})
    run = _run(replace(allotment, weights=slow), 1)
    kinds = [(e.kind, e.name) for e in run.events if e.element in ("Opgave_Vurder", "Rykker", "Rykket")]

    assert [kind for kind, _ in kinds] == [
        "task_created",
        "task_overdue",
        "escalated",
        "timer_fired",
        "milestone",
        "task_completed",
    ]


def test_it_stops_at_the_day_given(allotment: Library) -> None:
    opened = local_date(_run(allotment, 1).events[0].at)
    until = parse_period("P2D").after(opened)
    run = _run(allotment, 1, until=until)

    assert not run.ended
    assert all(local_date(event.at) <= until for event in run.events)


@pytest.mark.parametrize("born", [date(2012, 2, 29), date(2000, 12, 31)])
def test_the_birth_date_given_is_a_fact_of_the_case(allotment: Library, born: date) -> None:
    run = _run(allotment, 2, born=born)
    age = parse_period("P20Y").after(born), parse_period("P30Y").after(born)

    assert age[0] <= local_date(run.events[0].at) <= age[1]
