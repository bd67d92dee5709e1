"""The pages about what stuck."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from engine.api import Engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, CompleteHumanTask, OpenCase, ReceiveMessage, SendMessage, Viewer
from engine.errors import InvalidInput
from engine.mending import Mending
from tests.unit.runtime import measuring, toy

from .conftest import Person, SignIn, tasks_of, text_of

LEIF = Viewer("leif", "Leif Dam", frozenset({"leder"}), "Nord")


@dataclass
class Stuck:
    """A case that stands still, and what moves it."""

    case: str
    address: str
    work: Callable[[], None]


@pytest.fixture
def stuck(engine: Engine, clock: VirtualClock, tmp_path: Path, password_hash: str) -> Stuck:
    """A case in Nord that has stood still for three days, for want of a weight."""
    folder = toy.write(tmp_path / "dyrehold")
    measuring.add_to(folder)
    engine.deploy(folder, by="test")
    engine.add_account(
        username="pia", name="Pia", roles=frozenset({"procesejer"}), department="Syd", password_hash=password_hash
    )
    case = engine.open_case(OpenCase("dyrehold", "Nord", {"dyr.navn": "Bella"}, SYSTEM))
    engine.send_message(SendMessage(case, "dyrehold.maal", {}, SYSTEM))
    engine.complete(CompleteHumanTask(tasks_of(engine)["Maal"], {"noter": "to\nlinjer"}, SYSTEM))

    def work() -> None:
        while engine.run_due():
            pass

    clock.set(clock.now() + timedelta(days=1))
    work()
    clock.set(clock.now() + timedelta(days=3))
    (row,) = engine.incidents(LEIF)
    return Stuck(case, f"/haendelser/{row.id}", work)


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the corrections, untouched."""
    form = re.search(r'<form method="post" action="/haendelser/[^"/]+" novalidate>(.*?)</form>', page, re.DOTALL)
    assert form is not None
    named = re.findall(r'<input (?:class="form-input" )?type="(?:text|hidden)"[^>]*?>', form[1])
    fields = {}
    for tag in named:
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            fields[name[1]] = value[1]
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form[1], re.DOTALL)
    selects = re.findall(r'<select[^>]*name="([^"]+)"', form[1])
    return fields | {name: text.replace("\n", "\r\n") for name, text in areas} | dict.fromkeys(selects, "")


def test_the_list_says_what_since_when_and_what_to_do(sign_in: SignIn, stuck: Stuck) -> None:
    leif = sign_in("leif")
    assert '<a href="/haendelser"' in leif.get("/opgaver").text
    text = text_of(leif.get("/haendelser"))
    assert "Vent på målingen maaling Bella Sag 2016-1 Forløbet kan ikke komme videre fra »Hvor stort?«" in text
    assert "i 3 dage" in text
    assert "Uden en sag" not in text
    assert "Intet er gået i stå." in text_of(sign_in("sif").get("/haendelser"))


def test_who_does_not_answer_for_it_is_shown_nothing(sign_in: SignIn, stuck: Stuck) -> None:
    anne, sif = sign_in("anne"), sign_in("sif")
    assert '<a href="/haendelser"' not in anne.get("/opgaver").text
    assert anne.get("/haendelser").status_code == 403
    for path in ("", "/udfald", "/luk-sag"):
        assert anne.get(stuck.address + path).status_code == 403
        assert sif.get(stuck.address + path).status_code == 404
    for path in ("", "/igen", "/luk"):
        assert anne.post(stuck.address + path, {"begrundelse": "x", "sag.dyr.navn": "y"}).status_code == 403
        assert sif.post(stuck.address + path, {"begrundelse": "x", "sag.dyr.navn": "y"}).status_code == 404


def test_stuck_corrected_and_going_on(sign_in: SignIn, stuck: Stuck, engine: Engine) -> None:
    leif = sign_in("leif")
    form = form_of(leif.get(stuck.address).text)
    assert form["variabel.noter"] == "to\r\nlinjer"
    answer = leif.post(stuck.address, form | {"variabel.vaegt": "1.250,5", "begrundelse": "Fra dyrlægen"})
    assert (answer.status_code, answer.location) == (303, stuck.address)
    assert "Sat i gang igen af Leif Dam" in text_of(leif.get(stuck.address))
    assert 'hx-trigger="every 2s"' in leif.get(f"{stuck.address}/udfald").text
    stuck.work()
    outcome = leif.get(f"{stuck.address}/udfald")
    assert "det gik videre" in text_of(outcome)
    assert "hx-trigger" not in outcome.text
    assert "Stort" in tasks_of(engine)
    past = text_of(leif.get(f"/sager/{stuck.case}"))
    assert "Forløbets oplysninger (vaegt) blev rettet: Fra dyrlægen Leif Dam" in past


def test_a_wrong_type_comes_back_with_everything_typed(sign_in: SignIn, stuck: Stuck, engine: Engine) -> None:
    leif = sign_in("leif")
    form = form_of(leif.get(stuck.address).text) | {"variabel.vaegt": "tolv", "sag.dyr.navn": "Balder"}
    answer = leif.post(stuck.address, form)
    assert answer.status_code == 422
    text = text_of(answer)
    assert "2 felter skal rettes Vægt i kg skal være et tal, fx 1.250,50. Skriv en begrundelse." in text
    for kept in ('value="tolv"', 'value="Balder"', 'href="#felt-variabel-vaegt"', 'href="#ret-begrundelse"'):
        assert kept in answer.text
    assert engine.case(LEIF, stuck.case).row.subject == "Bella"


