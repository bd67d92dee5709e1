"""How the kernel reads a diagram's elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, cast

from lxml import etree
from SpiffWorkflow.bpmn.parser.util import full_tag

Element: TypeAlias = etree._Element

BPMN = full_tag("")
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


def handlers_of(event: Element) -> Iterator[Element]:
    """
    The compensation handlers in its scope that an event's associations lead to.

    Modelers draw them in either direction, and put them in the scope or in the process around.
    """
    scope = event.getparent()
    if scope is None:
        return
    # Looked up by the parser: a process may hold thousands of associations.
    drawn = cast(
        "list[Element]",
        event.getroottree().xpath(
            "//b:association[@sourceRef = $id or @targetRef = $id]",
            namespaces={"b": BPMN.strip("{}")},
            id=event.get("id", ""),
        ),
    )
    ends = {association.get(end) for association in drawn for end in ("sourceRef", "targetRef")} - {event.get("id")}
    yield from (e for e in children(scope) if e.get("id") in ends and e.get("isForCompensation") == "true")
