"""
A small process library for the runtime's tests, written from texts.

`dyrehold` asks a caseworker, calls `kontrol`, and may be stopped from outside.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:sag="urn:sagsgang:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Def_{0}" targetNamespace="urn:test">'
)

MANIFEST = """\
noegle: dyrehold
navn: Dyrehold
hovedproces: dyrehold
emne: sag.dyr.navn
roller:
  sagsbehandler: Sagsbehandler
  leder: Leder
eksterne:
  ejer: {navn: Ejer, registreres_af: sagsbehandler}
frister:
  paamind_foer: P2D
  eskaler_efter: P3D
  eskaler_til: leder
indgaaende:
  dyrehold.anmeldt:
    handling: start_sag
    afdeling: data.afdeling
    skema:
      type: object
      required: [afdeling, navn]
      properties: {afdeling: {type: string}, navn: {type: string, maxLength: 50}}
    fakta:
      dyr.navn: data.navn
"""

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "dyr": {
            "type": "object",
            "title": "Dyr",
            "additionalProperties": False,
            "properties": {
                "navn": {"type": "string", "title": "Navn"},
                "art": {"type": "string", "title": "Art"},
                "farligt": {"type": "boolean", "title": "Farligt"},
                "godkendt": {"type": "boolean", "title": "Godkendt"},
            },
        },
        "besoeg": {"type": "array", "title": "Besøg", "items": {"type": "string"}},
    },
}

HARD_STOPS = """\
- id: T1
  navn: Farlige dyr godkendes ikke
  forbudt: (sag.dyr.godkendt = true) and (sag.dyr.farligt = true)
  besked: Et farligt dyr kan ikke godkendes.
  hjemmel: [L-1]
