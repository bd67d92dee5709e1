"""
Sub-processes that one of two versions draws around the same steps: what goes into a new one and out of a gone one.

Drawing a frame around some steps, to give them a deadline in common, is among
the first things a process owner changes; so is taking it away again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from engine.model import Json, WaitId
from engine.spiff.activities import SubProcess
from engine.spiff.compensation import CompensationThrow
from engine.spiff.compiled import CompiledProcess
from engine.spiff.event_subprocess import EventSubProcess, EventSubProcessStart
from engine.spiff.memory import UNDOING
from engine.spiff.moving.joins import CAME_BY
from engine.spiff.moving.places import Places, ids_of
from engine.spiff.moving.saved import Saved, id_of, listed
from engine.spiff.nodes import Node
from engine.spiff.process import ProcessSpec
from engine.spiff.transactions import Transaction

# Done once for each token that enters: neither repeated nor chosen nor begun by an event.
_PLAIN = (SubProcess, Transaction)


@dataclass(frozen=True)
class Frame:
    """A new sub-process, and which of its tokens when several are needed."""

    node: Node
    number: int


class Scopes:
    """
    Finds the frames of a move.

    A token enters a sub-process only when no element of the old diagram answers
    to it: one that was there has its own tokens, and its events have had their
    time. It comes out of one only when that is nowhere in the new diagram. What
    can be compensated is remembered scope by scope, so where anything is
    remembered or being undone nothing enters and nothing comes out.
    """

    def __init__(self, old: CompiledProcess, new: CompiledProcess, places: Places) -> None:
        self._old = old
        self._new = new
        self._places = places
        self._answered = frozenset(map(places.new_id, ids_of(old)))
        self._everywhere = ids_of(new)

    def entered(self, saved: Sequence[Saved], old: ProcessSpec, new: ProcessSpec) -> Mapping[WaitId, Frame]:
        """
        By a token's id the frame in the new scope that it goes into; the tokens are one old scope's.

        Two that stand at one step are two that came to it, so each has a frame of
        its own; others share one, as the ways of a parallel gateway do.
        """
        nodes = [_node(one, old) for one in saved]
        if not _are_quiet(saved, nodes):
            return {}
        drawn = [(frame, frozenset(self._within(frame))) for frame in self._fresh(new)]
        found: dict[WaitId, Frame] = {}
        alike: Counter[tuple[Json, Json]] = Counter()
        for one, node in zip(saved, nodes, strict=True):
            wanted = self._places.new_id(node.bpmn_id)
            frame = next((frame for frame, within in drawn if wanted in within), None)
            if frame is None:
                continue
            step = one["at"], cast("Saved", one.get("data", {})).get(CAME_BY)
            found[id_of(one)] = Frame(frame, 0 if isinstance(node, EventSubProcess) else alike[step])
            alike[step] += 1
        # An event that only waits opens no sub-process, but belongs to the one that others open.
        opened = {found.get(id_of(one)) for one, node in zip(saved, nodes, strict=True) if not _listens(node)}
        return {token: frame for token, frame in found.items() if frame in opened}

    def is_left(self, saved: Saved, old: ProcessSpec, new: ProcessSpec) -> bool:
        """Whether a token's sub-process is drawn no more, and all that stands in it stands in the new scope now."""
        node = _node(saved, old)
        if not _is_plain(node) or self._places.new_id(node.bpmn_id) in self._everywhere:
            return False
        inside, inner = listed(saved.get("inside", [])), self._old.inside[node.bpmn_id]
        if saved.get("memory") or not _are_quiet([saved, *inside], [_node(one, inner) for one in inside]):
            return False
        return all(self._comes_out(one, inner, new) for one in inside)

    def _comes_out(self, saved: Saved, inner: ProcessSpec, new: ProcessSpec) -> bool:
        node = _node(saved, inner)
        wanted = self._places.new_id(node.bpmn_id)
        if _listens(node) or wanted in new.task_specs or self.is_left(saved, inner, new):
            return True
        # It is gone as well; unless both may have another id now, what has to be chosen is asked of the step itself.
        return wanted not in self._everywhere and not any(self._fresh(new))

    def _fresh(self, scope: ProcessSpec) -> Iterator[Node]:
        for node in scope.task_specs.values():
            if _is_plain(node) and node.bpmn_id not in self._answered:
                yield node

    def _within(self, frame: Node) -> Iterator[str]:
        for name, node in self._new.inside[frame.bpmn_id].task_specs.items():
            yield name
            if node.bpmn_id in self._new.inside:
                yield from self._within(node)


def _node(saved: Saved, scope: ProcessSpec) -> Node:
    return scope.task_specs[cast("str", saved["at"])]


def _is_plain(node: Node) -> bool:
    return type(node) in _PLAIN and node.body_of is None and not node.is_handler


def _listens(node: Node) -> bool:
    return isinstance(node, EventSubProcessStart)


def _are_quiet(saved: Sequence[Saved], nodes: Collection[Node]) -> bool:
    """Whether nothing here is being compensated."""
    undoing = any(UNDOING in cast("Saved", one.get("data", {})) for one in saved)
    return not undoing and not any(node.is_handler or isinstance(node, CompensationThrow) for node in nodes)
