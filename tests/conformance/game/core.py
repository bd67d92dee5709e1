"""What every rule of the token game stands on: what is open, what is due to run, and what was completed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from functools import partial

from tests.conformance.game.drawn import ACTIVITIES, JOINS, Node, read
from tests.conformance.game.standing import Act, Ears, Scope


class NoWayOn(Exception):
    """The diagram goes round without waiting for anything, or stands without anything that could happen."""


# Steps between two waits; no diagram of these tests needs as many.
_MOST_STEPS = 1_000


class Core:
    """
    Tokens that are ready run first in, first out.

    Each waits in the queue with its owner, and is dropped with it. A token
    that comes to a join or to a waiting event is there at once: nothing is
    done there before something happens.
    """

    def __init__(self, content: bytes, variables: Mapping[str, bool]) -> None:
        self.variables = dict(variables)
        self.outcome = "open"
        # Every element that was completed, with the number of the body when it is one of several.
        self.completed: Counter[tuple[str, int | None]] = Counter()
        self.top = Scope(read(content))
        self._queue: deque[tuple[Scope | Act, Callable[[], None]]] = deque()
        self._steps = 0

    # ---- what is open

    def scopes(self) -> list[Scope]:
        """The innermost first; of equally deep ones, as they stand."""
        return sorted(self.top.all_inside(), key=lambda scope: -scope.depth)

    def is_true(self, variable: str) -> bool:
        return self.variables[variable]

    # ---- what runs

    def later(self, owner: Scope | Act, run: Callable[[], None]) -> None:
        self._queue.append((owner, run))

    def run_ready(self) -> None:
        while self._queue and self.outcome == "open":
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise NoWayOn
            owner, run = self._queue.popleft()
            if owner.open:
                run()
                scope = owner.scope if isinstance(owner, Act) else owner
                self.finish(scope)

    def rest(self) -> None:
        self._steps = 0

    def leave(self, scope: Scope, node: str) -> None:
        """An element is completed and its token goes on."""
        self.completed[node, None] += 1
        for flow in self.chosen(scope, node):
            self.follow(scope, flow)

    def follow(self, scope: Scope, flow: str) -> None:
        node = scope.box.target(flow)
        kind = scope.box.nodes[node].kind
        if kind in JOINS:
            self.join_token(scope, node, flow)
        else:
            self.arrive(scope, node)

    def arrive(self, scope: Scope, node: str) -> None:
        """A token comes to an element; not to a join."""
        kind = scope.box.nodes[node].kind
        if kind == "intermediateCatchEvent":
            self.listen(scope, node)
        elif kind in ACTIVITIES:
            self.later(scope, partial(self.enter, scope, node))
        elif kind == "eventBasedGateway":
            self.later(scope, partial(self.listen, scope, node))
        elif kind in {"endEvent", "intermediateThrowEvent"}:
            self.later(scope, partial(self.throw_event, scope, node))
        else:
            self.later(scope, partial(self.leave, scope, node))

    # ---- what ends

    def finish(self, scope: Scope) -> None:
        """A scope without tokens is complete."""
        if not scope.open or not scope.closing or scope.acts or scope.tokens or self._is_due(scope):
            return
        if scope.act is not None:
            self.end(scope.act)
        elif self.outcome == "open":
            self.stop("completed")

    def _is_due(self, scope: Scope) -> bool:
        return any(owner is scope for owner, _ in self._queue)

    def cancel(self, act: Act) -> None:
        """Take an activity out with everything in it."""
        act.scope.acts.remove(act)
        self.shut(act)

    def shut(self, act: Act) -> None:
        act.open = False
        if act.undoing is not None and act.undoing.open:
            self.cancel(act.undoing)
        for body in act.bodies:
            self.shut(body)
        if act.inner is not None:
            self.clear(act.inner)
            act.inner.ears = Ears()
            act.inner.open = False

    def clear(self, scope: Scope) -> None:
        """Take every token out of a scope."""
        for act in scope.acts:
            self.shut(act)
        scope.acts.clear()
        scope.tokens.clear()
        self._queue = deque((owner, run) for owner, run in self._queue if owner is not scope)

    def stop(self, outcome: str) -> None:
        self.clear(self.top)
        self.top.ears = Ears()
        self.outcome = outcome

    # ---- the rules of the other modules

    def chosen(self, scope: Scope, node: str) -> list[str]:
        """The flows that a token leaves by."""
        raise NotImplementedError

    def join_token(self, scope: Scope, node: str, flow: str) -> None:
        raise NotImplementedError

    def listen(self, scope: Scope, node: str) -> None:
        """An event of its own, or an event gateway, begins to wait."""
        raise NotImplementedError

    def enter(self, scope: Scope, node: str, after: Callable[[], None] | None = None) -> Act:
        """An activity begins."""
        raise NotImplementedError

    def end(self, act: Act) -> None:
        """An activity, or one body of it, is complete."""
        raise NotImplementedError

    def throw_event(self, scope: Scope, node: str) -> None:
        """An end event, or an intermediate one that throws, is reached."""
        raise NotImplementedError

    def begin(self, scope: Scope, start: str | None = None) -> None:
        """A process or the inside of a sub-process begins; a process at the named start event, if it is one."""
        raise NotImplementedError

    def remember(self, act: Act) -> None:
        """A completed activity may be compensated some day."""
        raise NotImplementedError

    def compensate(self, scope: Scope, thrower: Node) -> None:
        raise NotImplementedError

    def cancel_transaction(self, scope: Scope, thrower: Node) -> None:
        raise NotImplementedError

    def leave_by_cancel(self, transaction: Act) -> None:
        """The transaction is compensated, and its cancel event happens."""
        raise NotImplementedError
