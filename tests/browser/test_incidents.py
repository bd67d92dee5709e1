"""What stuck, in a real browser: from the list to the case going on, by keyboard, without axe violations."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.commands import SYSTEM, CompleteHumanTask, OpenCase, ReceiveMessage, SendMessage
from tests.unit.runtime import measuring, toy

from .conftest import DEPARTMENT, Served, SignIn
from .test_accessibility import see

pytestmark = pytest.mark.browser


@pytest.fixture
def stuck(served: Served, tmp_path: Path, password_hash: str) -> str:
    """A case that has stood still for three days, and a message for a case that does not exist; the case's id."""
    folder = toy.write(tmp_path / "dyrehold")
    measuring.add_to(folder)
    engine = served.engine
    engine.deploy(folder, by="test")
    engine.add_account(
        username="pia",
        name="Pia Friis",
        roles=frozenset({"procesejer"}),
        department=DEPARTMENT,
        password_hash=password_hash,
    )
    case = engine.open_case(OpenCase("dyrehold", DEPARTMENT, {"dyr.navn": "Bella"}, SYSTEM))
    engine.send_message(SendMessage(case, "dyrehold.maal", {}, SYSTEM))
    task = next(row for row in served.open_tasks() if row.name == "Maal")
    engine.complete(CompleteHumanTask(task.id, {}, SYSTEM))
    served.clock.set(served.clock.now() + timedelta(days=1))
    served.work()
    engine.receive(ReceiveMessage("portal", "m-1", "dyrehold.trukket", {"sagsnummer": "2026-99", "navn": "Freja"}))
    served.work()
    served.clock.set(served.clock.now() + timedelta(hours=30))
    return case


def test_stuck_corrected_by_keyboard_and_going_on(page: Page, served: Served, stuck: str, sign_in: SignIn) -> None:
    sign_in("leif")
    page.get_by_role("link", name="Hændelser").press("Enter")
    see(page)
    page.get_by_role("link", name="Vent på målingen").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("»Vent på målingen« er gået i stå")
    see(page)

    page.get_by_label("Vægt i kg").press_sequentially("tolv")
    page.get_by_role("button", name="Ret og prøv igen").press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    see(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Vægt i kg")).to_be_focused()
    expect(page.get_by_label("Vægt i kg")).to_have_value("tolv")

    page.get_by_label("Vægt i kg").fill("12,5")
    page.get_by_label("Begrundelse").fill("Vejet hos dyrlægen")
    page.get_by_role("button", name="Ret og prøv igen").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Det venter på at blive udført")
    see(page)
    served.work()
    # The page asks by itself.
    expect(page.get_by_role("status")).to_contain_text("det gik videre")
    see(page)
    assert "Stort" in {row.name for row in served.open_tasks()}
    page.goto(f"{served.url}/haendelser")
    expect(page.get_by_text("Intet er gået i stå.")).to_be_visible()
    see(page)


def test_what_fails_again_says_so_and_the_whole_case_can_be_closed(
    page: Page, served: Served, stuck: str, sign_in: SignIn
) -> None:
    sign_in("leif")
    page.goto(f"{served.url}/sager/{stuck}")
    page.get_by_role("link", name="Se og ret").click()
    page.get_by_role("button", name="Prøv igen", exact=True).click()
    served.work()
    expect(page.get_by_role("status")).to_contain_text("gik i stå på ny")
    see(page)
    page.get_by_role("link", name="Se, hvad der er galt nu").click()
    expect(page.get_by_text("2. gang")).to_be_visible()
    page.get_by_role("link", name="Luk hele sagen").click()
    see(page)
    page.get_by_role("button", name="Ja, luk sagen").click()
    expect(page.get_by_label("Begrundelse")).to_be_focused()
    see(page)
    page.get_by_label("Begrundelse").fill("Oprettet ved en fejl")
    page.get_by_role("button", name="Ja, luk sagen").click()
    expect(page.get_by_text("Sagen blev lukket: Oprettet ved en fejl")).to_be_visible()


def test_a_message_without_a_case_is_put_away(page: Page, served: Served, stuck: str, sign_in: SignIn) -> None:
    sign_in("pia")
    page.goto(f"{served.url}/haendelser")
    see(page)
    page.get_by_role("link", name="dyrehold.trukket").click()
    see(page)
    page.get_by_text("Beskedens indhold").click()
    expect(page.get_by_text("Freja")).to_be_visible()
    page.get_by_role("button", name="Afvis beskeden").click()
    expect(page.get_by_role("alert")).to_be_focused()
    see(page)
    page.get_by_label("Begrundelse").fill("Registreret i hånden")
    page.get_by_role("button", name="Afvis beskeden").click()
    expect(page.get_by_role("status")).to_contain_text("Lukket af Pia Friis")
    see(page)


def test_the_incident_fits_a_narrow_screen(page: Page, served: Served, stuck: str, sign_in: SignIn) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    sign_in("leif")
    page.goto(f"{served.url}/haendelser")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Vent på målingen").click()
    expect(page.get_by_role("heading", name="Ret oplysningerne")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
