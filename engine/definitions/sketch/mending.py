"""What other modelers write differently and mean no harm by: ids, references with prefixes, empty processes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from engine.definitions.bpmn import (
    BPMN,
    FLOW_NODES,
    bpmn,
    children,
    described,
    event_definitions,
    flow_nodes,
    id_of,
    is_bpmn,
    local,
)
from engine.definitions.sketch.shared_ids import part_shared_ids
from engine.definitions.wording import sentence
from engine.definitions.xml import ID, Element, line_of
from engine.errors import Finding

_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
# Attributes that hold an id, and elements whose text is one.
_REFERENCES = frozenset(
    {"sourceRef", "targetRef", "attachedToRef", "default", "processRef", "bpmnElement", "messageRef", "signalRef"}
    | {"errorRef", "escalationRef", "activityRef", "calledElement", "dataObjectRef", "dataStoreRef", "itemSubjectRef"}
)
_REFERRING = frozenset({"incoming", "outgoing", "flowNodeRef", "eventDefinitionRef", "source", "target"})
_NAMED = frozenset(
    {*FLOW_NODES, "process", "sequenceFlow", "participant", "messageFlow", "lane", "collaboration"}
    | {"message", "signal", "error", "escalation"}
)


def mend(root: Element, file: str) -> list[Finding]:
    """
    Make every id of the model unique and short ASCII, in place, with what points at it.

    Returns what that hides from deployment as findings: advice for an id that
    had to be written otherwise or that something else has too, an error for one
    that two steps share.
    """
    _forget_layout_ids(root)
    _cut_prefixes(root)
    used = {id_of(element) for element in root.iter()}
    findings = list(part_shared_ids(root, file, lambda name: _fresh(name, used)))
    renamed = dict(_renamings(root))
    for element in [element for element in root.iter() if id_of(element) in renamed]:
        name = id_of(element)
        message = (
            f"{described(element)} har id'et »{name[:60]}«, som et andet modelleringsværktøj har givet det. Giv det et "
            "id af a-z, tal, punktum, bindestreg og understreg, før tegningen udrulles."
        )
        findings.append(Finding(file, line_of(element), name[:100], "bad-id", sentence(message), "advice"))
    _rename(root, renamed)
    _name_the_nameless(root)
    _take_over_calls(root)
    _take_in_triggers(root)
    _drop_empty_processes(root)
    return findings


def _forget_layout_ids(root: Element) -> None:
    """Nothing points at the ids of shapes and edges, and some tools write the same one twice."""
    for element in root.iter(f"{{{_DI}}}*"):
        element.attrib.pop("id", "")


def _cut_prefixes(root: Element) -> None:
    """A reference is a QName, so some tools write the target namespace's prefix before the id."""
    known = {id_of(element) for element in root.iter() if id_of(element)}
    for element in root.iter(f"{{{BPMN}}}*", f"{{{_DI}}}*"):
        for attribute, value in element.attrib.items():
            bare = str(value).rpartition(":")[2]
            if attribute in _REFERENCES and value not in known and bare in known:
                element.set(attribute, bare)
        if local(element) in _REFERRING and (text := (element.text or "").strip()) not in known:
            bare = text.rpartition(":")[2]
            element.text = bare if bare in known else text


def _renamings(root: Element) -> Iterator[tuple[str, str]]:
    used = {id_of(element) for element in root.iter()}
    for element in root.iter():
        name = id_of(element)
        if name and not ID.fullmatch(name):
            yield name, _fresh(name, used)


def _fresh(name: str, used: set[str]) -> str:
    """A short ASCII id like another, which nothing has yet; from then on it is used."""
    plain = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)[:80]
    plain = plain if ID.fullmatch(plain) else f"id_{plain}"
    number, candidate = 1, plain
    while candidate in used:
        number += 1
        candidate = f"{plain}_{number}"
    used.add(candidate)
    return candidate


def _rename(root: Element, renamed: dict[str, str]) -> None:
    if not renamed:
        return
    for element in root.iter():
        if id_of(element) in renamed:
            element.set("id", renamed[id_of(element)])
        for attribute, value in element.attrib.items():
            if attribute in _REFERENCES and value in renamed:
                element.set(attribute, renamed[str(value)])
        text = (element.text or "").strip()
        if is_bpmn(element) and local(element) in _REFERRING and text in renamed:
            element.text = renamed[text]


def _name_the_nameless(root: Element) -> None:
    """Whoever is without an id gets one, so that it can be walked and told of."""
    used = {id_of(element) for element in root.iter()}
    number = 0
    for element in root.iter(f"{{{BPMN}}}*"):
        if local(element) in _NAMED and not id_of(element):
            while (candidate := f"uden_id_{(number := number + 1)}") in used:
                pass
            element.set("id", candidate)


def _take_in_triggers(root: Element) -> None:
    """Some tools write an event's one trigger beside the processes, and only point at it from the event."""
    triggers = {id_of(row): row for row in root if is_bpmn(row) and local(row).endswith("EventDefinition")}
    for reference in list(root.iter(bpmn("eventDefinitionRef"))):
        event, trigger = reference.getparent(), triggers.get((reference.text or "").strip())
        if event is None or trigger is None or len(event_definitions(event)) or len(_pointed_at(event)) > 1:
            continue
        inside = copy.deepcopy(trigger)
        inside.set("id", f"{id_of(event)}_udloeser")
        event.replace(reference, inside)


def _pointed_at(event: Element) -> list[Element]:
    return list(children(event, "eventDefinitionRef"))


def _take_over_calls(root: Element) -> None:
    """Camunda 8 keeps the called process in an extension of the call activity."""
    for call in root.iter(bpmn("callActivity")):
        for called in call.iter("{*}calledElement"):
            name = called.get("processId", "").strip()
            if name and not name.startswith("=") and not call.get("calledElement"):
                call.set("calledElement", name)


def _drop_empty_processes(root: Element) -> None:
    """
    Tools write an empty process for a pool that nobody drew in, and for the paper around the pools.

    On the paper lie arrows that hang loose. They go to where they begin or end,
    so that they are told of.
    """
    filled = [process for process in children(root, "process") if next(flow_nodes(process), None) is not None]
    around = {id_of(node): node.getparent() for node in root.iter(*map(bpmn, FLOW_NODES))}
    for process in list(children(root, "process")):
        if filled and process not in filled:
            for flow in list(children(process, "sequenceFlow")):
                ends = (around.get(flow.get(end, "")) for end in ("sourceRef", "targetRef"))
                next((scope for scope in ends if scope is not None), filled[0]).append(flow)
            root.remove(process)
