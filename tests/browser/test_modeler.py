"""A process owner's work: draw, check, save, compare and deploy, with the mouse or the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from .conftest import PASSWORD, Served
from .drawing import CHECKED, REMINDER, TASK, Draw, choose, saved, xml_of
from .test_accessibility import see
from .test_keyboard import tab_to

pytestmark = pytest.mark.browser


def test_a_reminder_is_moved_and_taken_in_use(page: Page, served: Served, draw: Draw) -> None:
    """The owner's own errand, from the list of processes to the next case."""
    draw()
    choose(page, REMINDER)
    when = page.get_by_label("Hvornår")
    expect(when).to_have_value('date(sag.undersoegelse.frist) - duration("P14D")')
    expect(page.get_by_text("P14D er 14 dage")).to_be_visible()
    when.fill('date(sag.undersoegelse.frist) - duration("P21D")')
    expect(page.get_by_text("P21D er 21 dage")).to_be_visible()
    page.get_by_role("button", name="Gem kladde").click()
    expect(saved(page)).to_contain_text("Ingen fejl", timeout=CHECKED)
    page.get_by_role("link", name="Se forskellen").click()
    changed = page.get_by_role("row", name="Påmindelse før fristen")
    expect(changed).to_contain_text("P14D")
    expect(changed).to_contain_text("P21D")
    page.get_by_role("link", name="Udrul det").click()
    page.get_by_role("textbox").first.fill("Påmind tre uger før § 50-fristen")
    page.get_by_role("button", name="Udrul version 2").click()
    expect(page.get_by_role("status")).to_be_visible(timeout=CHECKED)
    page.goto(f"{served.url}/studio/hjemmetraening/tegning/boernefaglig_undersoegelse.bpmn")
    page.locator("[data-ready=true]").wait_for()
    assert "P21D" in xml_of(page)


def test_findings_stand_on_the_element_in_the_panel_and_in_a_list(page: Page, draw: Draw) -> None:
    draw()
    choose(page, TASK)
    page.get_by_label("Formular").select_option("")
    mark = page.get_by_role("button", name="1 fejl: Brugeropgave »Afslut § 50-undersøgelsen«")
    expect(mark).to_have_text("✕ 1", timeout=CHECKED)
    listed = page.get_by_role("region", name="Tjek")
    expect(listed).to_contain_text("mangler en formular")
    choose(page, REMINDER)
    listed.get_by_role("button", name="Vis Brugeropgave »Afslut § 50-undersøgelsen«").click()
    panel = page.get_by_role("region", name="Egenskaber")
    expect(panel.get_by_role("list", name="Fundet ved tjek")).to_contain_text("mangler en formular")
    choose(page, REMINDER)
    mark.press("Enter")
    expect(panel.get_by_role("list", name="Fundet ved tjek")).to_contain_text("mangler en formular")
    see(page)
    page.get_by_role("button", name="Fortryd").click()
    expect(mark).to_be_hidden(timeout=CHECKED)
    expect(listed).to_contain_text("Tjekket fandt ingen fejl.")


