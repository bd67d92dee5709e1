"""Where an element stands, for the refusals that look around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from engine.spiff.xml import Element, children, local_name


def trigger_of(event: Element) -> str:
    """`message`, `timer` … of an event, `none` without a definition; of several the first."""
    kinds = (local_name(e) for e in children(event) if local_name(e).endswith("EventDefinition"))
    return next((kind.removesuffix("EventDefinition") for kind in kinds), "none")


def events_in(scope: Element, kind: str, trigger: str) -> Iterator[Element]:
    """The events of one kind and trigger directly in a scope."""
    return (event for event in children(scope, kind) if trigger_of(event) == trigger)


def boundaries_of(host: Element, trigger: str | None = None) -> list[Element]:
    """The boundary events on an activity; with one trigger, or all."""
    scope = host.getparent()
    events = [] if scope is None else _with(scope, "boundaryEvent", "attachedToRef", host)
    return [event for event in events if trigger in {None, trigger_of(event)}]


def has_flow(node: Element, *ends: str) -> bool:
    """Whether a sequence flow begins (`sourceRef`) or ends (`targetRef`) at a node."""
    scope = node.getparent()
    return scope is not None and any(_with(scope, "sequenceFlow", end, node) for end in ends)


def is_event_subprocess(scope: Element | None) -> bool:
    return scope is not None and scope.get("triggeredByEvent") == "true"


def is_repeated(activity: Element) -> bool:
    return next(children(activity, "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"), None) is not None


def _with(scope: Element, kind: str, attribute: str, node: Element) -> list[Element]:
    # Looked up by the parser: one scope may hold thousands of elements.
    path = f"*[local-name() = $kind and @{attribute} = $id]"
    return cast("list[Element]", scope.xpath(path, kind=kind, id=node.get("id", "")))
