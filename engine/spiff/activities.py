"""Tasks, call activities and sub-processes: what stays open until the outside, or its inside, is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from SpiffWorkflow import TaskState

from engine.model import Json, Wait, WaitKind
from engine.spiff import memory
from engine.spiff.correlation import keep_key, kept_key
from engine.spiff.events import BoundaryEvent, is_gateways, won
from engine.spiff.nodes import Node
from engine.spiff.process import ProcessSpec
from engine.spiff.tokens import Inside, Scope, Token
from engine.spiff.variables import evaluate, frames, names, write


class Activity(Node):
    """Open from its start until it is completed; its boundary events wait as long."""

    kind: WaitKind
    wait_name: str | None = None
    binding = "latest"

    def _run_hook(self, token: Token) -> bool | None:
        self._begin(token)
        arm_boundaries(token)
        return None

    def _begin(self, token: Token) -> None:
        """What the start of the activity does."""

    def wait(self, token: Token) -> Wait | None:
        if token._state != TaskState.STARTED:
            return None
        return Wait(
            str(token.id),
            self.kind,
            self.bpmn_id,
            locals=frames(token),
            name=self.wait_name,
            inputs=token.inputs,
            binding=self.binding,
        )

    def answer(self, token: Token, values: Mapping[str, Json]) -> None:
        write(token, values)
        token.complete()


def arm_boundaries(token: Token) -> None:
    """Let the boundary events of a token's activity begin to wait."""
    for name in token.node.boundaries:
        event = token.workflow.spec.task_specs[name]
        if isinstance(event, BoundaryEvent) and event.waits:
            armed = Token(token.workflow, event, token)
            if not event.arm(armed):
                armed.remove()


class UserTask(Activity):
    """A user or manual task: a person's work."""

    kind = "user"


class ReceiveTask(Activity):
    """
    Waits for a message, like an intermediate event, but is an activity with boundary events.

    It may also be one of an event gateway's, or where its message begins an instance.
    """

    kind = "message"

    def __init__(self, wf_spec: Any, name: str, *, message: str, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.wait_name = message

    def _begin(self, token: Token) -> None:
        keep_key(token)

    def is_active(self, token: Token) -> bool:
        return not is_gateways(token)

    def wait(self, token: Token) -> Wait | None:
        wait = super().wait(token)
        group = token.parent.node.bpmn_id if is_gateways(token) else None
        return wait and replace(wait, group=group, correlation=kept_key(token))

    def fire(self, token: Token, payload: Mapping[str, Json]) -> None:
        write(token, payload)
        if is_gateways(token):
            self.begin_instance(won(token))
        else:
            token.complete()

    def begin_instance(self, scope: Scope) -> None:
        token = Token(scope, self, scope.task_tree)
        self._update_hook(token)
        token.complete()

    def arm_or_fail(self, token: Token) -> None:
        """Begin to wait as one of an event gateway's."""
        keep_key(token)
        token._set_state(TaskState.STARTED)


class ServiceTask(Activity):
    """
    A service or send task: work by a program, named by its topic.

    Its result is written as it is, or by the output mappings when there are any.
    """

    kind = "service"

    def __init__(
        self,
        wf_spec: Any,
        name: str,
        *,
        topic: str,
        inputs: Mapping[str, str],
        outputs: Mapping[str, str],
        **about: Any,
    ) -> None:
        super().__init__(wf_spec, name, **about)
        self.wait_name = topic
        self.given = inputs
        self.taken = outputs

    def _begin(self, token: Token) -> None:
        token.inputs = {name: evaluate(token, text) for name, text in self.given.items()}

    def answer(self, token: Token, values: Mapping[str, Json]) -> None:
        if self.taken:
            values = {name: evaluate(token, text, values) for name, text in self.taken.items()}
        super().answer(token, values)


@dataclass(frozen=True)
class Mapped:
    """A row of a call's `in` or `out`: everything, or one value under a name."""

    source: str | None = None
    expression: str | None = None
    target: str | None = None
    everything: bool = False


class CallActivity(Activity):
    """Asks for a child instance, in a row of its own, and waits until it reports."""

    kind = "child"

    def __init__(
        self,
        wf_spec: Any,
        name: str,
        *,
        called: str,
        binding: str,
        rows_in: Sequence[Mapped],
        rows_out: Sequence[Mapped],
        **about: Any,
    ) -> None:
        super().__init__(wf_spec, name, **about)
        self.wait_name = called
        self.binding = binding
        self.rows_in = rows_in
        self.rows_out = rows_out

    def _begin(self, token: Token) -> None:
        token.inputs = _mapped(self.rows_in, names(token), token)

    def answer(self, token: Token, values: Mapping[str, Json]) -> None:
        super().answer(token, _mapped(self.rows_out, values, token))


def _mapped(rows: Sequence[Mapped], source: Mapping[str, Json], token: Token) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for row in rows:
        if row.everything:
            result |= source
        elif row.target is not None:
            result[row.target] = (
                token.instance.facts.evaluate(row.expression, source)
                if row.expression is not None
                else source.get(row.source or "")
            )
    return result


class SubProcess(Activity):
    """An embedded sub-process: open as long as there is a token inside."""

    def _run_hook(self, token: Token) -> bool | None:
        starts = self.inside(token).starts()
        if not starts:
            return True
        scope = Inside(self.inside(token), token)
        scope.arm()
        for node in starts:
            scope.begin_at(node)
        arm_boundaries(token)
        return None

    def inside(self, token: Token) -> ProcessSpec:
        """What is drawn in it."""
        spec: ProcessSpec = token.instance.subprocess_specs[self.bpmn_id]
        return spec

    def is_active(self, token: Token) -> bool:
        return not memory.is_open_again(token)

    def emptied(self, token: Token) -> None:
        if memory.UNDOING in token.internal_data and memory.undo_next(token):
            return
        token.close_inside()
        self.closed(token)

    def closed(self, token: Token) -> None:
        """Its inside is over."""
        if memory.is_open_again(token):
            memory.undone(token)
        else:
            token.complete()

    def remembered(self, token: Token) -> list[dict[str, Json]]:
        if self.handler is not None:
            return super().remembered(token)
        if not token.memory and self.inside(token).compensation is None:
            return []
        entry: dict[str, Json] = {"at": self.name, "inside": list[Json](token.memory)}
        if "locals" in token.internal_data:
            entry["locals"] = token.internal_data["locals"]
        return [entry]

    def wait(self, token: Token) -> Wait | None:
        return None
