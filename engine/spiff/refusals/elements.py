"""Whole elements that are not executed."""

from __future__ import annotations

from collections.abc import Mapping

from engine.spiff.parsing import NODES
from engine.spiff.xml import Element, local_name

# Parts of elements that are executed, and pictures: they say nothing about the flow.
_PARTS = frozenset(
    {
        "process",
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "sequenceFlow",
        "conditionExpression",
        "laneSet",
        "lane",
        "childLaneSet",
        "flowNodeRef",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "textAnnotation",
        "text",
        "association",
        "group",
        "timerEventDefinition",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "messageEventDefinition",
        "errorEventDefinition",
        "escalationEventDefinition",
        "terminateEventDefinition",
        "conditionalEventDefinition",
        "signalEventDefinition",
        "linkEventDefinition",
        "compensateEventDefinition",
        "cancelEventDefinition",
        "condition",
        "multiInstanceLoopCharacteristics",
        "loopCardinality",
        "loopDataInputRef",
        "loopDataOutputRef",
        "inputDataItem",
        "outputDataItem",
        "completionCondition",
    }
)

_INSTEAD: Mapping[str, str] = {
    "scriptTask": "Scripts udføres ikke. Tegn en forretningsregel med en beslutningstabel, eller en serviceopgave.",
    "adHocSubProcess": "Ad hoc-delprocesser udføres ikke. Tegn en almindelig delproces med gateways, der vælger.",
    "complexGateway": "Komplekse gateways udføres ikke. Tegn en inklusiv gateway.",
    "standardLoopCharacteristics": (
        "Løkkemarkeringen udføres ikke. Tegn løkken med en eksklusiv gateway, eller brug flere instanser."
    ),
    "dataInputAssociation": "Pile til data læses ikke. Slet pilen, og brug sagens oplysninger i formularer og FEEL.",
    "dataOutputAssociation": "Pile til data skriver intet. Slet pilen, og skriv oplysningen i sagen med sag:skriv.",
    "ioSpecification": "Ind- og uddata læses ikke. Slet dem, og brug variabler eller sagens oplysninger.",
    "humanPerformer": "Udføreren læses ikke herfra. Brug camunda:candidateGroups eller banens rolle.",
    "potentialOwner": "Udføreren læses ikke herfra. Brug camunda:candidateGroups eller banens rolle.",
}


def refused_element(element: Element) -> str | None:
    """Why the element as a whole is not executed, or None."""
    name = local_name(element)
    if name in _INSTEAD:
        return _INSTEAD[name]
    if name in NODES or name in _PARTS:
        return None
    return f"Elementet »{name}« udføres ikke. Slet det, eller tegn det med opgaver, gateways og hændelser."
