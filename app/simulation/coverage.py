"""Which parts of a library a set of runs went through, and which points of the law they carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from app.simulation.library import Library
from engine.model import Json
from engine.views import TimelineEntry

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_HJEMMEL = "{urn:sagsgang:bpmn:1}hjemmel"

# What leaves a line in the history when it is reached. Gateways only lead the way.
_COUNTED = frozenset(
    _BPMN + tag
    for tag in (
        "userTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "callActivity",
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
    )
)


@dataclass(frozen=True)
class Coverage:
    """`elements` maps (process id, element id) to its requirement ids; `visited` are those reached."""

    elements: Mapping[tuple[str, str], frozenset[str]]
    visited: frozenset[tuple[str, str]]

    @property
    def requirements(self) -> frozenset[str]:
        """Every requirement that some element carries."""
        return frozenset().union(*self.elements.values())

    @property
    def requirements_visited(self) -> frozenset[str]:
        return frozenset().union(*(self.elements[each] for each in self.visited))

    def as_json(self) -> dict[str, Json]:
        elements: list[Json] = [
            f"{process}/{element}" for process, element in sorted(self.elements.keys() - self.visited)
        ]
        requirements: list[Json] = [*sorted(self.requirements - self.requirements_visited)]
        return {
            "elements": {"total": len(self.elements), "visited": len(self.visited), "unvisited": elements},
            "requirements": {
                "total": len(self.requirements),
                "visited": len(self.requirements_visited),
                "unvisited": requirements,
            },
        }


def coverage(library: Library, histories: Iterable[Iterable[TimelineEntry]]) -> Coverage:
    """What the histories of some cases touched of a library that has been deployed, and so was checked."""
    elements = {key: ids for file in sorted((library.folder / "diagrams").glob("*.bpmn")) for key, ids in _read(file)}
    seen = {(entry.process, entry.element) for history in histories for entry in history}
    return Coverage(elements, frozenset(elements.keys() & seen))


def _read(file: Path) -> Iterable[tuple[tuple[str, str], frozenset[str]]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for process in etree.parse(file, parser).iter(_BPMN + "process"):
        for node in process.iter(*_COUNTED):
            yield (process.get("id", ""), node.get("id", "")), frozenset(node.get(_HJEMMEL, "").split())
