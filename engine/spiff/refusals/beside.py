"""What stands beside the processes of a file and means something that no process here does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.spiff.xml import BPMN, Element

_CHOREOGRAPHY = (
    "En koreografi er ikke en proces og kan ikke køre: den viser, hvad to parter venter af hinanden. Tegn hver parts "
    "egen proces, og lad dem sende beskeder til hinanden."
)
_CORRELATION = (
    "BPMN's korrelationsnøgler læses ikke. Slet dem, og skriv sag:korrelation (FEEL) på de hændelser, der venter på "
    "beskeden."
)
_INSTEAD: Mapping[str, str] = {
    "choreography": _CHOREOGRAPHY,
    "globalChoreographyTask": _CHOREOGRAPHY,
    "correlationKey": _CORRELATION,
    "correlationProperty": _CORRELATION,
}


def refused_beside(root: Element) -> Iterator[tuple[Element, str]]:
    """The elements of a file, outside its processes, that would be ignored, and why."""
    for name, message in _INSTEAD.items():
        yield from ((element, message) for element in root.iter(BPMN + name))
