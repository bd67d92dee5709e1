"""Link events without the other end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.refusals.drawn import Drawn, link_name, trigger_of
from engine.spiff.xml import Element, local_name


def refused_link(event: Element, drawn: Drawn) -> Iterator[str]:
    """Why a link event leads nowhere, or to more than one place."""
    if local_name(event) not in {"intermediateCatchEvent", "intermediateThrowEvent"} or trigger_of(event) != "link":
        return
    name = link_name(event)
    if not name:
        yield "Linket har intet navn. Giv de to linkhændelser, der hører sammen, det samme navn."
    elif local_name(event) == "intermediateThrowEvent":
        yield from _throwing(event, name, drawn)
    else:
        yield from _catching(event, name, drawn)


def _throwing(event: Element, name: str, drawn: Drawn) -> Iterator[str]:
    if not drawn.catching_links(event.getparent(), name):
        yield (
            f"Linket »{name}« ender ingen steder. Tegn en ventende linkhændelse med samme navn i den samme proces "
            "eller delproces, eller træk en pil direkte til målet."
        )
    if drawn.has_flow(event, "sourceRef"):
        yield "Der kan ikke gå en pil ud fra en kastende linkhændelse: vejen fortsætter ved linket. Slet pilen."


def _catching(event: Element, name: str, drawn: Drawn) -> Iterator[str]:
    if drawn.catching_links(event.getparent(), name) > 1:
        yield f"Linket »{name}« ender flere steder. Giv de ventende linkhændelser hvert sit navn."
    if drawn.has_flow(event, "targetRef"):
        yield "Der kan ikke gå en pil ind i en ventende linkhændelse: vejen kommer fra linket. Slet pilen."
