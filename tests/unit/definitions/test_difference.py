"""What differs between two diagrams, in the words of whoever draws them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engine.definitions.difference import file_difference, library_difference
from engine.views.studio import ElementChange, FileDifference, PropertyChange

LIBRARIES = (Path(__file__).parents[2] / "second_process" / "hundetegn", Path(__file__).parents[3] / "processes")
AUTHORED = sorted(path for library in LIBRARIES for path in library.rglob("*.bpmn"))
FILE = "diagrams/proeve.bpmn"
DRAWN = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:sag="urn:sagsgang:bpmn:1"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="urn:t">
  <bpmn:message id="Besked_1" name="proeve.svar"/>
  <bpmn:process id="proeve" name="Pr\xc3\xb8ve" isExecutable="true">
    <bpmn:laneSet id="Baner">
      <bpmn:lane id="Bane_1" name="Sagsbehandler"><bpmn:flowNodeRef>Skriv</bpmn:flowNodeRef></bpmn:lane>
      <bpmn:lane id="Bane_2" name="Leder"/>
    </bpmn:laneSet>
    <bpmn:startEvent id="Start" name="Begynder"/>
    <bpmn:userTask id="Skriv" name="Skriv brev" camunda:formRef="brev" camunda:dueDate="P7D" sag:hjemmel="L-1">
      <bpmn:documentation>Skriv kort.</bpmn:documentation>
      <bpmn:extensionElements>
        <sag:skriv sti="brev.sendt" vaerdi="true"/>
        <sag:skriv sti="brev.dato" vaerdi="string(today())"/>
      </bpmn:extensionElements>
      <bpmn:incoming>Pil_1</bpmn:incoming>
    </bpmn:userTask>
    <bpmn:boundaryEvent id="Paamind" name="P\xc3\xa5mindelse" attachedToRef="Skriv" cancelActivity="false">
      <bpmn:timerEventDefinition id="T_1"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P14D</bpmn:timeDuration>
      </bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:receiveTask id="Vent" name="Vent" messageRef="Besked_1"/>
    <bpmn:endEvent id="Slut" name="Slut"/>
    <bpmn:sequenceFlow id="Pil_1" sourceRef="Start" targetRef="Skriv"/>
    <bpmn:sequenceFlow id="Pil_2" sourceRef="Skriv" targetRef="Slut"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Tegning"><bpmndi:BPMNPlane id="Plan" bpmnElement="proeve">
    <bpmndi:BPMNShape id="Skriv_di" bpmnElement="Skriv">
      <dc:Bounds x="100" y="80" width="100" height="80"/>
    </bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def changed(*replacements: tuple[str, str]) -> FileDifference:
    after = DRAWN.decode()
    for old, new in replacements:
        assert old in after
        after = after.replace(old, new)
    found = file_difference(FILE, DRAWN, after.encode())
    assert found is not None
    assert not found.problem
    return found


def only(difference: FileDifference) -> ElementChange:
    (element,) = difference.elements
    return element


def test_a_timer_is_told_by_its_name_and_both_times() -> None:
    difference = changed(("P14D", "P21D"))
    assert difference == FileDifference(
        FILE,
        "Prøve",
        "changed",
        [ElementChange("Paamind", "timer", "Påmindelse", "changed", [PropertyChange("varighed", "P14D", "P21D")])],
    )


@pytest.mark.parametrize(
    ("old", "new", "element", "kind", "change"),
    [
        ('formRef="brev"', 'formRef="svar"', "Skriv", "opgave", ("formular", "brev", "svar")),
        (' camunda:dueDate="P7D"', "", "Skriv", "opgave", ("frist", "P7D", "")),
        ("<bpmn:documentation>Skriv kort.", "<bpmn:documentation>Skriv langt.", "Skriv", "opgave",
         ("dokumentation", "Skriv kort.", "Skriv langt.")),
        ('vaerdi="true"', 'vaerdi="false"', "Skriv", "opgave", ("skriver oplysning »brev.sendt«: værdi", "ja", "nej")),
        ('cancelActivity="false"', 'cancelActivity="true"', "Paamind", "timer",
         ("afbryder det, den sidder på", "nej", "ja")),
        ('attachedToRef="Skriv"', 'attachedToRef="Vent"', "Paamind", "timer", ("sidder på", "Skriv brev", "Vent")),
        ('targetRef="Slut"', 'targetRef="Vent"', "Pil_2", "pil", ("til", "Slut", "Vent")),
        ('name="proeve.svar"', 'name="proeve.nej"', "Besked_1", "besked", ("navn", "proeve.svar", "proeve.nej")),
        ('name="Skriv brev"', 'name="Skriv svar"', "Skriv", "opgave", ("navn", "Skriv brev", "Skriv svar")),
        ('id="Vent" name="Vent"', 'id="Vent" name="Vent" sag:ukendt="x"', "Vent", "modtageopgave", ("ukendt", "", "x")),
    ],
)  # fmt: skip
def test_a_change_is_told_once_in_danish(
    old: str, new: str, element: str, kind: str, change: tuple[str, str, str]
) -> None:
    found = only(changed((old, new)))
    assert (found.element, found.kind, found.how) == (element, kind, "changed")
    assert found.properties == [PropertyChange(*change)]


def test_what_comes_and_goes_is_told_with_its_arrows() -> None:
    difference = changed(
        ('<bpmn:endEvent id="Slut" name="Slut"/>', '<bpmn:endEvent id="Faerdig" name="Færdig"/>'),
        ('targetRef="Slut"', 'targetRef="Faerdig"'),
    )
    assert [(change.name, change.how) for change in difference.elements] == [
        ("Færdig", "added"),
        ("Skriv brev → Færdig", "changed"),
        ("Slut", "removed"),
    ]


def test_a_task_of_another_kind_is_told_as_such() -> None:
    found = only(changed(("bpmn:receiveTask", "bpmn:manualTask"), (' messageRef="Besked_1"', "")))
    assert found.properties[0] == PropertyChange("art", "modtageopgave", "manuel opgave")


def test_a_task_in_another_lane_is_told_on_the_task() -> None:
    reference = "<bpmn:flowNodeRef>Skriv</bpmn:flowNodeRef>"
    found = changed((reference, ""), ('name="Leder"/>', f'name="Leder">{reference}</bpmn:lane>'))
    assert only(found).properties == [PropertyChange("bane", "Sagsbehandler", "Leder")]


def test_what_was_only_moved_says_so() -> None:
    difference = changed(('x="100"', 'x="140"'))
    assert difference.elements == []
    assert difference.moved


def test_what_was_only_written_otherwise_says_nothing() -> None:
    difference = changed(("<bpmn:process ", "<!-- en note -->\n  <bpmn:process "), ('id="T_1"', 'id="T_9"'))
    assert difference.elements == []
    assert not difference.moved


def test_files_are_told_by_name_and_broken_ones_by_what_is_wrong() -> None:
    before = {FILE: DRAWN, "forms/a.form": b"{}", "law/hard_stops.yaml": b"[]", "same.yaml": b"x"}
    after = {FILE: b"<!DOCTYPE x><x/>", "forms/b.form": b"{}", "law/hard_stops.yaml": b"[ ]", "same.yaml": b"x"}
    found = library_difference(before, after)
    assert [(each.file, each.how) for each in found] == [
        (FILE, "changed"),
        ("forms/a.form", "removed"),
        ("forms/b.form", "added"),
        ("law/hard_stops.yaml", "changed"),
    ]
    assert "DOCTYPE" in found[0].problem


def test_a_whole_diagram_is_told_as_one() -> None:
    assert file_difference(FILE, None, DRAWN) == FileDifference(FILE, "Prøve", "added", [])
    assert file_difference(FILE, DRAWN, None) == FileDifference(FILE, "Prøve", "removed", [])
    assert file_difference(FILE, DRAWN, DRAWN) is None


@pytest.mark.parametrize("path", AUTHORED, ids=lambda path: path.name)
def test_an_authored_diagram_written_anew_is_the_same(path: Path) -> None:
    content = path.read_bytes()
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True)
    anew = etree.tostring(etree.fromstring(content, parser), encoding="UTF-16", xml_declaration=True)
    difference = file_difference(FILE, content, anew)
    assert difference is not None
    assert (difference.elements, difference.moved, difference.problem) == ([], False, "")


@pytest.mark.unmeasured(after=0)
@given(data=st.data())
def test_nothing_that_a_diagram_says_can_change_unseen(data: st.DataObject) -> None:
    """Any attribute or text outside the drawing, in any authored diagram."""
    path = data.draw(st.sampled_from(AUTHORED))
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(remove_comments=True))
    places = [place for process in root.iterchildren("{*}process") for place in _said(process)]
    element, attribute = data.draw(st.sampled_from(places))
    text = element.text if attribute is None else element.get(attribute)
    other = data.draw(st.text("abcæøå ", min_size=1).filter(lambda new: new.split() != (text or "").split()))
    if attribute is None:
        element.text = other
    else:
        element.set(attribute, other)
    difference = file_difference(FILE, path.read_bytes(), etree.tostring(root, encoding="UTF-8"))
    assert difference is not None
    assert difference.elements


def _said(process: etree._Element) -> list[tuple[etree._Element, str | None]]:
    found: list[tuple[etree._Element, str | None]] = []
    for element in process.iter():
        local = str(element.tag).rpartition("}")[2]
        if local in {"incoming", "outgoing"}:
            continue  # the arrows say it
        found += [
            (element, str(name))
            for name in element.attrib
            if name not in {"id", "{http://www.w3.org/2001/XMLSchema-instance}type"}
        ]
        if (element.text or "").strip():
            found.append((element, None))
    return found


def test_an_element_that_says_one_thing_thousands_of_times_is_compared_row_by_row() -> None:
    # Each row was numbered from the first again: minutes of processor time for a file of one megabyte.
    rows = "".join(f'<sag:skriv sti="brev.sendt" vaerdi="{number}"/>' for number in range(15_000))
    much = DRAWN.replace(b'<sag:skriv sti="brev.sendt" vaerdi="true"/>', rows.encode())
    begun = time.process_time()
    found = file_difference(FILE, much, much.replace(b'vaerdi="14999"', b'vaerdi="0"'))
    assert found is not None
    (change,) = found.elements
    assert [(each.before, each.after) for each in change.properties] == [("14999", "0")]
    assert time.process_time() - begun < 20
