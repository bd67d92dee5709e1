"""
What another engine would have done is told, never silently left undone.

Most of it is advice with what says the same here: the drawing may have come
from there, and been finished for this engine beside it. Scripts and calls of
programs are refused, as script tasks are: whoever drew them counts on them.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import FLOW_NODES, bpmn, children, described, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding
from engine.definitions.other_engines import told
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "other-engine"

_TOLD_OF = frozenset({*FLOW_NODES, "sequenceFlow", "process"})


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        for element in diagram.root.iter(bpmn("*")):
            for tag in dict.fromkeys(_carried(element)):
                namespace, _, name = tag.lstrip("{").partition("}")
                if (about := told(namespace, name)) is not None:
                    drawn = _drawn(element)
                    message = f"{described(drawn)} har {about.what}"
                    yield finding(diagram, drawn, RULE, message, "error" if about.is_code else "advice")


def _carried(element: Element) -> Iterator[str]:
    """The full names of an element's attributes of other namespaces and of its extension elements."""
    yield from (str(name) for name in element.attrib if str(name).startswith("{"))
    for box in children(element, "extensionElements"):
        yield from (str(inner.tag) for inner in box)


def _drawn(element: Element) -> Element:
    """The element that a reader of the drawing sees: a repetition is told of as its task."""
    around = (each for each in (element, *element.iterancestors()) if local(each) in _TOLD_OF)
    return next(around, element)
