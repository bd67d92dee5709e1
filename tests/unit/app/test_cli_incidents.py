"""`sagsgang incidents`, on a real message that no case could take in."""

from __future__ import annotations

import json

import pytest

from app import cli
from engine.api import Engine
from engine.commands import SYSTEM, ReceiveMessage

Output = pytest.CaptureFixture[str]


@pytest.fixture
def incident(deployed: Engine) -> str:
    """A message for a case number that does not exist."""
    data = {"sagsnummer": "2031-999"}
    deployed.receive(ReceiveMessage("portal", "m-1", "hjemmetraening.tilbagetrukket", data))
    deployed.run_due()
    (row,) = deployed.incidents(SYSTEM)
    return row.id


def said(output: Output, *words: str, code: int = 0) -> str:
    assert cli.main(["incidents", *words]) == code
    captured = output.readouterr()
    return captured.out + captured.err


def test_what_has_no_case_is_listed_and_shown_without_what_it_says(incident: str, capsys: Output) -> None:
    listed = said(capsys, "list")
    assert f"{incident}  uden sag  siden " in listed
    assert "hjemmetraening.tilbagetrukket fra portal" in listed
    shown = said(capsys, "show", incident)
    assert "Status: i stå" in shown
    told = json.loads(said(capsys, "show", incident, "--json"))["incident"]
    assert (told["status"], told["about"], told["case"]) == ("open", "message", None)
    assert told["received"]["source"] == "portal"
    assert "2031-999" not in listed + shown + json.dumps(told)


def test_it_is_given_up_with_a_reason_and_not_twice(incident: str, deployed: Engine, capsys: Output) -> None:
    assert "--reason" in said(capsys, "cancel", incident, code=2)
    assert "begrundelse" in said(capsys, "cancel", incident, "--reason", " ", code=1).lower()
    assert "Den er lukket." in said(capsys, "cancel", incident, "--reason", "Registreret i hånden")
    assert "Begrundelse: Registreret i hånden" in said(capsys, "show", incident)
    assert "Hændelsen blev løst" in said(capsys, "retry", incident, code=1)
    assert deployed.incidents(SYSTEM) == []


def test_one_that_fails_again_leads_to_the_next(incident: str, deployed: Engine, capsys: Output) -> None:
    assert "i gang igen" in said(capsys, "retry", incident)
    deployed.run_due()
    (again,) = deployed.incidents(SYSTEM)
    assert f"Gik i stå igen: {again.id}" in said(capsys, "show", incident)
    assert "2. gang" in said(capsys, "list")
