"""The saved tokens of one version of a diagram, written anew for another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from engine.model import Json, Obstacle, State, WaitId
from engine.spiff.compiled import CompiledProcess
from engine.spiff.event_subprocess import EventSubProcessStart
from engine.spiff.events import BoundaryEvent, EventGateway
from engine.spiff.moving import joins
from engine.spiff.moving.memories import Memories
from engine.spiff.moving.places import Places, difference
from engine.spiff.moving.repeated import keep_results, rename_locals
from engine.spiff.moving.saved import Saved, id_of, listed
from engine.spiff.multi_instance import MultiInstance
from engine.spiff.nodes import Node
from engine.spiff.process import ProcessSpec
from engine.spiff.triggers import Timer

# Whose events a process's own event sub-processes are, among those of tokens.
ROOT = ""

_KEPT_DUE = "Tiden er tegnet anderledes nu. Den frist, der er sat, står ved magt."
_CLOSED = "Er ikke i den nye tegning og lukkes."
_OTHER = "Er tegnet som noget andet nu; den gamle lukkes."


class Transfer:
    """
    One instance's way over; `of` goes it.

    `known` holds, by token, the new ids of the events that its old node had, and
    `known_inside` those of the event sub-processes inside it: one of them that
    no longer waits has happened, and must not be armed again. `displaced` are
    events that stand on another activity now, by their new id. `retimed` are
    tokens whose timer is drawn otherwise.
    """

    def __init__(self, old: CompiledProcess, new: CompiledProcess, mapping: Mapping[str, str]) -> None:
        self._old = old
        self._new = new
        self._places = Places(new, mapping)
        self._memories = Memories(old, self._places, self._meet)
        self.obstacles: list[Obstacle] = []
        self.remarks: dict[WaitId, str] = {}
        self.known: dict[WaitId, frozenset[str]] = {}
        self.known_inside: dict[WaitId, frozenset[str]] = {}
        self.displaced: dict[str, Saved] = {}
        self.retimed: set[WaitId] = set()

    def of(self, state: State) -> State:
        """The state for the new diagram; it holds only when no obstacle was met."""
        moved: State = {**state, "tokens": self._scope(ROOT, listed(state["tokens"]), self._old.spec, self._new.spec)}
        if "memory" in state:
            moved["memory"] = self._memories.of(listed(state["memory"]), self._old.spec, self._new.spec)
        return moved

    # ---- tokens

    def _scope(self, owner: WaitId, saved: Sequence[Saved], old: ProcessSpec, new: ProcessSpec) -> Json:
        self.known_inside[owner] = frozenset(self._places.new_id(node.name) for node in old.listeners)
        moved = (self._free(one, old, new) for one in saved)
        return [one for one in moved if one is not None]

    def _free(self, saved: Saved, old: ProcessSpec, new: ProcessSpec) -> Saved | None:
        node = old.task_specs[cast("str", saved["at"])]
        if not isinstance(node, EventSubProcessStart):
            return self._token(saved, old, new)
        return self._event(saved, node, new, [listener.name for listener in new.listeners])

    def _token(self, saved: Saved, old: ProcessSpec, new: ProcessSpec) -> Saved | None:
        node = old.task_specs[cast("str", saved["at"])]
        found = self._places.of(node, new)
        if isinstance(found, Obstacle):
            self._meet(found)
            return None
        moved = self._put(saved, node, found)
        self.known[id_of(saved)] = frozenset(map(self._places.new_id, node.boundaries))
        if joins.CAME_BY in cast("Saved", moved.get("data", {})):
            self._through_flow(moved, node, found)
        if "tied" in saved:
            tied = [self._tied(one, node, found, old, new) for one in listed(saved["tied"])]
            moved["tied"] = [one for one in tied if one is not None]
        if "inside" in saved:
            inner_old, inner_new = self._old.inside[node.bpmn_id], self._places.inside(found)
            moved["inside"] = self._scope(id_of(saved), listed(saved["inside"]), inner_old, inner_new)
        if "memory" in saved:
            moved["memory"] = self._memories.of_token(listed(saved["memory"]), node, found, old, new)
        return moved

    def _put(self, saved: Saved, node: Node, found: Node) -> Saved:
        """The token itself on its new node, with what it has to know there."""
        data = dict(cast("Saved", saved.get("data", {})))
        before, after = getattr(node, "trigger", None), getattr(found, "trigger", None)
        if isinstance(before, Timer) and isinstance(after, Timer) and _text(before) != _text(after):
            self.retimed.add(id_of(saved))
            self.remarks[id_of(saved)] = _KEPT_DUE
        if isinstance(node, MultiInstance) and isinstance(found, MultiInstance):
            keep_results(data, found)
        if isinstance(node.body_of, MultiInstance) and isinstance(found.body_of, MultiInstance):
            rename_locals(data, node.body_of, found.body_of)
        moved: Saved = {**saved, "at": found.name}
        return {**moved, "data": data} if data else moved

    # ---- events that stand and fall with something

    def _tied(self, saved: Saved, host: Node, target: Node, old: ProcessSpec, new: ProcessSpec) -> Saved | None:
        """What stands and falls with a token: a body goes its own way, an event only with its activity."""
        node = old.task_specs[cast("str", saved["at"])]
        if isinstance(host, EventGateway):
            return self._event(saved, node, new, [flow.target for flow in target.flows])
        if isinstance(node, BoundaryEvent):
            return self._event(saved, node, new, target.boundaries)
        return self._token(saved, old, new)

    def _event(self, saved: Saved, node: Node, new: ProcessSpec, offered: Sequence[str]) -> Saved | None:
        """An event that waits, where what it belongs to still offers it; otherwise it closes, or follows elsewhere."""
        wanted = self._places.new_id(node.bpmn_id)
        found = new.task_specs[wanted] if wanted in offered else None
        if found is not None and difference(node, found) is None:
            return self._put(saved, node, found)
        elsewhere = self._places.boundary(wanted) if found is None and isinstance(node, BoundaryEvent) else None
        if elsewhere is not None and difference(node, elsewhere) is None:
            self.displaced[wanted] = self._put(saved, node, elsewhere)
        self.remarks[id_of(saved)] = _CLOSED if found is None else _OTHER
        return None

    # ---- joins

    def _through_flow(self, moved: Saved, node: Node, join: Node) -> None:
        """A token at a join knows by which sequence flow it came: find that way in among the new ones."""
        data = cast("Saved", moved["data"])
        came_by = cast("str", data[joins.CAME_BY])
        wanted = joins.way_in(came_by, node, join, self._places)
        if wanted is not None:
            data[joins.CAME_BY] = wanted
            return
        text = (
            f"Vejen ind i {node.label}, som forløbet er kommet ad ({came_by}), findes ikke i den nye tegning. "
            "Vælg den vej, der er trådt i stedet."
        )
        self._meet(Obstacle(came_by, "missing", text, tuple(join.incoming)))

    def _meet(self, obstacle: Obstacle) -> None:
        if obstacle not in self.obstacles:
            self.obstacles.append(obstacle)


def _text(timer: Timer) -> tuple[str, str]:
    return timer.kind, timer.expression
