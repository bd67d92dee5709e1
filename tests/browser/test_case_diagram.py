"""A case's diagram as people meet it: by eye, by keyboard, without a script, and when something is wrong."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.commands import CloseCase, Viewer
from engine.store import incidents

from .conftest import DEPARTMENT, LIBRARY, Served, SignIn
from .test_accessibility import see

pytestmark = pytest.mark.browser

LEADER = Viewer("leif", "Leif Dam", frozenset({"leder"}), DEPARTMENT)
_OVER = """() => {
  const mark = document.querySelector(".bjs-powered-by");
  mark.scrollIntoView({block: "center"});
  const box = mark.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.width >= 53 && mark.contains(at);
}"""
# What the picture shows and what the list says, as one list of pairs each.
_MARKED = """() => Object.fromEntries([...document.querySelectorAll(".djs-overlays")]
  .map((at) => [at.dataset.containerId, at.querySelector(".sg-badges")?.firstChild.textContent[0]])
  .filter(([, symbol]) => symbol))"""
_LISTED = """() => Object.fromEntries([...document.querySelectorAll("[data-element]")]
  .filter((at) => at.dataset.symbol).map((at) => [at.dataset.element, at.querySelector(".sg-mark").textContent]))"""


def open_case(page: Page, served: Served) -> str:
    """The case of the one application; its id."""
    case = served.open_tasks()[0].case
    page.goto(f"{served.url}/sager/{case}")
    drawn(page)
    return case


def drawn(page: Page) -> None:
    page.get_by_role("heading", name="Sagens gang").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Hele diagrammet")).to_be_visible()
    assert page.locator("[data-failed]").count() == 0


def unfold(page: Page) -> None:
    page.get_by_text("Trinene som liste").click()


@pytest.fixture
def signed_in(page: Page, served: Served, sign_in: SignIn) -> Page:
    served.apply()
    sign_in("anne")
    return page


def test_the_picture_shows_what_the_list_says(signed_in: Page, served: Served) -> None:
    open_case(signed_in, served)
    assert signed_in.evaluate(_MARKED) == signed_in.evaluate(_LISTED)
    assert "●" in signed_in.evaluate(_MARKED).values()
    assert signed_in.evaluate(_OVER)
    see(signed_in)
    unfold(signed_in)
    see(signed_in)


def test_where_it_stands_is_in_sight_and_large_enough_to_read(signed_in: Page, served: Served) -> None:
    open_case(signed_in, served)
    frame = signed_in.locator(".sg-canvas").bounding_box()
    here = signed_in.locator("[data-here='0']").get_attribute("data-element")
    shape = signed_in.locator(f".djs-element[data-element-id='{here}']").bounding_box()
    assert frame is not None
    assert shape is not None
    assert frame["x"] <= shape["x"]
    assert shape["x"] + shape["width"] <= frame["x"] + frame["width"]
    assert shape["width"] >= 75  # an activity is drawn 100 wide


def test_by_keyboard_into_a_child_and_back(signed_in: Page, served: Served) -> None:
    case = open_case(signed_in, served)
    signed_in.locator(".sg-skip").focus()
    for name in ("Større", "Mindre", "Hele diagrammet", "Der, hvor forløbet er nu"):
        signed_in.keyboard.press("Tab")
        expect(signed_in.get_by_role("button", name=name)).to_be_focused()
    ways = signed_in.locator(".sg-ways-in a")
    for number in range(ways.count()):
        signed_in.keyboard.press("Tab")
        expect(ways.nth(number)).to_be_focused()
        expect(ways.nth(number)).to_be_in_viewport(ratio=0.99)
        assert signed_in.evaluate("document.querySelector('.djs-container').scrollLeft") == 0
    signed_in.keyboard.press("Tab")
    picture = signed_in.get_by_role("img", name="Diagram over")
    expect(picture).to_be_focused()
    moved = "() => document.querySelector('.djs-container .viewport').getAttribute('transform')"
    for key in ("ArrowRight", "ArrowDown", "+", "-", "0"):
        before = signed_in.evaluate(moved)
        signed_in.keyboard.press(key)
        assert signed_in.evaluate(moved) != before, key
    expect(ways.first).to_be_hidden()  # "0" gave the overview
    signed_in.get_by_role("button", name="Der, hvor forløbet er nu").press("Enter")
    ways.last.press("Enter")
    signed_in.wait_for_url(f"**/sager/{case}?forloeb=*#gang")
    drawn(signed_in)
    see(signed_in)
    trail = signed_in.get_by_role("navigation", name="Forløb")
    trail.get_by_role("link").press("Enter")
    signed_in.wait_for_url("**#gang")
    drawn(signed_in)
    assert signed_in.get_by_role("navigation", name="Forløb").count() == 0


def test_the_skip_link_passes_the_diagram(signed_in: Page, served: Served) -> None:
    open_case(signed_in, served)
    skip = signed_in.get_by_role("link", name="Spring diagrammet over")
    skip.focus()
    expect(skip).to_be_in_viewport()
    signed_in.keyboard.press("Enter")
    signed_in.keyboard.press("Tab")
    expect(signed_in.locator("#trin > summary")).to_be_focused()


def test_overdue_stuck_and_ended_are_told_apart(signed_in: Page, served: Served, sign_in: SignIn) -> None:
    case = open_case(signed_in, served)
    served.clock.set(served.clock.now() + timedelta(days=60))
    served.work()
    sign_in("anne")  # nobody stays signed in for so long
    open_case(signed_in, served)
    assert "!" in signed_in.evaluate(_MARKED).values()
    see(signed_in)

    view = served.engine.case_diagram(LEADER, case)
    child = next(step.children[0] for step in view.steps if step.state == "overdue" and step.children)
    inside = served.engine.case_diagram(LEADER, case, child.id)
    element = next(step.element for step in inside.steps if step.state == "overdue" and step.waits)
    with served.engine._database.writing() as connection:
        incidents.add(
            connection,
            case=case,
            job=None,
            instance=child.id,
            element=element,
            message="Prøve.",
            action="Prøv igen.",
            at=served.clock.now(),
        )
    signed_in.goto(f"{served.url}/sager/{case}?forloeb={child.id}#gang")
    drawn(signed_in)
    assert signed_in.evaluate(_MARKED)[element] == "✕"
    expect(signed_in.get_by_text("Nu: ✕")).to_contain_text("(gået i stå)")
    unfold(signed_in)
    see(signed_in)

    served.engine.close_case(CloseCase(case, "Flyttet", LEADER))
    signed_in.goto(f"{served.url}/sager/{case}")
    drawn(signed_in)
    assert "–" in signed_in.evaluate(_MARKED).values()
    see(signed_in)


def test_markup_in_a_name_is_drawn_as_text(page: Page, served: Served, sign_in: SignIn, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    diagram = folder / "diagrams" / "hjemmetraening.bpmn"
    text = diagram.read_text(encoding="utf-8")
    hostile = "&lt;img src=x onerror=window.hurt=1&gt;&lt;script&gt;window.hurt=1&lt;/script&gt;"
    assert 'name="Orientering"' in text
    diagram.write_text(text.replace('name="Orientering"', f'name="{hostile}"'), encoding="utf-8")
    served.engine.deploy(folder, by="test")
    served.apply()
    sign_in("anne")
    open_case(page, served)
    expect(page.locator(".djs-container > svg").get_by_text("onerror").first).to_be_attached()
    assert page.locator(".sg-gang img").count() == 0
    assert page.evaluate("window.hurt") is None


def test_when_the_diagram_cannot_be_fetched_it_says_so(signed_in: Page, served: Served) -> None:
    signed_in.route("**/diagram?*", lambda route: route.fulfill(status=404, body=""))
    signed_in.goto(f"{served.url}/sager/{served.open_tasks()[0].case}")
    signed_in.get_by_role("heading", name="Sagens gang").scroll_into_view_if_needed()
    expect(signed_in.get_by_text("Diagrammet kunne ikke vises")).to_be_visible()
    expect(signed_in.get_by_role("button", name="Hele diagrammet")).to_be_hidden()
    see(signed_in)


def test_without_a_script_the_list_says_it_all(signed_in: Page, served: Served, browser: Browser) -> None:
    cookies = signed_in.context.cookies()
    context = browser.new_context(java_script_enabled=False, locale="da-DK")
    context.add_cookies([{"name": c["name"], "value": c["value"], "url": served.url} for c in cookies])
    page = context.new_page()
    page.goto(f"{served.url}/sager/{served.open_tasks()[0].case}")
    expect(page.locator(".sg-diagram")).to_be_hidden()
    unfold(page)
    expect(page.locator("[data-state='current']").first).to_contain_text("I gang")
    page.locator("#trin a[href*='forloeb=']").first.click()
    expect(page.get_by_role("navigation", name="Forløb")).to_be_visible()
    context.close()


def test_on_a_narrow_screen_nothing_is_lost(signed_in: Page, served: Served) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 700})
    open_case(signed_in, served)
    unfold(signed_in)
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= 320
