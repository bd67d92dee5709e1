"""The order a drawing is read in, and the file a browser is given."""

from __future__ import annotations

from itertools import pairwise

import pytest
from lxml import etree

from engine.definitions.diagram import Process
from engine.definitions.diagram_reader import examine_diagram
from engine.definitions.drawing import drawing_of
from tests.unit.runtime.toy import flow, process

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
TWO = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    f'xmlns:bpmndi="{DI}" id="D" targetNamespace="urn:test">'
    '<bpmn:collaboration id="C"><bpmn:participant id="Pulje" processRef="anden"/></bpmn:collaboration>'
    '<bpmn:process id="en" isExecutable="true"><bpmn:startEvent id="A"/></bpmn:process>'
    '<bpmn:process id="anden" isExecutable="true"><bpmn:startEvent id="B"/></bpmn:process>'
    '<bpmn:process id="tredje" isExecutable="true"><bpmn:startEvent id="T"/></bpmn:process>'
    "{0}</bpmn:definitions>"
)


def plane(key: str, of: str, *shapes: str) -> str:
    drawn = "".join(f'<bpmndi:BPMNShape id="{each}_s" bpmnElement="{each}"/>' for each in shapes)
    inside = f'<bpmndi:BPMNPlane id="{key}_p" bpmnElement="{of}">{drawn}</bpmndi:BPMNPlane>'
    return f'<bpmndi:BPMNDiagram id="{key}">{inside}</bpmndi:BPMNDiagram>'


def read(text: str | bytes, key: str) -> Process:
    content = text.encode() if isinstance(text, str) else text
    diagram, findings = examine_diagram(content, "a.bpmn", {})
    assert diagram is not None, findings
    return next(found for found in diagram.processes if found.id == key)


def order(*parts: str) -> list[str]:
    return [node.id for node in drawing_of(read(process("p", *parts), "p")).nodes]


def task(key: str) -> str:
    return f'<bpmn:userTask id="{key}"/>'


def test_nodes_follow_the_arrows_and_not_the_file() -> None:
    nodes = [task("C"), '<bpmn:endEvent id="D"/>', task("B"), '<bpmn:startEvent id="A"/>']
    assert order(*nodes, flow("A", "B"), flow("B", "C"), flow("C", "D")) == ["A", "B", "C", "D"]


def test_a_ring_is_read_from_where_it_is_entered() -> None:
    parts = [task("Om"), task("Et"), task("To"), '<bpmn:startEvent id="A"/>', '<bpmn:endEvent id="Z"/>']
    arrows = [flow("A", "Et"), flow("Et", "To"), flow("To", "Z"), flow("To", "Om"), flow("Om", "Et")]
    assert order(*parts, *arrows) == ["A", "Et", "To", "Z", "Om"]


def test_what_no_beginning_leads_to_comes_last() -> None:
    parts = [task("X"), task("Y"), '<bpmn:startEvent id="A"/>', flow("X", "Y"), flow("Y", "X")]
    assert order(*parts) == ["A", "X", "Y"]


def test_an_edge_event_follows_its_activity_and_what_is_inside_follows_that() -> None:
    inner = f'<bpmn:startEvent id="I"/>{task("J")}{flow("I", "J")}'
    found = drawing_of(
        read(
            process(
                "p",
                task("Efter"),
                '<bpmn:boundaryEvent id="Kant" attachedToRef="S"/>',
                '<bpmn:startEvent id="A"/>',
                f'<bpmn:subProcess id="S">{inner}</bpmn:subProcess>',
                task("Videre"),
                flow("A", "S"),
                flow("S", "Videre"),
                flow("Kant", "Efter"),
            ),
            "p",
        )
    ).nodes
    assert [node.id for node in found] == ["A", "S", "I", "J", "Kant", "Videre", "Efter"]
    assert {node.id for node in found if node.listens} == {"Kant"}
    assert {node.id: (node.within, node.depth) for node in found if node.depth} == {
        "I": ("S", 1),
        "J": ("S", 1),
    }


def test_a_chain_of_thousands_is_read() -> None:
    names = [f"N{number}" for number in range(3000)]
    arrows = [flow(one, other) for one, other in pairwise(names)]
    assert order(*map(task, reversed(names)), *arrows) == names


def test_the_process_s_own_diagram_is_put_first() -> None:
    text = TWO.format(plane("D1", "en", "A") + plane("D2", "C", "B"))
    found = drawing_of(read(text, "anden"))
    assert [each.get("id") for each in etree.fromstring(found.source).iter(f"{{{DI}}}BPMNDiagram")] == ["D2", "D1"]


@pytest.mark.parametrize("key", ["anden", "tredje"])
def test_a_process_without_a_shape_is_laid_out(key: str) -> None:
    text = TWO.format(plane("D1", "en", "A") + plane("D3", "tredje"))
    first = next(etree.fromstring(drawing_of(read(text, key)).source).iter(f"{{{DI}}}BPMNPlane"))
    assert (first.get("bpmnElement"), len(list(first.iter(f"{{{DI}}}BPMNShape"))) > 0) == (key, True)


def test_a_file_in_another_encoding_goes_out_as_utf_8() -> None:
    text = process("p", '<bpmn:startEvent id="A" name="Æble"/>').replace('encoding="UTF-8"', 'encoding="UTF-16"')
    source = drawing_of(read(text.encode("utf-16"), "p")).source
    assert 'name="Æble"' in source.decode("utf-8")
