"""
A `sag:` word belongs where it is read: on a task, event, gateway or sub-process.

`sag:skriv` is narrower still: only where the engine stops at a task can a fact
be written before the next gateway reads it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import FLOW_NODES, SAG, described, id_of, is_bpmn, local
from engine.definitions.bundle import Bundle
from engine.definitions.lint.drawing import finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "sag-place"
_WRITING = {"userTask", "manualTask", "serviceTask", "sendTask"}


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram in bundle.diagrams:
        for element in diagram.root.iter("*"):
            for word in _misplaced(element):
                owner = _owner(element)
                message = (
                    f"»sag:{word}« på {described(owner)} læses ikke. Sæt det på en opgave, hændelse eller gateway."
                )
                yield finding(diagram, owner, RULE, message)
            if str(element.tag) == f"{{{SAG}}}skriv" and (task := _task(element)) is not None:
                message = (
                    f"»sag:skriv« på {described(task)} læses ikke. "
                    "Tegn en serviceopgave efter den med camunda:topic »sag.registrer«, og skriv oplysningen der."
                )
                yield finding(diagram, task, RULE, message)


def _misplaced(element: Element) -> Iterator[str]:
    prefix = f"{{{SAG}}}"
    if str(element.tag).startswith(prefix):
        box = element.getparent()
        holder = None if box is None else box.getparent()
        if holder is None or not _is_flow_node(holder):
            yield local(element)
    elif not _is_flow_node(element):
        yield from (str(key).removeprefix(prefix) for key in element.attrib if str(key).startswith(prefix))


def _task(write: Element) -> Element | None:
    """The flow node that a write stands on, when it is not one that writes."""
    box = write.getparent()
    holder = None if box is None else box.getparent()
    if holder is None or not _is_flow_node(holder) or local(holder) in _WRITING:
        return None
    return holder


def _is_flow_node(element: Element) -> bool:
    return is_bpmn(element) and local(element) in FLOW_NODES


def _owner(element: Element) -> Element:
    """The nearest element around that has an id, for the author to find."""
    around = element.getparent()
    return element if id_of(element) or around is None else _owner(around)
