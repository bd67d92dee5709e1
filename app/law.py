"""
The law in a process library, both ways: who carries a duty, and which steps no duty asks for.

Reads a library's files as they lie. What is wrong with them is for
`sagsgang check` to say; a library is expected to have passed it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from engine.views import Requirement

_HJEMMEL = "{urn:sagsgang:bpmn:1}hjemmel"
_STEPS = frozenset({"userTask", "serviceTask", "sendTask", "businessRuleTask", "callActivity"})


@dataclass(frozen=True)
class Place:
    """
    Something in a library that can carry the law: an element, a table rule, a form field, a hard stop.

    `step` is True for what somebody or something does: those should each be
    asked for by a duty.
    """

    file: str
    element: str
    name: str
    requirements: tuple[str, ...]
    step: bool = False


@dataclass(frozen=True)
class Matrix:
    """A library's requirements and the places that may carry them."""

    process: str
    requirements: Mapping[str, Requirement]
    places: tuple[Place, ...]

    def carriers(self, requirement: str) -> list[Place]:
        return [place for place in self.places if requirement in place.requirements]

    def uncarried(self) -> list[Requirement]:
        """Duties that nothing in the library carries."""
        carried = {name for place in self.places for name in place.requirements}
        return [requirement for name, requirement in self.requirements.items() if name not in carried]

    def unasked(self) -> list[Place]:
        """Steps that no duty asks for."""
        return [place for place in self.places if place.step and not place.requirements]


def read_matrix(folder: Path) -> Matrix:
    """The matrix of one library folder."""
    places = [
        *_xml_places(folder, "diagrams/*.bpmn"),
        *_xml_places(folder, "decisions/*.dmn"),
        *_form_places(folder),
        *_hard_stop_places(folder),
    ]
    return Matrix(folder.name, _requirements(folder), tuple(places))


def _requirements(folder: Path) -> dict[str, Requirement]:
    path = folder / "law" / "requirements.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: Requirement(row["id"], row["krav"], row["kilde"]) for row in csv.DictReader(file)}


def _xml_places(folder: Path, pattern: str) -> Iterator[Place]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for path in sorted(folder.glob(pattern)):
        for node in etree.parse(path, parser).iter("{*}*"):
            ids = tuple(node.get(_HJEMMEL, "").split())
            step = etree.QName(node).localname in _STEPS
            if ids or step:
                yield Place(str(path.relative_to(folder)), node.get("id", ""), node.get("name", ""), ids, step)


def _form_places(folder: Path) -> Iterator[Place]:
    for path in sorted(folder.glob("forms/*.form")):
        for field in json.loads(path.read_bytes()).get("components", []):
            ids = tuple(str(field.get("properties", {}).get("hjemmel", "")).split())
            if ids:
                yield Place(str(path.relative_to(folder)), field.get("key", ""), field.get("label", ""), ids)


def _hard_stop_places(folder: Path) -> Iterator[Place]:
    path = folder / "law" / "hard_stops.yaml"
    stops: list[dict[str, Any]] = yaml.safe_load(path.read_bytes()) if path.exists() else []
    for stop in stops:
        yield Place(str(path.relative_to(folder)), stop["id"], stop["navn"], tuple(stop["hjemmel"]))
