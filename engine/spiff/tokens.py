"""
Tokens and the scopes they stand in.

A token is a SpiffWorkflow task; a scope is the process or one open embedded
sub-process. The tree holds only what is open: what hangs under a token (its
boundary events, a multi-instance activity's bodies, an event gateway's events)
stands and falls with it, everything else hangs under the scope's root. So
nothing grows with the years, and no rule looks back at finished history.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NoReturn
from uuid import UUID

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task

from engine.errors import EngineBug, ExpressionFailed
from engine.model import Facts, Happened, Json, Outcome

if TYPE_CHECKING:
    from engine.spiff.nodes import Flow, Node
    from engine.spiff.process import ProcessSpec

# More steps than this between two waits is a loop that nothing in it can end.
MAX_STEPS = 10_000


class Token(Task):
    """One token. Its data for later steps lies in `internal_data`, as JSON."""

    workflow: Scope
    task_spec: Node
    parent: Token
    children: list[Token]
    internal_data: dict[str, Json]

    def __init__(
        self,
        scope: Scope,
        node: Node,
        parent: Token | None,
        *,
        state: int = TaskState.FUTURE,
        token_id: UUID | None = None,
    ) -> None:
        super().__init__(scope, node, parent, state=state, id=token_id)
        # What only this command's step tells: the mapped values of a call or a service task.
        self.inputs: dict[str, Json] | None = None
        # What can be compensated of what was completed in it, the oldest first: see memory.py.
        self.memory: list[dict[str, Json]] = []

    @property
    def node(self) -> Node:
        return self.task_spec

    @property
    def instance(self) -> Instance:
        return self.workflow.top_workflow

    @property
    def is_open(self) -> bool:
        return self.workflow.tasks.get(self.id) is self

    @property
    def whole(self) -> Token:
        """The token of the whole activity: a body's is the one it is tied to."""
        return self.parent if self.node.body_of is not None and self.is_tied else self

    @property
    def is_tied(self) -> bool:
        """Whether it stands and falls with another token."""
        return self.parent is not self.workflow.task_tree

    def _set_state(self, value: int) -> None:
        # SpiffWorkflow's own logs every change with the task's data: people's data do not belong in a log.
        self._state = value

    def remove(self) -> None:
        """Take it out with everything tied to it, without a word in the history."""
        for child in self.children:
            child.remove()
        inner = self.instance.subprocesses.pop(self.id, None)
        if inner is not None:
            for token in inner.free():
                token.remove()
        self.parent._children.remove(self.id)
        del self.workflow.tasks[self.id]

    def close_inside(self) -> None:
        """The sub-process it stands at has no inside any more."""
        del self.instance.subprocesses[self.id]

    def cancel(self) -> None:
        """End it and everything in it before its time; the history tells."""
        for child in self.children:
            child.cancel()
        inner = self.instance.subprocesses.get(self.id)
        if inner is not None:
            inner.cancel_tokens()
        if self.node.is_active(self):
            self.instance.tell("cancelled", self)
        self.node.dropped(self)
        self._state = TaskState.CANCELLED
        self.remove()


class Scope:
    """What a process and an open sub-process have in common, over SpiffWorkflow's two workflow classes."""

    spec: ProcessSpec
    tasks: dict[UUID, Token]
    task_tree: Token
    top_workflow: Instance
    owner: Token | None  # the sub-process that this is the inside of

    def plant(self) -> None:
        self.task_tree = Token(self, self.spec.start, None, state=TaskState.COMPLETED)

    def tokens(self) -> list[Token]:
        return [t for t in self.tasks.values() if t is not self.task_tree]

    def free(self) -> list[Token]:
        """The tokens that are tied to no other."""
        # As SpiffWorkflow's own `children`, without two calls for each: a join asks at every arrival.
        return [self.tasks[token] for token in self.task_tree._children]

    @property
    def memory(self) -> list[dict[str, Json]]:
        """What can be compensated of what was completed here."""
        return (self.owner or self.task_tree).memory

    def arm(self) -> None:
        """Let what may happen while the scope is open begin to wait."""
        for node in self.spec.listeners:
            token = Token(self, node, self.task_tree)
            if not node.arm(token):
                token.remove()

    def running(self) -> list[Token]:
        """The tokens that hold the scope open."""
        return [token for token in self.free() if token.node.holds_scope]

    def follow(self, flow: Flow) -> None:
        """Put a token on a sequence flow; it arrives at once."""
        node = self.spec.task_specs[flow.target]
        token = Token(self, node, self.task_tree)
        node.arrive(token, flow)

    def begin_at(self, node: Node) -> None:
        """Start at a node of this scope as if a token had come to it."""
        node.enter(Token(self, node, self.task_tree))

    def happen(self, node: Node) -> None:
        """Go on from a node of this scope that waits no more: an event that just happened."""
        token = Token(self, node, self.task_tree)
        token.instance.tell("entered", token)
        token._ready()

    def cancel_tokens(self, spare: Token | None = None) -> None:
        for token in self.free():
            # One that is cancelled may take another along.
            if token is not spare and token.is_open:
                token.cancel()

    def end_if_empty(self) -> None:
        """End when nothing is left but what waits for something to happen meanwhile."""
        holds_open = self.running() if self.spec.listeners else len(self.tasks) > 1
        if holds_open or (self.owner is not None and self.owner.node.stays_open(self.owner)):
            return
        for token in self.free():
            token.remove()
        self.end()

    def end(self) -> None:
        raise NotImplementedError


