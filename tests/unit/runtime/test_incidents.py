"""What stuck: who sees it, what may be corrected, and what may be given up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from engine.commands import (
    CancelIncident,
    CloseCase,
    CorrectFacts,
    CorrectIncident,
    ReceiveMessage,
    RetryIncident,
    SendMessage,
    Viewer,
)
from engine.errors import (
    CaseStuck,
    ExpressionFailed,
    FactsConflict,
    HardStopped,
    InvalidInput,
    NotAllowed,
    NotFound,
    StaleVersion,
    WrongState,
)
from engine.model import Json
from engine.store.tables import inbox, incidents, variable_corrections
from engine.views import FieldView, IncidentRow
from tests.unit.runtime import measuring
from tests.unit.runtime.conftest import House

OWNER = Viewer("pia", "Pia", frozenset({"procesejer"}), "boern")
ELSEWHERE = Viewer("syd", "Syd", frozenset({"leder"}), "syd")
EVERYBODY = Viewer("alle", "Alle", frozenset(), None)


@pytest.fixture
def farm(house: House) -> House:
    """The house with the diagram that needs a weight."""
    measuring.add_to(house.folder)
    house.engine.deploy(house.folder, by="anna")
    return house


def stuck(farm: House, **measured: Json) -> tuple[str, IncidentRow]:
    """A case whose timer has stuck for want of a weight."""
    case = farm.open_case()
    farm.send(case, "dyrehold.maal")
    farm.complete("Maal", **measured)
    farm.wait(days=2)
    (row,) = farm.engine.incidents(farm.leo)
    return case, row


def correct(farm: House, row: IncidentRow, *, retry: bool = True, **variables: Json) -> None:
    farm.engine.mending.correct(CorrectIncident(row.id, variables, {}, "Tal fra dyrlægen", farm.leo, retry=retry))


def field(farm: House, row: IncidentRow, key: str) -> FieldView:
    view = farm.engine.mending.incident(farm.leo, row.id)
    return next(one for one in (*view.variables, *view.facts, *view.other_facts) if one.key == key)


# ---- told


def test_it_names_the_step_as_it_is_drawn_with_its_case(farm: House) -> None:
    case, row = stuck(farm)
    assert (row.case, row.case_number, row.subject) == (case, "2031-1", "Bella")
    assert (row.element, row.name, row.process, row.turn) == ("Pause", "Vent på målingen", "maaling", 1)
    assert "»Hvor stort?«" in row.message
    assert farm.history(case)[-1].text == f"Sagen gik i stå: {row.message}"


def test_a_failing_command_is_told_with_its_task(farm: House) -> None:
    case, _ = stuck(farm)
    farm.send(case, "dyrehold.maal")
    with pytest.raises(CaseStuck):
        farm.complete("Maal", klar="måske")
    told = next(row for row in farm.engine.incidents(farm.leo) if row.element == "Maal")
    assert (told.process, farm.engine.mending.incident(farm.leo, told.id).about) == ("maaling", "attempt")
    farm.complete("Maal")
    assert farm.engine.mending.incident(farm.leo, told.id).status == "gone"


# ---- corrected


def test_a_corrected_variable_lets_the_case_go_on(farm: House) -> None:
    case, row = stuck(farm)
    correct(farm, row, vaegt=12.5)
    assert farm.engine.mending.incident(farm.leo, row.id).outcome == "waiting"
    farm.engine.run_due()
    assert "Stort" in farm.names()
    assert farm.engine.incidents(farm.leo) == []
    assert farm.engine.mending.incident(farm.leo, row.id).outcome == "went_on"
    lines = [(line.kind, line.by) for line in farm.history(case)]
    assert ("variables_corrected", "leo") in lines
    assert ("incident_retried", "leo") in lines


def test_values_lie_apart_from_the_history(farm: House) -> None:
    case, row = stuck(farm, noter="urolig")
    correct(farm, row, vaegt=12.5, noter="rolig")
    line = next(line for line in farm.history(case) if line.kind == "variables_corrected")
    assert line.text == "Forløbets oplysninger (noter, vaegt) blev rettet: Tal fra dyrlægen"
    assert dict(line.data) == {"navne": ["noter", "vaegt"], "begrundelse": "Tal fra dyrlægen"}
    with farm.engine._database.reading() as connection:
        kept = connection.execute(variable_corrections.select()).all()
    assert {(one.name, one.before, one.after) for one in kept} == {("noter", "urolig", "rolig"), ("vaegt", None, 12.5)}
    assert {one.case_id for one in kept} == {case}


@pytest.mark.parametrize("around", [lambda value: [value], lambda value: {"a": value}], ids=["list", "context"])
@pytest.mark.parametrize("levels", [101, 320, 400, 450])
def test_a_value_of_too_many_levels_is_refused_in_words(
    farm: House, around: Callable[[Json], Json], levels: int
) -> None:
    _, row = stuck(farm)
    value: Json = 1
    for _ in range(levels):
        value = around(value)
    with pytest.raises(InvalidInput) as refused:
        correct(farm, row, klar=value)
    assert "niveauer" in refused.value.fields["variabel.klar"]


@pytest.mark.parametrize(
    ("name", "value"), [("vaegt", "tolv"), ("vaegt", True), ("maalt", "i går"), ("rask", "ja"), ("noter", ["x"])]
)
def test_a_wrong_type_changes_nothing(farm: House, name: str, value: Json) -> None:
    case, row = stuck(farm)
    before = farm.history(case)
    with pytest.raises(InvalidInput) as refused:
        correct(farm, row, **{name: value})
    assert list(refused.value.fields) == [f"variabel.{name}"]
    assert farm.history(case) == before
    assert farm.engine.mending.incident(farm.leo, row.id).status == "open"


def test_a_name_that_the_diagram_does_not_know_is_refused(farm: House) -> None:
    _, row = stuck(farm)
    with pytest.raises(InvalidInput) as refused:
        correct(farm, row, vagt=12)
    assert "variabel.vagt" in refused.value.fields


def test_everything_wrong_is_said_at_once_and_a_reason_is_needed(farm: House) -> None:
    _, row = stuck(farm)
    with pytest.raises(InvalidInput) as refused:
        farm.engine.mending.correct(CorrectIncident(row.id, {"vaegt": "x"}, {"dyr.art": 7}, "  ", farm.leo))
    assert set(refused.value.fields) == {"variabel.vaegt", "sag.dyr.art", "begrundelse"}
    for reason in ("x" * 1001, "a\x00b"):
        with pytest.raises(InvalidInput):
            farm.engine.mending.correct(CorrectIncident(row.id, {"vaegt": 1}, {}, reason, farm.leo))
    with pytest.raises(InvalidInput, match="ikke rettet noget"):
        farm.engine.mending.correct(CorrectIncident(row.id, {}, {}, "Grund", farm.leo))


def test_conditions_are_looked_at_again_in_the_same_command(farm: House) -> None:
    _, row = stuck(farm)
    farm.send(row.case or "", "dyrehold.vagt")
    assert "Set" not in farm.names()
    farm.engine.mending.correct(
        CorrectIncident(row.id, {"noter": "x"}, {"dyr.godkendt": True}, "Godkendt på papir", farm.leo)
    )
    assert "Set" in farm.names()
    assert farm.engine.mending.incident(farm.leo, row.id).status == "open"


def test_a_correction_the_diagram_cannot_follow_changes_nothing_and_is_no_incident(farm: House) -> None:
    case, row = stuck(farm)
    before = farm.history(case)
    with pytest.raises(CaseStuck, match="Intet er ændret"):
        correct(farm, row, klar="måske", vaegt=3)
    assert farm.history(case) == before
    assert [one.id for one in farm.engine.incidents(farm.leo)] == [row.id]


def test_facts_are_corrected_under_the_schema_and_the_hard_stops(farm: House) -> None:
    case, row = stuck(farm)
    with pytest.raises(HardStopped):
        farm.engine.mending.correct(
            CorrectIncident(row.id, {"vaegt": 3}, {"dyr.farligt": True, "dyr.godkendt": True}, "Grund", farm.leo)
        )
    with pytest.raises(InvalidInput) as refused:
        farm.engine.mending.correct(CorrectIncident(row.id, {}, {"dyr.race": "Puddel"}, "Grund", farm.leo))
    assert "sag.dyr.race" in refused.value.fields
    farm.engine.mending.correct(CorrectIncident(row.id, {}, {"dyr.navn": "Balder"}, "Grund", farm.leo))
    assert farm.engine.case(farm.leo, case).row.subject == "Balder"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(farm: House) -> None:
    case, row = stuck(farm)
    shown = farm.engine.mending.incident(farm.leo, row.id)
    correct(farm, row, retry=False, vaegt=3)
    command = CorrectIncident(row.id, {"vaegt": 30}, {}, "Grund", farm.leo, instance_version=shown.instance_version)
    with pytest.raises(StaleVersion):
        farm.engine.mending.correct(command)
    farm.engine.correct_facts(CorrectFacts(case, {"dyr.navn": "Balder"}, "Grund", farm.anna))
    with pytest.raises(FactsConflict):
        farm.engine.mending.correct(
            replace(command, variables={}, facts={"dyr.navn": "Bo"}, facts_version=shown.facts_version)
        )
    assert field(farm, row, "variabel.vaegt").value == 3


# ---- the fields


def test_fields_have_the_type_that_form_schema_or_value_gives(farm: House) -> None:
    _, row = stuck(farm, maalt="2031-03-02", noter="to\nlinjer")
    view = farm.engine.mending.incident(farm.leo, row.id)
    assert [one.key for one in view.variables][:2] == ["variabel.klar", "variabel.vaegt"]
    kinds = {one.key: (one.kind, one.label) for one in (*view.variables, *view.facts, *view.other_facts)}
    assert kinds["variabel.vaegt"] == ("number", "Vægt i kg")
    assert kinds["variabel.maalt"] == ("date", "Målt")
    assert kinds["variabel.rask"] == ("select", "Rask")
    assert kinds["variabel.noter"] == ("textarea", "Noter")
    assert kinds["sag.dyr.navn"] == ("textfield", "Dyr: Navn")


def test_danish_text_becomes_typed_values(farm: House) -> None:
    _, row = stuck(farm)
    posted = {"variabel.vaegt": ["1.250,50"], "variabel.maalt": ["02-03-2031"], "variabel.rask": ["true"]}
    read = farm.engine.mending.read_correction(farm.leo, row.id, posted)
    assert read == {"variabel.vaegt": 1250.5, "variabel.maalt": "2031-03-02", "variabel.rask": True}
    with pytest.raises(InvalidInput):
        farm.engine.mending.read_correction(farm.leo, row.id, {"sag.dyr.race": ["Puddel"]})


# ---- taken up again


def test_what_fails_again_is_a_new_incident_that_counts(farm: House) -> None:
    _, row = stuck(farm)
    for turn in (2, 3):
        farm.wait(minutes=1)
        farm.engine.mending.retry(RetryIncident(row.id, farm.leo))
        farm.engine.run_due()
        (again,) = farm.engine.incidents(farm.leo)
        assert again.turn == turn
        view = farm.engine.mending.incident(farm.leo, row.id)
        assert (view.status, view.outcome, view.again) == ("retried", "stuck_again", again.id)
        row = again


def test_of_two_the_second_is_told_who_was_first(farm: House) -> None:
    _, row = stuck(farm)
    farm.engine.mending.retry(RetryIncident(row.id, farm.leo))
    for late in (
        lambda: farm.engine.mending.retry(RetryIncident(row.id, OWNER)),
        lambda: correct(farm, row, vaegt=3),
        lambda: farm.engine.mending.cancel(CancelIncident(row.id, "Grund", OWNER)),
    ):
        with pytest.raises(WrongState, match=r"løst af leo .* prøvet igen"):
            late()


# ---- given up


def test_what_the_diagram_waits_for_is_not_dropped(farm: House) -> None:
    _, row = stuck(farm)
    assert farm.engine.mending.incident(farm.leo, row.id).about == "wait"
    with pytest.raises(WrongState, match="frist"):
        farm.engine.mending.cancel(CancelIncident(row.id, "Gider ikke", farm.leo))
    assert farm.engine.mending.incident(farm.leo, row.id).status == "open"


def test_a_reminder_is_dropped_and_what_follows_it_is_not(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    case = house.open_case()

    def broken(*_: object) -> None:
        raise ExpressionFailed("Påmindelsen kunne ikke skrives.")

    with monkeypatch.context() as patched:
        patched.setattr("engine.runtime.deadlines.reach", broken)
        house.wait(days=13)
    (row,) = house.engine.incidents(house.leo)
    assert (house.engine.mending.incident(house.leo, row.id).about, row.name) == ("reminder", "Vurder")
    house.engine.mending.cancel(CancelIncident(row.id, "Alle ved det", house.leo))
    view = house.engine.mending.incident(house.leo, row.id)
    assert (view.status, view.reason, view.resolved_by_name) == ("cancelled", "Alle ved det", "leo")
    assert "Vurder" in house.names()
    assert house.history(case)[-1].text == "Påmindelsen blev droppet: Alle ved det"
    house.wait(days=10)
    assert {"task_overdue", "escalated"} <= set(house.kinds(case))


def test_a_message_for_no_case_is_the_process_owners_and_can_be_dropped(farm: House) -> None:
    message = ReceiveMessage("portal", "m-1", "dyrehold.trukket", {"sagsnummer": "2031-99", "navn": "Freja"})
    farm.engine.receive(message)
    farm.engine.run_due()
    assert farm.engine.incidents(farm.leo) == []
    with pytest.raises(NotFound):
        farm.engine.mending.incident(farm.leo, farm.engine.incidents(OWNER)[0].id)
    (row,) = farm.engine.incidents(OWNER)
    assert row.received is not None
    assert (row.received.source, row.received.type) == ("portal", "dyrehold.trukket")
    assert "Freja" not in repr(row)
    assert ("navn", "Freja") in farm.engine.mending.incident(OWNER, row.id).content
    farm.engine.mending.cancel(CancelIncident(row.id, "Registreret i hånden", OWNER))
    assert farm.engine.incidents(OWNER) == []
    assert farm.engine.next_due() is None
    with farm.engine._database.reading() as connection:
        assert connection.execute(inbox.select()).one().handled_at == farm.clock.now()
    assert farm.engine.receive(message) is False


def test_a_message_that_its_case_does_not_want_is_told_in_the_case(farm: House) -> None:
    case = farm.open_case()
    farm.engine.receive(ReceiveMessage("portal", "m-1", "dyrehold.trukket", {"sagsnummer": "2031-1"}))
    farm.engine.run_due()
    (row,) = farm.engine.incidents(farm.leo)
    assert (row.case, farm.engine.mending.incident(farm.leo, row.id).about) == (case, "message")
    farm.engine.mending.cancel(CancelIncident(row.id, "Ikke aktuelt", farm.leo))
    assert farm.history(case)[-1].text == "Beskeden udefra blev afvist: Ikke aktuelt"


# ---- gone by itself


def test_it_goes_with_its_case(farm: House) -> None:
    case, row = stuck(farm)
    with suppress(CaseStuck):
        farm.send(case, "dyrehold.maal")
        farm.complete("Maal", klar="måske")
    told = [one.id for one in farm.engine.incidents(farm.leo)]
    assert len(told) == 2
    farm.engine.close_case(CloseCase(case, "Fejloprettet", farm.leo))
    assert {farm.engine.mending.incident(farm.leo, one).status for one in told} == {"gone"}
    assert farm.engine.mending.incident(farm.leo, row.id).variables == ()
    with pytest.raises(WrongState, match="bortfaldet"):
        farm.engine.mending.retry(RetryIncident(row.id, farm.leo))


# ---- who may


def test_only_who_answers_for_the_case_may_act(farm: House) -> None:
    _, row = stuck(farm)
    attempts = (
        lambda by: farm.engine.mending.incident(by, row.id),
        lambda by: farm.engine.mending.retry(RetryIncident(row.id, by)),
        lambda by: farm.engine.mending.cancel(CancelIncident(row.id, "Grund", by)),
        lambda by: farm.engine.mending.correct(CorrectIncident(row.id, {"vaegt": 1}, {}, "Grund", by)),
    )
    for act in attempts:
        with pytest.raises(NotAllowed):
            act(farm.anna)
        with pytest.raises(NotFound):
            act(ELSEWHERE)
    assert farm.engine.incidents(ELSEWHERE) == []
    assert farm.engine.mending.incident(OWNER, row.id).status == "open"
    assert farm.engine.mending.incident(EVERYBODY, row.id).status == "open"


def test_an_incident_of_the_first_release_can_be_mended(farm: House) -> None:
    case, row = stuck(farm)
    with farm.engine._database.writing() as connection:
        connection.execute(incidents.update().values(instance_id=None))
    (old,) = farm.engine.incidents(farm.leo)
    assert (old.name, old.process) == ("Pause", "")
    farm.engine.mending.correct(CorrectIncident(row.id, {}, {"dyr.navn": "Bo"}, "Grund", farm.leo, retry=True))
    farm.engine.send_message(SendMessage(case, "dyrehold.maal", {}, farm.anna))
    assert "Maal" in farm.names()
