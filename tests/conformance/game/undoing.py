"""
Compensation and cancelled transactions; BPMN 2.0.2, 10.7 and 13.5.5.

A scope remembers what was completed in it, in that order. What is compensated
is forgotten when its compensation begins, and goes newest first, one after
the other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.conformance.game.core import Core
from tests.conformance.game.drawn import EMBEDDED, Box, Node
from tests.conformance.game.standing import Act, Done, Ears, Scope


class Undoing(Core):
    """What is remembered, and how it is compensated."""

    def remember(self, act: Act) -> None:
        drawn, scope = act.drawn, act.scope
        if drawn.by_event:
            return
        inside = [s for s in act.insides if s.memory or _own_handler(s.box)] if drawn.kind in EMBEDDED else []
        if scope.box.handler(act.node) is not None or inside:
            scope.memory.append(Done(act.node, inside))

    def compensate(self, scope: Scope, thrower: Node) -> None:
        """What the scope remembers, or of one activity alone; from an event sub-process, of the scope around it."""
        act = Act(scope, thrower.id, scope.path)
        scope.acts.append(act)
        by_event = scope.act is not None and scope.act.drawn.by_event
        where = scope.act.scope if by_event and scope.act else scope
        todo = [done for done in where.memory if thrower.reference in {None, done.node}]
        self._undo(act, where, todo, partial(self._compensated, act))

    def _compensated(self, thrower: Act) -> None:
        self.cancel(thrower)
        self.leave(thrower.scope, thrower.node)
        self.finish(thrower.scope)

    def _undo(self, owner: Act, scope: Scope, todo: list[Done], after: Callable[[], None]) -> None:
        """Compensate the last of them, then the rest; on behalf of `owner`, as long as it is open."""
        while todo:
            done = todo.pop()
            if done not in scope.memory:
                continue
            scope.memory.remove(done)
            rest = partial(self._undo_rest, owner, scope, todo, after)
            handler = scope.box.handler(done.node)
            if handler is not None:
                self.later(scope, partial(self.enter, scope, handler, after=rest))
            else:
                self._undo_inside(scope, done, rest)
            return
        after()

    def _undo_rest(self, owner: Act, scope: Scope, todo: list[Done], after: Callable[[], None]) -> None:
        if owner.open:
            self._undo(owner, scope, todo, after)

    def _undo_inside(self, scope: Scope, done: Done, after: Callable[[], None]) -> None:
        """Each inside of a completed sub-process is open again, the newest first, until it is compensated."""
        if not done.inside:
            after()
            return
        inner = done.inside.pop()
        assert inner.act is not None
        again = partial(self._undo_inside, scope, done, after)
        act = Act(scope, done.node, inner.act.path, inner=inner, after=again, restored=True)
        scope.acts.append(act)
        inner.act, inner.open = act, True
        own = _own_handler(inner.box)
        if own is not None:
            self.enter(inner, own)
        else:
            self._undo(act, inner, list(inner.memory), partial(self.end, act))

    def cancel_transaction(self, scope: Scope, thrower: Node) -> None:
        """All else in the nearest transaction is cancelled, what was done is compensated, and it is left."""
        self.completed[thrower.id, None] += 1
        at = scope
        while at.act is not None and at.act.drawn.kind != "transaction":
            at = at.act.scope
        transaction = at.act
        assert transaction is not None
        self.clear(at)
        at.ears = Ears()
        act = Act(at, thrower.id if at is scope else transaction.node, at.path)
        at.acts.append(act)
        self._undo(act, at, list(at.memory), partial(self.leave_by_cancel, transaction))


def _own_handler(box: Box) -> str | None:
    """The compensation event sub-process of a sub-process."""
    return next((n for n, start in box.event_subprocesses().items() if start.trigger == "compensate"), None)