class Inside(Scope, BpmnSubWorkflow):
    """The inside of an open sub-process."""

    owner: Token

    def __init__(self, spec: ProcessSpec, owner: Token) -> None:
        self.owner = owner
        super().__init__(spec, owner.id, owner.instance, deserializing=True)
        self.plant()
        owner.instance.subprocesses[owner.id] = self

    def end(self) -> None:
        self.owner.node.emptied(self.owner)


class _NoScripts:
    """In the place of SpiffWorkflow's script engine, which is plain `eval`."""

    def __getattr__(self, name: str) -> NoReturn:
        raise EngineBug(f"SpiffWorkflow asked its script engine for {name}; expressions are FEEL's")


class Instance(Scope, BpmnWorkflow):
    """
    One instance while a command is carried out.

    `variables` is its one scope of variables, `happened` what this command
    did so far. Nothing of it outlives the command but what state.py writes.
    """

    subprocesses: dict[UUID, Inside]
    owner = None

    def __init__(
        self, spec: ProcessSpec, inner: Mapping[str, ProcessSpec], variables: dict[str, Json], facts: Facts
    ) -> None:
        super().__init__(spec, inner, script_engine=_NoScripts(), deserializing=True)
        self.variables = variables
        self.facts = facts
        self.happened: list[Happened] = []
        self.outcome: Outcome = "open"
        # How many completed activities were remembered so far, to be compensated.
        self.remembered = 0
        self.ready: deque[Token] = deque()
        self._steps = 0
        self.plant()

    def open_tokens(self) -> Iterator[Token]:
        """Every token of the instance, the innermost scopes' first."""
        for inside in sorted(self.subprocesses.values(), key=lambda s: -s.depth):
            yield from inside.tokens()
        yield from self.tokens()

    def token(self, token_id: str) -> Token | None:
        return next((t for t in self.open_tokens() if str(t.id) == token_id), None)

    def tell(self, kind: Literal["entered", "completed", "cancelled"], token: Token) -> None:
        """Add a line to the history."""
        self.happened.append(Happened(kind, token.node.bpmn_id, token.node.about(token)))

    def end(self) -> None:
        self.outcome = "completed"

    def stop(self, outcome: Outcome) -> None:
        """End the instance with everything open in it."""
        self.cancel_tokens()
        self.outcome = outcome

    def settle(self) -> None:
        """
        Run until everything waits.

        Conditions are looked at when nothing can run, and inclusive joins
        when no condition comes true either: only then it is certain that
        no more tokens are on their way.
        """
        while True:
            while self.ready:
                token = self.ready.popleft()
                if token.is_open and token._state == TaskState.READY:
                    self._run(token)
            if not any(t.node.recheck(t) for t in self.open_tokens()) and not any(
                t.node.decide(t) for t in self.open_tokens()
            ):
                return

    def _run(self, token: Token) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise ExpressionFailed(
                f"Forløbet blev stoppet ved {token.node.label}: der er udført {MAX_STEPS} trin uden at vente på noget. "
                "Diagrammet går i ring; ret betingelserne i ringen, eller sæt en opgave eller en timer ind i den."
            )
        token.run()
