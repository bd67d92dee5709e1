"""
A drawing finished as a simulation takes it: whatever it does not say yet is left to whoever runs it.

A condition that is written in FEEL stays, so that it can be judged. Any other
becomes the id of its arrow in quotation marks, and before the drawing is played
so do all (`asked`): whoever runs it is asked by that id and chooses.
Every task becomes work that is simply done, a missing name or time an ordinary
one. What remains wrong in the finished drawing is a mistake in it.
"""

from __future__ import annotations

import copy
from typing import cast

from engine.definitions.bpmn import FLOW_NODES, SCOPES, bpmn, children, is_bpmn, local, running
from engine.definitions.sketch.finishing.activities import finish_activities
from engine.definitions.sketch.finishing.choreography import finish_choreography
from engine.definitions.sketch.finishing.events import finish_events
from engine.definitions.sketch.finishing.flows import asked, finish_flows
from engine.definitions.sketch.finishing.targets import Targets
from engine.definitions.xml import Element

__all__ = ["asked", "finished"]

# What says something of the flow of work; the rest is for data, people, documents and other programs.
_KEPT = frozenset(
    {
        *FLOW_NODES,
        "sequenceFlow",
        "conditionExpression",
        "association",
        "eventDefinitionRef",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "condition",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "completionCondition",
        "loopCardinality",
    }
)


def finished(root: Element) -> Element:
    """A copy of a mended drawing with every process that runs made ready to; the lines stay those of the file."""
    root = copy.deepcopy(root)
    chosen, targets = running(root), Targets(root)
    for process in list(children(root, "process")):
        if process in chosen:
            _finish(targets, process)
        else:
            root.remove(process)
    for key in list(root.iter(bpmn("correlationKey"), bpmn("correlationProperty"))):
        cast("Element", key.getparent()).remove(key)  # which message is whose is seen from the drawing
    return root


def _finish(targets: Targets, process: Element) -> None:
    process.set("isExecutable", "true")
    finish_choreography(process)
    _strip(process)
    finish_activities(process)
    finish_events(targets, process)
    finish_flows(process)


def _strip(element: Element) -> None:
    """Leave what BPMN itself says of the flow of work."""
    for attribute in [str(name) for name in element.attrib if str(name).startswith("{")]:
        del element.attrib[attribute]
    holds_flow = local(element) in {"process", *SCOPES}
    for inner in list(element):
        if is_bpmn(inner) and _is_kept(inner) and (holds_flow or local(inner) not in FLOW_NODES):
            _strip(inner)
        else:
            element.remove(inner)


def _is_kept(element: Element) -> bool:
    return local(element) in _KEPT or local(element).endswith("EventDefinition")
