"""Small process libraries, written to a folder: a round that repeats, and a timer that fires."""

from __future__ import annotations

import json
from pathlib import Path

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:sag="urn:sagsgang:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions_{0}" targetNamespace="urn:{0}">'
    '<bpmn:process id="{0}" name="{0}" isExecutable="true">'
)
_TAIL = "</bpmn:process></bpmn:definitions>"
_TASK = (
    '<bpmn:userTask id="Runde" name="Runde" camunda:formRef="runde" camunda:candidateGroups="sagsbehandler" '
    'camunda:dueDate="P14D"><bpmn:incoming>{0}</bpmn:incoming><bpmn:outgoing>{1}</bpmn:outgoing></bpmn:userTask>'
)
_AGAIN = (
    '<bpmn:exclusiveGateway id="Igen" default="P3"><bpmn:incoming>P2</bpmn:incoming><bpmn:outgoing>P3</bpmn:outgoing>'
    "<bpmn:outgoing>P4</bpmn:outgoing></bpmn:exclusiveGateway>"
    '<bpmn:exclusiveGateway id="Saml"><bpmn:incoming>P0</bpmn:incoming><bpmn:incoming>P3</bpmn:incoming>'
    "<bpmn:outgoing>P1</bpmn:outgoing></bpmn:exclusiveGateway>"
    '<bpmn:sequenceFlow id="P0" sourceRef="Start" targetRef="Saml"/>'
    '<bpmn:sequenceFlow id="P1" sourceRef="Saml" targetRef="{0}"/>'
    '<bpmn:sequenceFlow id="P2" sourceRef="{0}" targetRef="Igen"/>'
    '<bpmn:sequenceFlow id="P3" sourceRef="Igen" targetRef="Saml"/>'
    '<bpmn:sequenceFlow id="P4" sourceRef="Igen" targetRef="Slut">'
    '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">sag.slut = true</bpmn:conditionExpression>'
    "</bpmn:sequenceFlow>"
)
_START = '<bpmn:startEvent id="Start"><bpmn:outgoing>P0</bpmn:outgoing></bpmn:startEvent>'
_END = '<bpmn:endEvent id="Slut"><bpmn:incoming>P4</bpmn:incoming></bpmn:endEvent>'


def write_rounds_in_a_loop(folder: Path) -> Path:
    """One diagram whose task comes again until `sag.slut`."""
    diagram = _HEAD.format("sloejfe") + _START + _TASK.format("P1", "P2") + _AGAIN.format("Runde") + _END + _TAIL
    return _write(folder, "sloejfe", {"sloejfe": diagram})


def write_rounds_as_children(folder: Path) -> Path:
    """The same round as a called process, an instance of its own each time."""
    call = (
        '<bpmn:callActivity id="Kald" name="Kald" calledElement="runde">'
        "<bpmn:incoming>P1</bpmn:incoming><bpmn:outgoing>P2</bpmn:outgoing></bpmn:callActivity>"
    )
    main = _HEAD.format("boern") + _START + call + _AGAIN.format("Kald") + _END + _TAIL
    child = (
        _HEAD.format("runde")
        + '<bpmn:startEvent id="Ind"><bpmn:outgoing>B0</bpmn:outgoing></bpmn:startEvent>'
        + '<bpmn:sequenceFlow id="B0" sourceRef="Ind" targetRef="Runde"/>'
        + _TASK.format("B0", "B1")
        + '<bpmn:sequenceFlow id="B1" sourceRef="Runde" targetRef="Ud"/>'
        + '<bpmn:endEvent id="Ud"><bpmn:incoming>B1</bpmn:incoming></bpmn:endEvent>'
        + _TAIL
    )
    return _write(folder, "boern", {"boern": main, "runde": child})


def write_timer(folder: Path) -> Path:
    """A diagram that waits a day and ends."""
    diagram = (
        _HEAD.format("vent")
        + _START
        + '<bpmn:sequenceFlow id="P0" sourceRef="Start" targetRef="Dag"/>'
        + '<bpmn:intermediateCatchEvent id="Dag" name="En dag"><bpmn:incoming>P0</bpmn:incoming>'
        + '<bpmn:outgoing>P4</bpmn:outgoing><bpmn:timerEventDefinition id="Dag_tid">'
        + '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'
        + "</bpmn:intermediateCatchEvent>"
        + '<bpmn:sequenceFlow id="P4" sourceRef="Dag" targetRef="Slut"/>'
        + _END
        + _TAIL
    )
    return _write(folder, "vent", {"vent": diagram})


def _write(folder: Path, key: str, diagrams: dict[str, str]) -> Path:
    for name in ("diagrams", "forms"):
        (folder / name).mkdir(parents=True)
    manifest = (
        f"noegle: {key}\nnavn: {key}\nhovedproces: {key}\nemne: sagen.nummer\n"
        "roller: {sagsbehandler: Sagsbehandler, leder: Leder}\n"
    )
    (folder / "manifest.yaml").write_text(manifest, encoding="utf-8")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {"slut": {"type": "boolean"}, "note": {"type": "string"}},
        "additionalProperties": False,
    }
    (folder / "case.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    components = [
        {"id": "F1", "key": "sag.slut", "type": "checkbox", "label": "Slut"},
        {"id": "F2", "key": "sag.note", "type": "textfield", "label": "Note", "validate": {"required": True}},
    ]
    form = {"schemaVersion": 16, "type": "default", "id": "runde", "components": components}
    (folder / "forms" / "runde.form").write_text(json.dumps(form), encoding="utf-8")
    for name, diagram in diagrams.items():
        (folder / "diagrams" / f"{name}.bpmn").write_text(diagram, encoding="utf-8")
    return folder