"""

LAW = "id,kilde,krav\nL-1,Dyreloven § 1,Farlige dyr holdes ikke\n"


def form(key: str, *fields: dict[str, Any]) -> str:
    return json.dumps({"type": "default", "id": key, "schemaVersion": 18, "components": list(fields)})


def field(key: str, kind: str = "textfield", **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": key, "id": key.replace(".", "_"), **more}


def flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    name = f"{source}_{target}"
    return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'


def user(key: str, form_key: str, role: str = "sagsbehandler", inner: str = "", **more: str) -> str:
    extra = "".join(f' {name.replace("__", ":")}="{value}"' for name, value in more.items())
    return (
        f'<bpmn:userTask id="{key}" name="{key}" camunda:formRef="{form_key}" '
        f'camunda:candidateGroups="{role}"{extra}>{inner}</bpmn:userTask>'
    )


def process(key: str, *parts: str, head: str = "") -> str:
    body = f'<bpmn:process id="{key}" name="{key}" isExecutable="true">{"".join(parts)}</bpmn:process>'
    return HEAD.format(key) + head + body + "</bpmn:definitions>"


FORMS = {
    "vurder": form(
        "vurder",
        field("sag.dyr.art", validate={"required": True}),
        field("sag.dyr.farligt", "checkbox"),
        field("bemaerkning", "textarea"),
    ),
    "godkend": form("godkend", field("sag.dyr.godkendt", "checkbox")),
    "kontroller": form("kontroller", field("fundet", validate={"required": True})),
    "kort": form("kort", field("note")),
}

MAIN = process(
    "dyrehold",
    '<bpmn:startEvent id="Begynd"/>',
    user("Vurder", "vurder", camunda__dueDate="P14D"),
    '<bpmn:callActivity id="Kontrol" name="Kontrol" calledElement="kontrol"><bpmn:extensionElements>'
    '<camunda:in sourceExpression="sag.dyr.art" target="art"/><camunda:out source="fundet" target="fundet"/>'
    "</bpmn:extensionElements></bpmn:callActivity>",
    '<bpmn:boundaryEvent id="Fejl" name="Fejl" attachedToRef="Kontrol">'
    '<bpmn:errorEventDefinition id="Fejl_d" errorRef="Error_1"/></bpmn:boundaryEvent>',
    '<bpmn:boundaryEvent id="Trukket" name="Trukket" attachedToRef="Kontrol">'
    '<bpmn:messageEventDefinition id="Trukket_d" messageRef="Message_1"/></bpmn:boundaryEvent>',
    '<bpmn:boundaryEvent id="Rykker" name="Rykker" attachedToRef="Kontrol" cancelActivity="false">'
    '<bpmn:timerEventDefinition id="Rykker_d"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1M'
    "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>",
    user("Ryk", "kort", "leder"),
    user("Efter_fejl", "kort"),
    user("Godkend", "godkend", sag__hjemmel="L-1"),
    '<bpmn:endEvent id="Slut" name="Slut" sag:milepael="faerdig"/>',
    '<bpmn:endEvent id="Slut_trukket"/>',
    '<bpmn:endEvent id="Slut_rykket"/>',
    '<bpmn:endEvent id="Slut_fejl"/>',
    flow("Begynd", "Vurder"),
    flow("Vurder", "Kontrol"),
    flow("Kontrol", "Godkend"),
    flow("Godkend", "Slut"),
    flow("Fejl", "Efter_fejl"),
    flow("Efter_fejl", "Slut_fejl"),
    flow("Trukket", "Slut_trukket"),
    flow("Rykker", "Ryk"),
    flow("Ryk", "Slut_rykket"),
    head='<bpmn:error id="Error_1" name="Intet" errorCode="INTET"/>'
    '<bpmn:message id="Message_1" name="dyrehold.trukket"/>',
)

CHILD = process(
    "kontrol",
    '<bpmn:startEvent id="K_begynd"/>',
    user("Kontroller", "kontroller"),
    '<bpmn:exclusiveGateway id="Hvad" default="Hvad_Registrer"/>',
    '<bpmn:serviceTask id="Registrer" name="Registrer" camunda:type="external" camunda:topic="sag.registrer">'
    '<bpmn:extensionElements><sag:skriv sti="besoeg" vaerdi="fundet" tilfoej="true"/>'
    '<sag:haendelse type="kontrol.foert" data="{antal: count(sag.besoeg)}"/>'
    '<sag:brev dokument="D-1" titel="Kvittering" modtager="Ejer"/></bpmn:extensionElements></bpmn:serviceTask>',
    '<bpmn:endEvent id="K_slut"/>',
    '<bpmn:endEvent id="K_fejl" name="Intet fundet"><bpmn:errorEventDefinition id="K_fejl_d" errorRef="Error_2"/>'
    "</bpmn:endEvent>",
    flow("K_begynd", "Kontroller"),
    flow("Kontroller", "Hvad"),
    flow("Hvad", "K_fejl", 'fundet = "intet"'),
    flow("Hvad", "Registrer"),
    flow("Registrer", "K_slut"),
    head='<bpmn:error id="Error_2" name="Intet" errorCode="INTET"/>',
)

EXTRA = process(
    "besoeg",
    '<bpmn:startEvent id="B_begynd" name="Anmeld besøg"><bpmn:messageEventDefinition id="B_d" messageRef="Message_2"/>'
    "</bpmn:startEvent>",
    user("Besoeg", "kort", "ejer"),
    '<bpmn:endEvent id="B_slut"/>',
    flow("B_begynd", "Besoeg"),
    flow("Besoeg", "B_slut"),
    head='<bpmn:message id="Message_2" name="dyrehold.besoeg"/>',
)

# Waits for a fact that another instance writes, and then fails on an expression.
WATCH = process(
    "vagt",
    '<bpmn:startEvent id="V_begynd" name="Sæt vagt"><bpmn:messageEventDefinition id="V_d" messageRef="Message_3"/>'
    "</bpmn:startEvent>",
    '<bpmn:intermediateCatchEvent id="Godkendt" name="Godkendt"><bpmn:conditionalEventDefinition id="G_d">'
    '<bpmn:condition xsi:type="bpmn:tFormalExpression">sag.dyr.godkendt = true</bpmn:condition>'
    "</bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>",
    user("Set", "kort"),
    '<bpmn:endEvent id="V_slut"/>',
    flow("V_begynd", "Godkendt"),
    flow("Godkendt", "Set"),
    flow("Set", "V_slut"),
    head='<bpmn:message id="Message_3" name="dyrehold.vagt"/>',
)

# A timer whose step cannot go on until a fact is corrected.
STUCK = process(
    "ur",
    '<bpmn:startEvent id="U_begynd" name="Stil ur"><bpmn:messageEventDefinition id="U_d" messageRef="Message_4"/>'
    "</bpmn:startEvent>",
    '<bpmn:intermediateCatchEvent id="Vent" name="Vent"><bpmn:timerEventDefinition id="Vent_d">'
    '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
    "</bpmn:intermediateCatchEvent>",
    '<bpmn:exclusiveGateway id="Art" name="Art?"/>',
    user("Hund", "kort"),
    '<bpmn:endEvent id="U_slut"/>',
    '<bpmn:endEvent id="U_andet"/>',
    flow("U_begynd", "Vent"),
    flow("Vent", "Art"),
    flow("Art", "Hund", 'sag.dyr.art = "hund"'),
    flow("Art", "U_andet", 'sag.dyr.art = "kat"'),
    flow("Hund", "U_slut"),
    head='<bpmn:message id="Message_4" name="dyrehold.ur"/>',
)

# A task that its own deadline interrupts.
RACE = process(
    "frist",
    '<bpmn:startEvent id="F_begynd" name="Bed om svar"><bpmn:messageEventDefinition id="F_d" messageRef="Message_5"/>'
    "</bpmn:startEvent>",
    user("Svar", "kort"),
    '<bpmn:boundaryEvent id="Udloeb" name="Udløb" attachedToRef="Svar">'
    '<bpmn:timerEventDefinition id="Udloeb_d"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D'
    "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>",
    user("Behandl", "kort"),
    user("For_sent", "kort", "leder"),
    '<bpmn:endEvent id="F_slut"/>',
    '<bpmn:endEvent id="F_slut_sent"/>',
    flow("F_begynd", "Svar"),
    flow("Svar", "Behandl"),
    flow("Behandl", "F_slut"),
    flow("Udloeb", "For_sent"),
    flow("For_sent", "F_slut_sent"),
    head='<bpmn:message id="Message_5" name="dyrehold.frist"/>',
)


def write(folder: Path) -> Path:
    """The library's folder."""
    texts = {
        "manifest.yaml": MANIFEST,
        "case.schema.json": json.dumps(SCHEMA),
        "law/hard_stops.yaml": HARD_STOPS,
        "law/requirements.csv": LAW,
        **{f"forms/{key}.form": text for key, text in FORMS.items()},
        "diagrams/dyrehold.bpmn": MAIN,
        "diagrams/kontrol.bpmn": CHILD,
        "diagrams/besoeg.bpmn": EXTRA,
        "diagrams/vagt.bpmn": WATCH,
        "diagrams/ur.bpmn": STUCK,
        "diagrams/frist.bpmn": RACE,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
