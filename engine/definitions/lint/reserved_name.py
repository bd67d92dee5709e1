"""
A variable may not have a name that expressions read as something else.

It would be written and never read: `sag` is always the case file, `true` is
always true. A counter of a repetition would lie over the engine's own. Form
keys are held to the same by the form's reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine import spiff
from engine.definitions.bpmn import CAMUNDA, all_flow_nodes, camunda, children, described, extensions, id_of, local
from engine.definitions.bundle import MANIFEST, Bundle
from engine.definitions.lint.drawing import processes
from engine.definitions.reserved import meant_by
from engine.definitions.wording import sentence
from engine.definitions.xml import Element, line_of
from engine.errors import Finding

RULE = "reserved-name"

_THROWS = frozenset({"intermediateThrowEvent", "endEvent"})


class _Written(NamedTuple):
    """A variable that gets a value, and where it says so."""

    name: str
    at: Element
    where: str


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, process in processes(bundle):
        data = spiff.data_names(diagram.root)
        for node in all_flow_nodes(process):
            for name, at, where in _written(node, data):
                if meant := meant_by(name):
                    message = (
                        f"{described(node)} skriver variablen »{name[:60]}« ({where}), men {meant}. {_instead(name)}"
                    )
                    yield Finding(diagram.file, line_of(at), id_of(node), RULE, sentence(message))
    yield from _in_messages(bundle)


def _instead(name: str) -> str:
    if name.strip().partition(".")[0] == "sag":
        return "Giv variablen et andet navn, eller skriv på sagen med sag:skriv."
    return "Giv variablen et andet navn."


def _written(node: Element, data: Mapping[str, str]) -> Iterator[_Written]:
    for box in extensions(node, CAMUNDA, "inputOutput"):
        # What an event throws becomes the variables of whoever catches it.
        for row in "outputParameter", *(["inputParameter"] if local(node) in _THROWS else []):
            for parameter in box.iterchildren(f"{{{CAMUNDA}}}{row}"):
                yield _Written(parameter.get("name", ""), parameter, f"camunda:{row}")
    for direction in ("in", "out"):
        for mapped in extensions(node, CAMUNDA, direction):
            yield _Written(mapped.get("target", ""), mapped, f"target i camunda:{direction}")
    yield _Written(camunda(node, "resultVariable") or "", node, "camunda:resultVariable")
    for loop in children(node, "multiInstanceLoopCharacteristics"):
        yield from _repeated(loop, data)
    for tag in ("dataInputAssociation", "dataOutputAssociation"):
        for copy in spiff.copies(node, tag, data):
            yield _Written(copy.target, node, "pilen til data")


def _repeated(loop: Element, data: Mapping[str, str]) -> Iterator[_Written]:
    yield _Written(camunda(loop, "elementVariable") or "", loop, "camunda:elementVariable")
    for item in children(loop, "inputDataItem", "outputDataItem"):
        yield _Written(item.get("name") or id_of(item), item, local(item))
    for result in children(loop, "loopDataOutputRef"):
        name = (result.text or "").strip()
        yield _Written(data.get(name, name), result, "loopDataOutputRef")


def _in_messages(bundle: Bundle) -> Iterator[Finding]:
    """The fields of a message that goes to a process are variables there."""
    for type_, inbound in bundle.manifest.inbound.items() if bundle.manifest else ():
        fields = inbound.schema.get("properties") if inbound.message is not None else None
        for name in fields if isinstance(fields, dict) else ():
            if meant := meant_by(name):
                message = (
                    f"Beskeden »{type_}« har feltet »{name[:60]}«, som bliver en variabel, men {meant}. Giv feltet et "
                    "andet navn."
                )
                yield Finding(MANIFEST, inbound.line, f"indgaaende.{type_}"[:100], RULE, message)
