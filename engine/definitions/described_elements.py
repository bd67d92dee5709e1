"""
Everything a diagram's elements say of themselves, as Danish words and texts.

What the words below do not know is told by its own name: nothing that a file
says of an element is left out, except where it is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.definitions.bpmn import BPMN, SCOPES, children, event_definitions, id_of, is_bpmn, local
from engine.definitions.xml import Element

_KINDS = {
    "process": "proces",
    "participant": "pulje",
    "collaboration": "samarbejde",
    "lane": "bane",
    "laneSet": "baner",
    "sequenceFlow": "pil",
    "messageFlow": "beskedpil",
    "task": "opgave",
    "userTask": "opgave",
    "manualTask": "manuel opgave",
    "serviceTask": "serviceopgave",
    "sendTask": "sendeopgave",
    "receiveTask": "modtageopgave",
    "businessRuleTask": "regelopgave",
    "scriptTask": "scriptopgave",
    "callActivity": "kaldeaktivitet",
    "subProcess": "delproces",
    "transaction": "transaktion",
    "adHocSubProcess": "ad hoc-delproces",
    "startEvent": "starthændelse",
    "endEvent": "sluthændelse",
    "intermediateCatchEvent": "hændelse",
    "intermediateThrowEvent": "hændelse",
    "boundaryEvent": "kanthændelse",
    "exclusiveGateway": "gateway",
    "parallelGateway": "parallel gateway",
    "inclusiveGateway": "inklusiv gateway",
    "eventBasedGateway": "hændelsesgateway",
    "message": "besked",
    "error": "fejl",
    "signal": "signal",
    "escalation": "eskalering",
    "textAnnotation": "note",
    "association": "notelinje",
    "group": "gruppe",
    "dataObject": "dataobjekt",
    "dataObjectReference": "dataobjekt",
    "dataStoreReference": "datalager",
    "category": "kategori",
    "categoryValue": "kategori",
}
_EVENT_KINDS = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "beskedhændelse",
    "errorEventDefinition": "fejlhændelse",
    "signalEventDefinition": "signalhændelse",
    "escalationEventDefinition": "eskaleringshændelse",
    "conditionalEventDefinition": "betingelseshændelse",
    "terminateEventDefinition": "afbrydende sluthændelse",
    "linkEventDefinition": "linkhændelse",
    "compensateEventDefinition": "kompensationshændelse",
    "cancelEventDefinition": "annulleringshændelse",
}
_WORDS = {
    "name": "navn",
    "documentation": "dokumentation",
    "text": "tekst",
    "sourceRef": "fra",
    "targetRef": "til",
    "default": "standardvej",
    "attachedToRef": "sidder på",
    "cancelActivity": "afbryder det, den sidder på",
    "isInterrupting": "afbryder det, den sker i",
    "isForCompensation": "retter op (kompensation)",
    "activityRef": "kompenserer",
    "calledElement": "kalder processen",
    "conditionExpression": "betingelse",
    "condition": "betingelse",
    "messageRef": "besked",
    "errorRef": "fejl",
    "signalRef": "signal",
    "escalationRef": "eskalering",
    "processRef": "proces",
    "errorCode": "fejlkode",
    "isExecutable": "kan køre",
    "timeDate": "tidspunkt",
    "timeDuration": "varighed",
    "timeCycle": "gentagelse",
    "language": "sprog",
    "isSequential": "én ad gangen",
    "completionCondition": "færdig når",
    "loopCardinality": "antal gange",
    "multiInstanceLoopCharacteristics": "udføres flere gange",
    "standardLoopCharacteristics": "gøres igen",
    "loopCondition": "igen når",
    "loopMaximum": "højst antal gange",
    "testBefore": "spørger først",
    "loopDataInputRef": "for hver i listen",
    "inputDataItem": "hver kaldes",
    "loopDataOutputRef": "svarene samles i",
    "outputDataItem": "svaret kaldes",
    "ordering": "rækkefølge",
    "cancelRemainingInstances": "resten bortfalder",
    "instantiate": "starter processen",
    "dataInputAssociation": "data ind",
    "dataOutputAssociation": "data ud",
    "assignment": "tildeling",
    "transformation": "værdi",
    "from": "værdi",
    "to": "til variablen",
    "collection": "for hver i listen",
    "elementVariable": "hver kaldes",
    "triggeredByEvent": "startes af en hændelse",
    "formRef": "formular",
    "formKey": "formular",
    "candidateGroups": "rolle",
    "assignee": "ansvarlig",
    "dueDate": "frist",
    "followUpDate": "opfølgning",
    "priority": "prioritet",
    "topic": "emne",
    "type": "type",
    "decisionRef": "beslutning",
    "resultVariable": "resultatet kaldes",
    "mapDecisionResult": "resultatets form",
    "calledElementBinding": "version der kaldes",
    "historyTimeToLive": "historikkens levetid",
    "inputOutput": "data",
    "inputParameter": "input",
    "outputParameter": "output",
    "in": "giver videre",
    "out": "tager med tilbage",
    "source": "variabel",
    "sourceExpression": "udtryk",
    "target": "som",
    "variables": "variable",
    "hjemmel": "hjemmel",
    "milepael": "milepæl",
    "korrelation": "korrelation",
    "sag": "til sagen",
    "skriv": "skriver oplysning",
    "haendelse": "hændelse ud",
    "brev": "brev",
    "guard": "vagt",
    "sti": "sti",
    "vaerdi": "værdi",
    "tilfoej": "føjes til listen",
    "data": "data",
    "dokument": "dokument",
    "titel": "titel",
    "modtager": "modtager",
    "betingelse": "betingelse",
    "besked": "besked",
}
# What tells rows of one kind apart, so that the same row is found again in the other version.
_ROW_KEYS = ("sti", "name", "target", "dokument", "type")
_REFERENCES = frozenset(
    {
        "sourceRef",
        "targetRef",
        "default",
        "attachedToRef",
        "messageRef",
        "errorRef",
        "signalRef",
        "escalationRef",
        "activityRef",
    }
)
# Boxes that only hold others, and the type of an expression's text, mean nothing themselves.
_BOXES = frozenset({"extensionElements", "inputOutput", "ioSpecification"})
# What other elements say, or what is only there to be drawn.
_LEFT_OUT = frozenset({"incoming", "outgoing", "flowNodeRef"})
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


class Said(NamedTuple):
    """What an element says by one word: the text to show, and what tells it from another (a reference's id)."""

    text: str
    meant: str


@dataclass(frozen=True)
class DescribedElement:
    """An element: what it is in Danish, its name, and what it says of itself, by Danish words."""

    tag: str
    kind: str
    name: str
    properties: Mapping[str, Said] = field(repr=False)


def described_elements(root: Element) -> dict[str, DescribedElement]:
    """Every element of a file that stands for itself, by id, in the order of the file."""
    reading = _Reading(root)
    return {id_of(element): reading.describe(element) for element in reading.own.values()}


class _Reading:
    """One file, with what its references name and which lane a node lies in."""

    def __init__(self, root: Element) -> None:
        self.own = {id_of(element): element for element in root.iter() if _stands_for_itself(element)}
        self._lanes = {
            (reference.text or "").strip(): Said(_shown_name(lane), id_of(lane))
            for lane in root.iter(f"{{{BPMN}}}lane")
            for reference in children(lane, "flowNodeRef")
        }

    def describe(self, element: Element) -> DescribedElement:
        properties: dict[str, Said] = {}
        told: Counter[str] = Counter()
        for word, said in self._lines(element, ""):
            told[word] += 1
            properties[_unused(word, told[word], properties)] = said
        if lane := self._lanes.get(id_of(element)):
            properties["bane"] = lane
        around = element.getparent()
        if around is not None and local(around) in SCOPES:
            properties["ligger i"] = Said(_shown_name(around), id_of(around))
        return DescribedElement(str(element.tag), _kind(element), self._title(element), properties)

    def _lines(self, element: Element, within: str) -> Iterator[tuple[str, Said]]:
        """What an element says itself: attributes, text, and what stands in it without standing for itself."""
        for attribute, value in element.attrib.items():
            name = _local_name(str(attribute))
            if name != "id" and attribute != _XSI_TYPE:
                yield _joined(within, name), self._said(name, str(value))
        text = " ".join((element.text or "").split())
        if text:
            yield within or "tekst", self._said(local(element), text)
        for inner in element:
            if id_of(inner) in self.own or (is_bpmn(inner) and local(inner) in _LEFT_OUT):
                continue
            yield from self._inner_lines(inner, within)

    def _inner_lines(self, inner: Element, within: str) -> Iterator[tuple[str, Said]]:
        name = local(inner)
        if name in _BOXES:
            yield from self._lines(inner, within)
            return
        if name.endswith("EventDefinition"):
            place = within  # the event's kind says what it is
        else:
            place = _joined(within, name, next((key for key in map(inner.get, _ROW_KEYS) if key), ""))
        lines = list(self._lines(inner, place))
        yield from lines or [(place or _EVENT_KINDS.get(name, name), Said("ja", "true"))]

    def _said(self, name: str, value: str) -> Said:
        if name in _REFERENCES and value in self.own:
            return Said(self._title(self.own[value]), value)
        text = " ".join(value.split())
        return Said({"true": "ja", "false": "nej"}.get(text, text), text)

    def _title(self, element: Element) -> str:
        """The element's name; an arrow without one is called by what it joins."""
        if element.get("name") or local(element) != "sequenceFlow":
            return _shown_name(element)
        ends = [self.own.get(element.get(end, "")) for end in ("sourceRef", "targetRef")]
        return " → ".join("?" if end is None else _shown_name(end) for end in ends)


def _stands_for_itself(element: Element) -> bool:
    """Whether an element is one that a reader of the drawing would point at."""
    return is_bpmn(element) and local(element) in _KINDS and bool(id_of(element))


def _kind(element: Element) -> str:
    for definition in event_definitions(element):
        return _EVENT_KINDS.get(local(definition), _KINDS[local(element)])
    return _KINDS[local(element)]


def _shown_name(element: Element) -> str:
    return " ".join((element.get("name") or "").split()) or id_of(element)


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def _joined(within: str, name: str, key: str = "") -> str:
    word = _WORDS.get(name, name) + (f" »{key}«" if key else "")
    return f"{within}: {word}" if within else word


def _unused(word: str, number: int, used: Mapping[str, Said]) -> str:
    """The word itself, or with a number when an element says several things by it: this is the number-th."""
    free = word if number == 1 else f"{word} ({number})"
    while free in used:
        number += 1
        free = f"{word} ({number})"
    return free
