"""A small library that is right in everything, and diagrams to put one wrong thing into."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.definitions.library import check_files
from engine.errors import Finding

DEFINITIONS = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:sag="urn:sagsgang:bpmn:1"'
    ' id="Definitions_1" targetNamespace="urn:test">'
)

# Each `step` stands on a line of its own; the first one is line 8 of the file.
STEPS = """\
<bpmn:startEvent id="Start_1" name="Ansøgning" />
<bpmn:userTask id="Opgave_1" name="Vurdér" camunda:formRef="vurder" />
<bpmn:exclusiveGateway id="Valg_1" name="Godkendt?" default="Pil_4" />
<bpmn:endEvent id="Slut_1" name="Godkendt" />
<bpmn:endEvent id="Slut_2" name="Afslag" />
<bpmn:sequenceFlow id="Pil_1" sourceRef="Start_1" targetRef="Opgave_1" />
<bpmn:sequenceFlow id="Pil_2" sourceRef="Opgave_1" targetRef="Valg_1" />
<bpmn:sequenceFlow id="Pil_3" name="Ja" sourceRef="Valg_1" targetRef="Slut_1">
<bpmn:conditionExpression>= godkendt and sag.hund.navn != null</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="Pil_4" name="Nej" sourceRef="Valg_1" targetRef="Slut_2" />
"""
LANE = """\
<bpmn:laneSet id="Baner"><bpmn:lane id="Bane_1" name="Sagsbehandler">
<bpmn:flowNodeRef>Opgave_1</bpmn:flowNodeRef>
</bpmn:lane></bpmn:laneSet>
"""
FIRST_STEP = 8

MANIFEST = """\
noegle: hundetegn
navn: Hundetegn
hovedproces: hundetegn
emne: sag.hund.navn
roller:
  sagsbehandler: Sagsbehandler
  leder: Leder
eksterne:
  ejer: {navn: Ejer, registreres_af: sagsbehandler}
frister: {paamind_foer: P3D, eskaler_efter: P3D, eskaler_til: leder}
indgaaende:
  hundetegn.ansoegning:
    handling: start_sag
    afdeling: data.afdeling
    skema:
      type: object
      required: [afdeling]
      properties: {afdeling: {type: string}, navn: {type: string}}
    fakta:
      hund.navn: data.navn
"""

CASE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "hund": {
            "type": "object",
            "title": "Hunden",
            "additionalProperties": False,
            "properties": {
                "navn": {"type": "string", "title": "Hundens navn", "maxLength": 80},
                "foedt": {"type": "string", "format": "date", "title": "Født"},
            },
        },
        "besoeg": {
            "type": "array",
            "title": "Besøg",
            "items": {"$ref": "#/$defs/besoeg"},
        },
    },
    "$defs": {
        "besoeg": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"dato": {"type": "string", "format": "date", "title": "Besøgets dato"}},
        }
    },
}

FORM: dict[str, Any] = {
    "id": "vurder",
    "type": "default",
    "components": [
        {"type": "text", "id": "Tekst_1", "text": "Vurdér ansøgningen."},
        {"type": "textfield", "key": "sag.hund.navn", "label": "Hundens navn", "validate": {"required": True}},
        {"type": "checkbox", "key": "godkendt", "label": "Godkendt", "properties": {"hjemmel": "K-1"}},
        {
            "type": "textarea",
            "key": "grund",
            "label": "Begrundelse",
            "conditional": {"hide": "=godkendt"},
            "validate": {"required": True, "maxLength": 200},
        },
    ],
}

HARD_STOPS = """\
- id: H1
  navn: Navnet kan ikke slettes
  forbudt: foer.hund.navn != null and sag.hund.navn = null
  besked: Hundens navn kan ikke slettes.
  hjemmel: [K-1]
"""

REQUIREMENTS = "id,kilde,krav,note\nK-1,hundeloven § 1,Hunden skal have et navn,\nK-2,hundeloven § 2,Ejeren høres,\n"


def diagram(steps: str = STEPS, *, lane: str = LANE, process: str = "hundetegn", around: str = "") -> bytes:
    """A file with one executable process; `around` stands beside the process."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{DEFINITIONS}{around.strip()}\n'
        f'<bpmn:process id="{process}" name="Hundetegn" isExecutable="true">\n{lane}\n{steps}'
        "</bpmn:process></bpmn:definitions>\n"
    ).encode()


def form(**changes: Any) -> bytes:
    return json.dumps(FORM | changes, ensure_ascii=False, indent=2).encode()


def form_of(*components: Mapping[str, Any]) -> bytes:
    return form(components=list(components))


def library(changes: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """The right library, with these files put in or instead; an empty file is left out."""
    files = {
        "manifest.yaml": MANIFEST.encode(),
        "case.schema.json": json.dumps(CASE_SCHEMA, ensure_ascii=False).encode(),
        "diagrams/hundetegn.bpmn": diagram(),
        "forms/vurder.form": form(),
        "law/requirements.csv": REQUIREMENTS.encode(),
        "law/hard_stops.yaml": HARD_STOPS.encode(),
    }
    merged = files | dict(changes or {})
    return {name: content for name, content in merged.items() if content}


def findings(changes: Mapping[str, bytes] | None = None, services: frozenset[str] = frozenset()) -> list[Finding]:
    return check_files(library(changes), services)


def drawn(steps: str, **rest: str) -> list[Finding]:
    """What is found in the right library when its diagram is this one."""
    return findings({"diagrams/hundetegn.bpmn": diagram(steps, **rest)})
