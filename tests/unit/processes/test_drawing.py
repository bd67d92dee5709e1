"""The diagrams are well drawn: everything has a place, nothing lies on anything else, arrows run straight."""

from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

DIAGRAMS = sorted((Path(__file__).parents[3] / "processes" / "home_training" / "diagrams").glob("*.bpmn"))
NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "dd": "http://www.omg.org/spec/DD/20100524/DI",
}
AREAS = {"participant", "lane", "subProcess"}


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


class Drawing:
    def __init__(self, path: Path) -> None:
        self.root = etree.parse(path).getroot()
        self.kinds = {node.get("id"): etree.QName(node).localname for node in self.root.iterfind(".//bpmn:*[@id]", NS)}
        self.hosts = {
            node.get("id"): node.get("attachedToRef") for node in self.root.iterfind(".//bpmn:boundaryEvent", NS)
        }
        self.boxes = {
            shape.get("bpmnElement"): Box(*(float(shape.find("dc:Bounds", NS).get(key)) for key in Box._fields))
            for shape in self.root.iterfind(".//di:BPMNShape", NS)
        }
        self.edges = {
            edge.get("bpmnElement"): [
                (float(point.get("x")), float(point.get("y"))) for point in edge.iterfind("dd:waypoint", NS)
            ]
            for edge in self.root.iterfind(".//di:BPMNEdge", NS)
        }

    def flow_nodes(self) -> list[str]:
        return [
            name
            for name, kind in self.kinds.items()
            if kind.endswith(("Task", "Event", "Gateway")) or kind in {"subProcess", "callActivity"}
        ]


@pytest.fixture(params=DIAGRAMS, ids=lambda path: path.stem)
def drawing(request: pytest.FixtureRequest) -> Drawing:
    return Drawing(request.param)


def test_everything_has_its_place(drawing: Drawing) -> None:
    flows = {name for name, kind in drawing.kinds.items() if kind == "sequenceFlow"}
    assert set(drawing.flow_nodes()) <= drawing.boxes.keys()
    assert flows == drawing.edges.keys()


def test_nothing_lies_on_anything_else(drawing: Drawing) -> None:
    nodes = [name for name in drawing.flow_nodes() if drawing.kinds[name] not in AREAS]
    lying = [
        (one, other)
        for one, other in combinations(nodes, 2)
        if drawing.boxes[one].overlaps(drawing.boxes[other])
        and one != drawing.hosts.get(other)
        and other != drawing.hosts.get(one)
    ]
    assert lying == []


def test_everything_lies_within_its_lane_or_sub_process(drawing: Drawing) -> None:
    for lane in drawing.root.iterfind(".//bpmn:lane", NS):
        for name in (node.text for node in lane.iterfind("bpmn:flowNodeRef", NS)):
            assert drawing.boxes[lane.get("id")].holds(drawing.boxes[name]), name
    for outer in drawing.root.iterfind(".//bpmn:subProcess", NS):
        for node in outer:
            name = node.get("id")
            if name in drawing.boxes:
                assert drawing.boxes[outer.get("id")].holds(drawing.boxes[name]), name


def test_arrows_run_straight_from_border_to_border_past_everything_else(drawing: Drawing) -> None:
    nodes = [name for name in drawing.flow_nodes() if drawing.kinds[name] not in AREAS]
    for flow in drawing.root.iterfind(".//bpmn:sequenceFlow", NS):
        ends = (flow.get("sourceRef"), flow.get("targetRef"))
        points = drawing.edges[flow.get("id")]
        for (x1, y1), (x2, y2) in pairwise(points):
            assert x1 == x2 or y1 == y2, f"{flow.get('id')} runs askew"
            segment = Box(min(x1, x2), min(y1, y2), abs(x1 - x2) or 0.1, abs(y1 - y2) or 0.1)
            crossed = [name for name in nodes if name not in ends and segment.overlaps(drawing.boxes[name])]
            assert crossed == [], f"{flow.get('id')} runs through {crossed}"
        for (x, y), end in zip((points[0], points[-1]), ends, strict=True):
            box = drawing.boxes[end]
            assert box.x <= x <= box.x + box.width, f"{flow.get('id')} does not touch {end}"
            assert box.y <= y <= box.y + box.height, f"{flow.get('id')} does not touch {end}"