def test_the_way_into_a_deadlock_is_shown_on_the_drawing_and_in_words(page: Page, draw: Draw) -> None:
    """A split of two ways at once is made a choice; the join after it then waits for ever."""
    draw()
    page.mouse.move(0, 0)
    page.get_by_label("Trin", exact=True).select_option("Undersoeg_deles")
    page.get_by_text("Tegn uden mus").click()
    page.get_by_label("Skift art til", exact=True).select_option("Eksklusiv gateway (enten-eller)")
    page.get_by_role("button", name="Skift: Skift art til").click()
    listed = page.get_by_role("region", name="Tjek")
    finding = listed.get_by_role("listitem").filter(has_text="venter på alle sine pile").first
    expect(finding).to_contain_text("Sagen går i stå.", timeout=CHECKED)
    way = finding.get_by_role("button", name="Vis vejen")
    way.press("Enter")
    expect(way).to_have_attribute("aria-pressed", "true")
    expect(way).to_be_focused()
    steps = finding.get_by_role("list").get_by_role("listitem")
    numbers = page.locator(".md-path-number")
    assert steps.count() == numbers.count() > 3
    expect(page.locator(".djs-connection.md-path")).not_to_have_count(0)
    expect(page.locator('[data-element-id="Undersoeg_samles"].md-path')).to_be_visible()
    expect(page.locator('[data-container-id="Undersoeg_samles"] .md-path-number')).to_have_text(str(steps.count()))
    see(page)
    way.press("Enter")
    expect(numbers).to_have_count(0)
    expect(page.locator(".md-path")).to_have_count(0)
    way.press("Enter")
    page.get_by_role("button", name="Fortryd").click()
    expect(numbers).to_have_count(0, timeout=CHECKED)
    expect(listed).not_to_contain_text("venter på alle sine pile")


def test_without_a_mouse(page: Page, draw: Draw) -> None:
    draw()
    page.mouse.move(0, 0)
    page.get_by_role("link", name="Gå til sidens indhold").focus()
    tab_to(page, "Gem kladde")
    tab_to(page, "select Trin")
    for _ in range(40):
        page.keyboard.press("ArrowDown")
        if page.get_by_label("Trin", exact=True).locator(":checked").text_content() == REMINDER:
            break
    tab_to(page, "Hvornår")
    page.keyboard.press("Control+a")
    page.keyboard.type('date(sag.undersoegelse.frist) - duration("P21D")')
    page.keyboard.press("Control+s")
    expect(saved(page)).to_contain_text("Ingen fejl", timeout=CHECKED)
    assert "P21D" in xml_of(page)
    page.keyboard.press("Control+z")
    expect(page.get_by_label("Hvornår")).to_have_value('date(sag.undersoegelse.frist) - duration("P14D")')
    page.keyboard.press("Control+y")
    expect(page.get_by_label("Hvornår")).to_have_value('date(sag.undersoegelse.frist) - duration("P21D")')


def test_steps_are_drawn_without_a_mouse(page: Page, draw: Draw) -> None:
    draw()
    choose(page, "Påmind om § 50-fristen (Serviceopgave)")
    page.get_by_text("Tegn uden mus").click()
    page.get_by_label("Tilføj efter trinnet", exact=True).select_option("Brugeropgave")
    page.get_by_role("button", name="Tilføj: Tilføj efter trinnet").click()
    page.get_by_label("Navn").fill("Ring til familien")
    page.get_by_label("Formular").select_option("dialog")
    page.get_by_label("Tegn en pil til", exact=True).select_option("Påmindet (Sluthændelse)")
    page.get_by_role("button", name="Tegn: Tegn en pil til").click()
    page.get_by_label("Tilføj på kanten", exact=True).select_option("Kanthændelse med timer (afbryder ikke)")
    page.get_by_role("button", name="Tilføj: Tilføj på kanten").click()
    page.get_by_label("Hvornår").fill("P2D")
    page.get_by_label("Skift art til", exact=True).select_option("Kanthændelse med timer")
    page.get_by_role("button", name="Skift: Skift art til").click()
    expect(page.get_by_label("Afbryder trinnet")).to_be_checked()
    expect(page.get_by_label("Hvornår")).to_have_value("P2D")
    xml = xml_of(page)
    assert 'name="Ring til familien" camunda:formRef="dialog"' in xml
    page.get_by_role("button", name="Slet").click()
    assert "P2D" not in xml_of(page)


