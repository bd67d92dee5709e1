"""The saved tokens of one version of a diagram, written anew for another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from engine.model import Json, Obstacle, State, WaitId
from engine.spiff.compiled import CompiledProcess
from engine.spiff.events import BoundaryEvent, EventGateway
from engine.spiff.moving.places import Places, difference
from engine.spiff.multi_instance import MultiInstance
from engine.spiff.nodes import Flow, Node
from engine.spiff.process import ProcessSpec
from engine.spiff.triggers import Timer

Saved: TypeAlias = "dict[str, Json]"

_KEPT_DUE = "Tiden er tegnet anderledes nu. Den frist, der er sat, står ved magt."
_CLOSED = "Er ikke i den nye tegning og lukkes."


class Transfer:
    """
    One instance's way over; `of` goes it.

    `known` holds, by token, the new ids of the events that its old node had: one
    of them that no longer waits has happened, and must not be armed again.
    `displaced` are events that stand on another activity now, by their new id.
    `retimed` are tokens whose timer is drawn otherwise.
    """

    def __init__(self, old: CompiledProcess, new: CompiledProcess, mapping: Mapping[str, str]) -> None:
        self._old = old
        self._new = new
        self._places = Places(new, mapping)
        self.obstacles: list[Obstacle] = []
        self.remarks: dict[WaitId, str] = {}
        self.known: dict[WaitId, frozenset[str]] = {}
        self.displaced: dict[str, Saved] = {}
        self.retimed: set[WaitId] = set()

    def of(self, state: State) -> State:
        """The state for the new diagram; it holds only when no obstacle was met."""
        return {**state, "tokens": self._scope(_list(state["tokens"]), self._old.spec, self._new.spec)}

    # ---- tokens

    def _scope(self, saved: Sequence[Saved], old: ProcessSpec, new: ProcessSpec) -> Json:
        moved = (self._token(one, old, new) for one in saved)
        return [one for one in moved if one is not None]

    def _token(self, saved: Saved, old: ProcessSpec, new: ProcessSpec) -> Saved | None:
        node = old.task_specs[cast("str", saved["at"])]
        found = self._places.of(node, new)
        if isinstance(found, Obstacle):
            self._meet(found)
            return None
        moved = self._put(saved, node, found)
        self.known[_id(saved)] = frozenset(map(self._places.new_id, node.boundaries))
        if "flow" in moved.get("data", {}):  # type: ignore[operator] # data is an object
            self._through_flow(moved, node, found)
        if "tied" in saved:
            tied = [self._tied(one, node, found, old, new) for one in _list(saved["tied"])]
            moved["tied"] = [one for one in tied if one is not None]
        if "inside" in saved:
            inside = self._old.inside[node.bpmn_id]
            moved["inside"] = self._scope(_list(saved["inside"]), inside, self._places.inside(found))
        return moved

    def _put(self, saved: Saved, node: Node, found: Node) -> Saved:
        """The token itself on its new node, with what it has to know there."""
        data = dict(cast("Saved", saved.get("data", {})))
        before, after = getattr(node, "trigger", None), getattr(found, "trigger", None)
        if isinstance(before, Timer) and isinstance(after, Timer) and _text(before) != _text(after):
            self.retimed.add(_id(saved))
            self.remarks[_id(saved)] = _KEPT_DUE
        if isinstance(node, MultiInstance) and isinstance(found, MultiInstance):
            _keep_results(data, found)
        if node.body_of is not None and found.body_of is not None:
            _rename_locals(data, node.body_of, found.body_of)
        moved: Saved = {**saved, "at": found.name}
        return {**moved, "data": data} if data else moved

    def _tied(self, saved: Saved, host: Node, target: Node, old: ProcessSpec, new: ProcessSpec) -> Saved | None:
        """What stands and falls with a token: a body goes its own way, an event only with its activity."""
        node = old.task_specs[cast("str", saved["at"])]
        if not isinstance(node, BoundaryEvent) and not isinstance(host, EventGateway):
            return self._token(saved, old, new)
        wanted = self._places.new_id(node.bpmn_id)
        offered = target.boundaries if isinstance(node, BoundaryEvent) else [flow.target for flow in target.flows]
        found = new.task_specs[wanted] if wanted in offered else None
        if found is not None and difference(node, found) is None:
            return self._put(saved, node, found)
        elsewhere = self._places.boundary(wanted) if found is None and isinstance(node, BoundaryEvent) else None
        if elsewhere is not None and difference(node, elsewhere) is None:
            self.displaced[wanted] = self._put(saved, node, elsewhere)
        self.remarks[_id(saved)] = _CLOSED if found is None else "Er tegnet som noget andet nu; den gamle lukkes."
        return None

    # ---- joins

    def _through_flow(self, moved: Saved, node: Node, join: Node) -> None:
        """A token at a join knows by which sequence flow it came: find that way in among the new ones."""
        data = cast("Saved", moved["data"])
        came_by = cast("str", data["flow"])
        wanted = self._places.new_id(came_by)
        if wanted not in join.incoming:
            wanted = self._same_way(came_by, node, join) or ""
        if wanted:
            data["flow"] = wanted
            return
        text = f"Vejen ind i {node.label}, som forløbet er kommet ad ({came_by}), findes ikke i den nye tegning."
        self._meet(Obstacle(came_by, "missing", f"{text} Vælg den vej, der er trådt i stedet.", tuple(join.incoming)))

    def _same_way(self, came_by: str, node: Node, join: Node) -> str | None:
        """The one sequence flow from the element that the old one came from; or the only one that is new."""
        source = _flow_named(node, came_by).source
        ways = [flow.id for flow in _flows_into(join) if flow.source == self._places.new_id(source)]
        if not ways:
            kept = {self._places.new_id(flow) for flow in node.incoming}
            gone = [flow for flow in node.incoming if self._places.new_id(flow) not in join.incoming]
            ways = [flow for flow in join.incoming if flow not in kept] if len(gone) == 1 else []
        return ways[0] if len(ways) == 1 else None

    def _meet(self, obstacle: Obstacle) -> None:
        if obstacle not in self.obstacles:
            self.obstacles.append(obstacle)


def _flows_into(node: Node) -> list[Flow]:
    specs = node._wf_spec.task_specs.values()
    return [flow for one in specs for flow in one.flows if flow.target == node.name]


def _flow_named(node: Node, flow_id: str) -> Flow:
    return next(flow for flow in _flows_into(node) if flow.id == flow_id)


def _keep_results(data: Saved, found: MultiInstance) -> None:
    """A list for what the bodies give, when the new diagram is the first to collect it."""
    if found.loop.result and "results" not in data:
        data["results"] = [None] * cast("int", data["n"])


def _rename_locals(data: Saved, old: MultiInstance, new: MultiInstance) -> None:
    """A body sees its item and its result under the names of the diagram it stands in."""
    local = dict(cast("Saved", data["locals"]))
    for before, after in ((old.loop.item, new.loop.item), (old.loop.result_item, new.loop.result_item)):
        value = local.pop(before, None) if before else None
        if after:
            local[after] = value
    data["locals"] = local


def _text(timer: Timer) -> tuple[str, str]:
    return timer.kind, timer.expression


def _list(saved: Json) -> list[Saved]:
    return cast("list[Saved]", saved)


def _id(saved: Saved) -> WaitId:
    return cast("str", saved["id"])
