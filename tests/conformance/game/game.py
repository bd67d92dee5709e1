"""
An independent BPMN token game, straight from the XML; it shares nothing with the engine.

A condition is the name of a boolean variable; a cycle or duration never counts
but for its number of turns. What the standard leaves open is as Camunda 7 has
it; the order of what may happen at the same time is said where it is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from tests.conformance.game.activities import Activities
from tests.conformance.game.core import NoWayOn
from tests.conformance.game.drawn import TASKS
from tests.conformance.game.events import Events
from tests.conformance.game.flows import Flows
from tests.conformance.game.marking import Mark, mark
from tests.conformance.game.standing import Act, Path, Scope, around, inside
from tests.conformance.game.undoing import Undoing

# What the outside can do: kind of wait, element, and the numbers of the bodies around it.
Option: TypeAlias = tuple[str, str, Path]
# "error" or "escalation", and the id of the code.
Thrown: TypeAlias = tuple[str, str | None]


class Game(Flows, Activities, Undoing, Events):
    """One run. Raises NoWayOn."""

    def __init__(self, content: bytes, variables: Mapping[str, bool], start: str | None = None) -> None:
        super().__init__(content, variables)
        self.begin(self.top, start)
        self._run()

    # ---- what the outside sees and does

    def options(self) -> dict[Option, list[tuple[Act | Scope, str]]]:
        """For each option the tokens that have it: what holds it, and the element."""
        found: dict[Option, list[tuple[Act | Scope, str]]] = {}
        for kind, node, holder in self._waits():
            found.setdefault((kind, node, holder.path), []).append((holder, node))
        return found

    def _waits(self) -> Iterator[tuple[str, str, Act | Scope]]:
        for scope in self.scopes():
            for act in scope.acts:
                for one in act.bodies if act.loop is not None else [act]:
                    kind = TASKS.get(one.drawn.kind)
                    if kind is not None:
                        yield kind, one.node, one
                    if one.inner is not None and not one.inner.closing:
                        yield "adhoc", one.node, one
        for holder, event in self.listeners():
            yield event.trigger, event.id, holder

    def marking(self) -> tuple[Mark, ...]:
        return inside(self.top)

    def identity(self, option: Option, number: int) -> tuple[Mark, ...]:
        """What tells this one of an option's tokens from the others: see `marking`."""
        holder, node = self.options()[option][number]
        if isinstance(holder, Scope):
            return (*around(holder.act), mark(node, holder.ears.progress(node)))
        own = around(holder)
        return own if node == holder.node else (*own, mark(node, holder.ears.progress(node)))

    def picks(self, option: Option, number: int) -> list[str | None]:
        """What may be done to an ad-hoc sub-process: begin one of these; None is to end it."""
        holder, _ = self.options()[option][number]
        assert isinstance(holder, Act)
        assert holder.inner is not None
        by_hand: list[str | None] = [None] if holder.drawn.until is None else []
        return [*self.choices(holder.inner), *by_hand]

    def choose(
        self,
        option: Option,
        number: int,
        values: Mapping[str, bool],
        thrown: Thrown | None = None,
        picked: str | None = None,
    ) -> None:
        """
        Do what an option says to one of the tokens that have it.

        For a condition the variables alone change. An ad-hoc sub-process
        begins what is `picked`, or is over.
        """
        holder, node = self.options()[option][number]
        self.variables |= values
        if option[0] == "conditional":
            pass
        elif isinstance(holder, Scope) or holder.ears.has(node):
            self.happen(holder, next(e for e in holder.ears.open() if e.id == node))
        elif thrown is not None:
            self.throw(holder.scope, *thrown, source=holder)
        elif option[0] == "adhoc":
            self._ad_hoc(holder, picked)
        else:
            self.end(holder)
        self._run()

    def _ad_hoc(self, holder: Act, picked: str | None) -> None:
        assert holder.inner is not None
        if picked is None:
            self.end_ad_hoc(holder.inner)
        else:
            self.arrive(holder.inner, picked)

    def _run(self) -> None:
        """Conditions are looked at when nothing is ready, inclusive joins when no condition comes true either."""
        self.rest()
        while self.outcome == "open":
            self.run_ready()
            if self.outcome != "open":
                break
            if not self.one_condition() and not any(map(self.join_what_nothing_can_reach, self.scopes())):
                break
        if self.outcome == "open" and not self.options():
            raise NoWayOn
