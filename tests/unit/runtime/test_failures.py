"""What goes wrong in a diagram, in Python and in what comes from outside: told, undone, and mended by a person."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

import pytest

from engine.api import open_engine
from engine.commands import (
    ClaimHumanTask,
    CloseCase,
    CompleteHumanTask,
    ReceiveMessage,
    RetryIncident,
    Viewer,
)
from engine.errors import CaseStuck, InvalidInput, NotFound
from engine.extension import BpmnError, ServiceCall, ServiceRegistry, ServiceResult
from engine.views import WorklistFilter
from tests.unit.runtime import toy
from tests.unit.runtime.conftest import House

EVERYBODY = Viewer("alle", "Alle", frozenset(), None)


def _message_start(name: str, message: str) -> str:
    return (
        f'<bpmn:startEvent id="{name}" name="{name}"><bpmn:messageEventDefinition id="{name}_d" '
        f'messageRef="{message}"/></bpmn:startEvent>'
    )


def _catch(name: str, message: str) -> str:
    return (
        f'<bpmn:intermediateCatchEvent id="{name}" name="{name}"><bpmn:messageEventDefinition id="{name}_d" '
        f'messageRef="{message}"/></bpmn:intermediateCatchEvent>'
    )


def _throw(name: str, message: str) -> str:
    return (
        f'<bpmn:intermediateThrowEvent id="{name}" name="{name}"><bpmn:messageEventDefinition id="{name}_d" '
        f'messageRef="{message}"/></bpmn:intermediateThrowEvent>'
    )


# Asks Python, after a task or after a day.
CALCULATE = toy.process(
    "beregning",
    _message_start("R_begynd", "Message_6"),
    toy.user("Bestil", "kort"),
    '<bpmn:boundaryEvent id="Selv" name="Selv" attachedToRef="Bestil"><bpmn:timerEventDefinition id="Selv_d">'
    '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
    "</bpmn:boundaryEvent>",
    '<bpmn:exclusiveGateway id="Sammen"/>',
    '<bpmn:serviceTask id="Beregn" name="Beregn" camunda:type="external" camunda:topic="beregn"/>',
    '<bpmn:boundaryEvent id="Umuligt" name="Umuligt" attachedToRef="Beregn">'
    '<bpmn:errorEventDefinition id="Umuligt_d" errorRef="Error_9"/></bpmn:boundaryEvent>',
    '<bpmn:exclusiveGateway id="Hvorfor" default="Hvorfor_Andet"/>',
    toy.user("For_dyrt", "kort"),
    toy.user("Andet", "kort"),
    toy.user("Beregnet", "kort"),
    '<bpmn:endEvent id="R_slut"/>',
    '<bpmn:endEvent id="R_slut_dyrt"/>',
    '<bpmn:endEvent id="R_slut_andet"/>',
    toy.flow("R_begynd", "Bestil"),
    toy.flow("Bestil", "Sammen"),
    toy.flow("Selv", "Sammen"),
    toy.flow("Sammen", "Beregn"),
    toy.flow("Beregn", "Beregnet"),
    toy.flow("Umuligt", "Hvorfor"),
    toy.flow("Hvorfor", "For_dyrt", 'note = "dyrt"'),
    toy.flow("Hvorfor", "Andet"),
    toy.flow("Beregnet", "R_slut"),
    toy.flow("For_dyrt", "R_slut_dyrt"),
    toy.flow("Andet", "R_slut_andet"),
    head='<bpmn:message id="Message_6" name="dyrehold.beregn"/>'
    '<bpmn:error id="Error_9" name="Umuligt" errorCode="UMULIGT"/>',
)

# Two wait for one message, and two are sent in one step.
PAIR = toy.process(
    "par",
    _message_start("P_begynd", "Message_7"),
    '<bpmn:parallelGateway id="Del"/>',
    _catch("Foerste", "Message_8"),
    _catch("Anden", "Message_8"),
    toy.user("Efter_foerste", "kort"),
    toy.user("Efter_anden", "kort"),
    '<bpmn:endEvent id="P_slut"/>',
    '<bpmn:endEvent id="P_slut_to"/>',
    toy.flow("P_begynd", "Del"),
    toy.flow("Del", "Foerste"),
    toy.flow("Del", "Anden"),
    toy.flow("Foerste", "Efter_foerste"),
    toy.flow("Anden", "Efter_anden"),
    toy.flow("Efter_foerste", "P_slut"),
    toy.flow("Efter_anden", "P_slut_to"),
    head='<bpmn:message id="Message_7" name="dyrehold.par"/><bpmn:message id="Message_8" name="dyrehold.kald"/>',
)
CALLS = toy.process(
    "kald",
    _message_start("C_begynd", "Message_10"),
    _throw("Kald_en", "Message_8"),
    _throw("Kald_to", "Message_8"),
    '<bpmn:endEvent id="C_slut"/>',
    toy.flow("C_begynd", "Kald_en"),
    toy.flow("Kald_en", "Kald_to"),
    toy.flow("Kald_to", "C_slut"),
    head='<bpmn:message id="Message_10" name="dyrehold.kald_to"/><bpmn:message id="Message_8" name="dyrehold.kald"/>',
)


class Calculator:
    """The module's service task; a test says what it does."""

    def __init__(self) -> None:
        self.fails: Exception | None = None
        self.result = ServiceResult()

    def __call__(self, call: ServiceCall) -> ServiceResult:
        del call
        if self.fails:
            raise self.fails
        return self.result


