"""Links: a flow that is drawn as two events of one name instead of an arrow."""

from __future__ import annotations

from typing import Any

from engine.spiff.nodes import Flow, Node
from engine.spiff.process import ProcessSpec
from engine.spiff.triggers import Link


class LinkEvent(Node):
    """One of the two ends; a token passes it."""

    def __init__(self, wf_spec: Any, name: str, *, trigger: Link, catches: bool, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.link = trigger.name
        self.catches = catches


def connect_links(spec: ProcessSpec) -> None:
    """Lead each throwing link of a scope to the catching one of its name; the diagram was checked for one."""
    links = [node for node in spec.task_specs.values() if isinstance(node, LinkEvent)]
    goals = {node.link: node for node in links if node.catches}
    for source in links:
        if not source.catches:
            # A space: no sequence flow's id can be the same.
            spec.connect(Flow(f"{source.name} [link]", source.name, goals[source.link].name, None))
