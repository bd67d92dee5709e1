"""A sequence flow must join two elements of the same process; elsewhere it is drawn but never walked."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import FLOW_NODES, bpmn, children, described, id_of, local, name_of
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.flows import Flows
from engine.definitions.lint.drawing import all_flows, finding
from engine.definitions.xml import Element
from engine.errors import Finding

RULE = "sequence-flow"


# What an arrow may not join, by what it is called, and how it is joined instead.
_NO_STEPS = {
    "textAnnotation": ("en note", "en prikket forbindelse"),
    "dataObjectReference": ("data", "en prikket dataforbindelse"),
    "dataObject": ("data", "en prikket dataforbindelse"),
    "dataStoreReference": ("et datalager", "en prikket dataforbindelse"),
    "group": ("en gruppe", "ingen pil"),
    "participant": ("en pulje", "en beskedpil"),
    "lane": ("en bane", "ingen pil"),
}


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        for flow in children(flows.scope, "sequenceFlow"):
            for wrong in _wrong(diagram, flows, flow):
                yield finding(diagram, flow, RULE, f"{described(flow)} {wrong}")


def _wrong(diagram: Diagram, flows: Flows, flow: Element) -> Iterator[str]:
    source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
    if not source and not target:
        yield "hænger løst i begge ender. Træk enderne helt hen på hver sit element, eller slet den."
        return
    if not source:
        yield "begynder løst i luften. Træk enden helt hen på et element, eller slet den."
    elif source not in flows.nodes:
        yield f"begynder ved {_elsewhere(diagram, flows.scope, source)}"
    elif local(flows.nodes[source]) == "endEvent":
        yield f"går ud fra {described(flows.nodes[source])}. Slet den."
    if not target:
        yield "ender løst i luften. Træk enden helt hen på et element, eller slet den."
    elif target not in flows.nodes:
        yield f"ender ved {_elsewhere(diagram, flows.scope, target)}"
    elif local(flows.nodes[target]) in {"startEvent", "boundaryEvent"}:
        yield f"går ind i {described(flows.nodes[target])} ({target}). Slet den."


def _elsewhere(diagram: Diagram, scope: Element, name: str) -> str:
    """What an arrow leads to that is no step of its process or sub-process, and what to draw instead."""
    found = next((element for element in diagram.root.iter("*") if id_of(element) == name), None)
    kind = "" if found is None else local(found)
    if found is None or kind not in FLOW_NODES | _NO_STEPS:
        return f"»{name}«, som ikke findes i {described(scope)}. Sæt den fast på et element, eller slet den."
    if kind in _NO_STEPS:
        word, instead = _NO_STEPS[kind]
        return f"{_called(found, word)}. En pil fører fra trin til trin; til {word} tegnes {instead}."
    if _is_in_a_pool(diagram, scope) and not _is_in_a_pool(diagram, found):
        return (
            f"{described(found)}, som ligger uden for puljerne og ikke er med i {described(scope)}. Flyt den helt ind "
            "i puljen."
        )
    return (
        f"{described(found)}, som ikke ligger i {described(scope)}. Sæt den fast på et element, eller slet den. "
        "Mellem puljer tegnes en beskedpil."
    )


def _called(element: Element, word: str) -> str:
    name = name_of(element)
    return f"{word} »{name[:80]}«" if name else word


def _is_in_a_pool(diagram: Diagram, element: Element) -> bool:
    own = next(each for each in (element, *element.iterancestors()) if local(each) == "process")
    return any(pool.get("processRef") == id_of(own) for pool in diagram.root.iter(bpmn("participant")))
