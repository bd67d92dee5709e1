"""A file that says nothing of its layout is laid out so that everything in it is seen."""

from __future__ import annotations

from itertools import combinations

import pytest
from lxml import etree

from engine.definitions.layout import lay_out

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"


def flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}{target}" sourceRef="{source}" targetRef="{target}"/>'


def laid(inside: str) -> etree._Element:
    root = etree.fromstring(f'<definitions xmlns="{MODEL}">{inside}</definitions>'.encode())
    assert lay_out(root)
    return root


def boxes(root: etree._Element) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, right and bottom of each shape."""
    found = {}
    for shape in root.iter(f"{DI}BPMNShape"):
        bounds = shape.find(f"{DC}Bounds")
        assert bounds is not None
        x, y, width, height = (float(bounds.get(name, "")) for name in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement", "")] = (x, y, x + width, y + height)
    return found


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


CHOICE = (
    '<process id="P"><startEvent id="S"/><exclusiveGateway id="G"/><task id="A"/><task id="B"/><task id="C"/>'
    '<exclusiveGateway id="J"/><endEvent id="E"/>'
    + "".join(flow(*pair) for pair in ("SG", "GA", "GB", "GC", "AJ", "BJ", "CJ", "JE", "GE", "JG"))
    + "</process>"
)
INSIDE = (
    '<process id="P"><startEvent id="S"/><subProcess id="D"><startEvent id="I"/><task id="T"/>'
    + flow("I", "T")
    + '</subProcess><boundaryEvent id="B" attachedToRef="D"/><boundaryEvent id="C" attachedToRef="D"/>'
    + '<endEvent id="E"/>'
    + '<task id="X"/>'
    + flow("S", "D")
    + flow("D", "E")
    + flow("B", "X")
    + "</process>"
)
POOLS = (
    '<collaboration id="C"><participant id="A" processRef="P"/><participant id="U"/>'
    '<messageFlow id="M" sourceRef="T" targetRef="U"/></collaboration><process id="P"><task id="T"/></process>'
)
RING = f'<process id="P"><task id="A"/><task id="B"/>{flow("A", "B")}{flow("B", "A")}</process>'


@pytest.mark.parametrize("inside", [CHOICE, INSIDE, POOLS, RING], ids=["choice", "sub-process", "pools", "ring"])
def test_every_step_has_a_shape_and_every_arrow_an_edge(inside: str) -> None:
    root = laid(inside)
    drawn = {element.get("bpmnElement") for element in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge")}
    steps = {each.get("id") for each in root.iter() if each.tag.endswith(("Event", "ask", "Gateway", "Process"))}
    arrows = {each.get("id") for each in root.iter(f"{{{MODEL}}}sequenceFlow", f"{{{MODEL}}}messageFlow")}
    assert (steps | arrows) - drawn == set()
    assert all(len(edge) >= 2 for edge in root.iter(f"{DI}BPMNEdge"))


def test_no_step_lies_on_another() -> None:
    assert not [pair for pair in combinations(boxes(laid(CHOICE)).values(), 2) if overlap(*pair)]


def test_steps_go_to_the_right_along_the_arrows() -> None:
    found = boxes(laid(CHOICE))
    order = ["S", "G", "A", "J", "E"]
    assert sorted(order, key=lambda name: found[name][0]) == order
    assert found["A"][1] < found["B"][1] < found["C"][1]


def test_what_is_inside_stands_inside_and_events_on_the_edge() -> None:
    found = boxes(laid(INSIDE))
    for name in "IT":
        assert found["D"][0] < found[name][0]
        assert found[name][2] < found["D"][2]
        assert found["D"][1] < found[name][1]
        assert found[name][3] < found["D"][3]
    assert found["B"][1] < found["D"][3] < found["B"][3]
    assert not overlap(found["B"], found["C"])


def test_pools_stand_around_their_steps() -> None:
    found = boxes(laid(POOLS))
    assert overlap(found["A"], found["T"])
    assert not overlap(found["A"], found["U"])


def test_what_is_laid_out_is_left_as_it_is() -> None:
    root = laid(CHOICE)
    before = etree.tostring(root)
    assert not lay_out(root)
    assert etree.tostring(root) == before


def test_an_empty_process_gets_an_empty_sheet() -> None:
    root = laid('<process id="P"/>')
    assert [plane.get("bpmnElement") for plane in root.iter(f"{DI}BPMNPlane")] == ["P"]


def test_a_chain_of_a_thousand_is_laid_out() -> None:
    steps = "".join(f'<task id="N{number}"/>' for number in range(1000))
    arrows = "".join(flow(f"N{number}", f"N{number + 1}") for number in range(999))
    assert len(boxes(laid(f'<process id="P">{steps}{arrows}</process>'))) == 1000
