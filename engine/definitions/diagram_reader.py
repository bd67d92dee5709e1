"""From a BPMN file to its processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine import spiff
from engine.definitions.bpmn import (
    FLOW_NODES,
    all_flow_nodes,
    bpmn,
    children,
    described,
    event_definitions,
    flow_nodes,
    id_of,
    local,
    running,
)
from engine.definitions.diagram import Call, Diagram, Element, Process
from engine.definitions.element_reader import ElementReader
from engine.definitions.event_starts import read_event_starts
from engine.definitions.expression_reader import ExpressionReader, mapping_rows
from engine.definitions.lanes import nearest_lanes, read_lanes
from engine.definitions.xml import Element as XmlElement
from engine.definitions.xml import line_of, read_xml
from engine.errors import Finding, InvalidDefinition

# Of one file. More than anybody reads, and several checks look from each to every other.
MAX_PROCESSES = 200
MAX_DRAWN = 6_000  # steps and arrows


def examine_diagram(content: bytes, file: str, lanes: Mapping[str, str]) -> tuple[Diagram | None, list[Finding]]:
    """
    What could be read of a file, and what is wrong with it.

    `lanes` gives role keys by the Danish name of their lane. What is missing
    in other files is found by `engine.definitions.lint`.
    """
    try:
        root = read_xml(content, file)
    except InvalidDefinition as error:
        return None, list(error.findings)
    if problem := unreadable(root, file):
        return None, [problem]
    return read_diagram(root, content, file, lanes)


def unreadable(root: XmlElement, file: str) -> Finding | None:
    """Why a well-formed file is not read as a diagram at all."""
    if local(root) != "definitions":
        message = "Filen er ikke et BPMN-diagram: dens øverste element skal være »bpmn:definitions«."
        return Finding(file, line_of(root), "", "malformed", message)
    if too_much := _too_much(root):
        return Finding(file, line_of(root), "", "xml-size", too_much)
    return None


def read_diagram(
    root: XmlElement, content: bytes, file: str, lanes: Mapping[str, str]
) -> tuple[Diagram, list[Finding]]:
    """The diagram in a tree whose ids are in order, and what is wrong with it; `content` is the file it came from."""
    findings: list[Finding] = []
    processes = tuple(
        _read_process(process, content, file, lanes, findings) for process in running(root) if id_of(process)
    )
    return Diagram(file, root, processes), findings


def _too_much(root: XmlElement) -> str | None:
    if len(running(root)) > MAX_PROCESSES:
        return f"Filen har flere end {MAX_PROCESSES} processer. Del den i flere filer."
    drawn = sum(1 for _ in root.iter(*map(bpmn, (*FLOW_NODES, "sequenceFlow"))))
    if drawn > MAX_DRAWN:
        return f"Diagrammet har flere end {MAX_DRAWN} trin og pile. Del det op, og kald delene med kaldeaktiviteter."
    return None


def _read_process(
    process: XmlElement, content: bytes, file: str, lanes: Mapping[str, str], findings: list[Finding]
) -> Process:
    names = message_names(process.getparent())
    elements = ElementReader(file, findings)
    expressions = ExpressionReader(file, findings)
    by_lane = read_lanes(process)
    found: dict[str, Element] = {}
    for node in all_flow_nodes(process):
        if id_of(node):
            own = nearest_lanes(node, by_lane)
            found[id_of(node)] = elements.read(node, own, next((lanes.get(lane) for lane in own[-1:]), None))
    expressions.read(process, found)
    starts = [node for node in flow_nodes(process) if local(node) == "startEvent"]
    return Process(
        id=id_of(process),
        name=process.get("name") or id_of(process),
        file=file,
        line=line_of(process),
        content=content,
        elements=found,
        none_start=_none_start(process, starts),
        message_starts=_message_starts([*starts, *spiff.instantiating(process)], names, file, findings),
        receives=frozenset(_messages(process, names, ("startEvent", "intermediateCatchEvent", "boundaryEvent"))),
        sends=_sends(process, names, expressions.inputs),
        calls=tuple(_calls(process)),
        sets=frozenset(expressions.sets - {""}) | {decided.variable for decided in expressions.decided},
        mapped=frozenset(expressions.sets - {""}),
        decided=tuple(expressions.decided),
        throws=frozenset(expressions.throws - {""}),
        uses=tuple(expressions.uses),
        timers=tuple(expressions.timers),
        event_starts=tuple(read_event_starts(starts, process.getparent(), file)),
    )


def message_names(root: XmlElement | None) -> dict[str, str]:
    """The names of a file's messages by id."""
    return {} if root is None else {id_of(row): row.get("name") or "" for row in children(root, "message")}


def message_of(node: XmlElement) -> str | None:
    """The id of the message a node sends or waits for; None when it has none."""
    holders = [node, *children(node, "messageEventDefinition")]
    return next((holder.get("messageRef") for holder in holders if holder.get("messageRef")), None)


def _messages(process: XmlElement, names: Mapping[str, str], kinds: tuple[str, ...]) -> Iterator[str]:
    for node in all_flow_nodes(process):
        if local(node) in {*kinds, "receiveTask"} and (name := names.get(message_of(node) or "")):
            yield name


def _sends(
    process: XmlElement, names: Mapping[str, str], inputs: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    sent: dict[str, frozenset[str]] = {}
    for node in all_flow_nodes(process):
        if local(node) in {"sendTask", "intermediateThrowEvent", "endEvent"}:
            name = names.get(message_of(node) or "")
            if name:
                sent[name] = sent.get(name, frozenset()) | inputs.get(id_of(node), frozenset())
    return sent


def _none_start(process: XmlElement, starts: list[XmlElement]) -> str | None:
    """The start event without a trigger; without any start event the first node that stands alone."""
    if starts or any(True for _ in spiff.instantiating(process)):
        return next((id_of(start) for start in starts if not event_definitions(start)), None)
    entered = {flow.get("targetRef") for flow in children(process, "sequenceFlow")}
    alone = (node for node in flow_nodes(process) if spiff.begins_alone(node) and id_of(node) not in entered)
    return next((id_of(node) for node in alone), None)


def _message_starts(
    starts: list[XmlElement], names: Mapping[str, str], file: str, findings: list[Finding]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in starts:
        name = names.get(message_of(start) or "")
        if name and name in found:
            message = f"{described(start).capitalize()} venter på beskeden »{name}« ligesom en anden starthændelse."
            findings.append(Finding(file, line_of(start), id_of(start), "message-start", message))
        elif name:
            found[name] = id_of(start)
    return found


def _calls(process: XmlElement) -> Iterator[Call]:
    for node in all_flow_nodes(process):
        if local(node) == "callActivity" and node.get("calledElement"):
            yield read_call(node)


def read_call(node: XmlElement) -> Call:
    """What a call activity passes on and takes back."""
    from_parent, to_parent = mapping_rows(node, "in"), mapping_rows(node, "out")
    return Call(
        element=id_of(node),
        process=node.get("calledElement", ""),
        line=line_of(node),
        inputs=frozenset(row.get("target", "") for row in from_parent) - {""},
        outputs=frozenset(row.get("target", "") for row in to_parent) - {""},
        all_in=any(row.get("variables") == "all" for row in from_parent),
        all_out=any(row.get("variables") == "all" for row in to_parent),
    )
