"""One task: drawing its form, sending it, and every way it can be refused without losing what was typed."""

from __future__ import annotations

import json
import re

from engine.api import Engine
from engine.commands import ClaimHumanTask, CompleteHumanTask, CorrectFacts, Viewer
from engine.views import WorklistFilter

from .conftest import Person, SignIn, facts_version, tasks_of, text_of

BO = Viewer("bo", "Bo Friis", frozenset({"sagsbehandler"}), "Nord")
GOOD = {"sag.beloeb": "1.250,50", "sag.dato": "14-03-2016", "sag.udfald": "ja", "vej": "brev"}


def opened(person: Person, task: str) -> dict[str, str]:
    """Open a task; the hidden fields that go back with its form."""
    page = person.get(f"/opgaver/{task}")
    assert page.status_code == 200
    return {"_fakta": facts_version(page)}


def test_the_page_holds_the_form_the_law_and_the_case(sign_in: SignIn, assessment: str) -> None:
    page = sign_in("anne").get(f"/opgaver/{assessment}")
    text = text_of(page)
    for expected in (
        "Vurdér ansøgning",
        "Se på økonomien først.",
        "Vurdér, om borgeren kan få tilskud.",
        "5. september 2016",
        "T-1 Tilskudsloven § 1 Borgeren skal høres, før der gives afslag",
        "T-2 Tilskudsloven § 2",
        "Borgerens navn Freja Lund",
        "Sag 2016-1",
    ):
        assert expected in text
    assert '<input class="form-input" type="text" autocomplete="off" inputmode="decimal"' in page.text
    assert '<p class="sg-readonly" id="felt-sag-navn">Freja Lund</p>' in page.text
    assert 'name="sag.navn"' not in page.text
    assert re.search(r'data-field="sag.grund" data-hidden', page.text)


def test_every_field_is_named_for_everybody(sign_in: SignIn, assessment: str) -> None:
    page = sign_in("anne").get(f"/opgaver/{assessment}").text
    form = page[page.index('<form id="opgave"') : page.index("</form>", page.index('<form id="opgave"'))]
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for described in re.findall(r'aria-describedby="([^"]+)"', form):
        assert set(described.split()) <= set(ids)
    for control in re.findall(r'<(?:input|select|textarea)\b[^>]*\bid="([^"]+)"', form):
        assert f'<label class="form-label" for="{control}"' in form
    assert re.search(r'<fieldset[^>]*role="radiogroup"[^>]*>\s*<legend class="form-label">Udfald', form)


def test_completing_leads_to_the_next_one_and_says_so(sign_in: SignIn, engine: Engine, case: str) -> None:
    anne = sign_in("anne")
    first = tasks_of(engine)["Registrér ansøgning"]
    answer = anne.post(f"/opgaver/{first}", {**opened(anne, first), "sag.navn": "Freja Lund", "sag.dato": "1-8-2016"})
    following = tasks_of(engine)["Vurdér ansøgning"]
    assert (answer.status_code, answer.location) == (303, f"/opgaver/{following}?afsluttet={first}")
    page = anne.get(answer.location)
    assert "»Registrér ansøgning« i sag 2016-1 (Freja Lund) er afsluttet." in text_of(page)
    assert 'value="01-08-2016"' in page.text
    answer = anne.post(f"/opgaver/{following}", {**opened(anne, following), **GOOD})
    assert answer.location == f"/opgaver?afsluttet={following}"
    assert "»Vurdér ansøgning« i sag 2016-1" in text_of(anne.get(answer.location))
    facts = {fact.path: fact.value for fact in engine.case(BO, case).facts}
    assert (facts["beloeb"], facts["dato"], facts["hoert"], facts["bilag"]) == (1250.5, "2016-03-14", False, [])


def test_a_receipt_is_never_words_from_the_address(sign_in: SignIn, engine: Engine, case: str) -> None:
    anne = sign_in("anne")
    still_open = tasks_of(engine)["Registrér ansøgning"]
    for asked in ("Du har vundet", still_open, "../../etc"):
        assert "er afsluttet" not in text_of(anne.client.get("/opgaver", query_string={"afsluttet": asked}))


