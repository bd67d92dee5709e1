"""
Data as drawn: what an association to a data object copies.

A data object, data store or data input is a variable of the instance, called
by its name when that can be a variable's, otherwise by its id. An association
with an assignment or a transformation copies a value when its element begins
(into it) or ends (out of it); a bare arrow documents, and copies nothing:
variables are there anyway (BPMN 2.0.2, 10.4.2, leaves what it does to the tool).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.spiff.xml import BPMN, Element, children, text_of

_DATA = ("dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "dataInput", "dataOutput", "property")
_VARIABLE = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Copy:
    """`expression` (FEEL) is the value for the variable `target`."""

    expression: str
    target: str


def data_names(root: Element) -> Mapping[str, str]:
    """The variable that each data element of a file is, by its id."""
    found = {e.get("id", ""): e for e in root.iter(*(BPMN + tag for tag in _DATA))}
    return {name: _variable(element, found) for name, element in found.items() if name}


def _variable(element: Element, found: Mapping[str, Element]) -> str:
    stands_for = element.get("dataObjectRef") or element.get("dataStoreRef") or ""
    for each in (element, found.get(stands_for)):
        name = "" if each is None else (each.get("name") or "").strip()
        if is_variable(name):
            return name
    return stands_for or element.get("id", "")


def copies(element: Element, tag: str, data: Mapping[str, str]) -> list[Copy]:
    """
    What the associations of an element copy.

    `tag` is `dataInputAssociation` or `dataOutputAssociation`; `data` are the file's `data_names`.
    """
    return [copy for association in children(element, tag) for copy in _copies(association, data)]


def _copies(association: Element, data: Mapping[str, str]) -> Iterator[Copy]:
    transformation = text_of(association, "transformation")
    if transformation is not None:
        target = text_of(association, "targetRef") or ""
        yield Copy(transformation, data.get(target, target))
    for assignment in children(association, "assignment"):
        target = (text_of(assignment, "to") or "").removeprefix("=").strip()
        yield Copy(text_of(assignment, "from") or "", data.get(target, target))


def is_variable(name: str) -> bool:
    """Whether a variable can be called so."""
    return _VARIABLE.fullmatch(name) is not None
