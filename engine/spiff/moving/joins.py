"""By which of a join's new ways in a waiting token came."""

from __future__ import annotations

from engine.spiff.moving.places import Places
from engine.spiff.nodes import Flow, Node

# Where a token at a join keeps the id of its sequence flow.
CAME_BY = "flow"


def way_in(came_by: str, node: Node, join: Node, places: Places) -> str | None:
    """The new flow that answers to an old one; None when only a person can tell."""
    wanted = places.new_id(came_by)
    if wanted in join.incoming:
        return wanted
    source = next(flow.source for flow in _flows_into(node) if flow.id == came_by)
    ways = [flow.id for flow in _flows_into(join) if flow.source == places.new_id(source)]
    if not ways:
        kept = {places.new_id(flow) for flow in node.incoming}
        gone = [flow for flow in node.incoming if places.new_id(flow) not in join.incoming]
        ways = [flow for flow in join.incoming if flow not in kept] if len(gone) == 1 else []
    return ways[0] if len(ways) == 1 else None


def _flows_into(node: Node) -> list[Flow]:
    specs = node._wf_spec.task_specs.values()
    return [flow for one in specs for flow in one.flows if flow.target == node.name]
