"""Messages from other systems: kept once, worked on once, refused when they do not fit."""

from __future__ import annotations

import pytest

from engine.commands import ReceiveMessage
from engine.errors import InvalidDefinition, InvalidInput, NotFound
from tests.unit.runtime.conftest import House

DATA = {"afdeling": "boern", "navn": "Bella"}


def test_a_message_opens_its_case_once_however_often_it_comes(house: House) -> None:
    message = ReceiveMessage("borger", "m-1", "dyrehold.anmeldt", DATA)
    assert house.engine.receive(message) is True
    assert house.engine.receive(message) is False
    assert house.names() == []
    house.engine.run_due()
    assert house.engine.receive(message) is False
    house.engine.run_due()
    (row,) = house.engine.cases(house.anna).rows
    assert row.subject == "Bella"


def test_a_body_that_does_not_fit_is_refused_by_field(house: House) -> None:
    with pytest.raises(InvalidInput) as refused:
        house.engine.receive(ReceiveMessage("borger", "m-1", "dyrehold.anmeldt", {"afdeling": 3}))
    assert "afdeling" in refused.value.fields
    assert house.engine.next_due() is None


@pytest.mark.parametrize("name", ["loopCounter", "sag", "sagen.nummer", "null"])
def test_a_field_that_would_be_a_variable_nobody_can_read_is_refused(house: House, name: str) -> None:
    sent = (
        "  dyrehold.besoegt:\n    handling: send_besked\n    besked: dyrehold.besoeg\n    sag: data.nr\n    skema: {}\n"
    )
    manifest = house.folder / "manifest.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8") + sent, encoding="utf-8")
    house.engine.deploy(house.folder, by="anna")
    with pytest.raises(InvalidInput) as refused:
        house.engine.receive(ReceiveMessage("borger", "m-1", "dyrehold.besoegt", {"nr": "2031-1", name: 99}))
    assert list(refused.value.fields) == [name]
    assert house.engine.receive(ReceiveMessage("borger", "m-2", "dyrehold.besoegt", {"nr": "2031-1", "note": 99}))
    assert house.engine.receive(ReceiveMessage("borger", "m-3", "dyrehold.anmeldt", {**DATA, name: 99}))  # no variable


def test_an_unknown_type_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        house.engine.receive(ReceiveMessage("borger", "m-1", "dyrehold.andet", DATA))


DEMANDS = """\
    krav:
      - betingelse: date(data.foedt) <= today()
        besked: Dyret kan ikke være født i fremtiden.
      - betingelse: string length(data.navn) > 1
        besked: Navnet er for kort.
"""


def demanding(house: House) -> House:
    """The house with demands on what is announced."""
    manifest = house.folder / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8").replace(
        "navn: {type: string,", "foedt: {type: string}, navn: {type: string,"
    )
    manifest.write_text(text.replace("    fakta:\n", DEMANDS + "    fakta:\n"), encoding="utf-8")
    house.engine.deploy(house.folder, by="anna")
    return house


def add_account(house: House, department: str) -> None:
    house.engine.add_account(
        username=department, name="N", roles=frozenset({"sagsbehandler"}), department=department, password_hash="x"
    )


@pytest.mark.parametrize("born", ["2031-03-04", "i morgen", "", None])
def test_what_a_demand_does_not_find_true_is_refused_before_it_is_kept(house: House, born: str | None) -> None:
    data = DATA | ({} if born is None else {"foedt": born})
    with pytest.raises(InvalidInput) as refused:
        demanding(house).engine.receive(ReceiveMessage("borger", "m-1", "dyrehold.anmeldt", data))
    assert list(refused.value.fields.values()) == ["Dyret kan ikke være født i fremtiden."]
    assert house.engine.next_due() is None


def test_every_broken_demand_is_told_and_a_kept_one_lets_in(house: House) -> None:
    message = ReceiveMessage("borger", "m-1", "dyrehold.anmeldt", {**DATA, "foedt": "2032-01-01", "navn": "B"})
    with pytest.raises(InvalidInput) as refused:
        demanding(house).engine.receive(message)
    assert len(refused.value.fields) == 2
    assert house.engine.receive(ReceiveMessage("borger", "m-1", "dyrehold.anmeldt", {**DATA, "foedt": "2031-03-03"}))


@pytest.mark.parametrize("condition", ["dato <= today()", "date(data.foedselsdag) <= today()", "date("])
def test_a_demand_is_checked_at_deployment(house: House, condition: str) -> None:
    manifest = house.folder / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8").replace(
        "required: [afdeling", "additionalProperties: false\n      required: [afdeling"
    )
    demand = f"    krav:\n      - {{betingelse: '{condition}', besked: Nej}}\n"
    manifest.write_text(text.replace("    fakta:\n", demand + "    fakta:\n"), encoding="utf-8")
    with pytest.raises(InvalidDefinition) as refused:
        house.engine.deploy(house.folder, by="anna")
    (finding,) = refused.value.findings
    assert "»betingelse« i et krav" in finding.message[:40].replace("»B", "»b")
    assert finding.line > 0


def test_a_department_that_nobody_belongs_to_is_refused_once_there_are_people(house: House) -> None:
    house.engine.receive(ReceiveMessage("borger", "m-1", "dyrehold.anmeldt", DATA))
    add_account(house, "Boern")
    with pytest.raises(InvalidInput) as refused:
        house.engine.receive(ReceiveMessage("borger", "m-2", "dyrehold.anmeldt", DATA))
    assert list(refused.value.fields) == ["afdeling"]
    assert "Boern" not in str(refused.value.fields)
    add_account(house, "boern")
    assert house.engine.receive(ReceiveMessage("borger", "m-2", "dyrehold.anmeldt", DATA))


def test_a_number_that_no_database_keeps_is_refused(house: House) -> None:
    with pytest.raises(InvalidInput):
        house.engine.receive(ReceiveMessage("borger", "m-1", "dyrehold.anmeldt", {**DATA, "antal": float("inf")}))