def test_wrong_entries_come_back_in_danish_with_everything_typed(sign_in: SignIn, assessment: str) -> None:
    anne = sign_in("anne")
    typed = {
        "sag.beloeb": "tolv tusind",
        "sag.dato": "31-02-2016",
        "sag.udfald": "nej",
        "sag.grund": "",
        "sag.bilag": ["laegebrev"],
        "sag.hoert": "true",
        "vej": "telefon",
    }
    answer = anne.post(f"/opgaver/{assessment}", {**opened(anne, assessment), **typed})
    assert answer.status_code == 422
    assert "3 felter skal rettes" in text_of(answer)
    assert "<title>Fejl: Vurdér ansøgning" in answer.text
    assert answer.text.index("data-focus") < answer.text.index('id="opgave"')
    for kept in ('value="tolv tusind"', 'value="31-02-2016"', 'value="telefon" selected', 'value="laegebrev" checked'):
        assert kept in answer.text
    assert re.search(r'type="checkbox" class="form-checkbox" value="true" checked id="felt-sag-hoert"', answer.text)
    for place in ("felt-sag-beloeb", "felt-sag-dato", "felt-sag-grund"):
        assert f'<a href="#{place}">' in answer.text
        assert f'id="{place}-error"' in answer.text
        assert re.search(
            rf'id="{place}" name="[^"]+" aria-describedby="[^"]*{place}-error" aria-invalid="true"', answer.text
        )
    assert 'data-field="sag.grund">' in answer.text  # the condition is true now, so it is shown


def test_a_radio_error_leads_to_its_first_choice(sign_in: SignIn, assessment: str) -> None:
    anne = sign_in("anne")
    form = {**opened(anne, assessment), **GOOD, "sag.udfald": ""}
    answer = anne.post(f"/opgaver/{assessment}", form)
    assert answer.status_code == 422
    assert '<a href="#felt-sag-udfald-1">' in answer.text
    assert 'id="felt-sag-udfald-1"' in answer.text


def test_what_was_typed_in_a_field_that_is_gone_is_not_sent_and_not_lost(sign_in: SignIn, assessment: str) -> None:
    """As when the case was moved to a version with another form while somebody wrote."""
    anne = sign_in("anne")
    answer = anne.post(f"/opgaver/{assessment}", {**opened(anne, assessment), **GOOD, "sag.note": "smuglet <b>ind</b>"})
    assert answer.status_code == 422
    assert "Opgavens formular er en anden nu" in text_of(answer)
    assert "smuglet &lt;b&gt;ind&lt;/b&gt;</textarea>" in answer.text
    assert "1.250,50</textarea>" in answer.text


def test_what_is_unlawful_says_why_with_the_point_of_the_law(sign_in: SignIn, assessment: str, engine: Engine) -> None:
    anne = sign_in("anne")
    form = {**opened(anne, assessment), **GOOD, "sag.udfald": "nej", "sag.grund": "Der er ikke råd."}
    answer = anne.post(f"/opgaver/{assessment}", form)
    assert answer.status_code == 422
    text = text_of(answer)
    assert "Det må ikke afgøres sådan" in text
    assert "Der kan ikke gives afslag, før borgeren er hørt (tilskudsloven § 1)." in text
    assert "T-1 Borgeren skal høres, før der gives afslag" in text
    assert "Der er ikke råd." in answer.text
    assert engine.human_task(BO, assessment).status == "open"
    assert anne.post(f"/opgaver/{assessment}", {**form, "sag.hoert": "true"}).status_code == 303


def test_hidden_fields_are_dropped_without_script(sign_in: SignIn, assessment: str, engine: Engine, case: str) -> None:
    anne = sign_in("anne")
    form = {**opened(anne, assessment), **GOOD, "sag.grund": "skrevet i et felt, der ikke gælder"}
    assert anne.post(f"/opgaver/{assessment}", form).status_code == 303
    facts = {fact.path: fact.value for fact in engine.case(BO, case).facts}
    assert facts.get("grund") is None


def test_the_server_says_what_shows_while_it_is_filled_in(sign_in: SignIn, assessment: str) -> None:
    anne = sign_in("anne")
    opened(anne, assessment)
    htmx = {"HX-Request": "true"}
    address = f"/opgaver/{assessment}/felter"
    answer = anne.post(address, {"sag.udfald": "ja", "sag.dato": "ikke en dato"}, headers=htmx)
    assert answer.status_code == 200
    assert json.loads(answer.headers["HX-Trigger"]) == {"skjulte-felter": {"felter": ["sag.grund"]}}
    answer = anne.post(address, {"sag.udfald": "nej", "sag.grund": "hemmeligt"}, headers=htmx)
    assert json.loads(answer.headers["HX-Trigger"]) == {"skjulte-felter": {"felter": []}}
    assert "hemmeligt" not in answer.text + answer.headers["HX-Trigger"]
    assert anne.post(address, {"ukendt": "x"}, headers=htmx).status_code == 204


