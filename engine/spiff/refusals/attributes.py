"""Camunda's attributes and extension elements: those the dialect has, on the elements where they mean something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.spiff.xml import CAMUNDA, Element, attributes_of, children, extensions, local_name

_NONE: frozenset[str] = frozenset()

_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "process": frozenset({"historyTimeToLive", "isStartableInTasklist", "versionTag"}),
    "userTask": frozenset({"formRef", "formRefBinding", "candidateGroups", "assignee", "dueDate", "priority"}),
    "adHocSubProcess": frozenset({"candidateGroups"}),
    "serviceTask": frozenset({"type", "topic"}),
    "sendTask": frozenset({"type", "topic"}),
    "businessRuleTask": frozenset({"decisionRef", "decisionRefBinding", "resultVariable", "mapDecisionResult"}),
    "callActivity": frozenset({"calledElementBinding"}),
    "multiInstanceLoopCharacteristics": frozenset({"collection", "elementVariable"}),
}

_EXTENSIONS: Mapping[str, frozenset[str]] = {
    "serviceTask": frozenset({"inputOutput"}),
    "sendTask": frozenset({"inputOutput"}),
    "intermediateThrowEvent": frozenset({"inputOutput"}),
    "endEvent": frozenset({"inputOutput"}),
    "callActivity": frozenset({"in", "out"}),
}
_ROW_ATTRIBUTES = frozenset({"source", "sourceExpression", "target", "variables"})


def refused_details(element: Element) -> Iterator[str]:
    """Which of an element's Camunda details are not executed."""
    name = local_name(element)
    for attribute in attributes_of(element):
        own = attribute.removeprefix(CAMUNDA)
        if own != attribute and own not in _ATTRIBUTES.get(name, _NONE):
            yield f"camunda:{own} bruges ikke på dette element. Fjern det."
    for extension in extensions(element):
        # Properties are the owner's own notes.
        if local_name(extension) not in _EXTENSIONS.get(name, _NONE) | {"properties"}:
            yield f"camunda:{local_name(extension)} bruges ikke på dette element. Fjern det."
        elif local_name(extension) in {"in", "out"}:
            yield from (
                f"»{attribute}« på camunda:{local_name(extension)} bruges ikke. Fjern det."
                for attribute in attributes_of(extension)
                if attribute not in _ROW_ATTRIBUTES
            )
        elif local_name(extension) == "inputOutput":
            yield from _mapping(element, extension)


def _mapping(element: Element, mapping: Element) -> Iterator[str]:
    if local_name(element) in {"intermediateThrowEvent", "endEvent"}:
        if next(children(element, "messageEventDefinition", "signalEventDefinition"), None) is None:
            yield "camunda:inputOutput bruges kun på hændelser, der sender en besked eller et signal. Fjern det."
        if mapping.find(CAMUNDA + "outputParameter") is not None:
            yield "camunda:outputParameter bruges ikke på en hændelse. Fjern det."
