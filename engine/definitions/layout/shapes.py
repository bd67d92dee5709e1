"""The boxes and arrows of one scope, in pixels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.definitions.bpmn import EVENTS, GATEWAYS, SCOPES, children, flow_nodes, id_of, local
from engine.definitions.layout.grid import Cell, cells
from engine.definitions.xml import Element

COLUMN_GAP, ROW_GAP = 60, 60
PADDING = 40  # inside a sub-process
_TASK, _EVENT, _GATEWAY = (100, 80), (36, 36), (50, 50)
_LANE = 12  # between two arrows that go back under the rows


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    def moved(self, right: float, down: float) -> Box:
        return Box(self.left + right, self.top + down, self.width, self.height)


Points = list[tuple[float, float]]


@dataclass
class Picture:
    """Boxes and arrows by the id of what they show, with the upper left corner at 0, 0."""

    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: dict[str, Points] = field(default_factory=dict)
    expanded: set[str] = field(default_factory=set)
    width: float = 0
    height: float = 0

    def put(self, other: Picture, right: float, down: float) -> None:
        """Take over another picture with its corner moved."""
        self.boxes |= {name: box.moved(right, down) for name, box in other.boxes.items()}
        self.arrows |= {name: [(x + right, y + down) for x, y in points] for name, points in other.arrows.items()}
        self.expanded |= other.expanded


def picture_of(scope: Element) -> Picture:
    """The steps and arrows of a process or sub-process, with everything inside its sub-processes."""
    inner = {id_of(node): picture_of(node) for node in flow_nodes(scope) if _is_open(node)}
    sizes = {id_of(node): _size(node, inner) for node in flow_nodes(scope)}
    where = cells(scope)
    picture = Picture()
    columns = _place(picture, where, sizes)
    seated: Counter[str] = Counter()
    for event in children(scope, "boundaryEvent"):
        host = event.get("attachedToRef", "")
        _attach(picture, event, host, seated[host])
        seated[host] += 1
    for name, content in inner.items():
        if name in picture.boxes:
            box = picture.boxes[name]
            picture.put(content, box.left + PADDING, box.top + PADDING)
            picture.expanded.add(name)
    _draw_arrows(picture, scope, where, columns)
    return picture


def _is_open(node: Element) -> bool:
    return local(node) in SCOPES and next(flow_nodes(node), None) is not None


def _size(node: Element, inner: Mapping[str, Picture]) -> tuple[float, float]:
    if id_of(node) in inner:
        content = inner[id_of(node)]
        return content.width + 2 * PADDING, content.height + 2 * PADDING
    if local(node) in EVENTS:
        return _EVENT
    return _GATEWAY if local(node) in GATEWAYS else _TASK


def _place(
    picture: Picture, where: Mapping[str, Cell], sizes: Mapping[str, tuple[float, float]]
) -> dict[int, tuple[float, float]]:
    """Put each step in the middle of its cell; where each column begins and ends."""
    widths: dict[int, float] = defaultdict(float)
    heights: dict[int, float] = defaultdict(float)
    for name, cell in where.items():
        widths[cell.column] = max(widths[cell.column], sizes[name][0])
        heights[cell.row] = max(heights[cell.row], sizes[name][1])
    lefts, picture.width = _starts(widths, COLUMN_GAP)
    tops, picture.height = _starts(heights, ROW_GAP)
    for name, cell in where.items():
        width, height = sizes[name]
        left = lefts[cell.column] + (widths[cell.column] - width) / 2
        top = tops[cell.row] + (heights[cell.row] - height) / 2
        picture.boxes[name] = Box(left, top, width, height)
    return {column: (left, left + widths[column]) for column, left in lefts.items()}


def _starts(sizes: Mapping[int, float], gap: float) -> tuple[dict[int, float], float]:
    """Where each column or row begins, and where the last one ends; one that nothing stands in takes no room."""
    starts, at = {}, 0.0
    for number in sorted(sizes):
        starts[number] = at
        at += sizes[number] + gap
    return starts, max(at - gap, 0)


def _attach(picture: Picture, event: Element, name: str, before: int) -> None:
    """Events on an edge stand side by side on the lower one, after the `before` that sit there."""
    host = picture.boxes.get(name)
    width, height = _EVENT
    if host is None:
        picture.boxes[id_of(event)] = Box(0, picture.height + ROW_GAP, width, height)
        picture.height += ROW_GAP + height
        return
    left = host.left + 10 + before * (width + 10)
    picture.boxes[id_of(event)] = Box(left, host.bottom - height / 2, width, height)


def _draw_arrows(
    picture: Picture, scope: Element, where: Mapping[str, Cell], columns: Mapping[int, tuple[float, float]]
) -> None:
    """Arrows turn between the columns, where nothing stands."""
    standing = {(cell.column, cell.row) for cell in where.values()}
    below = picture.height + ROW_GAP / 2
    for flow in children(scope, "sequenceFlow"):
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        if source not in picture.boxes or target not in picture.boxes:
            continue
        start, end = picture.boxes[source], picture.boxes[target]
        after = columns[where[source].column][1] + COLUMN_GAP / 3 if source in where else start.right
        before = columns[where[target].column][0] - COLUMN_GAP / 3 if target in where else end.left
        if source not in where:
            points = _from_edge(start, end, before)
        elif target in where and _is_clear(where[source], where[target], standing):
            points = _onward(start, end, after)
        else:
            points = _around(start, end, (after, before), below)
            below += _LANE
            picture.height = max(picture.height, below)
        picture.arrows[id_of(flow)] = points


def _is_clear(source: Cell, target: Cell, standing: set[tuple[int, int]]) -> bool:
    """Whether an arrow can go straight on: to the right, and through no step in the target's row."""
    if target.column <= source.column:
        return False
    return not any((column, target.row) in standing for column in range(source.column + 1, target.column))


def _onward(source: Box, target: Box, turn: float) -> Points:
    (_, y), (_, goal) = source.middle, target.middle
    if y == goal:
        return [(source.right, y), (target.left, y)]
    return [(source.right, y), (turn, y), (turn, goal), (target.left, goal)]


def _from_edge(source: Box, target: Box, turn: float) -> Points:
    """From an event on a lower edge."""
    (x, _), (_, goal) = source.middle, target.middle
    down = source.bottom + ROW_GAP / 3
    return [(x, source.bottom), (x, down), (turn, down), (turn, goal), (target.left, goal)]


def _around(source: Box, target: Box, turns: tuple[float, float], below: float) -> Points:
    """Under all the rows."""
    (_, y), (_, goal) = source.middle, target.middle
    down, up = turns
    return [(source.right, y), (down, y), (down, below), (up, below), (up, goal), (target.left, goal)]
