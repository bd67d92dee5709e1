"""Processes that begin in a case at a time, or when a condition over the case file comes true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.commands import CloseCase, CorrectFacts
from engine.errors import InvalidDefinition
from tests.unit.runtime import toy
from tests.unit.runtime.conftest import START, House


def begins(key: str, trigger: str) -> str:
    return toy.process(
        key,
        f'<bpmn:startEvent id="{key}_b" name="Tid til {key}">{trigger}</bpmn:startEvent>',
        toy.user(f"{key}_opgave", "kort"),
        f'<bpmn:endEvent id="{key}_s"/>',
        toy.flow(f"{key}_b", f"{key}_opgave"),
        toy.flow(f"{key}_opgave", f"{key}_s"),
    )


def at(text: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"


def when(condition: str) -> str:
    asked = f"<bpmn:condition>{condition}</bpmn:condition>"
    return f"<bpmn:conditionalEventDefinition>{asked}</bpmn:conditionalEventDefinition>"


def begun(house: House, key: str) -> int:
    return house.names().count(f"{key}_opgave")


def correct(house: House, case: str, **values: object) -> None:
    facts = {f"dyr.{name}": value for name, value in values.items()}
    house.engine.correct_facts(CorrectFacts(case, facts, "rettet", house.anna))  # type: ignore[arg-type]


# ---- at a time


def test_a_duration_is_counted_from_the_cases_opening(house: House) -> None:
    house.redraw(aarsag=begins("aarsag", at("P1Y")))
    house.wait(days=10)
    case = house.open_case()
    house.wait(days=365)  # a leap year
    assert begun(house, "aarsag") == 0
    house.wait(days=1)
    assert begun(house, "aarsag") == 1
    assert "Tiden kom: »Tid til aarsag«" in [entry.text for entry in house.history(case)]
    house.wait(days=800)
    assert begun(house, "aarsag") == 1


def test_nothing_of_time_begins_at_once(house: House) -> None:
    house.redraw(straks=begins("straks", at("PT0S")))
    house.open_case()
    house.engine.run_due()
    assert begun(house, "straks") == 1


def test_a_cycle_begins_again_each_turn_of_the_calendar(house: House) -> None:
    house.redraw(halvaar=begins("halvaar", at("R/P6M", "timeCycle")), to=begins("to", at("R2/P1M", "timeCycle")))
    house.open_case()
    house.wait(days=1000)
    assert begun(house, "halvaar") == 5
    assert begun(house, "to") == 2


def test_a_date_is_the_same_day_in_every_case_that_is_open_then(house: House) -> None:
    house.redraw(nytaar=begins("nytaar", at("2032-01-01", "timeDate")))
    house.open_case()
    house.wait(days=100)
    house.open_case()
    house.wait(days=300)
    assert begun(house, "nytaar") == 2
    house.open_case()
    house.wait(days=300)
    assert begun(house, "nytaar") == 2


def test_cases_that_were_open_when_it_was_deployed_have_it_too(house: House) -> None:
    house.open_case()
    house.wait(days=100)
    house.redraw(aarsag=begins("aarsag", at("P1Y")), halvaar=begins("halvaar", at("R/P1M", "timeCycle")))
    assert house.engine.next_due() == datetime(2031, 7, 3, 7, tzinfo=UTC)
    house.wait(days=365 - 100 - 1)
    assert begun(house, "aarsag") == 0
    house.wait(days=2)
    assert begun(house, "aarsag") == 1


def test_what_had_passed_when_it_was_deployed_never_comes(house: House) -> None:
    house.open_case()
    house.wait(days=400)
    house.redraw(aarsag=begins("aarsag", at("P1Y")), dato=begins("dato", at("2031-06-01", "timeDate")))
    house.wait(days=400)
    assert begun(house, "aarsag") + begun(house, "dato") == 0


def test_a_new_version_keeps_the_time_of_what_it_draws_as_before(house: House) -> None:
    house.redraw(aarsag=begins("aarsag", at("P1Y")))
    house.open_case()
    house.wait(days=100)
    house.redraw(aarsag=begins("aarsag", at("P1Y")).replace("Tid til", "Så er det tid til"))
    house.wait(days=300)
    assert begun(house, "aarsag") == 1
    house.redraw(aarsag=begins("aarsag", at("P1Y")))
    house.wait(days=300)
    assert begun(house, "aarsag") == 1


def test_a_new_version_moves_what_it_draws_otherwise_and_drops_what_it_does_not_draw(house: House) -> None:
    house.redraw(aarsag=begins("aarsag", at("P1Y")), anden=begins("anden", at("P1Y")))
    house.open_case()
    (house.folder / "diagrams" / "anden.bpmn").unlink()
    house.redraw(aarsag=begins("aarsag", at("P2Y")))
    house.wait(days=700)
    assert begun(house, "aarsag") == 0
    house.wait(days=60)
    assert begun(house, "aarsag") == 1
    assert begun(house, "anden") == 0


def test_a_case_that_has_ended_waits_for_nothing(house: House) -> None:
    house.redraw(aarsag=begins("aarsag", at("P1Y")))
    case = house.open_case()
    assert house.engine.next_due() is not None
    house.engine.close_case(CloseCase(case, "slut", house.leo))
    assert house.engine.next_due() is None


def test_what_waits_to_begin_does_not_hold_the_case_open(house: House) -> None:
    house.redraw(
        dyrehold=toy.process(
            "dyrehold", '<bpmn:startEvent id="Begynd"/><bpmn:endEvent id="Slut"/>', toy.flow("Begynd", "Slut")
        ),
        aarsag=begins("aarsag", at("P1Y")),
    )
    case = house.open_case()
    assert house.engine.case(house.anna, case).row.status == "ended"
    assert house.engine.next_due() is None


def test_the_case_says_what_will_begin_and_when(house: House) -> None:
    house.redraw(aarsag=begins("aarsag", at("P1Y")), tilsyn=begins("tilsyn", at("R2/P10D", "timeCycle")))
    case = house.open_case()
    opened = house.clock.now()

    def told() -> list[tuple[str, str, object]]:
        starts = house.engine.case(house.anna, case).starts
        return [(start.process, start.name, start.due_at) for start in starts]

    yearly = ("aarsag", "Tid til aarsag", opened + timedelta(days=366))  # a leap year
    assert told() == [("tilsyn", "Tid til tilsyn", opened + timedelta(days=10)), yearly]
    house.wait(days=10)
    assert told() == [("tilsyn", "Tid til tilsyn", opened + timedelta(days=20)), yearly]
    house.wait(days=10)
    assert told() == [yearly]
    house.engine.close_case(CloseCase(case, "slut", house.leo))
    assert told() == []


def test_a_time_that_must_be_calculated_is_refused(house: House) -> None:
    with pytest.raises(InvalidDefinition, match="regnet fra sagens åbning"):
        house.redraw(aarsag=begins("aarsag", at("date(sag.dyr.navn)", "timeDate")))


def test_a_cycle_of_seconds_in_an_old_case_is_armed_without_counting(house: House) -> None:
    main = toy.user("Opgave", "kort"), '<bpmn:startEvent id="B"/><bpmn:endEvent id="S"/>'
    flows = toy.flow("B", "Opgave"), toy.flow("Opgave", "S")
    house.redraw(dyrehold=toy.process("dyrehold", *main, *flows))
    house.open_case()
    house.clock.set(START.replace(year=2049))
    house.redraw(tik=begins("tik", at("R/PT1S", "timeCycle")))
    assert house.engine.next_due() == START.replace(year=2049)


# ---- on a condition


def test_a_condition_begins_it_when_the_case_file_comes_to_fit(house: House) -> None:
    house.redraw(fare=begins("fare", when("sag.dyr.farligt = true")))
    case = house.open_case(navn="Bella")
    assert begun(house, "fare") == 0
    correct(house, case, farligt=True)
    assert begun(house, "fare") == 1
    correct(house, case, art="hund")
    assert begun(house, "fare") == 1
    correct(house, case, farligt=False)
    correct(house, case, farligt=True)
    assert begun(house, "fare") == 2


def test_it_may_be_true_from_the_first_facts(house: House) -> None:
    house.redraw(fare=begins("fare", when("sag.dyr.farligt = true")))
    house.open_case(navn="Bella", farligt=True)
    assert begun(house, "fare") == 1


def test_a_form_or_another_step_may_make_it_true(house: House) -> None:
    house.redraw(fare=begins("fare", when("sag.dyr.farligt = true")))
    house.open_case(navn="Bella")
    house.complete("Vurder", sag__dyr__art="hund", sag__dyr__farligt=True)
    assert begun(house, "fare") == 1


def test_what_was_true_when_it_was_deployed_is_no_change(house: House) -> None:
    case = house.open_case(navn="Bella", farligt=True)
    house.redraw(fare=begins("fare", when("sag.dyr.farligt = true")))
    correct(house, case, art="hund")
    assert begun(house, "fare") == 0
