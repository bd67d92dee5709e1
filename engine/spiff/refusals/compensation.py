"""Compensation without what it needs: a handler, something to compensate, a wait for the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from engine.spiff.refusals.places import boundaries_of, has_flow, is_event_subprocess, trigger_of
from engine.spiff.xml import BPMN, Element, children, handlers_of, local_name

_EMBEDDED = frozenset({"subProcess", "transaction", "adHocSubProcess"})


def refused_compensation(element: Element) -> Iterator[str]:
    """Why a compensation event or a handler is not executed as drawn."""
    if element.get("isForCompensation") == "true" and not is_event_subprocess(element):
        yield from _handler(element)
    if trigger_of(element) != "compensate":
        return
    (definition, *_) = children(element, "compensateEventDefinition")
    kind = local_name(element)
    if kind == "boundaryEvent":
        yield from _boundary(element)
    if kind in {"intermediateThrowEvent", "endEvent"}:
        yield from _throw(element, definition)
    elif definition.get("activityRef"):
        yield "Kun en kastende kompensation peger på en aktivitet. Slet activityRef her."


def _boundary(event: Element) -> Iterator[str]:
    handlers = list(handlers_of(event))
    if not handlers:
        yield (
            "Kompensationen fører ikke til noget. Tegn opgaven, der retter op, markér den som kompensation "
            "(isForCompensation), og træk en stiplet forbindelse til den i den samme delproces."
        )
    elif len(handlers) > 1:
        yield "Kompensationen fører til flere opgaver. Behold én; læg flere i en delproces, der er kompensationen."
    if has_flow(event, "sourceRef"):
        yield "Ingen pil går ud fra kompensation. Slet den, og træk en stiplet forbindelse til opgaven, der retter op."
    host = _host(event)
    if host is None:
        return
    if host.get("isForCompensation") == "true":
        yield "En opgave, der retter op, bliver ikke selv kompenseret. Slet hændelsen."
    if len(boundaries_of(host, "compensate")) > 1:
        yield "Aktiviteten har to kompensationshændelser. Behold den ene."


def _handler(activity: Element) -> Iterator[str]:
    if not any(activity in list(handlers_of(event)) for event in _compensation_events(activity)):
        yield (
            "Aktiviteten er en kompensation, men ingen kompensationshændelse fører til den. Træk en stiplet "
            "forbindelse fra hændelsen på den aktivitet, den retter op efter, eller slet isForCompensation."
        )
    if has_flow(activity, "sourceRef", "targetRef"):
        yield "Ingen pil fører ind i eller ud af en kompensation: den begynder ved sin hændelse. Slet pilen."
    if boundaries_of(activity):
        yield (
            "En kompensation kan ikke have hændelser på kanten. Gør den til en delproces, og sæt hændelserne på "
            "opgaven inden i."
        )


def _compensation_events(activity: Element) -> list[Element]:
    scope = activity.getparent()
    if scope is None:
        return []
    return [event for event in children(scope, "boundaryEvent") if trigger_of(event) == "compensate"]


def _throw(event: Element, definition: Element) -> Iterator[str]:
    if definition.get("waitForCompletion") == "false":
        yield (
            "En kompensation venter altid, til alt er rettet op (waitForCompletion). Slet waitForCompletion; tegn en "
            "parallel gateway, hvis noget skal ske imens."
        )
    name = definition.get("activityRef")
    if not name:
        return
    target = next((e for scope in _reach(event) for e in children(scope) if e.get("id") == name), None)
    if target is None:
        yield (
            f"Kompensationen peger på »{name}«, som ikke findes i den samme proces eller delproces. "
            "Vælg en aktivitet her, eller slet activityRef, så alt bliver kompenseret."
        )
    elif not _can_be_compensated(target):
        yield (
            f"»{name}« kan ikke kompenseres. Sæt en kompensationshændelse på kanten af den, og forbind den med "
            "opgaven, der retter op."
        )


def _reach(event: Element) -> Iterator[Element]:
    """The scopes a throw finds its activity in: its own, and around event sub-processes."""
    scope = event.getparent()
    while scope is not None:
        yield scope
        if not is_event_subprocess(scope):
            return
        scope = scope.getparent()


def _can_be_compensated(activity: Element) -> bool:
    if boundaries_of(activity, "compensate"):
        return True
    inside = activity.iter(BPMN + "compensateEventDefinition") if local_name(activity) in _EMBEDDED else iter(())
    events = (cast("Element", definition.getparent()) for definition in inside)
    return any(local_name(event) in {"boundaryEvent", "startEvent"} for event in events)


def _host(event: Element) -> Element | None:
    scope = event.getparent()
    name = event.get("attachedToRef")
    return None if scope is None else next((e for e in children(scope) if e.get("id") == name), None)
