"""
Putting an instance on another version of its diagram: the kernel's second door.

A pure function over the saved state. Nothing runs and nothing is decided: each
token stands on the element that answers to the one it stood on, and what was
once set, a due time above all, stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.model import Facts, Json, Moved, Obstacle, State
from engine.spiff.compiled import CompiledProcess
from engine.spiff.kernel import open_waits
from engine.spiff.moving.arming import arm
from engine.spiff.moving.places import ids_of
from engine.spiff.moving.transfer import Transfer

__all__ = ["ids_of", "migrate"]


def migrate(
    old: CompiledProcess,
    new: CompiledProcess,
    state: State,
    *,
    variables: Mapping[str, Json],
    mapping: Mapping[str, str],
    facts: Facts,
) -> Moved | tuple[Obstacle, ...]:
    """
    Move an open instance from one version of its diagram to another; or everything that stands in the way.

    `mapping` gives the new id of an element or sequence flow by its old one;
    an id that is not in it answers to itself. An event that the new diagram
    adds to an open activity or event gateway is armed, and its timer counted
    from `facts.now`. Nothing that is passed in is changed.
    """
    transfer = Transfer(old, new, mapping)
    moved = transfer.of(state)
    if transfer.obstacles:
        return tuple(transfer.obstacles)
    before = open_waits(old, state, variables, facts)
    arrived = arm(new, moved, variables, facts, transfer)
    if isinstance(arrived, Obstacle):
        return (arrived,)
    state_after, waits = arrived
    return Moved(state_after, before, waits, transfer.remarks)
