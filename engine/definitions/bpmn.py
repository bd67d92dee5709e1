"""The words of a BPMN file: its namespaces, how its elements are found, and what they are called in Danish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from engine.definitions.xml import Element, line_of

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
SAG = "urn:sagsgang:bpmn:1"

TASKS = {
    "task": "opgaven",
    "userTask": "opgaven",
    "manualTask": "den manuelle opgave",
    "serviceTask": "serviceopgaven",
    "sendTask": "sendeopgaven",
    "receiveTask": "modtageopgaven",
    "businessRuleTask": "regelopgaven",
    "scriptTask": "scriptopgaven",
    "callActivity": "kaldeaktiviteten",
}
SCOPES = {
    "subProcess": "delprocessen",
    "transaction": "transaktionen",
    "adHocSubProcess": "ad hoc-delprocessen",
}
EVENTS = {
    "startEvent": "starthændelsen",
    "endEvent": "sluthændelsen",
    "intermediateCatchEvent": "hændelsen",
    "intermediateThrowEvent": "hændelsen",
    "boundaryEvent": "kanthændelsen",
}
GATEWAYS = {
    "exclusiveGateway": "gatewayen",
    "parallelGateway": "den parallelle gateway",
    "inclusiveGateway": "den inklusive gateway",
    "eventBasedGateway": "hændelsesgatewayen",
    "complexGateway": "den komplekse gateway",
}
FLOW_NODES = TASKS | SCOPES | EVENTS | GATEWAYS
# What two parties do together: a step to whoever draws it, and nothing that a process can do.
CHOREOGRAPHY = {
    "choreographyTask": "koreografiopgaven",
    "subChoreography": "delkoreografien",
    "callChoreography": "kaldekoreografien",
}
_WORDS = (
    FLOW_NODES
    | CHOREOGRAPHY
    | {
        "process": "processen",
        "sequenceFlow": "pilen",
        "lane": "banen",
        "participant": "puljen",
        "messageFlow": "beskedpilen",
    }
)

_MANY = 1_000  # elements of one scope: nobody would find a step among them by what it stands next to
_NEAREST = 5
_BPMN_PREFIX = {"bpmn": BPMN}
_by_name = etree.XPath("*[@id = $name]", namespaces=_BPMN_PREFIX)
_before = etree.XPath("bpmn:sequenceFlow[@targetRef = $name]/@sourceRef", namespaces=_BPMN_PREFIX)
_after = etree.XPath("bpmn:sequenceFlow[@sourceRef = $name]/@targetRef", namespaces=_BPMN_PREFIX)
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-", re.IGNORECASE)


def bpmn(name: str) -> str:
    """The full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_bpmn(element: Element) -> bool:
    return str(element.tag).startswith(f"{{{BPMN}}}")


def id_of(element: Element) -> str:
    return element.get("id") or ""


def camunda(element: Element, name: str) -> str | None:
    """A Camunda attribute; None when absent or blank."""
    return (element.get(f"{{{CAMUNDA}}}{name}") or "").strip() or None


def children(element: Element, *names: str) -> Iterator[Element]:
    """The BPMN elements of these names directly inside another."""
    tags = {bpmn(name) for name in names}
    return (inner for inner in element if inner.tag in tags)


def extensions(element: Element, namespace: str, name: str) -> Iterator[Element]:
    """The extension elements of a name on an element."""
    for box in children(element, "extensionElements"):
        yield from box.iterchildren(f"{{{namespace}}}{name}")


def event_definitions(element: Element) -> list[Element]:
    return [inner for inner in element if is_bpmn(inner) and local(inner).endswith("EventDefinition")]


def flow_nodes(scope: Element) -> Iterator[Element]:
    """The tasks, events, gateways and sub-processes directly in a process or sub-process."""
    return children(scope, *FLOW_NODES)


def all_flow_nodes(scope: Element) -> Iterator[Element]:
    """The same with everything inside its sub-processes."""
    for node in flow_nodes(scope):
        yield node
        if local(node) in SCOPES:
            yield from all_flow_nodes(node)


def scopes(process: Element) -> Iterator[Element]:
    """A process and every sub-process in it."""
    yield process
    yield from (node for node in all_flow_nodes(process) if local(node) in SCOPES)


def trigger_of(event: Element) -> str:
    """`message`, `timer` … of an event; `none` of one without an event definition, and of what is no event."""
    return next((local(each).removesuffix("EventDefinition") for each in event_definitions(event)), "none")


