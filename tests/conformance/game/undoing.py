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
        """A handler is for all bodies of a repeated activity; what was done inside is compensated body by body."""
        scope = act.scope
        if scope.box.handler(act.node) is not None:
            scope.memory.append(Done(act.node))
        elif act.drawn.kind in EMBEDDED:
            scope.memory += [Done(act.node, s) for s in act.insides if s.memory or _own_handler(s.box)]

    def compensate(self, scope: Scope, thrower: Node) -> None:
        """All that is remembered, or what is of one activity."""
        act = Act(scope, thrower.id, scope.path)
        scope.acts.append(act)
        act.before = list(self.top.everything_remembered())
        where = self._remembering(scope, thrower.reference)
        todo = [done for done in where.memory if thrower.reference in {None, done.node}]
        self._undo(act, where, todo, partial(self._compensated, act))

    def _remembering(self, scope: Scope, activity: str | None) -> Scope:
        """From an event sub-process, what was done around it is compensated, unless one inside it is named."""
        is_inside = activity is not None and activity in scope.box.nodes
        by_event = scope.act is not None and scope.act.drawn.by_event
        return scope.act.scope if scope.act and by_event and not is_inside else scope

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
                self.completed[handler.event, None] += 1
                self.later(scope, partial(self._begin_handler, owner, scope, handler.activity, rest))
            else:
                self._undo_inside(owner, scope, done, rest)
            return
        after()

    def _begin_handler(self, owner: Act, scope: Scope, handler: str, after: Callable[[], None]) -> None:
        if owner.open:
            self._is_done_for(owner, self.enter(scope, handler, after=after))

    def _is_done_for(self, owner: Act, act: Act) -> None:
        owner.undoing = act
        if owner.drawn.kind not in EMBEDDED:
            act.done_for = owner

    def _undo_rest(self, owner: Act, scope: Scope, todo: list[Done], after: Callable[[], None]) -> None:
        if owner.open:
            self._undo(owner, scope, todo, after)

    def _undo_inside(self, owner: Act, scope: Scope, done: Done, after: Callable[[], None]) -> None:
        """The inside of a completed sub-process is open again until it is compensated."""
        inner = done.inside
        assert inner is not None
        assert inner.act is not None
        act = Act(scope, done.node, inner.act.path, inner=inner, after=after, restored=True)
        scope.acts.append(act)
        self._is_done_for(owner, act)
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
        self._undo(transaction, at, list(at.memory), partial(self.leave_by_cancel, transaction))


def _own_handler(box: Box) -> str | None:
    """The compensation event sub-process of a sub-process."""
    return next((n for n, start in box.event_subprocesses().items() if start.trigger == "compensate"), None)
