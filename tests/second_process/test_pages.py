"""The dog licence at the real pages: listed, opened, completed, refused, and kept within its department."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from tests.unit.tasks.conftest import Person, text_of

from .conftest import Office, link_to, send_task

CHECKED = {"sag.kontrol.chip": "true", "sag.kontrol.forsikring": "true"}


def _case(person: Person) -> str:
    """The address of the only case there is."""
    (found,) = set(re.findall(r'href="(/sager/[^"?/]+)"', person.get("/sager").text))
    return str(found)


def _apply_and_check(person: Person) -> None:
    """What the owner sent is registered as it came, and checked."""
    page = person.get(link_to(person, "Ansøg om hundetegn")).text
    sent = dict(re.findall(r'value="([^"]*)" id="[^"]+" name="(sag\.[^"]+)"', page))
    fields = {name: value for value, name in sent.items()}
    race = re.search(r'<option value="(\w+)" selected>', page)
    assert race is not None
    fields["sag.hund.race"] = race[1]
    assert send_task(person, "Ansøg om hundetegn", fields).status_code == 303
    assert send_task(person, "Kontrollér ansøgningen", CHECKED).status_code == 303


def test_a_signed_application_opens_a_case_that_is_listed(office: Office, apply: Callable[..., None]) -> None:
    apply()
    anne = office.sign_in("anne")

    listed = text_of(anne.get("/opgaver"))
    assert "Ansøg om hundetegn Registreres på vegne af Hundeejer Buster" in listed
    assert "Buster Hundetegn" in text_of(anne.get("/sager"))

    page = anne.get(link_to(anne, "Ansøg om hundetegn"))
    assert "Registreres på vegne af Hundeejer" in text_of(page)
    assert "HT-1 Regulativ for hundetegn § 1 Den der holder hund skal have tegn til den" in text_of(page)
    assert 'value="Asta Holm"' in page.text
    assert '<option value="labrador" selected>Labrador' in page.text


def test_what_breaks_the_manifests_schema_opens_nothing(office: Office) -> None:
    hund = {"navn": "Buster", "race": "ulv", "vaegt": 31}
    answer = office.receive("hundetegn.ansoegning", {"afdeling": "Nord", "ejer": {"navn": "Asta"}, "hund": hund})
    assert answer.status_code == 422
    assert "Din afdeling har ingen sager." in text_of(office.sign_in("anne").get("/sager"))


def test_a_whole_life_at_the_pages(office: Office, apply: Callable[..., None]) -> None:
    apply()
    anne = office.sign_in("anne")
    _apply_and_check(anne)
    page = anne.get(link_to(anne, "Afgør ansøgningen"))
    assert "Kategori stor" in text_of(page)
    assert "Gebyr i kr. 400" in text_of(page)
    assert send_task(anne, "Afgør ansøgningen", {"sag.afgoerelse.udfald": "tegn"}).status_code == 303
    assert send_task(anne, "Betal gebyret", {"sag.gebyr.betalt": "02-03-2020"}).status_code == 303
    case = _case(anne)
    assert "Hunden lever Besked udefra" in text_of(anne.get(case))

    office.wait_until(datetime(2021, 3, 3, 8, 0, tzinfo=UTC))
    anne = office.sign_in("anne")
    assert send_task(anne, "Forny hundetegn", {"lever": "ja"}).status_code == 303
    office.wait_until(datetime(2022, 3, 3, 8, 0, tzinfo=UTC))
    anne = office.sign_in("anne")
    assert send_task(anne, "Forny hundetegn", {"lever": "nej"}).status_code == 303

    closed = text_of(anne.get(case))
    assert "Afsluttet 3. marts 2022" in closed
    assert "Antal fornyelser 1" in closed
    assert "på vegne af Hundeejer" in closed


def test_the_owners_vet_closes_the_case(office: Office, apply: Callable[..., None]) -> None:
    apply()
    anne = office.sign_in("anne")
    _apply_and_check(anne)
    send_task(anne, "Afgør ansøgningen", {"sag.afgoerelse.udfald": "tegn"})
    send_task(anne, "Betal gebyret", {"sag.gebyr.betalt": "02-03-2020"})
    number = re.search(r"Sag (\d{4}-\d+)", text_of(anne.get(_case(anne))))
    assert number is not None
    assert office.receive("hundetegn.hund_doed", {"sagsnummer": number[1]}, "msg_2").status_code == 202
    assert "Afsluttet 2. marts 2020" in text_of(anne.get(_case(anne)))


def test_a_hard_stop_refuses_with_its_point_of_the_law(office: Office, apply: Callable[..., None]) -> None:
    apply(navn="Rex", race="pitbull", vaegt=25)
    anne = office.sign_in("anne")
    _apply_and_check(anne)
    assert "Racen er forbudt: der kan kun gives afslag." in text_of(anne.get(link_to(anne, "Afgør ansøgningen")))

    answer = send_task(anne, "Afgør ansøgningen", {"sag.afgoerelse.udfald": "tegn"})
    assert answer.status_code == 422
    refused = text_of(answer)
    assert "Der kan ikke gives tegn til en hund af en forbudt race (regulativets § 3). Giv afslag." in refused
    assert "HT-3 Hunde af en forbudt race kan ikke få tegn" in refused

    fields = {"sag.afgoerelse.udfald": "afslag", "sag.afgoerelse.begrundelse": "Racen er forbudt."}
    assert send_task(anne, "Afgør ansøgningen", fields).status_code == 303
    assert "Afsluttet 2. marts 2020" in text_of(anne.get(_case(anne)))


def test_what_lies_too_long_comes_to_the_leader(office: Office, apply: Callable[..., None]) -> None:
    apply()
    anne = office.sign_in("anne")
    _apply_and_check(anne)
    send_task(anne, "Afgør ansøgningen", {"sag.afgoerelse.udfald": "tegn"})
    send_task(anne, "Betal gebyret", {"sag.gebyr.betalt": "02-03-2020"})
    office.wait_until(datetime(2021, 4, 5, 8, 0, tzinfo=UTC))

    leif = office.sign_in("leif")
    assert "Forny hundetegn Eskaleret" in text_of(leif.get("/opgaver?vis=eskalerede"))
    fields = {"opfoelgning": "Ejeren er ringet op."}
    assert send_task(leif, "Tag stilling til manglende fornyelse", fields).status_code == 303


def test_a_process_is_started_by_a_message_from_the_case_page(office: Office, apply: Callable[..., None]) -> None:
    apply()
    anne = office.sign_in("anne")
    case = _case(anne)
    for day in ("01-03-2020", "02-03-2020"):
        anne.get(case)
        assert anne.post(f"{case}/beskeder", {"besked": "hundetegn.bid"}).status_code == 303
        fields = {"bid_dato": day, "bid_beskrivelse": "Et bukseben."}
        assert send_task(anne, "Undersøg anmeldelsen", fields).status_code == 303
    facts = text_of(anne.get(case))
    assert "1. marts 2020" in facts
    assert "Et bukseben." in facts


def test_another_department_never_sees_the_case(office: Office, apply: Callable[..., None]) -> None:
    apply()
    anne, sif = office.sign_in("anne"), office.sign_in("sif")
    task, case = link_to(anne, "Ansøg om hundetegn"), _case(anne)
    assert (anne.get(task).status_code, anne.get(case).status_code) == (200, 200)

    assert "Buster" not in text_of(sif.get("/opgaver")) + text_of(sif.get("/sager"))
    for answer in (sif.get(task), sif.get(case), sif.post(task, {"_fakta": "1"}), sif.post(f"{task}/tag")):
        assert answer.status_code == 404
        assert "Buster" not in answer.text


def test_the_case_tells_why_a_table_answered_as_it_did(office: Office, apply: Callable[..., None]) -> None:
    apply()
    anne = office.sign_in("anne")
    _apply_and_check(anne)

    page = anne.get(_case(anne))
    assert "Hvorfor?" in page.text
    assert re.search(r"<li>»[^«]+« blev spurgt med [^<]+\.</li><li>Regel \d passede", page.text)
