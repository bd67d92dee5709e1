"""The main lifecycle of home training as its owner may draw it next."""

from __future__ import annotations

import shutil
from pathlib import Path

from lxml import etree

RENAMED, RENAMED_TO = "Samlet_vurdering", "Den_samlede_vurdering"
RENAMED_NAME = "Foretag samlet vurdering"
INSERTED = "Kontroller_grundlaget"
REMINDER, REMINDED = "Behandlingen_traekker_ud", "Foelg_op"
JOIN = "Klar_til_afgoerelse"
FRAME, FRAME_NAME = "Halvaaret", "Halvårets tilsyn"
FRAMED = "Planlaegning_begynder", "Tilsynet"
# A form of the library's own that asks for little.
_FORM = "udgift_vejledning"
_B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"


def redrawn(library: Path, folder: Path) -> Path:
    """
    The library with its main lifecycle drawn otherwise.

    A task has another id and name, another comes after it, treatment has one
    more boundary timer, a gateway is of another kind, and each half-year's
    supervision stands in a sub-process of its own.
    """
    shutil.copytree(library, folder)
    file = folder / "diagrams" / "hjemmetraening.bpmn"
    root = etree.fromstring(file.read_bytes())
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    _rename(root, by_id[RENAMED])
    treatment = by_id["Behandling"]
    _insert_task(treatment, by_id["Flow_12_Samlet_vurdering"])
    outer = treatment.getparent()
    assert outer is not None
    _add_reminder(outer)
    by_id[JOIN].tag = _B + "inclusiveGateway"
    _frame(*(by_id[name] for name in FRAMED))
    for lane in root.iter(_B + "lane"):
        if any(reference.text == "Behandling" for reference in lane):
            for element in (REMINDER, REMINDED, f"{REMINDED}_slut"):
                etree.SubElement(lane, _B + "flowNodeRef").text = element
    file.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return folder


def _rename(root: etree._Element, task: etree._Element) -> None:
    task.set("name", "Foretag den samlede vurdering")
    for element in root.iter():
        for attribute in ("id", "sourceRef", "targetRef", "bpmnElement"):
            if element.get(attribute) == RENAMED:
                element.set(attribute, RENAMED_TO)
        if element.text == RENAMED:
            element.text = RENAMED_TO


def _insert_task(treatment: etree._Element, after: etree._Element) -> None:
    goal = after.get("targetRef", "")
    after.set("targetRef", INSERTED)
    _task(treatment, INSERTED, "Kontrollér grundlaget")
    _flow(treatment, INSERTED, goal)


def _add_reminder(process: etree._Element) -> None:
    event = etree.SubElement(
        process,
        _B + "boundaryEvent",
        id=REMINDER,
        name="Behandlingen trækker ud",
        attachedToRef="Behandling",
        cancelActivity="false",
    )
    timer = etree.SubElement(event, _B + "timerEventDefinition", id=f"{REMINDER}_tid")
    etree.SubElement(timer, _B + "timeDuration").text = "P6M"
    _task(process, REMINDED, "Følg op på behandlingen")
    etree.SubElement(process, _B + "endEvent", id=f"{REMINDED}_slut", name="Fulgt op")
    _flow(process, REMINDER, REMINDED)
    _flow(process, REMINDED, f"{REMINDED}_slut")


def _frame(*steps: etree._Element) -> None:
    """Draw a sub-process around steps that follow on each other; it is reached and left instead."""
    scope, inside = steps[0].getparent(), [step.get("id", "") for step in steps]
    assert scope is not None
    frame = etree.SubElement(scope, _B + "subProcess", id=FRAME, name=FRAME_NAME)
    for flow in list(scope.iterchildren(_B + "sequenceFlow")):
        if flow.get("sourceRef") in inside and flow.get("targetRef") in inside:
            frame.append(flow)
        elif flow.get("targetRef") == inside[0]:
            flow.set("targetRef", FRAME)
        elif flow.get("sourceRef") == inside[-1]:
            flow.set("sourceRef", FRAME)
    frame.extend(steps)
    etree.SubElement(frame, _B + "startEvent", id=f"{FRAME}_begynder", name="Halvåret begynder")
    etree.SubElement(frame, _B + "endEvent", id=f"{FRAME}_slut", name="Halvårets tilsyn er afsluttet")
    _flow(frame, f"{FRAME}_begynder", inside[0])
    _flow(frame, inside[-1], f"{FRAME}_slut")


def _task(scope: etree._Element, name: str, title: str) -> None:
    task = etree.SubElement(scope, _B + "userTask", id=name, name=title)
    task.set(_CAMUNDA + "formRef", _FORM)
    task.set(_CAMUNDA + "candidateGroups", "sagsbehandler")


def _flow(scope: etree._Element, source: str, target: str) -> None:
    etree.SubElement(scope, _B + "sequenceFlow", id=f"{source}_{target}", sourceRef=source, targetRef=target)
