"""Every word of the dialect can be written in the panel, and what it does not know is kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from .drawing import TASK, Draw, choose, xml_of

pytestmark = pytest.mark.browser


def unfold(page: Page, title: str) -> None:
    """Open a group that is shut because there is nothing in it."""
    page.locator("summary", has_text=re.compile(f"^{title}$")).click()


# A field, what is written in it, and what then stands in the file.
_OF_A_TASK = {
    "Frist": ("P7D", 'camunda:dueDate="P7D"'),
    "Prioritet": ("80", 'camunda:priority="80"'),
    "Bestemt person": ("anne", 'camunda:assignee="anne"'),
    "Milepæl i historikken": ("faerdig", 'sag:milepael="faerdig"'),
    "Vejledning, som vises på opgaven": ("Se § 50.", "<bpmn:documentation>Se § 50.</bpmn:documentation>"),
    "Navn": ("Slut & gem", 'name="Slut &#38; gem"'),
    "Id": ("Slut_og_gem", '<bpmn:userTask id="Slut_og_gem"'),
}


def test_every_field_of_a_task_is_written(page: Page, draw: Draw) -> None:
    draw()
    choose(page, TASK)
    unfold(page, "Milepæl")
    unfold(page, "Id")
    for label, (text, expected) in _OF_A_TASK.items():
        page.get_by_label(label, exact=True).fill(text)
        page.get_by_label(label, exact=True).blur()
        assert expected in xml_of(page), label


def test_choices_and_rows_are_written(page: Page, draw: Draw) -> None:
    draw()
    choose(page, TASK)
    page.get_by_label("Rolle").select_option(label="Leder (leder)")
    unfold(page, "Gentagelse")
    page.get_by_label("Udføres").select_option("For hver, én ad gangen")
    page.get_by_label("Liste (FEEL)").fill("sag.metode.elementer")
    page.get_by_label("Hvert element hedder").fill("element")
    page.get_by_label("Slut før tid, når (FEEL)").fill("stop = true")
    page.get_by_label("Find krav").fill("A-11")
    page.get_by_role("button", name="Vælg A-11").click()
    page.get_by_role("button", name="Fjern S32a-3a").click()
    page.get_by_role("button", name="Tilføj fakta").click()
    new = page.get_by_role("group", name="Ny fakta 3")
    new.get_by_label("Sti i sagens oplysninger").fill("undersoegelse.noter")
    row = page.get_by_role("group", name="undersoegelse.noter")
    row.get_by_label("Værdi (FEEL)").fill('"x"')
    row.get_by_label("Føj til en liste").check()
    unfold(page, "Vagt")
    page.get_by_role("button", name="Tilføj vagt").click()
    page.get_by_label("Betingelse (FEEL)").fill("sag.barn != null")
    page.get_by_label("Besked", exact=True).fill("Skriv barnet først.")
    unfold(page, "Hændelse til andre systemer")
    page.get_by_role("button", name="Tilføj hændelse").click()
    page.get_by_label("Type", exact=True).fill("case.note")
    page.get_by_role("button", name="Fjern § 50-undersøgelse", exact=True).click()
    page.get_by_label("Navn").focus()
    xml = xml_of(page)
    for expected in (
        'camunda:candidateGroups="leder"',
        'sag:hjemmel="P145-6 P150-6 A-11"',
        '<sag:skriv sti="undersoegelse.noter" vaerdi="&#34;x&#34;" tilfoej="true" />',
        '<sag:guard betingelse="sag.barn != null" besked="Skriv barnet først." />',
        '<sag:haendelse type="case.note" />',
        'isSequential="true" camunda:collection="sag.metode.elementer" camunda:elementVariable="element"',
        "stop = true</bpmn:completionCondition>",
    ):
        assert expected in xml
    assert 'dokument="D-04"' not in xml


_CHOOSE = """() => {
  const modeler = document.querySelector('.md-canvas').modeler;
  const registry = modeler.get('elementRegistry');
  const choosing = (bo) => bo.outgoing.length > 1 && bo.default;
  const gateway = registry.find((each) => each.type === 'bpmn:ExclusiveGateway' && choosing(each.businessObject));
  const elements = {
    gateway,
    kald: registry.find((each) => each.type === 'bpmn:CallActivity'),
    pil: registry.get(gateway.businessObject.outgoing.find((flow) => flow.conditionExpression).id),
  };
  window.choose = (name) => modeler.get('selection').select(elements[name]);
  window.idOf = (name) => elements[name].id;
}"""


def test_gateways_flows_and_calls_are_written(page: Page, draw: Draw) -> None:
    draw("hjemmetraening.bpmn")
    page.evaluate(_CHOOSE)
    page.evaluate("choose('kald')")
    page.get_by_label("Proces", exact=True).select_option("stoette")
    page.get_by_label("Udgave").select_option("Samme udgave som denne proces")
    page.get_by_role("button", name="Tilføj variabel ud").click()
    out = page.get_by_role("group", name=re.compile("^Ud: "))
    out.last.get_by_label("Hentes fra").select_option("FEEL")
    out.last.get_by_label("FEEL", exact=True).fill("1 + 1")
    out.last.get_by_label("Hedder derefter").fill("to")
    page.evaluate("choose('pil')")
    page.get_by_label("Pilen tages, når").fill("to = 2")
    page.evaluate("choose('gateway')")
    flow = page.evaluate("idOf('pil')")
    page.get_by_label("Standardpil").select_option(flow)
    xml = xml_of(page)
    assert 'calledElement="stoette" camunda:calledElementBinding="deployment"' in xml
    assert '<camunda:out sourceExpression="1 + 1" target="to" />' in xml
    assert f'default="{flow}"' in xml
    # A default flow has no condition.
    assert "to = 2" not in xml


def add(page: Page, after: str, kind: str) -> None:
    """Draw a step after another, by the panel."""
    choose(page, after)
    if not page.get_by_label("Tilføj efter trinnet", exact=True).is_visible():
        page.get_by_text("Tegn uden mus").click()
    page.get_by_label("Tilføj efter trinnet", exact=True).select_option(kind)
    page.get_by_role("button", name="Tilføj: Tilføj efter trinnet").click()


def test_decisions_services_and_messages_are_written(page: Page, draw: Draw) -> None:
    draw()
    add(page, TASK, "Regelopgave")
    page.get_by_label("Beslutningstabel").select_option("D1_maalgruppe")
    page.get_by_label("Svarets navn").fill("maalgruppe")
    page.get_by_label("Svarets form").select_option("Ét svar: en enkelt værdi")
    add(page, TASK, "Serviceopgave")
    page.get_by_label("Emne").select_option("sag.registrer")
    unfold(page, "Oplysninger med")
    page.get_by_role("button", name="Tilføj oplysning").click()
    page.get_by_label("Værdi (FEEL)").fill("1 + 1")
    page.get_by_role("group", name="Oplysning 1").get_by_label("Navn").fill("to")
    add(page, TASK, "Ventende hændelse med besked")
    page.get_by_label("Besked", exact=True).select_option("Ny besked …")
    page.get_by_label("Beskedens navn").fill("hjemmetraening.proeve")
    page.get_by_label("Navn", exact=True).focus()
    xml = xml_of(page)
    assert 'camunda:decisionRef="D1_maalgruppe"' in xml
    assert 'camunda:resultVariable="maalgruppe"' in xml
    assert 'camunda:mapDecisionResult="singleEntry"' in xml
    assert 'camunda:type="external" camunda:topic="sag.registrer"' in xml
    assert '<camunda:inputParameter name="to">1 + 1</camunda:inputParameter>' in xml
    message = re.search(r'<bpmn:message id="(\w+)" name="hjemmetraening.proeve" />', xml)
    assert message is not None
    assert f'messageRef="{message[1]}"' in xml


_ON_THE_EDGE = {
    "Fejl": ("fejl", r'<bpmn:error id="\w+" name="Ny fejl" errorCode="x1" />'),
    "Eskalering": ("eskalering", r'<bpmn:escalation id="\w+" name="Ny eskalering" escalationCode="x1" />'),
}


@pytest.mark.parametrize("field", _ON_THE_EDGE)
def test_errors_and_escalations_are_written(page: Page, draw: Draw, field: str) -> None:
    word, written = _ON_THE_EDGE[field]
    draw()
    choose(page, TASK)
    page.get_by_text("Tegn uden mus").click()
    page.get_by_label("Tilføj på kanten", exact=True).select_option(f"Kanthændelse med {word}")
    page.get_by_role("button", name="Tilføj: Tilføj på kanten").click()
    page.get_by_label(field, exact=True).select_option(f"Ny {word} …")
    page.get_by_label("s kode").fill("x1")
    page.get_by_label("Navn", exact=True).focus()
    assert re.search(written, xml_of(page))


def test_what_others_wrote_survives_and_can_be_removed(page: Page, draw: Draw) -> None:
    draw()
    choose(page, TASK)
    start, note = '<bpmn:userTask id="Afslut_undersoegelsen"', '<sag:brev dokument="D-04"'
    foreign = (
        xml_of(page)
        .replace("<bpmn:definitions ", '<bpmn:definitions xmlns:fremmed="urn:fremmed" ')
        .replace(start, f'{start} camunda:asyncBefore="true" fremmed:farve="blå"')
        .replace(note, f"<fremmed:note>bevares</fremmed:note>{note}")
    )
    page.evaluate("xml => document.querySelector('.md-canvas').modeler.importXML(xml)", foreign)
    choose(page, TASK)
    page.get_by_label("Navn", exact=True).fill("Andet navn")
    page.get_by_label("Navn", exact=True).blur()
    xml = xml_of(page)
    assert 'fremmed:farve="blå"' in xml
    assert ">bevares</fremmed:note>" in xml
    assert 'camunda:asyncBefore="true"' in xml
    page.get_by_role("button", name="Fjern camunda:asyncBefore").click()
    page.get_by_role("button", name="Fjern fremmed:note").click()
    assert "asyncBefore" not in xml_of(page)
    assert "bevares" not in xml_of(page)
