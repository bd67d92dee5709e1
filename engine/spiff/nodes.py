"""What every flow node does: a token arrives, the node runs, and the token leaves by its sequence flows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin

from engine.errors import EngineBug, ExpressionFailed
from engine.model import Json, Wait
from engine.spiff.memory import remember, undone
from engine.spiff.tokens import Token
from engine.spiff.variables import evaluate, frames, holds, write

if TYPE_CHECKING:
    from engine.spiff.data import Copy
    from engine.spiff.tokens import Scope
    from engine.spiff.whole import Whole


@dataclass(frozen=True)
class Flow:
    """A sequence flow. `condition` is FEEL."""

    id: str
    source: str
    target: str
    condition: str | None


class Node(BpmnSpecMixin):
    """
    A flow node that passes tokens on; the other kinds override what differs.

    SpiffWorkflow calls the hooks with underscores. Its prediction of futures,
    its copying of data and its search through history are not used: they are
    what grows, and what gets joins in loops wrong.
    """

    name: str
    bpmn_id: str
    # The state of a token that rests here between two commands.
    rests: int = TaskState.STARTED
    # Whether a token here keeps its scope from being complete.
    holds_scope = True

    def __init__(self, wf_spec: Any, name: str, *, bpmn_id: str | None = None, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.bpmn_id = bpmn_id or name
        self.flows: list[Flow] = []
        self.incoming: list[str] = []
        self.default: str | None = None
        self.boundaries: list[str] = []
        self.is_activity = False
        self.copies_in: list[Copy] = []
        self.copies_out: list[Copy] = []
        self.body_of: Whole | None = None
        # FEEL for the key of the message it sends or waits for, and for the number of the case it sends it to.
        self.correlation: str | None = None
        self.to_case: str | None = None
        # The compensation event on its boundary, and whether it is such an event's handler.
        self.handler: str | None = None
        self.is_handler = False

    @property
    def label(self) -> str:
        """What a message calls it."""
        return f"»{self.bpmn_name}« ({self.bpmn_id})" if self.bpmn_name else f"»{self.bpmn_id}«"

    # ---- for the instance

    def arrive(self, token: Token, flow: Flow) -> None:
        """A token comes in by a sequence flow."""
        del flow
        self.enter(token)

    def enter(self, token: Token) -> None:
        """A token comes to the node, or begins here."""
        self._update(token)

    def begin_instance(self, scope: Scope) -> None:
        """The instance begins here, because what the node waits for has come."""
        scope.happen(self)

    def is_active(self, token: Token) -> bool:
        """Whether the history has told that this token entered the node."""
        return True

    def about(self, token: Token) -> Mapping[str, Json]:
        """What a line of history adds: the local variables, and the number of a multi-instance body."""
        local = frames(token)
        if not local:
            return {}
        data: dict[str, Json] = {"locals": dict(local)}
        if self.body_of is not None:
            data["body"] = local["loopCounter"]
        return data

    def wait(self, token: Token) -> Wait | None:
        """What the token waits for from outside, if anything."""
        return None

    def recheck(self, token: Token) -> bool:
        """A condition may have come true; whether something happened."""
        return False

    def decide(self, token: Token) -> bool:
        """Nothing else can run: whether the node now goes on."""
        return False

    def answer(self, token: Token, values: Mapping[str, Json]) -> None:
        """The outside completed the wait."""
        raise EngineBug(f"{self.bpmn_id} cannot be completed from outside")

    def fire(self, token: Token, payload: Mapping[str, Json]) -> None:
        """The timer is due or the message has come."""
        raise EngineBug(f"{self.bpmn_id} waits for no timer or message")

    def hears(self, token: Token, signal: str) -> bool:
        """Whether the token waits for this signal."""
        return False

    def dropped(self, token: Token) -> None:
        """The token is cancelled: what stands elsewhere on its behalf goes too."""

    def choose(self, token: Token, element: str) -> None:
        """A person chose what to do next."""
        raise EngineBug(f"{self.bpmn_id} offers no choice")

    # ---- for the scopes

    def inner_done(self, token: Token, inner: Token) -> None:
        """An activity directly inside this sub-process is complete, and its token still there."""

    def stays_open(self, token: Token) -> bool:
        """Whether this sub-process goes on when nothing runs inside."""
        return False

    def interrupted(self, token: Token) -> None:
        """An event sub-process ended everything else inside this sub-process, and is all that will be done there."""

    def emptied(self, token: Token) -> None:
        """Nothing is left inside this sub-process."""
        raise EngineBug(f"{self.bpmn_id} has no inside")

    def remembered(self, token: Token) -> list[dict[str, Json]]:
        """What can be compensated of the completed activity: it has a handler, or its bodies did something that can."""
        return [{"at": self.name}] if self.handler is not None else token.memory

    def handled(self, token: Token) -> None:
        """A compensation that the token waits for is done."""
        raise EngineBug(f"{self.bpmn_id} waits for no compensation")

    # ---- SpiffWorkflow's hooks

    def test(self) -> None:
        """Nothing: the diagram was checked when it was read."""

    def _update_hook(self, token: Token) -> bool:
        token.instance.tell("entered", token)
        self._copy(token, self.copies_in)
        return True

    def _on_ready_hook(self, token: Token) -> None:
        token.instance.ready.append(token)

    def _run_hook(self, token: Token) -> bool | None:
        return True

    def _on_complete(self, token: Token) -> None:
        token.instance.tell("completed", token)
        self._copy(token, self.copies_out)
        remember(token)
        self._after(token)
        if token.is_open:
            self._leave(token)

    def _copy(self, token: Token, copies: Sequence[Copy]) -> None:
        for copy in copies:
            write(token, {copy.target: evaluate(token, copy.expression)})

    # ---- for the kinds of nodes

    def _after(self, token: Token) -> None:
        """What a completed node does before its token moves on; it may end the token."""

    def _leave(self, token: Token) -> None:
        if self.body_of is not None:
            self.body_of.body_done(token)
            return
        if self.is_handler:
            undone(token)
            return
        scope = token.workflow
        if self.is_activity and scope.owner is not None:
            scope.owner.node.inner_done(scope.owner, token)
            if not token.is_open:
                return
        taken = self._choose(token)
        token.remove()
        for flow in taken:
            scope.follow(flow)
        scope.end_if_empty()

    def _choose(self, token: Token) -> Sequence[Flow]:
        """The flows taken: all that have no condition or a true one, else the default (BPMN 2.0.2, 13.3.1)."""
        taken = [f for f in self.flows if f.id != self.default and (f.condition is None or holds(token, f.condition))]
        return taken or self._fallback()

    def _fallback(self) -> Sequence[Flow]:
        """The default flow, when no other may be taken."""
        if not self.flows:
            return []
        default = [f for f in self.flows if f.id == self.default]
        if not default:
            raise ExpressionFailed(
                f"Forløbet kan ikke komme videre fra {self.label}: ingen af betingelserne på vejene ud er sande, "
                "og der er ingen standardvej. Ret oplysningerne, eller giv elementet en standardvej."
            )
        return default
