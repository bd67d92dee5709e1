"""What two parties do together, drawn between arrows: a mistake, judged as if it were work so that it is told alone."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import CHOREOGRAPHY, bpmn, id_of
from engine.definitions.xml import Element


def between_arrows(root: Element) -> Iterator[Element]:
    """The elements of a choreography that arrows lead to or from."""
    flows = root.iter(bpmn("sequenceFlow"))
    joined = {flow.get(end) for flow in flows for end in ("sourceRef", "targetRef")}
    return (element for element in root.iter(*map(bpmn, CHOREOGRAPHY)) if id_of(element) in joined)


def finish_choreography(process: Element) -> None:
    for element in list(between_arrows(process)):
        element.tag = bpmn("task")
