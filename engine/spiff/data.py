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
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from engine.spiff.xml import Element, children, text_of

_VARIABLE = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Copy:
    """`expression` (FEEL) is the value for the variable `target`."""

    expression: str
    target: str


def copies(element: Element, tag: str) -> list[Copy]:
    """What the associations of an element copy; `tag` is `dataInputAssociation` or `dataOutputAssociation`."""
    return [copy for association in children(element, tag) for copy in _copies(association)]


def _copies(association: Element) -> Iterator[Copy]:
    transformation = text_of(association, "transformation")
    if transformation is not None:
        yield Copy(transformation, variable_called(association, text_of(association, "targetRef") or ""))
    for assignment in children(association, "assignment"):
        target = (text_of(assignment, "to") or "").removeprefix("=").strip()
        yield Copy(text_of(assignment, "from") or "", variable_called(association, target))


def is_variable(name: str) -> bool:
    """Whether a variable can be called so."""
    return _VARIABLE.fullmatch(name) is not None


def variable_called(near: Element, reference: str) -> str:
    """The variable of the data element with this id around or on `near`; the reference itself when there is none."""
    found = _data_element(near, reference)
    if found is None:
        return reference
    stands_for = found.get("dataObjectRef") or found.get("dataStoreRef") or ""
    for element in (found, _data_element(near, stands_for)):
        name = "" if element is None else (element.get("name") or "").strip()
        if is_variable(name):
            return name
    return stands_for or reference


def _data_element(near: Element, name: str) -> Element | None:
    # Looked up by the parser: one scope may hold thousands of elements.
    found = near.xpath("ancestor::*/*[@id = $id] | ancestor::*/*/*[@id = $id]", id=name) if name else []
    return next(iter(cast("list[Element]", found)), None)