def test_only_what_was_changed_is_sent_on(sign_in: SignIn, stuck: Stuck) -> None:
    leif = sign_in("leif")
    answer = leif.post(stuck.address, form_of(leif.get(stuck.address).text) | {"begrundelse": "Intet"})
    assert answer.status_code == 422
    assert "Der er ikke rettet noget." in text_of(answer)
    strange = leif.post(stuck.address, {"variabel.findes_ikke": "1", "begrundelse": "x"})
    assert strange.status_code == 422


def test_a_correction_can_be_kept_without_trying(sign_in: SignIn, stuck: Stuck, engine: Engine) -> None:
    leif = sign_in("leif")
    form = form_of(leif.get(stuck.address).text) | {"variabel.vaegt": "3", "begrundelse": "Vejet"}
    answer = leif.post(stuck.address, form | {"_goer": "gem"})
    assert "Rettelsen er gemt." in text_of(leif.get(answer.location))
    # The page as it was before: somebody who had it open overwrites nothing.
    late = leif.post(stuck.address, form | {"variabel.vaegt": "30"})
    assert late.status_code == 409
    assert "forløbet er gået videre" in text_of(late)
    assert "30" in late.text


def test_the_second_of_two_gets_a_clear_no(sign_in: SignIn, stuck: Stuck) -> None:
    leif = sign_in("leif")
    form = form_of(leif.get(stuck.address).text) | {"variabel.vaegt": "12", "begrundelse": "Vejet"}
    assert leif.post(f"{stuck.address}/igen").status_code == 303
    for path, sent in (("", form), ("/igen", {}), ("/luk", {"begrundelse": "x"})):
        answer = leif.post(stuck.address + path, sent)
        assert answer.status_code == 409
        assert "Hændelsen blev løst af Leif Dam" in text_of(answer)


def test_a_step_is_not_dropped_but_a_leader_may_close_the_case(sign_in: SignIn, stuck: Stuck, engine: Engine) -> None:
    leif = sign_in("leif")
    page = text_of(leif.get(stuck.address))
    assert "Kan ikke lukkes alene" in page
    assert leif.post(f"{stuck.address}/luk", {"begrundelse": "Gider ikke"}).status_code == 409
    asked = text_of(leif.get(f"{stuck.address}/luk-sag"))
    assert "Det, der bortfalder" in asked
    assert "Vent på målingen Dato" in asked
    assert leif.post(f"{stuck.address}/luk-sag", {"begrundelse": " "}).status_code == 422
    assert engine.case(LEIF, stuck.case).row.status == "open"
    answer = leif.post(f"{stuck.address}/luk-sag", {"begrundelse": "Fejloprettet"})
    assert answer.location == f"/sager/{stuck.case}"
    assert "Sagen blev lukket: Fejloprettet" in text_of(leif.get(answer.location))
    assert "Bortfaldet" in text_of(leif.get(stuck.address))
    assert leif.get(f"{stuck.address}/luk-sag").status_code == 404


def test_what_has_no_case_is_for_process_owners_and_its_content_off_the_list(
    sign_in: SignIn, stuck: Stuck, engine: Engine
) -> None:
    message = ReceiveMessage("portal", "m-1", "dyrehold.trukket", {"sagsnummer": "2016-99", "navn": "Freja Lund"})
    engine.receive(message)
    stuck.work()
    assert "Uden en sag" not in text_of(sign_in("leif").get("/haendelser"))
    pia = sign_in("pia")
    page = pia.get("/haendelser")
    assert "dyrehold.trukket portal Beskeden nævner et sagsnummer, der ikke findes." in text_of(page)
    assert "Freja" not in page.text
    address = _address(page.text)
    assert "navn Freja Lund" in text_of(pia.get(address))
    assert sign_in("leif").get(address).status_code == 404
    refused = pia.post(f"{address}/luk", {"begrundelse": ""})
    assert refused.status_code == 422
    assert 'href="#luk-begrundelse"' in refused.text
    assert pia.post(f"{address}/luk", {"begrundelse": "Registreret i hånden"}).status_code == 303
    assert "Lukket af Pia" in text_of(pia.get(address))
    assert "Registreret i hånden" in text_of(pia.get(address))


def test_a_refused_closing_leaves_the_corrections_as_they_stand(
    sign_in: SignIn, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_mending: Mending, _command: object) -> None:
        raise InvalidInput("Skriv en begrundelse.", {"begrundelse": "Skriv en begrundelse."})

    monkeypatch.setattr(Mending, "cancel", refuse)
    leif = sign_in("leif")
    before = form_of(leif.get(stuck.address).text)
    refused = leif.post(f"{stuck.address}/luk", {"begrundelse": " "})
    assert refused.status_code == 422
    assert "Bella" in before.values()
    assert form_of(refused.text) == before


def test_the_case_page_leads_to_it(sign_in: SignIn, stuck: Stuck) -> None:
    page: Person = sign_in("leif")
    shown = page.get(f"/sager/{stuck.case}")
    assert "Sagen er gået i stå ved »Vent på målingen«" in text_of(shown)
    assert f'href="{stuck.address}"' in shown.text


def _address(page: str) -> str:
    found = re.findall(r'href="(/haendelser/[^"]+)"', page)
    return str(found[-1])
