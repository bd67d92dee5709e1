"""The day of a caseworker and of a leader, as they live it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PASSWORD, Served, SignIn

pytestmark = pytest.mark.browser


def test_from_an_application_to_the_next_task(page: Page, served: Served, sign_in: SignIn) -> None:
    assert served.apply() == 202
    assert served.apply() == 202
    sign_in("anne")
    expect(page.get_by_role("link", name="Kontrollér anmodningen")).to_have_count(1)
    row = page.get_by_role("row", name="Kontrollér anmodningen")
    expect(row).to_contain_text("Asta Eksempel")
    expect(row).to_contain_text("9. februar 2026")

    page.get_by_role("link", name="Orientér om hjemmetræning").click()
    expect(page.get_by_role("heading", name="Lovgrundlag")).to_be_visible()
    expect(page.get_by_role("complementary")).to_contain_text("P153-1")
    expect(page.get_by_role("complementary")).to_contain_text("Asta Eksempel")

    expectations = "Forældrene vil gerne inddrages\n<ofte> & gerne"
    page.get_by_label("Orienteret den").fill("31-02-2026")
    page.get_by_label("Afstemte forventninger").fill(expectations)
    page.get_by_role("button", name="Afslut opgaven").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("felter skal rettes")
    expect(page.get_by_label("Orienteret den")).to_have_value("31-02-2026")
    expect(page.get_by_label("Afstemte forventninger")).to_have_value(expectations)
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("Orienteret den")).to_be_focused()

    page.get_by_label("Orienteret den").fill("02-02-2026")
    page.get_by_role("radio", name="Samtale").check()
    for choice in page.get_by_role("group", name="Hvad der er orienteret om").get_by_role("checkbox").all():
        choice.check()
    page.get_by_label("Hvordan barnet inddrages").fill("Gennem leg.")
    page.get_by_role("button", name="Afslut opgaven").click()
    expect(page.get_by_role("status")).to_contain_text("»Orientér om hjemmetræning« i sag")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontrollér anmodningen")


def test_fields_come_and_go_with_the_answers(page: Page, served: Served, sign_in: SignIn) -> None:
    served.apply()
    sign_in("anne")
    page.get_by_role("link", name="Kontrollér anmodningen").click()
    agree = page.get_by_role("radiogroup", name="Alle indehavere af forældremyndigheden står bag")
    expect(agree).to_be_hidden()
    page.get_by_role("radiogroup", name="Fremsat af indehaver").get_by_label("Ja").check()
    expect(agree).to_be_visible()
    agree.get_by_label("Nej").check()
    opinion = page.get_by_label("Juridisk vurdering")
    expect(opinion).to_be_visible()
    opinion.fill("Skrevet, mens siden spurgte serveren.")
    agree.get_by_label("Ja").check()
    expect(opinion).to_be_hidden()
    agree.get_by_label("Nej").check()
    expect(opinion).to_have_value("Skrevet, mens siden spurgte serveren.")


def test_an_unlawful_refusal_names_the_point_of_the_law(page: Page, served: Served, sign_in: SignIn) -> None:
    served.apply()
    task = served.carry_on_until("Skriv afgørelse")
    sign_in("anne")
    page.goto(f"{served.url}/opgaver/{task.id}")
    page.get_by_role("radiogroup", name="Afgørelsens udfald").get_by_label("Afslag").check()
    grounds = page.get_by_role("group", name="Afslagsgrunde")
    grounds.get_by_label("Hensyn til kommunens økonomi").check()
    for area in page.locator("textarea:visible").all():
        area.fill("Der er ikke råd i år.")
    page.get_by_role("button", name="Afslut opgaven").click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("Det må ikke afgøres sådan")
    expect(alert).to_contain_text("Afgørelsen bygger på en grund, som loven ikke tillader")
    expect(alert).to_contain_text("P154-3")
    expect(grounds.get_by_label("Hensyn til kommunens økonomi")).to_be_checked()
    expect(page.get_by_label("Konkret vurdering")).to_have_value("Der er ikke råd i år.")
    assert task.id in {row.id for row in served.open_tasks()}


def test_the_case_page_tells_the_whole_case(page: Page, served: Served, sign_in: SignIn) -> None:
    served.apply()
    served.carry_on_until("Skriv afgørelse")
    sign_in("anne")
    page.get_by_role("link", name="Sager").click()
    page.get_by_role("cell", name="2026-1").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Asta Eksempel")
    waits = page.get_by_role("region", name="Venter på", exact=True)
    expect(waits).to_contain_text("Skriv afgørelse")
    expect(page.get_by_role("region", name="Åbne frister")).to_contain_text("17. maj 2040")
    expect(page.get_by_role("region", name="Forløb", exact=True)).to_contain_text(
        "»Orientér om hjemmetræning« blev afsluttet"
    )
    page.get_by_text("Anmodningen", exact=True).click()
    expect(page.get_by_role("region", name="Sagens oplysninger")).to_contain_text("Hjemme og på legepladsen")


def test_the_leader_finds_what_nobody_did(page: Page, served: Served, sign_in: SignIn) -> None:
    served.apply()
    served.clock.set(served.clock.now() + timedelta(days=12))
    served.work()
    sign_in("leif")
    page.get_by_role("link", name="Eskaleret til dig").click()
    row = page.get_by_role("row", name="Kontrollér anmodningen")
    expect(row).to_contain_text("Overskredet")
    expect(row).to_contain_text("Eskaleret")
    row.get_by_role("link", name="Kontrollér anmodningen").click()
    expect(page.get_by_role("main")).to_contain_text("Din rolle kan læse opgaven")


def test_the_list_follows_what_others_do(page: Page, served: Served, sign_in: SignIn) -> None:
    page.clock.install()
    sign_in("anne")
    expect(page.get_by_role("main")).to_contain_text("Der er ingen opgaver til dig.")
    page.get_by_label("Søg på navn").focus()
    served.apply()
    page.clock.fast_forward(31_000)
    expect(page.get_by_role("link", name="Kontrollér anmodningen")).to_be_visible()
    expect(page.get_by_label("Søg på navn")).to_be_focused()


def test_taking_a_task_keeps_the_text_and_enter_still_completes(page: Page, served: Served, sign_in: SignIn) -> None:
    served.apply()
    sign_in("anne")
    page.get_by_role("link", name="Orientér om hjemmetræning").click()
    page.get_by_label("Afstemte forventninger").fill("Skrevet, før opgaven blev taget.")
    page.get_by_role("button", name="Tag opgaven").click()
    expect(page.get_by_text("Din opgave")).to_be_visible()
    expect(page.get_by_label("Afstemte forventninger")).to_have_value("Skrevet, før opgaven blev taget.")
    page.get_by_label("Orienteret den").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("felter skal rettes")
    expect(page.get_by_text("Din opgave")).to_be_visible()


def test_everything_works_without_script(browser: Browser, served: Served) -> None:
    served.apply()
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    page = context.new_page()
    page.goto(served.url)
    page.get_by_label("Brugernavn").fill("anne")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.get_by_role("link", name="Kontrollér anmodningen").click()
    page.get_by_role("radiogroup", name="Fremsat af indehaver").get_by_label("Nej").check()
    opinion = page.get_by_label("Juridisk vurdering")
    expect(opinion).to_be_visible()
    opinion.fill("Udfyldt, men uden betydning.")
    page.get_by_role("button", name="Afslut opgaven").click()
    expect(page.get_by_role("status")).to_contain_text("»Kontrollér anmodningen«")
    context.close()
