"""A whole task with nothing but the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import PASSWORD, Served, SignIn

pytestmark = pytest.mark.browser

_FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.ariaLabel ?? at.labels?.[0]?.textContent ?? at.textContent ?? "";
  return [at.tagName.toLowerCase(), label.trim().replace(/\\s+/g, " ")].join(" ");
}"""


def tab_to(page: Page, text: str, key: str = "Tab") -> None:
    """Press Tab until what has the focus is called `text`, and see that the focus can be seen."""
    passed = []
    for _ in range(60):
        page.keyboard.press(key)
        passed.append(str(page.evaluate(_FOCUSED)))
        if text in passed[-1]:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"nobody can see that {passed[-1]!r} has the focus"
            return
    raise AssertionError(f"{text!r} was never reached, only {passed}")


def test_a_task_from_sign_in_to_the_next_without_a_mouse(page: Page, served: Served) -> None:
    served.apply()
    page.goto(served.url)
    expect(page.get_by_label("Brugernavn")).to_be_focused()
    page.keyboard.type("anne")
    tab_to(page, "Adgangskode")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Opgaver").wait_for()

    tab_to(page, "Gå til sidens indhold")
    page.keyboard.press("Enter")
    tab_to(page, "Kontrollér anmodningen")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Kontrollér anmodningen").wait_for()

    tab_to(page, "Afslut opgaven")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page, "Vælg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radiogroup", name="Fremsat af indehaver").get_by_label("Nej")).to_be_checked()
    tab_to(page, "Afslut opgaven")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("»Kontrollér anmodningen«")

    tab_to(page, "Log ud")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Log ind")).to_be_visible()


def test_a_withdrawal_is_asked_about_first(page: Page, served: Served, sign_in: SignIn) -> None:
    served.apply()
    task = served.open_tasks()[0]
    sign_in("anne")
    page.goto(f"{served.url}/sager/{task.case}")
    tab_to(page, "Hvad er der sket?")
    page.keyboard.type("Trukket")
    tab_to(page, "Fortsæt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Start »Trukket tilbage«?")
    assert task.id in {row.id for row in served.open_tasks()}
    tab_to(page, "Nej, tilbage til sagen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Åben", exact=True)).to_be_visible()
    page.go_back()
    tab_to(page, "Ja, start")
    page.keyboard.press("Enter")
    expect(page.locator(".alert-success")).to_have_text("Det er registreret i sagen.")
    assert task.id not in {row.id for row in served.open_tasks()}
