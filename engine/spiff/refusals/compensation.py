"""Compensation without what it needs: a handler, something to compensate, a wait for the end."""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.refusals.drawn import Drawn, is_event_subprocess, trigger_of
from engine.spiff.xml import Element, children, local_name


def refused_compensation(element: Element, drawn: Drawn) -> Iterator[str]:
    """Why a compensation event or a handler is not executed as drawn."""
    if element.get("isForCompensation") == "true" and not is_event_subprocess(element):
        yield from _handler(element, drawn)
    if trigger_of(element) != "compensate":
        return
    (definition, *_) = children(element, "compensateEventDefinition")
    kind = local_name(element)
    if kind == "boundaryEvent":
        yield from _boundary(element, drawn)
    if kind in {"intermediateThrowEvent", "endEvent"}:
        yield from _throw(element, definition, drawn)
    elif definition.get("activityRef"):
        yield "Kun en kastende kompensation peger på en aktivitet. Slet activityRef her."


def _boundary(event: Element, drawn: Drawn) -> Iterator[str]:
    handlers = drawn.handlers_of(event)
    if not handlers:
        yield (
            "Kompensationen fører ikke til noget. Tegn opgaven, der retter op, markér den som kompensation "
            "(isForCompensation), og træk en stiplet forbindelse til den i den samme delproces."
        )
    elif len(handlers) > 1:
        yield "Kompensationen fører til flere opgaver. Behold én; læg flere i en delproces, der er kompensationen."
    if drawn.has_flow(event, "sourceRef"):
        yield "Ingen pil går ud fra kompensation. Slet den, og træk en stiplet forbindelse til opgaven, der retter op."
    host = drawn.node(event.getparent(), event.get("attachedToRef"))
    if host is None:
        return
    if host.get("isForCompensation") == "true":
        yield "En opgave, der retter op, bliver ikke selv kompenseret. Slet hændelsen."
    if len(drawn.boundaries_of(host, "compensate")) > 1:
        yield "Aktiviteten har to kompensationshændelser. Behold den ene."


def _handler(activity: Element, drawn: Drawn) -> Iterator[str]:
    if not drawn.is_led_to(activity):
        yield (
            "Aktiviteten er en kompensation, men ingen kompensationshændelse fører til den. Træk en stiplet "
            "forbindelse fra hændelsen på den aktivitet, den retter op efter, eller slet isForCompensation."
        )
    if drawn.has_flow(activity, "sourceRef", "targetRef"):
        yield "Ingen pil fører ind i eller ud af en kompensation: den begynder ved sin hændelse. Slet pilen."
    if any(trigger_of(event) != "compensate" for event in drawn.boundaries_of(activity)):
        yield (
            "En kompensation kan ikke have hændelser på kanten. Gør den til en delproces, og sæt hændelserne på "
            "opgaven inden i."
        )


def _throw(event: Element, definition: Element, drawn: Drawn) -> Iterator[str]:
    if definition.get("waitForCompletion") == "false":
        yield (
            "En kompensation venter altid, til alt er rettet op (waitForCompletion). Slet waitForCompletion; tegn en "
            "parallel gateway, hvis noget skal ske imens."
        )
    name = definition.get("activityRef")
    if not name:
        return
    target = next((node for scope in _reach(event) if (node := drawn.node(scope, name)) is not None), None)
    if target is None:
        yield (
            f"Kompensationen peger på »{name}«, som ikke findes i den samme proces eller delproces. "
            "Vælg en aktivitet her, eller slet activityRef, så alt bliver kompenseret."
        )
    elif not drawn.boundaries_of(target, "compensate") and target not in drawn.undoable:
        yield (
            f"»{name}« kan ikke kompenseres. Sæt en kompensationshændelse på kanten af den, og forbind den med "
            "opgaven, der retter op."
        )


def _reach(event: Element) -> Iterator[Element | None]:
    """The scopes a throw finds its activity in: its own, and the one around an event sub-process."""
    scope = event.getparent()
    yield scope
    if scope is not None and is_event_subprocess(scope):
        yield scope.getparent()
