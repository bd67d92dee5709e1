"""A process owner moves running cases to a new version in the studio, by keyboard, and takes them back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.commands import SYSTEM

from .conftest import DEPARTMENT, LIBRARY, PASSWORD, Served
from .test_accessibility import see

pytestmark = pytest.mark.browser

_OLD = "Orienter_om_hjemmetraening"
_TASK = "Orientér om hjemmetræning"


@pytest.fixture
def owner(page: Page, served: Served, password_hash: str, tmp_path: Path) -> Page:
    """Signed in over a case whose open task has another id in version 2."""
    served.apply()
    folder = tmp_path / "home_training"
    shutil.copytree(LIBRARY, folder)
    for file in (folder / "diagrams").glob("*.bpmn"):
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace(f'"{_OLD}"', f'"{_OLD}_ny"').replace(f">{_OLD}<", f">{_OLD}_ny<"), encoding="utf-8"
        )
    served.engine.deploy(folder, by="test")
    served.engine.add_account(
        username="pia",
        name="Pia Krogh",
        roles=frozenset({"procesejer"}),
        department=DEPARTMENT,
        password_hash=password_hash,
    )
    page.goto(served.url)
    page.get_by_label("Brugernavn").fill("pia")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/opgaver")
    return page


def test_an_owner_previews_moves_and_takes_back(owner: Page, served: Served) -> None:
    page, open_before = owner, [(task.name, task.due_at) for task in served.open_tasks()]
    page.goto(f"{served.url}/studio/hjemmetraening")
    page.get_by_role("link", name="Flyt kørende forløb").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Flyt kørende forløb")
    see(page)
    row = page.get_by_role("row", name="Orientering")
    row.get_by_role("button", name="Se, hvad der ville ske").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Flyt til version 2")
    answer = page.get_by_label(f"»{_TASK}« ({_OLD})")
    expect(answer).to_have_value(f"{_OLD}_ny")
    see(page)
    page.get_by_role("button", name="Vis, hvad der ville ske").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 flyttes rent.")).to_be_visible()
    see(page)
    page.get_by_role("button", name="Flyt dem").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Flytter · 0 af 1")
    see(page)
    served.work()
    expect(page.get_by_role("status")).to_contain_text("Færdig · 1 af 1")  # the page asks by itself
    assert [(task.name, task.due_at) for task in served.open_tasks()] == open_before
    page.reload()
    see(page)
    page.get_by_role("button", name="Før det, der ikke er gået videre, tilbage").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Fører tilbage · 0 af 1")
    served.work()
    expect(page.get_by_role("status")).to_contain_text("1 er ført tilbage")
    page.goto(f"{served.url}/studio/hjemmetraening/flyt")
    expect(page.get_by_role("table", name="").last).to_contain_text("1 ført tilbage")


def test_answers_that_mean_nothing_come_back_with_why(owner: Page, served: Served) -> None:
    page = owner
    page.goto(f"{served.url}/studio/hjemmetraening/flyt/information?til=2")
    page.get_by_label(_OLD).evaluate("at => { at.options[1].value = 'Findes_ikke'; at.selectedIndex = 1; }")
    page.get_by_role("button", name="Flyt dem").click()
    expect(page.get_by_role("alert")).to_contain_text("»Findes_ikke« findes ikke i den nye tegning")
    expect(page.get_by_role("alert")).to_be_focused()
    see(page)
    assert served.engine.moving.runs(SYSTEM, "hjemmetraening") == []