def test_the_second_of_two_loses_no_text(sign_in: SignIn, assessment: str, engine: Engine) -> None:
    anne = sign_in("anne")
    form = {**opened(anne, assessment), **GOOD, "sag.grund": "Lang tekst\nmed <linjer>"}
    engine.complete(CompleteHumanTask(assessment, {"sag.dato": "2016-03-14", "sag.udfald": "ja"}, BO))
    answer = anne.post(f"/opgaver/{assessment}", form)
    assert answer.status_code == 409
    assert "Bo Friis" in text_of(answer)
    assert "Lang tekst\nmed &lt;linjer&gt;</textarea>" in answer.text
    assert ">Grund til afslag</label>" in answer.text
    assert "1.250,50" in answer.text
    assert "_csrf</label>" not in answer.text
    page = anne.get(f"/opgaver/{assessment}")
    assert "Opgaven er afsluttet af Bo Friis." in text_of(page)
    assert '<form id="opgave"' not in page.text


def test_two_views_of_a_fact_stand_side_by_side(sign_in: SignIn, assessment: str, engine: Engine, case: str) -> None:
    anne = sign_in("anne")
    form = {**opened(anne, assessment), **GOOD}
    engine.correct_facts(CorrectFacts(case, {"beloeb": 900, "dato": "2016-02-01"}, "Telefonnotat", BO))
    answer = anne.post(f"/opgaver/{assessment}", form)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Oplysning Står nu i sagen Det, du sendte" in text
    assert "Beløb i kr. 900 1.250,5" in text
    assert "Ansøgt den 1. februar 2016 14. marts 2016" in text
    assert 'value="1.250,50"' in answer.text
    assert "Send igen" in text
    assert anne.post(f"/opgaver/{assessment}", {**form, "_fakta": facts_version(answer)}).status_code == 303


def test_a_form_that_came_back_still_stands_on_what_was_shown(
    sign_in: SignIn, assessment: str, engine: Engine, case: str
) -> None:
    anne = sign_in("anne")
    form = {**opened(anne, assessment), **GOOD}
    engine.correct_facts(CorrectFacts(case, {"beloeb": 900}, "Telefonnotat", BO))
    for wrong in ({"sag.dato": "31-02-2016"}, {"sag.udfald": "nej", "sag.grund": "Der er ikke råd."}):
        answer = anne.post(f"/opgaver/{assessment}", {**form, **wrong})
        assert facts_version(answer) == form["_fakta"] or "En anden har ændret sagen imens" in text_of(answer)
    answer = anne.post(f"/opgaver/{assessment}", {**form, "sag.dato": "31-02-2016"})
    answer = anne.post(f"/opgaver/{assessment}", {**form, "_fakta": facts_version(answer)})
    assert answer.status_code == 409
    assert "Beløb i kr. 900 1.250,5" in text_of(answer)


def test_taking_a_task_keeps_what_is_typed(sign_in: SignIn, assessment: str, engine: Engine, case: str) -> None:
    anne = sign_in("anne")
    form = {**opened(anne, assessment), **GOOD, "sag.dato": "31-02-2016", "sag.bilag": ["laegebrev"]}
    engine.correct_facts(CorrectFacts(case, {"beloeb": 900}, "Telefonnotat", BO))
    for move, now in (("tag", "Din opgave"), ("slip", "Ledig opgave")):
        answer = anne.post(f"/opgaver/{assessment}", {**form, "_goer": move})
        assert answer.status_code == 200
        assert now in text_of(answer)
        for kept in ('value="1.250,50"', 'value="31-02-2016"', 'value="laegebrev" checked'):
            assert kept in answer.text
        assert facts_version(answer) == form["_fakta"]
    engine.claim(ClaimHumanTask(assessment, BO))
    answer = anne.post(f"/opgaver/{assessment}", {**form, "_goer": "tag"})
    assert answer.status_code == 409
    assert "Bo Friis" in text_of(answer)
    assert "1.250,50" in answer.text


def test_taking_a_task_before_anything_is_typed_shows_it_anew(sign_in: SignIn, assessment: str) -> None:
    anne = sign_in("anne")
    page = anne.get(f"/opgaver/{assessment}")
    blank = {"_fakta": facts_version(page), "sag.beloeb": "", "sag.dato": "", "sag.grund": "", "vej": ""}
    assert re.search(r'<button class="sg-quiet" form="opgave" name="_goer" value="tag">Tag opgaven</button>', page.text)
    answer = anne.post(f"/opgaver/{assessment}", {**blank, "_goer": "tag"})
    assert (answer.status_code, answer.location) == (303, f"/opgaver/{assessment}")
    assert "Din opgave" in text_of(anne.get(answer.location))


