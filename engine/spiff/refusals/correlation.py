"""Correlation keys and other cases' numbers where no message is received or sent."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.xml import SAG, Element, children, local_name

_SENDS = frozenset({"intermediateThrowEvent", "endEvent"})


def refused_correlation(element: Element) -> Iterator[str]:
    """Why an element's correlation is not asked."""
    key, case = element.get(SAG + "korrelation"), element.get(SAG + "sag")
    if key is None and case is None:
        return
    name, scope = local_name(element), element.getparent()
    by_message = name == "receiveTask" or next(children(element, "messageEventDefinition"), None) is not None
    if not by_message:
        yield "sag:korrelation og sag:sag bruges kun, hvor en besked sendes eller ventes på. Fjern dem."
    elif case is not None and name not in _SENDS:
        yield "sag:sag bruges kun, hvor en besked sendes. Fjern det."
    begins = name == "startEvent" and scope is not None and local_name(scope) == "process"
    if key is not None and (begins or element.get("instantiate") == "true"):
        yield "Det, der starter processen, har ingen korrelation: den er ikke begyndt. Fjern sag:korrelation."
    if "" in {(text or " ").strip() for text in (key, case) if text is not None}:
        yield "sag:korrelation og sag:sag skal være FEEL. Skriv udtrykket, eller slet dem."
