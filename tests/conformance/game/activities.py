"""Tasks, sub-processes, and how often they are repeated."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.conformance.game.core import Core
from tests.conformance.game.drawn import EMBEDDED
from tests.conformance.game.standing import Act, Ears, Scope


class Activities(Core):
    """From an activity's beginning to its end."""

    def enter(self, scope: Scope, node: str, after: Callable[[], None] | None = None) -> Act:
        act = Act(scope, node, scope.path, after=after)
        scope.acts.append(act)
        loop = act.loop
        if loop is None:
            self._open(act)
        elif self._is_over_before_it_begins(act):
            self._complete(act)
        elif loop.is_standard or loop.sequential:
            self._next_body(act)
        else:
            for _ in range(loop.times or 0):
                self._next_body(act)
        if act.open:
            act.ears = Ears(scope.box.nodes[event] for event in scope.box.boundaries(node))
        return act

    def _is_over_before_it_begins(self, act: Act) -> bool:
        loop = act.loop
        assert loop is not None
        if not loop.is_standard:
            return loop.times == 0
        return loop.most == 0 or (loop.before and not self._goes_round(act))

    def _goes_round(self, act: Act) -> bool:
        """BPMN 2.0.2, 13.3.6: a standard loop goes on as long as its condition is true, but not past its maximum."""
        loop = act.loop
        assert loop is not None
        return act.done < loop.most and (loop.condition is None or self.is_true(loop.condition))

    def _next_body(self, act: Act) -> None:
        body = Act(act.scope, act.node, (*act.path, act.begun), whole=act)
        act.begun += 1
        act.bodies.append(body)
        self.later(body, partial(self._open, body))

    def _open(self, act: Act) -> None:
        drawn = act.drawn
        if drawn.kind in EMBEDDED:
            act.inner = Scope(act.scope.box.inner[act.node], act, closing=drawn.kind != "adHocSubProcess")
            self.begin(act.inner)
        elif drawn.kind == "task":
            self.end(act)

    def begin(self, scope: Scope, start: str | None = None) -> None:
        box = scope.box
        scope.ears = Ears(box.event_subprocesses().values())
        if scope.act is not None and scope.act.drawn.by_event:
            self.later(scope, partial(self.leave, scope, box.start().id))
        elif scope.closing:
            for node in [start] if start else box.beginnings():
                self.arrive(scope, node)

    # ---- the end

    def end(self, act: Act) -> None:
        whole = act.whole
        if whole is None:
            self._complete(act)
            return
        whole.bodies.remove(act)
        self.shut(act)
        whole.done += 1
        self.completed[act.node, act.path[-1]] += 1
        if act.inner is not None:
            whole.insides.append(act.inner)
        if self._is_enough(whole):
            self._complete(whole)
        elif whole.loop is not None and (whole.loop.is_standard or whole.loop.sequential):
            self._next_body(whole)

    def _is_enough(self, whole: Act) -> bool:
        loop = whole.loop
        assert loop is not None
        if loop.is_standard:
            return not self._goes_round(whole)
        return whole.done == loop.times or (loop.until is not None and self.is_true(loop.until))

    def _complete(self, act: Act) -> None:
        """The activity as a whole: bodies that are left are cancelled."""
        scope = act.scope
        if act.inner is not None:
            act.insides.append(act.inner)
        self.cancel(act)
        if act.after is not None:
            if not act.restored:
                self.completed[act.node, None] += 1
            act.after()
            return
        self.remember(act)
        if not act.drawn.by_event and self._ends_ad_hoc(scope):
            self.completed[act.node, None] += 1
            return
        self.leave(scope, act.node)
        self.finish(scope)

    # ---- ad-hoc

    def choices(self, scope: Scope) -> list[str]:
        """What a person may begin in an ad-hoc sub-process; BPMN 2.0.2, 10.3.5."""
        host = scope.act
        assert host is not None
        busy = bool(scope.acts or scope.tokens)
        return [] if host.drawn.sequential and busy else scope.box.beginnings()

    def end_ad_hoc(self, scope: Scope) -> None:
        """A person says that it is done, or its condition does."""
        assert scope.act is not None
        scope.closing = True
        if scope.act.drawn.cancels_rest:
            self.clear(scope)
        self.finish(scope)

    def _ends_ad_hoc(self, scope: Scope) -> bool:
        """
        The completion condition is asked after each activity inside; whether that was the end of the scope.

        BPMN 2.0.2, 13.3.5. An event sub-process is none of those that are chosen.
        """
        host = scope.act
        if host is None or scope.closing or host.drawn.until is None or not self.is_true(host.drawn.until):
            return False
        scope.closing = True
        if not host.drawn.cancels_rest:
            return False
        self.clear(scope)
        self.end(host)
        return True
