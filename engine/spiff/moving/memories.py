"""What was completed and can be compensated, remembered under another version's elements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from engine.model import Json, Obstacle
from engine.spiff.activities import SubProcess
from engine.spiff.compiled import CompiledProcess
from engine.spiff.moving.places import Places
from engine.spiff.moving.saved import Saved, listed
from engine.spiff.nodes import Node
from engine.spiff.process import ProcessSpec


class Memories:
    """Rewrites memories; whatever could not be compensated any more is told as an obstacle."""

    def __init__(self, old: CompiledProcess, places: Places, meet: Callable[[Obstacle], None]) -> None:
        self._old = old
        self._places = places
        self._meet = meet

    def of_token(self, saved: Sequence[Saved], node: Node, found: Node, old: ProcessSpec, new: ProcessSpec) -> Json:
        """Of a sub-process's token what was done inside, of a repeated activity's what its bodies did."""
        if isinstance(node, SubProcess):
            return self.of(saved, self._old.inside[node.bpmn_id], self._places.inside(found))
        return self.of(saved, old, new)

    def of(self, saved: Sequence[Saved], old: ProcessSpec, new: ProcessSpec) -> Json:
        entries = (self._entry(one, old, new) for one in saved)
        return [one for one in entries if one is not None]

    def _entry(self, entry: Saved, old: ProcessSpec, new: ProcessSpec) -> Saved | None:
        node = old.task_specs[cast("str", entry["at"])]
        if self._places.is_dropped(node):
            return None
        found = self._places.of(node, new)
        if isinstance(found, Obstacle):
            self._meet(found)
            return None
        if found.handler is None and "inside" not in entry:
            text = (
                f"{node.label} er udført i forløbet og kan fortrydes, men har intet i den nye tegning, der fortryder "
                "det. Tegn kompensationen igen, eller lad forløbet blive."
            )
            self._meet(Obstacle(node.bpmn_id, "changed", text))
            return None
        moved: Saved = {**entry, "at": found.name}
        if "inside" in entry:
            inner_old, inner_new = self._old.inside[node.bpmn_id], self._places.inside(found)
            moved["inside"] = self.of(listed(entry["inside"]), inner_old, inner_new)
        return moved
