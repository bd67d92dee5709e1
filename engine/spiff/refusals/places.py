"""Elements inside something that BPMN does not put them in: nothing reads them there, so none may stand there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.spiff.beginning import ACTIVITIES
from engine.spiff.parsing import NODES
from engine.spiff.xml import BPMN, Element, local_name

_SCOPES = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})
_EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
_LOOP = frozenset({"multiInstanceLoopCharacteristics"})
_DATA = frozenset({"dataInputAssociation", "dataOutputAssociation"})
_FLOW_ELEMENTS = NODES | {"sequenceFlow", "dataObject", "dataObjectReference", "dataStoreReference", "laneSet"}
_TRIGGERS = frozenset(
    f"{kind}EventDefinition"
    for kind in (
        *("message", "timer", "signal", "error", "escalation"),
        *("conditional", "link", "compensate", "cancel", "terminate"),
    )
)

# What each may stand in, after the schema of BPMN 2.0.2 (Semantic.xsd).
_PLACES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_FLOW_ELEMENTS, _SCOPES),
    **dict.fromkeys(_TRIGGERS, _EVENTS),
    **dict.fromkeys(("timeDate", "timeDuration", "timeCycle"), frozenset({"timerEventDefinition"})),
    "condition": frozenset({"conditionalEventDefinition"}),
    "conditionExpression": frozenset({"sequenceFlow"}),
    **dict.fromkeys(("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"), ACTIVITIES),
    **dict.fromkeys(("loopCardinality", "loopDataInputRef", "loopDataOutputRef"), _LOOP),
    **dict.fromkeys(("inputDataItem", "outputDataItem"), _LOOP),
    "loopCondition": frozenset({"standardLoopCharacteristics"}),
    "completionCondition": _LOOP | {"adHocSubProcess"},
    **dict.fromkeys(_DATA, ACTIVITIES | _EVENTS),
    **dict.fromkeys(("sourceRef", "targetRef", "transformation", "assignment"), _DATA),
    **dict.fromkeys(("from", "to"), frozenset({"assignment"})),
    "lane": frozenset({"laneSet", "childLaneSet"}),
    "childLaneSet": frozenset({"lane"}),
    "flowNodeRef": frozenset({"lane"}),
}


def refused_place(element: Element) -> Iterator[str]:
    around, name = element.getparent(), local_name(element)
    if around is None or not str(around.tag).startswith(BPMN) or local_name(around) == "extensionElements":
        return  # what other programs keep for themselves is told of by its namespace
    if local_name(around) in _PLACES.get(name, {local_name(around)}):
        return
    if name in _FLOW_ELEMENTS:
        what = "Elementet" if element.get("id") else f"»{name}«"
        yield (
            f"{what} står inde i noget, der ikke kan rumme det, og bliver aldrig udført. "
            "Flyt det ud i processen eller ind i en delproces."
        )
    elif name in _TRIGGERS:
        yield "En udløser hører til på en hændelse og bliver ikke læst her. Tegn en hændelse, eller slet udløseren."
    else:
        yield f"»{name}« hører ikke til her og bliver ikke læst. Slet det, eller flyt det derhen, hvor det gælder."