def ways(scope: Element) -> Iterator[tuple[str, str]]:
    """
    Which node of a scope leads to which, by id.

    By a sequence flow, from a throwing link to the catching one of its name, and
    from a compensation event to its handler, in whichever direction the
    association is drawn.
    """
    for flow in children(scope, "sequenceFlow"):
        yield flow.get("sourceRef", ""), flow.get("targetRef", "")
    goals = {_link_name(event): id_of(event) for event in children(scope, "intermediateCatchEvent")}
    for event in children(scope, "intermediateThrowEvent"):
        if trigger_of(event) == "link" and _link_name(event) in goals:
            yield id_of(event), goals[_link_name(event)]
    yield from _to_handlers(scope)


def _link_name(event: Element) -> str | None:
    return next(((each.get("name") or "").strip() for each in children(event, "linkEventDefinition")), None)


def _to_handlers(scope: Element) -> Iterator[tuple[str, str]]:
    events = {id_of(event) for event in children(scope, "boundaryEvent") if trigger_of(event) == "compensate"}
    if not events:
        return
    handlers = {id_of(node) for node in flow_nodes(scope) if node.get("isForCompensation") == "true"}
    for association in _associations_around(scope):
        ends = association.get("sourceRef", ""), association.get("targetRef", "")
        for event, handler in (ends, ends[::-1]):
            if event in events and handler in handlers:
                yield event, handler


def _associations_around(scope: Element) -> Iterator[Element]:
    """Modelers put associations in the scope, in a scope around, or in the collaboration."""
    for around in (scope, *scope.iterancestors()):
        yield from children(around, "association")
        for collaboration in children(around, "collaboration"):
            yield from children(collaboration, "association")


def described(element: Element) -> str:
    """
    What an element is called in a finding: `opgaven »Skriv afgørelse«`.

    One without a name is told by what it stands next to, `gatewayen efter
    »Skriv afgørelse«`; only when that has none either, by its id.
    """
    word = _WORDS.get(local(element), "elementet")
    name = name_of(element) or _pool_name(element)
    if name:
        return f"{word} »{name[:80]}«"
    return f"{word} {_beside(element) or _by_id(element)}"


def name_of(element: Element) -> str:
    """Its name on one line; empty when it has none."""
    return " ".join((element.get("name") or "").split())


def _by_id(element: Element) -> str:
    """Its id, or its line when the id was made by a machine for machines."""
    name = id_of(element)
    return f"uden navn i linje {line_of(element)}" if not name or _GUID.search(name) else f"»{name[:80]}«"


def _pool_name(process: Element) -> str:
    root = process.getparent()
    if local(process) != "process" or root is None:
        return ""
    pools = (pool for talk in children(root, "collaboration") for pool in children(talk, "participant"))
    return next((name_of(pool) for pool in pools if pool.get("processRef") == id_of(process)), "")


def _beside(element: Element) -> str:
    """What stands next to a nameless element: before it, or else after it; both for an arrow."""
    scope = element.getparent()
    if scope is None or len(scope) > _MANY:
        return ""
    if local(element) == "sequenceFlow":
        return _between(element, scope)
    if local(element) == "boundaryEvent":
        host = _names(_by_name(scope, name=element.get("attachedToRef", "")))
        return f"på kanten af »{host[0]}«" if host else ""
    if local(element) not in FLOW_NODES:
        return ""
    return _next_to(element, scope, _before, "efter") or _next_to(element, scope, _after, "før")


def _next_to(element: Element, scope: Element, neighbours: etree.XPath, word: str) -> str:
    """The first with a name of those on one side of a node."""
    for other in cast("list[str]", neighbours(scope, name=id_of(element)))[:_NEAREST]:
        if names := _names(_by_name(scope, name=str(other))):
            return f"{word} »{names[0]}«"
    return ""


def _names(elements: object) -> list[str]:
    return [name[:80] for element in cast("list[Element]", elements) if (name := name_of(element))]


def _between(flow: Element, scope: Element) -> str:
    """The two ends of an arrow; one without a name by what stands on its far side."""
    ends = (("fra", "sourceRef", _before, "efter"), ("til", "targetRef", _after, "før"))
    found = [(way, cast("list[Element]", _by_name(scope, name=flow.get(way[1], "")))) for way in ends]
    nodes = [(word, node[0], side, way) for (word, _, side, way), node in found if node]
    if any(name_of(node) for _, node, _, _ in nodes):
        told = [
            f"{word} »{name_of(node)[:80]}«" if name_of(node) else f"{word} {_WORDS.get(local(node), '')} {beside}"
            for word, node, side, way in nodes
            if (beside := _next_to(node, scope, side, way)) or name_of(node)
        ]
        return " ".join(told)
    return next((f"{word} {described(node)}" for word, node, _, _ in nodes if local(node) != "sequenceFlow"), "")


def running(root: Element) -> list[Element]:
    """
    The processes of a file that the engine runs; the others are pictures of somebody else's work.

    When none is marked so, all of them: the author forgot, and wants to hear of everything else too.
    """
    processes = list(children(root, "process"))
    return [process for process in processes if process.get("isExecutable") == "true"] or processes