@pytest.fixture
def calculator() -> Calculator:
    return Calculator()


@pytest.fixture
def shop(house: House, calculator: Calculator) -> Iterator[House]:
    """The house with the diagrams above and a service task in Python."""
    services = ServiceRegistry()
    services.service_task("beregn")(calculator)
    for name, text in (("beregning", CALCULATE), ("par", PAIR), ("kald", CALLS)):
        (house.folder / "diagrams" / f"{name}.bpmn").write_text(text, encoding="utf-8")
    engine = open_engine(house.engine._database.url, clock=house.clock, services=services)
    engine.deploy(house.folder, by="anna")
    yield House(engine, house.clock, house.folder)
    engine.close()


def test_two_messages_of_one_step_reach_two_who_wait(shop: House) -> None:
    case = shop.open_case()
    shop.send(case, "dyrehold.par")
    shop.send(case, "dyrehold.kald_to")
    assert shop.names() == ["Efter_anden", "Efter_foerste", "Vurder"]


def test_a_python_task_that_fails_after_a_completion_undoes_it_and_is_told_once(
    shop: House, calculator: Calculator
) -> None:
    calculator.fails = KeyError("010203-1234")
    case = shop.open_case()
    shop.send(case, "dyrehold.beregn")
    before = shop.history(case)
    for _ in range(2):
        with pytest.raises(CaseStuck) as stuck:
            shop.complete("Bestil")
        assert "»Beregn«" in str(stuck.value)
    assert shop.history(case) == before
    (incident,) = shop.engine.incidents(shop.anna)
    assert "KeyError" in incident.message
    assert "010203" not in incident.message + str(stuck.value)
    calculator.fails = None
    shop.complete("Bestil")
    assert "Beregnet" in shop.names()
    assert shop.engine.incidents(shop.anna) == []
    assert shop.engine.mending.incident(shop.leo, incident.id).status == "gone"


def test_a_python_task_that_fails_after_a_timer_is_an_incident_that_reruns(shop: House, calculator: Calculator) -> None:
    calculator.fails = KeyError("010203-1234")
    case = shop.open_case()
    shop.send(case, "dyrehold.beregn")
    shop.wait(days=2)
    (incident,) = shop.engine.incidents(shop.anna)
    assert (incident.case, incident.element) == (case, "Selv")
    assert "010203" not in incident.message
    shop.engine.mending.retry(RetryIncident(incident.id, shop.leo))
    shop.engine.run_due()
    (again,) = shop.engine.incidents(shop.anna)
    assert again.id != incident.id
    calculator.fails = None
    shop.engine.mending.retry(RetryIncident(again.id, shop.leo))
    shop.engine.run_due()
    assert "Beregnet" in shop.names()
    assert shop.engine.incidents(shop.anna) == []


def test_what_a_python_task_gives_that_is_not_json_is_a_failure_of_that_task(
    shop: House, calculator: Calculator
) -> None:
    calculator.result = ServiceResult({"dag": {1, 2}})  # type: ignore[dict-item]  # the mistake itself
    case = shop.open_case()
    shop.send(case, "dyrehold.beregn")
    with pytest.raises(CaseStuck, match="»Beregn«"):
        shop.complete("Bestil")


def test_an_error_thrown_by_python_carries_its_values(shop: House, calculator: Calculator) -> None:
    calculator.fails = BpmnError("UMULIGT", {"note": "dyrt"})
    case = shop.open_case()
    shop.send(case, "dyrehold.beregn")
    shop.complete("Bestil")
    assert shop.names() == ["For_dyrt", "Vurder"]


def test_facts_that_break_the_schema_in_a_timers_step_are_named_in_the_incident(
    shop: House, calculator: Calculator
) -> None:
    calculator.result = ServiceResult(facts={"dyr.art": 7})
    case = shop.open_case()
    shop.send(case, "dyrehold.beregn")
    shop.wait(days=2)
    (incident,) = shop.engine.incidents(shop.anna)
    assert "dyr.art" in incident.message
    assert "7" not in incident.message


def test_a_hard_stop_in_a_timers_step_is_an_incident_in_its_words(shop: House, calculator: Calculator) -> None:
    calculator.result = ServiceResult(facts={"dyr.farligt": True, "dyr.godkendt": True})
    case = shop.open_case()
    shop.send(case, "dyrehold.beregn")
    shop.wait(days=2)
    (incident,) = shop.engine.incidents(shop.anna)
    assert incident.message == "Et farligt dyr kan ikke godkendes."


