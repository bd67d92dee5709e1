"""The page of an open ad-hoc sub-process: choosing, ending, and every way it is refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Protocol

import pytest

from engine.api import Engine
from engine.commands import SYSTEM, SendMessage

from .conftest import LIBRARY, SignIn, facts_version, tasks_of, text_of

DRAWN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="urn:sagsgang:tilskud">
  <bpmn:process id="oplysning" name="Oplysning" isExecutable="true">
    <bpmn:laneSet id="L"><bpmn:lane id="L1" name="Sagsbehandler"><bpmn:flowNodeRef>Oplys</bpmn:flowNodeRef></bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="O_start"><bpmn:messageEventDefinition id="O_d" messageRef="B" /></bpmn:startEvent>
    <bpmn:adHocSubProcess id="Oplys" name="Oplys sagen" {more}>
      <bpmn:documentation>Indhent det, der mangler.</bpmn:documentation>
      <bpmn:userTask id="Ring" name="Ring til borgeren" camunda:formRef="note" />
      <bpmn:userTask id="Laege" name="Spørg lægen" camunda:formRef="note" />
      {until}
    </bpmn:adHocSubProcess>
    <bpmn:endEvent id="O_slut" />
    <bpmn:sequenceFlow id="O1" sourceRef="O_start" targetRef="Oplys" />
    <bpmn:sequenceFlow id="O2" sourceRef="Oplys" targetRef="O_slut" />
  </bpmn:process>
  <bpmn:message id="B" name="tilskud.oplys" />
</bpmn:definitions>"""


class Draw(Protocol):
    def __call__(self, *, more: str = "", until: str = "") -> str: ...


@pytest.fixture
def draw(engine: Engine, case: str, tmp_path: Path) -> Draw:
    """Draw the sub-process so, and begin it in the case; its task."""

    def drawn(*, more: str = "", until: str = "") -> str:
        folder = shutil.copytree(LIBRARY, tmp_path / "library")
        (folder / "diagrams" / "oplys.bpmn").write_text(DRAWN.format(more=more, until=until), encoding="utf-8")
        engine.deploy(folder, by="test")
        engine.send_message(SendMessage(case, "tilskud.oplys", {}, SYSTEM))
        return tasks_of(engine)["Oplys sagen"]

    return drawn


def test_the_page_offers_what_can_be_begun(sign_in: SignIn, draw: Draw) -> None:
    page = sign_in("anne").get(f"/opgaver/{draw()}")
    assert re.findall(r'formaction="/opgaver/[^"/]+/valg" name="valg" value="(\w+)"', page.text) == ["Ring", "Laege"]
    text = text_of(page)
    assert "Indhent det, der mangler." in text
    assert "Sæt i gang Vælg det, der skal gøres nu." in text
    assert "Ring til borgeren Spørg lægen" in text
    assert re.search(r'<button class="button button-primary">Afslut</button>', page.text)
    assert "Når du afslutter, bortfalder det, der er sat i gang" in text
    assert "<fieldset" in page.text
    assert "<legend" in page.text


def test_choosing_begins_it_and_says_so(sign_in: SignIn, draw: Draw, engine: Engine, case: str) -> None:
    anne, task = sign_in("anne"), draw()
    anne.get(f"/opgaver/{task}")
    answer = anne.post(f"/opgaver/{task}/valg", {"valg": "Ring"})
    assert (answer.status_code, answer.location) == (303, f"/opgaver/{task}?valgt=ja")
    assert "Det valgte er sat i gang." in text_of(anne.get(answer.location))
    assert "Ring til borgeren" in tasks_of(engine)
    assert "»Ring til borgeren« blev valgt i »Oplys sagen«" in text_of(anne.get(f"/sager/{case}"))


def test_it_is_ended_from_its_page(sign_in: SignIn, draw: Draw, engine: Engine) -> None:
    anne, task = sign_in("anne"), draw()
    page = anne.get(f"/opgaver/{task}")
    assert anne.post(f"/opgaver/{task}", {"_fakta": facts_version(page)}).status_code == 303
    assert "Oplys sagen" not in tasks_of(engine)
    page = anne.get(f"/opgaver/{task}")
    assert "Opgaven er afsluttet af Anne Holm" in text_of(page)
    assert 'name="valg"' not in page.text


def test_it_says_when_what_is_begun_goes_on_after_the_end(sign_in: SignIn, draw: Draw) -> None:
    task = draw(more='cancelRemainingInstances="false"')
    assert "Det, der er i gang, gøres færdigt." in text_of(sign_in("anne").get(f"/opgaver/{task}"))


def test_one_that_ends_by_itself_has_no_button_for_it(sign_in: SignIn, draw: Draw, engine: Engine) -> None:
    task = draw(until="<bpmn:completionCondition>sag.note = &quot;nok&quot;</bpmn:completionCondition>")
    anne = sign_in("anne")
    page = anne.get(f"/opgaver/{task}")
    assert "Opgaven slutter af sig selv" in text_of(page)
    assert ">Afslut</button>" not in page.text
    anne.post(f"/opgaver/{task}/valg", {"valg": "Ring"})
    ring = tasks_of(engine)["Ring til borgeren"]
    anne.post(f"/opgaver/{ring}", {"_fakta": facts_version(anne.get(f"/opgaver/{ring}")), "sag.note": "nok"})
    assert "Oplys sagen" not in tasks_of(engine)


def test_one_at_a_time_says_why_nothing_is_offered(sign_in: SignIn, draw: Draw) -> None:
    task = draw(more='ordering="Sequential"')
    anne = sign_in("anne")
    anne.get(f"/opgaver/{task}")
    anne.post(f"/opgaver/{task}/valg", {"valg": "Ring"})
    page = anne.get(f"/opgaver/{task}")
    assert 'name="valg"' not in page.text
    assert "Der kan ikke vælges mere, før det, der er i gang, er færdigt." in text_of(page)
    refused = anne.post(f"/opgaver/{task}/valg", {"valg": "Laege"})
    assert refused.status_code == 409
    assert "Intet blev sat i gang" in text_of(refused)


@pytest.mark.parametrize("chosen", ["", "O_slut", "intet"])
def test_what_is_not_offered_is_refused(sign_in: SignIn, draw: Draw, chosen: str) -> None:
    anne, task = sign_in("anne"), draw()
    anne.get(f"/opgaver/{task}")
    assert anne.post(f"/opgaver/{task}/valg", {"valg": chosen}).status_code == 409


def test_it_takes_the_role_the_department_and_the_pages_own_token(sign_in: SignIn, draw: Draw) -> None:
    task = draw()
    leif = sign_in("leif")
    assert 'name="valg"' not in leif.get(f"/opgaver/{task}").text
    assert leif.post(f"/opgaver/{task}/valg", {"valg": "Ring"}).status_code == 403
    assert sign_in("sif").post(f"/opgaver/{task}/valg", {"valg": "Ring"}).status_code == 404
    anne = sign_in("anne")
    assert anne.post(f"/opgaver/{task}/valg", {"valg": "Ring", "_csrf": "forkert"}).status_code in {400, 403}


def test_the_case_page_says_that_there_is_something_to_choose(sign_in: SignIn, draw: Draw, case: str) -> None:
    draw()
    assert "Oplys sagen Vælg frit" in text_of(sign_in("anne").get(f"/sager/{case}"))
