"""Link events without the other end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.refusals.places import events_in, has_flow, trigger_of
from engine.spiff.xml import Element, children, local_name

_CATCH, _THROW = "intermediateCatchEvent", "intermediateThrowEvent"


def refused_link(event: Element) -> Iterator[str]:
    """Why a link event leads nowhere, or to more than one place."""
    scope, kind = event.getparent(), local_name(event)
    if scope is None or kind not in {_CATCH, _THROW} or trigger_of(event) != "link":
        return
    name = _name(event)
    if not name:
        yield "Linket har intet navn. Giv de to linkhændelser, der hører sammen, det samme navn."
        return
    ends = [other for other in events_in(scope, _CATCH, "link") if _name(other) == name]
    if kind == _THROW:
        if not ends:
            yield (
                f"Linket »{name}« ender ingen steder. Tegn en ventende linkhændelse med samme navn i den samme proces "
                "eller delproces, eller træk en pil direkte til målet."
            )
        if has_flow(event, "sourceRef"):
            yield "Der kan ikke gå en pil ud fra en kastende linkhændelse: vejen fortsætter ved linket. Slet pilen."
        return
    if len(ends) > 1:
        yield f"Linket »{name}« ender flere steder. Giv de ventende linkhændelser hvert sit navn."
    if has_flow(event, "targetRef"):
        yield "Der kan ikke gå en pil ind i en ventende linkhændelse: vejen kommer fra linket. Slet pilen."


def _name(event: Element) -> str:
    return next(((d.get("name") or "").strip() for d in children(event, "linkEventDefinition")), "")
