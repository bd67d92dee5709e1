"""What no token ever comes to, though arrows lead there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.definitions.bpmn import EVENTS, GATEWAYS
from engine.definitions.soundness.exploration import Exploration
from engine.definitions.soundness.graph import closure
from engine.definitions.soundness.leaving import leaves
from engine.definitions.soundness.scope import Scope


@dataclass(frozen=True)
class Unreached:
    """
    The first node of a way, what it would be come to from, and all that only lies behind it.

    `sure` when work is lost by it; else the way may be drawn only for form.
    """

    node: str
    source: str
    behind: tuple[str, ...]
    sure: bool


def unreached(exploration: Exploration) -> Iterator[Unreached]:
    """
    The ways that no token takes, where everything was looked at and nothing else is wrong.

    What comes after an event that can come again and again is left alone, as
    only one such event is looked at in a run; and what comes after a sub-process
    that only its surroundings end, as the arrow out of it is drawn for form.
    """
    net = exploration.net
    scope = net.scope
    stuck = {net.places[place].node for place in net.stuck}
    again = [event for events in scope.boundary.values() for event in events if not scope.interrupts(event)]
    passed = {place for marking in exploration.markings for place in marking if place != net.spare}
    come_to = {net.places[place].node for place in passed} | closure([*again, *stuck], scope.after)
    drawn = closure(scope.starts() or scope.implicit_starts(), lambda name: after(scope, name))
    never = [name for name in scope.nodes if name in drawn and name not in come_to]
    sources = {target: name for name in scope.nodes if name in come_to for target in after(scope, name)}
    told: set[str] = set()
    for name in never:
        if name in sources and name not in told:
            source = sources[name]
            behind = closure([name], lambda one: (each for each in after(scope, one) if each not in come_to))
            told |= behind
            lost = any(scope.kind(each) not in EVENTS | GATEWAYS for each in behind)
            if lost or scope.kind(source) != "intermediateThrowEvent":  # which cannot be drawn without a way on
                ways = (name, *(each for each in never if each in behind - {name}))
                yield Unreached(name, source, ways, lost)


def after(scope: Scope, name: str) -> Iterator[str]:
    """Where a token can go, also by the edge; not by a flow whose condition is simply false."""
    for source in (name, *scope.boundary[name]):
        yield from (flow.target for leave in leaves(scope, source)[0] for flow in leave.flows)