def test_a_form_without_its_version_never_overwrites(
    sign_in: SignIn, assessment: str, engine: Engine, case: str
) -> None:
    anne = sign_in("anne")
    opened(anne, assessment)
    engine.correct_facts(CorrectFacts(case, {"beloeb": 900}, "Telefonnotat", BO))
    for version in ({}, {"_fakta": ""}, {"_fakta": "x"}, {"_fakta": "9" * 40}):
        assert anne.post(f"/opgaver/{assessment}", {**version, **GOOD}).status_code == 409


def test_somebody_elses_task_can_be_read_but_not_sent(sign_in: SignIn, assessment: str, engine: Engine) -> None:
    bo = sign_in("bo")
    bo.post(f"/opgaver/{assessment}/tag")
    anne = sign_in("anne")
    page = anne.get(f"/opgaver/{assessment}")
    assert "Opgaven er hos Bo Friis. Du kan læse med, men ikke afslutte den." in text_of(page)
    assert '<form id="opgave"' not in page.text
    answer = anne.post(f"/opgaver/{assessment}", {"_fakta": "1", **GOOD})
    assert answer.status_code == 409
    assert "1.250,50" in answer.text
    assert engine.human_task(BO, assessment).status == "open"


def test_another_departments_task_does_not_exist(sign_in: SignIn, assessment: str) -> None:
    sif = sign_in("sif")
    assert "Freja" not in sif.get("/opgaver").text
    for path in (f"/opgaver/{assessment}", "/opgaver/findes-ikke"):
        answer = sif.get(path)
        assert answer.status_code == 404
        assert "Freja" not in answer.text
    for path in ("", "/felter", "/tag", "/slip"):
        assert sif.post(f"/opgaver/{assessment}{path}", GOOD).status_code == 404


def test_a_form_from_before_is_not_sent_and_not_lost(sign_in: SignIn, assessment: str, engine: Engine) -> None:
    anne = sign_in("anne")
    form = {**opened(anne, assessment), **GOOD, "sag.grund": "en halv times arbejde"}
    answer = anne.post(f"/opgaver/{assessment}", {**form, "_csrf": "gammel"})
    assert answer.status_code == 403
    assert "en halv times arbejde" in answer.text
    anne.client.delete_cookie("sagsgang")
    answer = anne.post(f"/opgaver/{assessment}", form)
    assert answer.status_code == 401
    assert "Du er logget ud" in text_of(answer)
    assert "en halv times arbejde" in answer.text
    assert ">Grund</label>" in answer.text
    assert re.search(r'target="_blank" rel="noopener">Åbn siden igen i en ny fane</a>', answer.text)
    answer = anne.post(f"/opgaver/{assessment}", form, headers={"Sec-Fetch-Site": "cross-site"})
    assert "en halv times arbejde" not in answer.text
    assert engine.human_task(BO, assessment).status == "open"


def test_a_half_written_form_stays_when_the_session_ends(sign_in: SignIn, assessment: str) -> None:
    anne = sign_in("anne")
    anne.client.delete_cookie("sagsgang")
    answer = anne.post(f"/opgaver/{assessment}/felter", GOOD, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Reswap"] == "none"
    assert "HX-Redirect" not in answer.headers


def test_a_name_is_never_markup(sign_in: SignIn, engine: Engine, case: str) -> None:
    attack = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{ 7*7 }}"""
    engine.correct_facts(CorrectFacts(case, {"navn": attack, "note": attack}, "prøve", BO))
    anne = sign_in("anne")
    task = tasks_of(engine)["Registrér ansøgning"]
    pages = [anne.get(path) for path in ("/opgaver", f"/opgaver/{task}", f"/sager/{case}", "/sager")]
    pages.append(anne.post(f"/opgaver/{task}", {"_fakta": "99", "sag.navn": attack, "sag.dato": attack}))
    pages.append(anne.post("/opgaver", {"tekst": attack}))
    for page in pages:
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "alert(1)" in page.text
        assert "alert(1)&gt;{{ 7*7 }}" in page.text
        assert "alert(1)&gt;49" not in page.text


def test_the_task_is_in_the_list_until_it_is_done(sign_in: SignIn, assessment: str, engine: Engine) -> None:
    anne = sign_in("anne")
    assert anne.post(f"/opgaver/{assessment}", {**opened(anne, assessment), **GOOD}).status_code == 303
    assert not engine.worklist(BO, WorklistFilter()).rows
