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
        "standardLoopCharacteristics",
        "loopCondition",
        "dataInputAssociation",
        "dataOutputAssociation",
        "sourceRef",
        "targetRef",
        "transformation",
        "assignment",
        "from",
        "to",
        "dataState",
        "property",
        "ioSpecification",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
        "inputSetRefs",
        "outputSetRefs",
        "categoryValueRef",
        "partitionElement",
        "supports",
        "supportedInterfaceRef",
        # The two halves of a link point at each other; they are found by their name.
        "source",
        "target",
        "dataInputRefs",
        "dataOutputRefs",
        # Refused with their event.
        "eventDefinitionRef",
    }
)

_HOLD_STEPS = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})

_INSTEAD: Mapping[str, str] = {
    "scriptTask": "Scripts udføres ikke. Tegn en forretningsregel med en beslutningstabel, eller en serviceopgave.",
    "complexGateway": "Komplekse gateways udføres ikke. Tegn en inklusiv gateway.",
    "complexBehaviorDefinition": "Hændelser fra flere instanser udføres ikke. Tegn en eskalering i delprocessen.",
    **dict.fromkeys(
        ("resourceRole", "performer", "humanPerformer", "potentialOwner"),
        "Udføreren læses ikke herfra. Brug camunda:candidateGroups eller banens rolle.",
    ),
    "rendering": "Visningen læses ikke herfra. Slet den, og vælg en formular med camunda:formRef.",
    "ioBinding": "Bindingen til en operation udføres ikke. Slet den; tegn en proces, der kaldes eller får en besked.",
    "correlationSubscription": (
        "BPMN's korrelationsnøgler læses ikke. Slet dem, og skriv sag:korrelation (FEEL) på de hændelser, der venter "
        "på beskeden."
    ),
    **dict.fromkeys(
        ("auditing", "monitoring"),
        "Logning og overvågning tegnes ikke: alt i sagen står i dens historik. Slet det, eller brug sag:milepael.",
    ),
}


def refused_element(element: Element) -> str | None:
    """Why the element as a whole is not executed, or None."""
    name = local_name(element)
    if name in _INSTEAD:
        return _INSTEAD[name]
    if name in NODES or name in _PARTS:
        return None
    around = element.getparent()
    if around is not None and local_name(around) not in _HOLD_STEPS:
        return f"Delen »{name}« læses ikke her. Slet den."
    return f"Elementet »{name}« udføres ikke. Slet det, eller tegn det med opgaver, gateways og hændelser."
