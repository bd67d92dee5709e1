"""WCAG 2.1 AA, as far as a machine can see it: axe-core over every kind of page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import NODE_MODULES, PASSWORD, Served, SignIn

pytestmark = pytest.mark.browser

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Links in running text may be small, so axe lets them be; those on their own are ours to hold to 24 pixels.
_SMALL = """() => [...document.querySelectorAll("main a, header a, button, summary, input:not([type=hidden])")]
  .filter((at) => at.offsetParent && !at.closest("p, dd, .sr-only"))
  .filter((at) => !at.matches(".form-radio, .form-checkbox, .skipnav"))
  .filter((at) => { const box = at.getBoundingClientRect(); return box.height < 24 || box.width < 24; })
  .map((at) => at.outerHTML.slice(0, 120))"""


def see(page: Page) -> None:
    """Hold the page as it stands to the rules."""
    page.evaluate((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", _RULES)
    assert [(v["id"], v["help"], [node["html"][:200] for node in v["nodes"]]) for v in found["violations"]] == []
    assert page.evaluate(_SMALL) == []
    assert page.locator("html").get_attribute("lang") == "da"
    assert page.get_by_role("heading", level=1).count() == 1


def test_sign_in(page: Page, served: Served) -> None:
    page.goto(served.url)
    see(page)
    page.get_by_label("Brugernavn").fill("anne")
    page.get_by_label("Adgangskode").fill(PASSWORD + "x")
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("alert")).to_be_visible()
    see(page)


def test_list_task_errors_and_case(page: Page, served: Served, sign_in: SignIn) -> None:
    served.apply()
    sign_in("anne")
    see(page)
    page.get_by_role("link", name="Orientér om hjemmetræning").click()
    see(page)
    page.get_by_role("button", name="Afslut opgaven").click()
    expect(page.get_by_role("alert")).to_be_visible()
    see(page)
    page.goto(f"{served.url}/opgaver?vis=eskalerede")
    see(page)
    page.goto(f"{served.url}/sager")
    see(page)
    page.get_by_role("cell", name="2026-1").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Forløb")).to_be_visible()
    see(page)
    page.get_by_label("Hvad er der sket?").select_option("Ekstra besøg")
    page.get_by_role("button", name="Fortsæt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Start »Ekstra besøg«?")
    see(page)
    page.goto(f"{served.url}/opgaver/findes-ikke")
    see(page)


def test_nothing_is_lost_on_a_narrow_screen(page: Page, served: Served, sign_in: SignIn) -> None:
    """320 CSS pixels is a normal screen at 400 %: nothing but tables and drawings may need moving sideways."""
    served.apply()
    page.set_viewport_size({"width": 320, "height": 700})
    sign_in("anne")
    task = served.open_tasks()[0]
    for path in ("/opgaver", f"/opgaver/{task.id}", "/sager", f"/sager/{task.case}"):
        page.goto(served.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        for control in page.locator("main :is(a, button, input, textarea):visible").all():
            if not control.evaluate("at => at.closest('.sg-scroll, .sg-canvas') !== null"):
                box = control.bounding_box()
                assert box is not None
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= 320
