"""The studio's pages as a process owner meets them: looked at, driven by keyboard, without a script, and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.commands import DeployDrafts, SaveDraft, Viewer

from .conftest import DEPARTMENT, LIBRARY, PASSWORD, Served, SignIn
from .test_accessibility import see
from .test_keyboard import tab_to

pytestmark = pytest.mark.browser

KEY, FILE = "hjemmetraening", "boernefaglig_undersoegelse.bpmn"


@pytest.fixture(autouse=True)
def owners(served: Served, password_hash: str) -> dict[str, Viewer]:
    """Two who own the process."""
    people = {"pia": "Pia Krogh", "per": "Per Lund"}
    roles = frozenset({"procesejer"})
    for username, name in people.items():
        served.engine.add_account(
            username=username, name=name, roles=roles, department=DEPARTMENT, password_hash=password_hash
        )
    return {username: Viewer(username, name, roles, DEPARTMENT) for username, name in people.items()}


def draw(served: Served, who: Viewer, old: str, new: str) -> None:
    studio = served.engine.authoring
    before = studio.content(who, KEY, FILE).decode()
    assert old in before
    base = studio.diagram(who, KEY, FILE).base
    studio.save(SaveDraft(KEY, FILE, before.replace(old, new).encode(), base, who))


def deploy(served: Served, who: Viewer) -> None:
    shown = served.engine.authoring.proposal(who, KEY)
    served.engine.authoring.deploy(DeployDrafts(KEY, "Efter aftale.", shown.running_hash, shown.result_hash, who))


def test_every_page_can_be_used_by_everybody(
    page: Page, served: Served, sign_in: SignIn, owners: dict[str, Viewer]
) -> None:
    served.apply()
    sign_in("pia")
    page.get_by_role("link", name="Studio").click()
    see(page)
    page.get_by_role("link", name="Hjemmetræning").click()
    expect(page.get_by_role("heading", name="Versioner")).to_be_visible()
    see(page)
    draw(served, owners["pia"], 'name="Påmindet"', 'name="Påmindet i god tid"')
    page.reload()
    see(page)
    for button in ("Kassér kladden", "Læg op en fil som kladde af Børnefaglig undersøgelse (§ 50)"):
        page.get_by_role("link", name=button).click()
        see(page)
        page.go_back()
    page.get_by_role("link", name="Se, hvad du har ændret").click()
    expect(page.get_by_role("row", name="Påmindet i god tid")).to_be_visible()
    see(page)
    page.get_by_role("link", name="Udrul det").click()
    see(page)
    page.get_by_label("Hvad har du ændret, og hvorfor?").fill("   ")
    page.get_by_role("button", name="Udrul version 2").click()
    expect(page.get_by_label("Hvad har du ændret, og hvorfor?")).to_be_focused()
    expect(page.get_by_text("Fejl: Skriv, hvad du har ændret og hvorfor.")).to_be_visible()
    see(page)
    draw(served, owners["per"], 'name="Påmindet"', 'name="Påmindelsen er givet"')
    deploy(served, owners["per"])
    page.get_by_label("Hvad har du ændret, og hvorfor?").fill("Et bedre navn.")
    page.get_by_role("button", name="Udrul version 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("En anden har ændret det samme diagram")
    expect(page.get_by_role("alert")).to_be_focused()
    see(page)
    page.get_by_role("button", name="Behold min version").click()
    page.get_by_label("Hvad har du ændret, og hvorfor?").fill("Et bedre navn, aftalt med Per.")
    page.get_by_role("button", name="Udrul version 3").click()
    expect(page.get_by_role("status")).to_contain_text("Version 3 er udrullet")
    see(page)
    draw(served, owners["pia"], 'camunda:formRef="', 'camunda:formRef="findes_ikke_')
    page.goto(f"{served.url}/studio/{KEY}/udrul")
    expect(page.get_by_text("skal rettes")).to_be_visible()
    see(page)


def test_a_draft_is_taken_into_use_by_keyboard(page: Page, served: Served, owners: dict[str, Viewer]) -> None:
    draw(served, owners["pia"], 'name="Påmindet"', 'name="Påmindet i god tid"')
    page.goto(served.url)
    page.keyboard.type("pia")
    tab_to(page, "Adgangskode")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Opgaver").wait_for()
    for stop, heading in (
        ("a Studio", "Studio"),
        ("a Hjemmetræning", "Hjemmetræning"),
        ("Udrul kladden", "Udrul version 2"),
    ):
        tab_to(page, stop)
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1, name=heading).wait_for()
    tab_to(page, "Hvad har du ændret")
    page.keyboard.type("Et bedre navn.")
    tab_to(page, "Udrul version 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**?udrullet=2")
    expect(page.get_by_role("status")).to_contain_text("Version 2 er udrullet")


def test_a_file_is_put_up_and_taken_into_use_without_a_script(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="da-DK", java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url)
    page.get_by_label("Brugernavn").fill("pia")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.goto(f"{served.url}/studio/{KEY}")
    row = page.get_by_role("row", name=FILE)
    with page.expect_download() as download:
        row.get_by_role("link", name="Hent").click()
    assert download.value.suggested_filename == FILE
    changed = (LIBRARY / "diagrams" / FILE).read_text(encoding="utf-8")
    changed = changed.replace('name="Påmindet"', 'name="Påmindet i god tid"')
    row.get_by_role("link", name="Læg op").click()
    file = {"name": "min tegning.bpmn", "mimeType": "application/xml", "buffer": changed.encode()}
    page.get_by_label("Filen fra Camunda Modeler").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Læg op").click()
    expect(page.get_by_role("status")).to_contain_text("Filen er nu din kladde")
    page.get_by_role("link", name="Udrul kladden").click()
    page.get_by_label("Hvad har du ændret, og hvorfor?").fill("Et bedre navn.")
    page.get_by_role("button", name="Udrul version 2").click()
    expect(page.get_by_role("status")).to_contain_text("Version 2 er udrullet")
    context.close()


def test_nothing_is_lost_on_a_narrow_screen(
    page: Page, served: Served, sign_in: SignIn, owners: dict[str, Viewer]
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    sign_in("pia")
    draw(served, owners["pia"], 'name="Påmindet"', 'name="Påmindet i god tid"')
    drawing = f"/studio/{KEY}/tegning/{FILE}"
    for path in ("/studio", f"/studio/{KEY}", f"/studio/{KEY}/udrul", f"{drawing}/laeg-op", f"{drawing}/kasser"):
        page.goto(served.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
