"""A sequence flow must join two elements of the same process; elsewhere it is drawn but never walked."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import CHOREOGRAPHY, FLOW_NODES, bpmn, children, described, id_of, local, name_of
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
    if source not in flows.nodes and (home := _other_home(diagram, source, target)) is not None:
        yield f"forbinder to trin i {described(home)}, men hører til et andet sted i filen. Slet den, og tegn den igen."
        return
    if not source:
        yield "begynder løst i luften. Træk enden helt hen på et element, eller slet den."
    elif source in flows.nodes and local(flows.nodes[source]) == "endEvent":
        yield f"går ud fra {described(flows.nodes[source])}. Slet den."
    elif source not in flows.nodes and (elsewhere := _elsewhere(diagram, flows.scope, source)):
        yield f"begynder ved {elsewhere}"
    if not target:
        yield "ender løst i luften. Træk enden helt hen på et element, eller slet den."
    elif target in flows.nodes and local(flows.nodes[target]) in {"startEvent", "boundaryEvent"}:
        yield f"går ind i {described(flows.nodes[target])} ({target}). Slet den."
    elif target not in flows.nodes and (elsewhere := _elsewhere(diagram, flows.scope, target)):
        yield f"ender ved {elsewhere}"


def _other_home(diagram: Diagram, source: str, target: str) -> Element | None:
    """Where both ends of an arrow that is not kept with them stand."""
    ends = [element for name in (source, target) if (element := _find(diagram, name)) is not None]
    homes = [end.getparent() for end in ends if local(end) in FLOW_NODES]
    return homes[0] if len(homes) == 2 and homes[0] is homes[1] else None


def _find(diagram: Diagram, name: str) -> Element | None:
    return next((element for element in diagram.root.iter("*") if name and id_of(element) == name), None)


def _elsewhere(diagram: Diagram, scope: Element, name: str) -> str | None:
    """What an arrow leads to that is no step of its process or sub-process, and what to draw instead."""
    found = _find(diagram, name)
    kind = "" if found is None else local(found)
    if found is not None and kind in CHOREOGRAPHY and found.getparent() is scope:
        return None  # refused as a whole
    if found is None or kind not in FLOW_NODES | _NO_STEPS:
        return f"»{name}«, som ikke findes i {described(scope)}. Sæt den fast på et element, eller slet den."
    if kind in _NO_STEPS:
        word, instead = _NO_STEPS[kind]
        return f"{_called(found, word)}. En pil fører fra trin til trin; til {word} tegnes {instead}."
    if _process_around(found) is _process_around(scope):
        return f"{described(found)}, som ligger {_across(scope, found)}"
    if _is_in_a_pool(diagram, scope) and not _is_in_a_pool(diagram, found):
        return (
            f"{described(found)}, som ligger uden for puljerne og ikke er med i {described(scope)}. Flyt den helt ind "
            "i puljen."
        )
    return (
        f"{described(found)}, som ikke ligger i {described(scope)}. Sæt den fast på et element, eller slet den. "
        "Mellem puljer tegnes en beskedpil."
    )


def _across(scope: Element, found: Element) -> str:
    """On which side of a sub-process' border a step lies that an arrow cannot reach, and what it can."""
    inner = next((each for each in found.iterancestors() if each.getparent() is scope), None)
    where = f"uden for {described(scope)}" if inner is None else f"inde i {described(inner)}"
    return (
        f"{where}. Ingen pil går over kanten af en delproces: sæt den fast på selve delprocessen, eller tegn den "
        "mellem to trin på samme side."
    )


def _called(element: Element, word: str) -> str:
    name = name_of(element)
    return f"{word} »{name[:80]}«" if name else word


def _is_in_a_pool(diagram: Diagram, element: Element) -> bool:
    own = id_of(_process_around(element))
    return any(pool.get("processRef") == own for pool in diagram.root.iter(bpmn("participant")))


def _process_around(element: Element) -> Element:
    return next((each for each in (element, *element.iterancestors()) if local(each) == "process"), element)
