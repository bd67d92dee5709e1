"""How the kernel reads a diagram's elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast

from lxml import etree
from SpiffWorkflow.bpmn.parser.util import full_tag

Element: TypeAlias = etree._Element

BPMN = full_tag("")
SAG = "{urn:sagsgang:bpmn:1}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"


def local_name(element: Element) -> str:
    return etree.QName(element).localname


def attributes_of(element: Element) -> list[str]:
    return [str(name) for name in element.attrib]


def line_of(element: Element) -> int:
    """The line it stands on; 0 when it was not read from a file."""
    return cast("int | None", element.sourceline) or 0


def text_of(element: Element, tag: str) -> str | None:
    """The text of a child in the BPMN namespace, or None when there is none."""
    return (element.findtext(BPMN + tag) or "").strip() or None


def children(element: Element, *tags: str) -> Iterator[Element]:
    """The children in the BPMN namespace; with these names, or all."""
    return (c for c in element.iterchildren(BPMN + "*") if not tags or local_name(c) in tags)


def extensions(element: Element, *tags: str) -> Iterator[Element]:
    """The children of the element's own extension elements in Camunda's namespace."""
    for holder in children(element, "extensionElements"):
        yield from (c for c in holder.iterchildren(CAMUNDA + "*") if not tags or local_name(c) in tags)


def joined(root: Element) -> Mapping[str, set[str]]:
    """
    What a file's associations join, by id: each end to the others.

    Modelers draw them in either direction, and put them in the scope, in the
    process around, or in the collaboration.
    """
    found: dict[str, set[str]] = {}
    for association in root.iter(BPMN + "association"):
        source, target = association.get("sourceRef", ""), association.get("targetRef", "")
        found.setdefault(source, set()).add(target)
        found.setdefault(target, set()).add(source)
    return found
