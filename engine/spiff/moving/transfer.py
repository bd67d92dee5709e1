"""The saved tokens of one version of a diagram, written anew for another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast
from uuid import uuid4

from engine.model import Json, Obstacle, State, WaitId
from engine.spiff.compiled import CompiledProcess
from engine.spiff.event_subprocess import EventSubProcessStart
from engine.spiff.events import BoundaryEvent, EventGateway
from engine.spiff.moving import joins
from engine.spiff.moving.memories import Memories
from engine.spiff.moving.places import Places, difference
from engine.spiff.moving.repeated import keep_results, rename_locals
from engine.spiff.moving.saved import Saved, id_of, listed
from engine.spiff.moving.scopes import Scopes
from engine.spiff.multi_instance import MultiInstance
from engine.spiff.nodes import Node
from engine.spiff.process import ProcessSpec
from engine.spiff.triggers import Timer

# Whose events a process's own event sub-processes are, among those of tokens.
ROOT = ""

_KEPT_DUE = "Tiden er tegnet anderledes nu. Den frist, der er sat, står ved magt."
_CLOSED = "Er ikke i den nye tegning og lukkes."
_OTHER = "Er tegnet som noget andet nu; den gamle lukkes."
_ENTERED = "Står nu inde i »{frame}«, som er ny i tegningen."
_LEFT = "Stod inde i »{frame}«, som ikke er i den nye tegning."


class Transfer:
    """
    One instance's way over; `of` goes it.

    `over` holds, by token, the new ids of the events on its old node that wait no
    more, and `over_inside` those of the event sub-processes inside it: they have
    happened, and must not be armed again. `displaced` are events that stand on
    another activity now, by their new id. `retimed` are tokens whose timer is
    drawn otherwise.
    """

    def __init__(self, old: CompiledProcess, new: CompiledProcess, mapping: Mapping[str, str]) -> None:
        self._old = old
        self._new = new
        self._places = Places(new, mapping)
        self._scopes = Scopes(old, new, self._places)
        self._memories = Memories(old, self._places, self._meet)
        self.obstacles: list[Obstacle] = []
        self.remarks: dict[WaitId, str] = {}
        self.over: dict[WaitId, frozenset[str]] = {}
        self.over_inside: dict[WaitId, frozenset[str]] = {}
        self.displaced: dict[str, Saved] = {}
        self.retimed: set[WaitId] = set()

    def of(self, state: State) -> State:
        """The state for the new diagram; it holds only when no obstacle was met."""
        saved, remembers = listed(state["tokens"]), bool(state.get("memory"))
        tokens = self._scope(ROOT, saved, self._old.spec, self._new.spec, remembers=remembers)
        moved: State = {**state, "tokens": tokens}
        if "memory" in state:
            moved["memory"] = self._memories.of(listed(state["memory"]), self._old.spec, self._new.spec)
        return moved

    # ---- tokens

    def _scope(
        self, owner: WaitId, saved: Sequence[Saved], old: ProcessSpec, new: ProcessSpec, *, remembers: bool
    ) -> list[Json]:
        self.over_inside[owner] = self._over((node.name for node in old.listeners), saved)
        return self._standing(owner, saved, old, new, remembers=remembers)

    def _standing(
        self, owner: WaitId, saved: Sequence[Saved], old: ProcessSpec, new: ProcessSpec, *, remembers: bool
    ) -> list[Json]:
        entered = {} if remembers else self._scopes.entered(saved, old, new)
        moved: list[Json] = []
        for one in saved:
            if id_of(one) not in entered:
                moved += self._free(one, owner, old, new)
        for frame in dict.fromkeys(entered.values()):
            inside = [one for one in saved if entered.get(id_of(one)) == frame]
            moved.append(self._entered(frame.node, owner, inside, old))
        return moved

    def _free(self, saved: Saved, owner: WaitId, old: ProcessSpec, new: ProcessSpec) -> list[Saved]:
        node = old.task_specs[cast("str", saved["at"])]
        if self._scopes.is_left(saved, old, new):
            return self._left(saved, owner, node, old, new)
        if isinstance(node, EventSubProcessStart):
            moved = self._event(saved, node, new, [listener.name for listener in new.listeners])
        else:
            moved = self._token(saved, old, new)
        return [] if moved is None else [moved]

    def _token(self, saved: Saved, old: ProcessSpec, new: ProcessSpec) -> Saved | None:
        node = old.task_specs[cast("str", saved["at"])]
        found = self._places.of(node, new)
        if isinstance(found, Obstacle):
            self._meet(found)
            return None
        moved = self._put(saved, node, found)
        self.over[id_of(saved)] = self._over(node.boundaries, listed(saved.get("tied", [])))
        if joins.CAME_BY in cast("Saved", moved.get("data", {})):
            self._through_flow(moved, node, found)
        if "tied" in saved:
            tied = [self._tied(one, node, found, old, new) for one in listed(saved["tied"])]
            moved["tied"] = [one for one in tied if one is not None]
        if "inside" in saved:
            inner_old, inner_new = self._old.inside[node.bpmn_id], self._places.inside(found)
            inside, remembers = listed(saved["inside"]), bool(saved.get("memory"))
            moved["inside"] = self._scope(id_of(saved), inside, inner_old, inner_new, remembers=remembers)
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

    # ---- sub-processes that are new, or gone

    def _entered(self, frame: Node, owner: WaitId, saved: Sequence[Saved], old: ProcessSpec) -> Saved:
        """A token at a new sub-process, with those inside that were in the scope around it."""
        token = str(uuid4())
        self.over_inside[token] = self.over_inside[owner]
        inside = self._standing(token, saved, old, self._places.inside(frame), remembers=False)
        self.over[token] = frozenset[str]().union(*(self.over.get(id_of(one), ()) for one in saved))
        self._remark(saved, _ENTERED.format(frame=frame.bpmn_name or frame.bpmn_id))
        return {"id": token, "at": frame.name, "inside": inside}

    def _left(self, saved: Saved, owner: WaitId, frame: Node, old: ProcessSpec, new: ProcessSpec) -> list[Saved]:
        """What stood inside a sub-process that is gone."""
        inside, tied = listed(saved["inside"]), listed(saved.get("tied", []))
        for one in tied:
            self._event(one, old.task_specs[cast("str", one["at"])], new, ())
        inner = self._old.inside[frame.bpmn_id]
        self.over_inside[owner] |= self._over((node.name for node in inner.listeners), inside)
        moved = [each for one in inside for each in self._free(one, owner, inner, new)]
        for one in moved:
            self.over[id_of(one)] = self.over.get(id_of(one), frozenset()) | self._over(frame.boundaries, tied)
        self._remark(inside, _LEFT.format(frame=frame.bpmn_name or frame.bpmn_id))
        return moved

    def _over(self, events: Iterable[str], waiting: Iterable[Saved]) -> frozenset[str]:
        """The new ids of those events of something open that wait no more."""
        return frozenset(map(self._places.new_id, set(events) - {cast("str", one["at"]) for one in waiting}))

    def _remark(self, saved: Sequence[Saved], text: str) -> None:
        for one in saved:
            self.remarks.setdefault(id_of(one), text)

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
