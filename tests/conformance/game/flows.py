"""Sequence flows and gateways."""

from __future__ import annotations

from functools import partial

from tests.conformance.game.core import Core, NoWayOn
from tests.conformance.game.standing import Scope


class Flows(Core):
    """Splits and joins, with gateways and without."""

    def chosen(self, scope: Scope, node: str) -> list[str]:
        """BPMN 2.0.2, 13.3.1: all with a true condition or none, else the default. Raises NoWayOn when none is left."""
        box, drawn = scope.box, scope.box.nodes[node]
        out = box.out(node)
        if drawn.kind == "parallelGateway" or not out:
            return out
        taken = [f for f in out if f != drawn.default and self._may_take(scope, f)]
        if not taken and drawn.default is None:
            raise NoWayOn
        if drawn.kind == "exclusiveGateway":
            taken = taken[:1]
        return taken or [f for f in out if f == drawn.default]

    def _may_take(self, scope: Scope, flow: str) -> bool:
        condition = scope.box.condition(flow)
        return condition is None or self.is_true(condition)

    def join_token(self, scope: Scope, node: str, flow: str) -> None:
        scope.tokens.append(flow)
        if set(scope.box.into(node)) <= set(scope.tokens):
            self._join(scope, node)

    def _join(self, scope: Scope, node: str) -> None:
        """One token of each flow that has any is taken."""
        for flow in set(scope.box.into(node)) & set(scope.tokens):
            scope.tokens.remove(flow)
        self.later(scope, partial(self.leave, scope, node))

    def join_what_nothing_can_reach(self, scope: Scope) -> bool:
        """
        An inclusive join that waits for nothing more; BPMN 2.0.2, 13.4.3. Asked when nothing else can run.

        The order between several that may fire is left open there; here the
        one where a token has waited longest goes first.
        """
        box = scope.box
        for node in dict.fromkeys(box.target(f) for f in scope.tokens):
            if box.nodes[node].kind != "inclusiveGateway":
                continue
            full = {f for f in box.into(node) if f in scope.tokens}
            empty = set(box.into(node)) - full
            # Nothing goes on from a compensation.
            places = {a.node for a in scope.acts if a.after is None} | {box.target(f) for f in scope.tokens} - {node}
            reached = [box.reach(place, node) for place in places]
            if not any(r & empty and not r & full for r in reached):
                self._join(scope, node)
                return True
        return False
