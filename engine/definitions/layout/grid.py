"""One scope's steps in columns and rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.definitions.bpmn import children, id_of, local
from engine.definitions.reading_order import in_order
from engine.definitions.xml import Element


@dataclass(frozen=True)
class Cell:
    column: int
    row: int


def cells(scope: Element) -> dict[str, Cell]:
    """
    The cell of each step of a scope by its id, each its own; events on an edge have none.

    A step stands one column after the last of those that lead to it, and in
    the row of the first of them when that is free, else in the next free one.
    """
    nodes = [node for node in in_order(scope) if local(node) != "boundaryEvent"]
    place = {id_of(node): number for number, node in enumerate(nodes)}
    before = _before(scope, place)
    columns: dict[str, int] = {}
    found: dict[str, Cell] = {}
    following: dict[Cell, Cell] = {}
    for name, number in place.items():
        earlier = [source for source in before[name] if place[source] < number]
        columns[name] = max((columns[source] + 1 for source in earlier), default=0)
        row = found[earlier[0]].row if earlier else 0
        found[name] = _take_free(Cell(columns[name], row), following)
    return found


def _before(scope: Element, place: Mapping[str, int]) -> Mapping[str, Sequence[str]]:
    """What leads to each step, by an arrow or from an event on an edge of what it sits on."""
    hosts = {id_of(event): event.get("attachedToRef", "") for event in children(scope, "boundaryEvent")}
    before: dict[str, list[str]] = defaultdict(list)
    for flow in children(scope, "sequenceFlow"):
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        source = hosts.get(source, source)
        if source in place and target in place:
            before[target].append(source)
    return before


def _take_free(cell: Cell, following: dict[Cell, Cell]) -> Cell:
    """
    The first free cell from this one downwards, which is then taken.

    `following` leads from each taken cell to one further down; every way is
    shortened as it is gone, so that a fan of thousands does not pass them all again and again.
    """
    passed = []
    while cell in following:
        passed.append(cell)
        cell = following[cell]
    below = Cell(cell.column, cell.row + 1)
    for taken in (*passed, cell):
        following[taken] = below
    return cell