def test_a_bug_is_tried_again_later_and_is_then_an_incident(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[float] = []

    def broken(*_: object) -> None:
        tries.append((house.clock.now() - began).total_seconds())
        raise ZeroDivisionError("010203-1234")

    house.engine.receive(ReceiveMessage("b", "m", "dyrehold.anmeldt", {"afdeling": "boern", "navn": "Bella"}))
    began = house.clock.now()
    with monkeypatch.context() as patched, caplog.at_level(logging.CRITICAL):
        patched.setattr("engine.runtime.inbox.handle", broken)
        house.wait(days=1)
    assert len(tries) == 5
    for attempt, (earlier, later) in enumerate(pairwise(tries)):
        assert 8 * 4**attempt <= later - earlier <= 12 * 4**attempt
    (incident,) = house.engine.incidents(EVERYBODY)
    assert "ZeroDivisionError" in incident.message
    assert "010203" not in incident.message
    house.engine.mending.retry(RetryIncident(incident.id, EVERYBODY))
    house.engine.run_due()
    assert house.names() == ["Vurder"]


def test_an_incident_goes_with_the_job_that_the_case_no_longer_wants(house: House) -> None:
    case = house.open_case()
    house.send(case, "dyrehold.ur")
    house.wait(days=2)
    assert len(house.engine.incidents(house.anna)) == 1
    house.engine.close_case(CloseCase(case, "fejloprettet", house.leo))
    assert house.engine.incidents(house.anna) == []


def test_a_case_that_cannot_be_opened_is_told_once_to_who_runs_the_house(house: House) -> None:
    diagram = house.folder / "diagrams" / "dyrehold.bpmn"
    stuck = '<bpmn:exclusiveGateway id="Art"/>'
    text = diagram.read_text(encoding="utf-8").replace(
        toy.flow("Begynd", "Vurder"),
        stuck
        + toy.flow("Begynd", "Art")
        + toy.flow("Art", "Vurder", 'sag.dyr.art = "hund"')
        + toy.flow("Art", "Godkend", 'sag.dyr.art = "kat"'),
    )
    diagram.write_text(text, encoding="utf-8")
    house.engine.deploy(house.folder, by="anna")
    for _ in range(3):
        with pytest.raises(CaseStuck) as refused:
            house.open_case()
    assert "på sagen" not in str(refused.value)
    assert "Art" in str(refused.value)
    assert len(house.engine.incidents(EVERYBODY)) == 1
    assert house.engine.cases(EVERYBODY).rows == []


def test_a_task_claimed_twice_by_one_person_is_claimed_once(house: House) -> None:
    case = house.open_case()
    for _ in range(2):
        house.engine.claim(ClaimHumanTask(house.task("Vurder").id, house.anna))
    assert house.kinds(case).count("task_claimed") == 1


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"], ids=["nul", "surrogate"])
def test_a_message_with_text_that_no_database_keeps_is_refused(house: House, text: str) -> None:
    for data in ({"navn": text}, {"navn": "x", "mere": [{text: 1}]}):
        with pytest.raises(InvalidInput):
            house.engine.receive(ReceiveMessage("b", "m", "dyrehold.anmeldt", {"afdeling": "boern", **data}))


def test_nothing_is_found_under_a_text_that_no_database_keeps(house: House) -> None:
    house.open_case()
    nul = "a\x00b"
    for look in (
        lambda: house.engine.case(house.anna, nul),
        lambda: house.engine.human_task(house.anna, nul),
        lambda: house.engine.complete(CompleteHumanTask(nul, {}, house.anna)),
        lambda: house.engine.close_case(CloseCase(nul, "x", house.anna)),
        lambda: house.engine.mending.retry(RetryIncident(nul, house.anna)),
    ):
        with pytest.raises(NotFound):
            look()
    # SQLite looks for what stands before the NUL, PostgreSQL for nothing.
    with suppress(NotFound):
        house.engine.worklist(house.anna, WorklistFilter(text=nul))
    with suppress(NotFound):
        house.engine.cases(house.anna, text=nul)


@pytest.mark.parametrize(
    "content",
    ['["0001-01-01T00:00:00+14:00", "x"]', "[" * 5000, '["x"]', "{}", "\x00"],
)
def test_a_cursor_that_is_not_ours_is_no_page(house: House, content: str) -> None:
    cursor = base64.urlsafe_b64encode(content.encode()).decode()
    with pytest.raises(NotFound):
        house.engine.worklist(house.anna, WorklistFilter(cursor=cursor))
    with pytest.raises(NotFound):
        house.engine.cases(house.anna, cursor=cursor)


@pytest.mark.parametrize("cursor", ["9" * 40, "²", "-1", "x"])
def test_a_place_in_the_timeline_that_cannot_be_is_no_page(house: House, cursor: str) -> None:
    case = house.open_case()
    with pytest.raises(NotFound):
        house.engine.timeline(house.anna, case, cursor=cursor)
