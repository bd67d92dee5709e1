"""What the kernel would not execute is refused: nothing in a diagram is silently ignored."""

from __future__ import annotations

from collections.abc import Iterator

from engine import spiff
from engine.definitions.bpmn import described, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.wording import sentence
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "unsupported"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        drawn = {id_of(element): element for element in diagram.root.iter("*") if id_of(element)}
        for name, line, message in spiff.unsupported(diagram.root):
            element = _told(drawn.get(name))
            if element is None:
                yield Finding(diagram.file, line, name, RULE, message)
            elif local(element) != "scriptTask":  # scripts have a rule, and a reason, of their own
                yield Finding(diagram.file, line, id_of(element), RULE, f"{sentence(described(element))}: {message}")


def _told(element: Element | None) -> Element | None:
    """The element that a reader of the drawing sees: the event of a definition, the task of a loop."""
    while element is not None and local(element).endswith(("EventDefinition", "LoopCharacteristics")):
        element = element.getparent()
    return element
