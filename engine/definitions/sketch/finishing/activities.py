"""Work: every task is one that is simply done, and a repetition without a number is done a few times."""

from __future__ import annotations

import re

from engine.definitions.bpmn import (
    CAMUNDA,
    SCOPES,
    TASKS,
    all_flow_nodes,
    bpmn,
    children,
    flow_nodes,
    id_of,
    local,
    trigger_of,
)
from engine.definitions.sketch.finishing.flows import asked_for
from engine.definitions.xml import Element

TIMES = 3  # how often something is repeated that does not say how often
_MOST_TIMES = 10  # more says nothing new, and is long to read
_NUMBER = re.compile(r"[0-9]{1,6}")
_FAILURES = frozenset({"error", "escalation"})
_THROWING = frozenset({"endEvent", "intermediateThrowEvent"})
_KEPT = frozenset({"id", "name", "default", "isForCompensation"})


def finish_activities(process: Element) -> None:
    for node in list(all_flow_nodes(process)):
        _finish_loops(node)
        for unseen in ("startQuantity", "completionQuantity"):
            node.attrib.pop(unseen, "")  # no drawing shows them; they are told of, and stop deployment
        if _compensates(node):
            node.attrib.pop("isForCompensation", "")  # some modelers write it there as well; its start says so
        if local(node) in SCOPES and next(flow_nodes(node), None) is None:
            _close(node)
        if local(node) in TASKS and local(node) != "receiveTask":
            may_fail = local(node) not in {"userTask", "manualTask"} or _is_caught(node)
            node.tag = bpmn("userTask")
            for attribute in [str(name) for name in node.attrib if name not in _KEPT]:
                del node.attrib[attribute]
            if may_fail:
                node.set("implementation", "##unspecified")
            node.set(f"{{{CAMUNDA}}}formRef", "formular")
            node.set(f"{{{CAMUNDA}}}candidateGroups", "rolle")
        elif local(node) == "receiveTask":
            for attribute in ("operationRef", "implementation"):
                node.attrib.pop(attribute, "")


def _is_caught(task: Element) -> bool:
    """Whether an edge around a person's task catches what nothing drawn there throws: it must be work that fails."""
    for scope in task.iterancestors(*(bpmn(kind) for kind in SCOPES)):
        around = scope.getparent()
        edge = () if around is None else children(around, "boundaryEvent")
        caught = [event for event in edge if event.get("attachedToRef") == id_of(scope)]
        thrown = {trigger_of(event) for event in all_flow_nodes(scope) if local(event) in _THROWING}
        if any(trigger_of(event) in _FAILURES - thrown for event in caught):
            return True
    return False


def _compensates(node: Element) -> bool:
    starts = children(node, "startEvent") if node.get("triggeredByEvent") == "true" else ()
    return any(trigger_of(start) == "compensate" for start in starts)


def _close(scope: Element) -> None:
    """
    A sub-process that nobody drew in is a piece of work; one that an event starts does nothing yet.

    One that an event starts and arrows lead to stays as it is: that is a mistake, whatever is drawn in it.
    """
    around = scope.getparent()
    if scope.get("triggeredByEvent") != "true" or around is None:
        scope.tag = bpmn("userTask")
    elif not any(
        id_of(scope) in {flow.get("sourceRef"), flow.get("targetRef")} for flow in children(around, "sequenceFlow")
    ):
        around.remove(scope)


def _finish_loops(node: Element) -> None:
    for loop in children(node, "multiInstanceLoopCharacteristics"):
        written = (loop.findtext(bpmn("loopCardinality")) or "").removeprefix("=").strip()
        for part in list(loop):
            loop.remove(part)
        times = loop.makeelement(bpmn("loopCardinality"))
        times.text = str(min(int(written), _MOST_TIMES) if _NUMBER.fullmatch(written) else TIMES)
        loop.append(times)
    for loop in children(node, "standardLoopCharacteristics"):
        _ask(loop, "loopCondition", id_of(node))
    if local(node) == "adHocSubProcess":
        for condition in list(children(node, "completionCondition")):
            node.remove(condition)


def _ask(holder: Element, part: str, name: str) -> None:
    for found in list(children(holder, part)):
        holder.remove(found)
    condition = holder.makeelement(bpmn(part))
    condition.text = asked_for(name)
    holder.append(condition)
