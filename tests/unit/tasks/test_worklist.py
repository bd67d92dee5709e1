"""The list of tasks: what it shows to whom, and what it lets people do."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from engine.api import Engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, OpenCase

from .conftest import SignIn, tasks_of, text_of


def test_it_shows_child_task_deadline_and_on_whose_behalf(sign_in: SignIn, case: str) -> None:
    text = text_of(sign_in("anne").get("/opgaver"))
    assert "29. august 2016 om 7 dage Registrér ansøgning Registreres på vegne af Borger Freja Lund 2016-1" in text
    assert "Alle 1" in text
    assert "Overskredet" not in text


def test_what_is_overdue_says_so_in_words(sign_in: SignIn, engine: Engine, clock: VirtualClock, case: str) -> None:
    clock.set(clock.now() + timedelta(days=9))
    anne = sign_in("anne")
    assert "Overskredet 2 dage over" in text_of(anne.get("/opgaver"))
    while engine.run_due():
        pass
    text = text_of(anne.get("/opgaver?vis=overskredne"))
    assert "Overskredne 1" in text
    assert "Registrér ansøgning" in text


def test_claiming_and_putting_back(sign_in: SignIn, engine: Engine, case: str) -> None:
    task = tasks_of(engine)["Registrér ansøgning"]
    anne, bo = sign_in("anne"), sign_in("bo")
    answer = anne.post(f"/opgaver/{task}/tag", {"vis": "ledige"})
    assert (answer.status_code, answer.location) == (303, "/opgaver?vis=ledige")
    assert "Der er ingen ledige opgaver." in text_of(anne.get("/opgaver?vis=ledige"))
    assert "Dig Læg tilbage" in text_of(anne.get("/opgaver?vis=mine"))
    assert "Anne Holm" in bo.get("/opgaver").text
    assert bo.post(f"/opgaver/{task}/tag", {"vis": "alle"}).status_code == 409
    assert anne.post(f"/opgaver/{task}/slip").location == f"/opgaver/{task}"
    assert bo.post(f"/opgaver/{task}/tag", {"vis": "https://ond.example"}).location == f"/opgaver/{task}"


def test_the_leader_finds_what_the_timers_escalated(
    sign_in: SignIn, engine: Engine, clock: VirtualClock, case: str
) -> None:
    leader = sign_in("leif")
    assert "Ingen opgaver er eskaleret til dig." in text_of(leader.get("/opgaver?vis=eskalerede"))
    clock.set(clock.now() + timedelta(days=11))
    while engine.run_due():
        pass
    text = text_of(sign_in("leif").get("/opgaver?vis=eskalerede"))
    assert "Eskaleret til dig 1" in text
    assert "Registrér ansøgning Eskaleret" in text


def test_searching_leaves_no_trace(sign_in: SignIn, case: str, caplog: pytest.LogCaptureFixture) -> None:
    anne = sign_in("anne")
    with caplog.at_level(logging.DEBUG):
        found = anne.post("/opgaver", {"tekst": "freja", "vis": "alle"})
        none = anne.post("/opgaver", {"tekst": "william", "vis": "alle"})
    assert "Viser opgaver med »freja«" in text_of(found)
    assert "Registrér ansøgning" in found.text
    assert "Ingen opgaver med »william«" in text_of(none)
    assert "freja" not in caplog.text.lower()
    # Nothing on the page puts the text in an address, and an address with a text is not searched for.
    assert "freja" not in " ".join(part.split('"')[0] for part in found.text.split('href="')[1:])
    assert "Registrér ansøgning" in anne.get("/opgaver?tekst=william").text


def test_long_lists_come_in_pages(sign_in: SignIn, engine: Engine) -> None:
    for number in range(60):
        engine.open_case(OpenCase("tilskud", "Nord", {"navn": f"Borger {number:02}"}, SYSTEM))
    anne = sign_in("anne")
    first = anne.get("/opgaver").text
    assert first.count('id="r-') == 50
    address = first.split('class="button button-secondary" href="')[1].split('"')[0].replace("&amp;", "&")
    second = anne.get(address).text
    assert second.count('id="r-') == 10
    assert "Første side" in second
    assert not set(_rows(first)) & set(_rows(second))
    searched = anne.post("/opgaver", {"tekst": "Borger"}).text
    assert '<button class="button button-secondary">Næste side</button>' in searched
    assert anne.get("/opgaver?side=ikke-en-side").status_code == 404


def test_the_list_refreshes_by_itself(sign_in: SignIn, case: str) -> None:
    anne = sign_in("anne")
    page = anne.get("/opgaver").text
    assert 'hx-post="/opgaver/liste" hx-trigger="every 30s"' in page
    fragment = anne.post("/opgaver/liste", {"vis": "alle", "tekst": "", "side": ""}).text
    assert fragment.lstrip().startswith('<div id="liste"')
    assert "<html" not in fragment
    assert "Registrér ansøgning" in fragment


def _rows(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('<tr id="r-')[1:]]
