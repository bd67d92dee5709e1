"""
A drawing finished as a simulation takes it: whatever it does not say yet is left to whoever runs it.

A condition becomes the id of its arrow in quotation marks, a name that FEEL
knows nothing of; whoever runs the drawing is asked by that id and chooses.
Every task becomes work that is simply done, a missing name or time an ordinary
one. What remains wrong in the finished drawing is a mistake in it.
"""

from __future__ import annotations

import copy

from engine.definitions.bpmn import bpmn, children, is_bpmn, local, running
from engine.definitions.sketch.finishing.activities import finish_activities
from engine.definitions.sketch.finishing.events import finish_events
from engine.definitions.sketch.finishing.flows import finish_flows
from engine.definitions.xml import Element

# What says something of the flow of work; the rest is for data, people, documents and other programs.
_DROPPED = (
    "extensionElements",
    "documentation",
    "ioSpecification",
    "ioBinding",
    "property",
    "dataInputAssociation",
    "dataOutputAssociation",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "dataInput",
    "dataOutput",
    "dataOutputAssociation",
    "inputSet",
    "outputSet",
    "resourceRole",
    "performer",
    "humanPerformer",
    "potentialOwner",
    "auditing",
    "monitoring",
    "categoryValueRef",
    "supports",
    "supportedInterfaceRef",
    "correlationSubscription",
    "artifact",
    "rendering",
)


def finished(root: Element) -> Element:
    """A copy of a mended drawing with every process that runs made ready to; the lines stay those of the file."""
    root = copy.deepcopy(root)
    chosen = running(root)
    for process in list(children(root, "process")):
        if process in chosen:
            _finish(root, process)
        else:
            root.remove(process)
    return root


def _finish(root: Element, process: Element) -> None:
    process.set("isExecutable", "true")
    for element in list(process.iter(*map(bpmn, _DROPPED))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in [process, *process.iterdescendants()]:
        _forget_dialect(element)
    finish_activities(process)
    finish_events(root, process)
    finish_flows(process)


def _forget_dialect(element: Element) -> None:
    """Attributes and elements of other namespaces than BPMN's own."""
    for attribute in [str(name) for name in element.attrib if str(name).startswith("{")]:
        del element.attrib[attribute]
    for inner in [inner for inner in element if not is_bpmn(inner) and local(element) != "extensionElements"]:
        element.remove(inner)