def test_the_draft_saves_itself_and_nothing_is_left_unsaved(page: Page, served: Served, draw: Draw) -> None:
    page.clock.install()
    draw()
    choose(page, REMINDER)
    page.get_by_label("Hvornår").fill("P30D")
    page.clock.fast_forward(1_000)
    expect(page.get_by_text("Ændringer er ikke gemt endnu.")).to_be_visible()
    page.clock.fast_forward(10_000)
    expect(saved(page)).to_be_visible(timeout=CHECKED)
    page.reload()
    page.locator("[data-ready=true]").wait_for()
    expect(page.get_by_text("Din kladde")).to_be_visible()
    assert "P30D" in xml_of(page)
    choose(page, REMINDER)
    page.get_by_label("Hvornår").fill("P31D")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(f"{served.url}/studio")
    assert asked == ["beforeunload"]


def test_nothing_is_lost_when_the_session_ran_out(page: Page, served: Served, draw: Draw) -> None:
    draw()
    choose(page, REMINDER)
    page.context.clear_cookies()
    page.get_by_label("Hvornår").fill("P30D")
    page.get_by_role("button", name="Gem kladde").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Du er logget ud. Tegningen står her endnu")
    see(page)
    with page.expect_download() as downloading:
        alert.get_by_role("button", name="Hent filen").click()
    assert downloading.value.suggested_filename == "boernefaglig_undersoegelse.bpmn"
    assert "P30D" in Path(downloading.value.path()).read_text(encoding="utf-8")
    # Signed in again elsewhere: the same page saves, with the new session's token.
    other = page.context.new_page()
    other.goto(served.url)
    other.get_by_label("Brugernavn").fill("pia")
    other.get_by_label("Adgangskode").fill(PASSWORD)
    other.get_by_role("button", name="Log ind").click()
    other.get_by_role("button", name="Log ud").wait_for()
    other.close()
    page.get_by_role("button", name="Gem kladde").click()
    expect(saved(page)).to_be_visible(timeout=CHECKED)
    expect(alert).to_be_hidden()


def test_a_silent_server_is_said_and_tried_again(page: Page, draw: Draw) -> None:
    draw()
    page.evaluate("() => { window.before = window.fetch; window.fetch = () => Promise.reject(new TypeError()); }")
    choose(page, REMINDER)
    page.get_by_label("Hvornår").fill("P30D")
    page.get_by_role("button", name="Gem kladde").click()
    expect(page.get_by_role("alert")).to_contain_text("Serveren svarer ikke. Tegningen står her endnu")
    page.evaluate("() => { window.fetch = window.before; }")
    page.get_by_role("button", name="Gem kladde").click()
    expect(saved(page)).to_be_visible(timeout=CHECKED)


def test_the_page_keeps_to_the_accessibility_rules(page: Page, draw: Draw) -> None:
    draw()
    see(page)
    choose(page, TASK)
    page.get_by_label("Prioritet").fill("meget")
    expect(page.get_by_text("Skriv et helt tal fra 0 til 100.")).to_be_visible()
    page.get_by_text("Tegn uden mus").click()
    page.get_by_text("Id", exact=True).first.click()
    page.get_by_label("Find krav").fill("frist")
    see(page)
    page.locator("[data-action=replace]").click()
    page.locator(".djs-popup").wait_for()
    see(page)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 800, "height": 900})
    see(page)


def test_an_earlier_version_is_only_looked_at(page: Page, draw: Draw) -> None:
    draw("boernefaglig_undersoegelse.bpmn?version=1")
    choose(page, TASK)
    expect(page.get_by_text("Kun til læsning")).to_be_visible()
    expect(page.get_by_label("Frist", exact=True)).to_be_disabled()
    expect(page.get_by_role("button", name="Gem kladde")).to_have_count(0)
    assert page.locator(".djs-palette").count() == 0
    see(page)


def test_the_watermark_of_bpmn_io_is_in_sight(page: Page, draw: Draw) -> None:
    draw()
    mark = page.get_by_role("link", name="Powered by bpmn.io")
    expect(mark).to_be_visible()
    on_top = mark.evaluate(
        """(at) => {
          const box = at.getBoundingClientRect();
          return at.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
        }"""
    )
    assert on_top
