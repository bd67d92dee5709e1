"""An ad-hoc sub-process in a real browser: seen, chosen from by keyboard, and ended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.commands import SYSTEM, SendMessage

from .conftest import LIBRARY, Served, SignIn
from .test_accessibility import see

pytestmark = pytest.mark.browser

DRAWN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="urn:test">
  <bpmn:process id="oplysning" name="Oplysning" isExecutable="true">
    <bpmn:laneSet id="L"><bpmn:lane id="L1" name="Sagsbehandler"><bpmn:flowNodeRef>Oplys</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="O_start" name="Oplys sagen"><bpmn:messageEventDefinition id="O_d" messageRef="B" />
    </bpmn:startEvent>
    <bpmn:adHocSubProcess id="Oplys" name="Oplys sagen">
      <bpmn:documentation>Indhent det, der mangler, i den rækkefølge, der passer sagen bedst.</bpmn:documentation>
      <bpmn:manualTask id="Ring" name="Ring til forældrene" />
      <bpmn:manualTask id="Laege" name="Spørg lægen" />
      <bpmn:manualTask id="Skole" name="Indhent udtalelse fra skolen" />
    </bpmn:adHocSubProcess>
    <bpmn:endEvent id="O_slut" />
    <bpmn:sequenceFlow id="O1" sourceRef="O_start" targetRef="Oplys" />
    <bpmn:sequenceFlow id="O2" sourceRef="Oplys" targetRef="O_slut" />
  </bpmn:process>
  <bpmn:message id="B" name="test.oplys" />
</bpmn:definitions>"""


@pytest.fixture
def opened(served: Served, tmp_path: Path) -> str:
    """A case in which the sub-process is open."""
    folder = shutil.copytree(LIBRARY, tmp_path / "library")
    (folder / "diagrams" / "oplysning.bpmn").write_text(DRAWN, encoding="utf-8")
    served.engine.deploy(folder, by="test")
    served.apply()
    case = served.engine.cases(SYSTEM).rows[0].id
    served.engine.send_message(SendMessage(case, "test.oplys", {}, SYSTEM))
    return case


def test_it_is_chosen_from_and_ended_by_keyboard(page: Page, served: Served, sign_in: SignIn, opened: str) -> None:
    sign_in("anne")
    page.get_by_role("link", name="Oplys sagen").click()
    expect(page.get_by_role("group", name="Sæt i gang").get_by_role("button")).to_have_text(
        ["Ring til forældrene", "Spørg lægen", "Indhent udtalelse fra skolen"]
    )
    see(page)
    page.get_by_role("button", name="Spørg lægen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Det valgte er sat i gang.")
    see(page)
    page.goto(f"{served.url}/sager/{opened}")
    expect(page.get_by_role("row", name="Oplys sagen Vælg frit")).to_be_visible()
    expect(page.get_by_role("row", name="Spørg lægen Opgave")).to_be_visible()
    expect(page.get_by_text("»Spørg lægen« blev valgt i »Oplys sagen«")).to_be_visible()
    see(page)
    page.get_by_role("link", name="Oplys sagen", exact=True).first.click()
    page.get_by_role("button", name="Afslut", exact=True).press("Enter")
    expect(page.get_by_role("status")).to_contain_text("»Oplys sagen« i sag")
    page.goto(f"{served.url}/sager/{opened}")
    expect(page.get_by_text("Opgaven »Spørg lægen« bortfaldt")).to_be_visible()
