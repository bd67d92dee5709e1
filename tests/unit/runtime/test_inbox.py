"""Messages from other systems: kept once, worked on once, refused when they do not fit."""

from __future__ import annotations

import pytest

from engine.commands import ReceiveMessage
from engine.errors import InvalidInput, NotFound
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


def test_an_unknown_type_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        house.engine.receive(ReceiveMessage("borger", "m-1", "dyrehold.andet", DATA))
