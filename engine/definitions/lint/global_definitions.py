"""Messages, signals, errors and escalations are shared by the whole file: each once, by its own name, and used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from engine.definitions.bpmn import children, id_of, name_of
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.lint.drawing import finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "global"

_KINDS = {"message": "beskeden", "signal": "signalet", "error": "fejlen", "escalation": "eskaleringen"}


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        used = {
            value for element in diagram.root.iter() for name, value in element.attrib.items() if _refers(str(name))
        }
        for kind, word in _KINDS.items():
            yield from _check(diagram, list(children(diagram.root, kind)), word, {str(value) for value in used})


def _refers(attribute: str) -> bool:
    return attribute.removesuffix("Ref") in _KINDS


def _check(diagram: Diagram, rows: list[Element], word: str, used: set[str]) -> Iterator[Finding]:
    named: dict[str, list[Element]] = defaultdict(list)
    for row in rows:
        if id_of(row) not in used:
            message = (
                f"{word} »{name_of(row) or id_of(row)}« bruges ikke af noget i tegningen. "
                "Slet den, eller vælg den, hvor den er ment."
            )
            yield finding(diagram, row, RULE, message, "advice")
        elif name_of(row):
            named[name_of(row)].append(row)
    for name, same in named.items():
        for row in same[1:]:
            message = (
                f"{word} »{name}« er oprettet mere end én gang. De ser ens ud, men er hver sin. Behold den ene, og "
                "vælg den alle steder."
            )
            yield finding(diagram, row, RULE, message, "advice")
