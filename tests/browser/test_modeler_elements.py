"""Signals, links, compensation, loops and the sub-processes of their own kind, drawn and filled in without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from .drawing import REMINDER, TASK, Draw, choose, xml_of
from .test_accessibility import see

pytestmark = pytest.mark.browser

POOL = "Børnefaglig undersøgelse (§ 50) (Pulje)"


def do(page: Page, title: str, what: str, verb: str = "Tilføj") -> None:
    """One line of »Tegn uden mus«."""
    if not page.get_by_label(title, exact=True).is_visible():
        page.get_by_text("Tegn uden mus").click()
    page.get_by_label(title, exact=True).select_option(what)
    page.get_by_role("button", name=f"{verb}: {title}").click()


def test_an_event_sub_process_beside_the_rest(page: Page, draw: Draw) -> None:
    draw()
    choose(page, POOL)
    do(page, "Tilføj i den", "Hændelsesdelproces")
    page.get_by_label("Navn", exact=True).fill("Familien flytter")
    do(page, "Tilføj i den", "Starthændelse")
    do(page, "Skift art til", "Starthændelse med signal", "Skift")
    page.get_by_label("Signal", exact=True).select_option("Nyt signal …")
    page.get_by_label("Signalets navn").fill("flyttet")
    page.get_by_label("Afbryder det, der foregår").uncheck()
    see(page)
    xml = xml_of(page)
    assert 'name="Familien flytter" triggeredByEvent="true"' in xml
    assert 'isInterrupting="false"' in xml
    assert 'name="flyttet"' in xml


def test_a_task_that_is_undone(page: Page, draw: Draw) -> None:
    draw()
    choose(page, TASK)
    do(page, "Tilføj på kanten", "Kanthændelse med kompensation")
    do(page, "Tilføj efter trinnet", "Brugeropgave")
    page.get_by_label("Navn", exact=True).fill("Tilbagekald undersøgelsen")
    page.keyboard.press("Tab")
    xml = xml_of(page)
    assert 'name="Tilbagekald undersøgelsen" isForCompensation="true"' in xml
    assert "<bpmn:association " in xml
    choose(page, TASK)
    do(page, "Tilføj efter trinnet", "Kastende hændelse")
    do(page, "Skift art til", "Kastende hændelse med kompensation", "Skift")
    page.get_by_label("Gør om", exact=True).select_option("Afslut § 50-undersøgelsen")
    see(page)
    assert 'activityRef="Afslut_undersoegelsen"' in xml_of(page)


def test_a_step_again_and_again_and_one_that_people_choose(page: Page, draw: Draw) -> None:
    draw()
    choose(page, TASK)
    page.get_by_text("Gentagelse").click()
    page.get_by_label("Udføres", exact=True).select_option("Igen, så længe en betingelse er sand")
    page.get_by_label("Igen, så længe (FEEL)").fill("sag.undersoegelse.status = null")
    page.get_by_label("Spørg før første omgang").check()
    page.get_by_label("Højst så mange gange").fill("5")
    see(page)
    xml = xml_of(page)
    assert '<bpmn:standardLoopCharacteristics testBefore="true" loopMaximum="5">' in xml
    assert "sag.undersoegelse.status = null</bpmn:loopCondition>" in xml
    choose(page, REMINDER)
    do(page, "Tilføj efter trinnet", "Ad hoc-delproces (udfoldet)")
    page.get_by_label("Navn", exact=True).fill("Det, der er brug for")
    page.get_by_label("Rolle").select_option(label="Leder (leder)")
    page.get_by_label("Rækkefølge").select_option("Ét trin ad gangen")
    page.get_by_label("Slut, når (FEEL)").fill("nok = true")
    page.get_by_label("Luk det, der er i gang, når den slutter").uncheck()
    see(page)
    xml = xml_of(page)
    assert 'name="Det, der er brug for" ordering="Sequential" cancelRemainingInstances="false"' in xml
    (box,) = re.findall("<bpmn:adHocSubProcess[^>]*>", xml)
    assert 'camunda:candidateGroups="leder"' in box
    assert "nok = true</bpmn:completionCondition>" in xml


def test_the_two_ends_of_a_link(page: Page, draw: Draw) -> None:
    draw()
    choose(page, REMINDER)
    do(page, "Tilføj efter trinnet", "Kastende hændelse")
    do(page, "Skift art til", "Kastende linkhændelse", "Skift")
    page.get_by_label("Linkets navn").fill("videre")
    see(page)
    assert '<bpmn:linkEventDefinition id="' in xml_of(page)
    assert 'name="videre"' in xml_of(page)


def test_a_message_for_one_of_several_in_another_case(page: Page, draw: Draw) -> None:
    draw()
    choose(page, REMINDER)
    do(page, "Tilføj efter trinnet", "Kastende hændelse")
    do(page, "Skift art til", "Kastende hændelse med besked", "Skift")
    page.get_by_label("Besked", exact=True).select_option("Ny besked …")
    page.get_by_label("Beskedens navn").fill("familien.flyttet")
    page.get_by_label("Korrelation (FEEL)").fill("barn.nummer")
    page.get_by_label("Til sag (FEEL)").fill("sag.soeskende.sagsnummer")
    see(page)
    assert 'sag:korrelation="barn.nummer" sag:sag="sag.soeskende.sagsnummer"' in xml_of(page)
