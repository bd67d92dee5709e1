"""A sequence flow must join two elements of the same process; elsewhere it is drawn but never walked."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definitions.bpmn import FLOW_NODES, bpmn, children, described, id_of, local
from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Diagram
from engine.definitions.lint.drawing import all_flows, finding
from engine.errors import Finding

RULE = "sequence-flow"


def check(bundle: Bundle) -> Iterator[Finding]:
    for diagram, flows in all_flows(bundle):
        scope, known = flows.scope, flows.nodes
        for flow in children(scope, "sequenceFlow"):
            for end, word in (("sourceRef", "begynder"), ("targetRef", "ender")):
                name = flow.get(end, "")
                if not name:
                    message = (
                        f"{described(flow)} {word} løst i luften. Træk enden helt hen på et element, eller slet den."
                    )
                    yield finding(diagram, flow, RULE, message)
                elif name not in known:
                    message = (
                        f"{described(flow)} {word} ved {_elsewhere(diagram, name)}, som ikke findes i "
                        f"{described(scope)}. Sæt den fast på et element, eller slet den. Mellem puljer tegnes en "
                        "beskedpil."
                    )
                    yield finding(diagram, flow, RULE, message)
                elif end == "sourceRef" and local(known[name]) == "endEvent":
                    yield finding(
                        diagram, flow, RULE, f"{described(flow)} går ud fra {described(known[name])}. Slet den."
                    )
                elif end == "targetRef" and local(known[name]) in {"startEvent", "boundaryEvent"}:
                    message = f"{described(flow)} går ind i {described(known[name])} ({id_of(known[name])}). Slet den."
                    yield finding(diagram, flow, RULE, message)


def _elsewhere(diagram: Diagram, name: str) -> str:
    """What stands in another pool or sub-process of the file, by its name."""
    found = next((element for element in diagram.root.iter(*map(bpmn, FLOW_NODES)) if id_of(element) == name), None)
    return f"»{name}«" if found is None else described(found)
