"""What the tests of the modeler share: choosing a step, and the drawing as it would be saved."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page

REMINDER = "Påmindelse før fristen (Kanthændelse med timer (afbryder ikke))"
TASK = "Afslut § 50-undersøgelsen (Brugeropgave)"
# A check reads the whole library, on whatever else the machine is doing.
CHECKED = 60_000
Draw = Callable[..., None]


def choose(page: Page, step: str) -> None:
    page.get_by_label("Trin", exact=True).select_option(label=step)


def xml_of(page: Page) -> str:
    """The drawing as it would be saved."""
    text: str = page.evaluate("async () => (await document.querySelector('.md-canvas').modeler.saveXML()).xml")
    return text


def saved(page: Page) -> Locator:
    return page.get_by_text("Kladden er gemt")
