"""What a moved instance waits for: the events that followed it, and those that the new diagram adds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from SpiffWorkflow import TaskState

from engine.errors import ExpressionFailed
from engine.model import Facts, Json, Obstacle, State, Wait, WaitId
from engine.spiff import memory
from engine.spiff.activities import ReceiveTask
from engine.spiff.compiled import CompiledProcess
from engine.spiff.event_subprocess import EventSubProcess
from engine.spiff.events import BoundaryEvent, Catching, EventGateway
from engine.spiff.gateways import ParallelGateway
from engine.spiff.moving.saved import Saved, id_of
from engine.spiff.moving.transfer import ROOT, Transfer
from engine.spiff.nodes import Node
from engine.spiff.state import restore, save
from engine.spiff.tokens import Instance, Scope, Token
from engine.spiff.triggers import Timer
from engine.spiff.variables import names

_NEW = "Er ny i tegningen."
_NEW_TIMER = "Er ny i tegningen. Tiden tælles fra flytningen."
_FOLLOWED = "Står på en anden aktivitet nu og følger med."

# A cycle that has not caught up with its stored due time by then never will in anybody's life.
_MOST_TURNS = 10_000


def arm(
    new: CompiledProcess, state: State, variables: Mapping[str, Json], facts: Facts, transfer: Transfer
) -> tuple[State, tuple[Wait, ...]] | Obstacle:
    """A moved state with every event waiting that the new diagram has there; or why it cannot stand so."""
    instance = Instance(new.spec, new.inside, dict(variables), facts)
    restore(instance, state)
    try:
        for token in list(instance.open_tokens()):
            _arm_new(token, transfer)
        _listen(instance, ROOT, transfer)
        for inside in instance.subprocesses.values():
            _listen(inside, str(inside.owner.id), transfer)
        for token in instance.open_tokens():
            if str(token.id) in transfer.retimed:
                _count_on(token)
    except ExpressionFailed as error:
        return Obstacle("", "changed", str(error))
    waits = tuple(wait for one in instance.open_tokens() if (wait := one.node.wait(one)) is not None)
    return _astray(instance, waits) or (save(instance), waits)


def _arm_new(token: Token, transfer: Transfer) -> None:
    """The events on an open activity, or of an event gateway, that it did not have before."""
    if memory.UNDOING in token.internal_data:
        return  # complete or cancelled: no event waits on it any more
    node, here = token.node, {child.node.name for child in token.children}
    offered = [flow.target for flow in node.flows] if isinstance(node, EventGateway) else node.boundaries
    for name in offered:
        event = token.workflow.spec.task_specs[name]
        if name in here or name in transfer.over[str(token.id)]:
            continue
        if isinstance(event, ReceiveTask):
            event.arm_or_fail(Token(token.workflow, event, token))
        elif isinstance(event, Catching) and not (isinstance(event, BoundaryEvent) and not event.waits):
            _begin_to_wait(token.workflow, token, event, transfer)


def _listen(scope: Scope, owner: WaitId, transfer: Transfer) -> None:
    """The event sub-processes of an open scope that it did not have before."""
    tokens = scope.free()
    interrupted = any(isinstance(one.node, EventSubProcess) and one.node.interrupts for one in tokens)
    if interrupted or (scope.owner is not None and memory.UNDOING in scope.owner.internal_data):
        return
    here = {one.node.name for one in tokens}
    for listener in scope.spec.listeners:
        if listener.name not in here and listener.name not in transfer.over_inside[owner]:
            _begin_to_wait(scope, scope.task_tree, listener, transfer)


def _begin_to_wait(scope: Scope, host: Token, event: Catching, transfer: Transfer) -> None:
    followed = transfer.displaced.pop(event.name, None)
    if followed is not None:
        token = Token(scope, event, host, state=TaskState.WAITING, token_id=UUID(id_of(followed)))
        token.internal_data = dict(cast("Saved", followed.get("data", {})))
        transfer.remarks[str(token.id)] = _FOLLOWED
        return
    token = Token(scope, event, host)
    if not event.arm(token):
        token.remove()
        return
    transfer.remarks[str(token.id)] = _NEW_TIMER if isinstance(event.trigger, Timer) else _NEW


def _count_on(token: Token) -> None:
    """
    A timer that is drawn otherwise keeps its due time, and a cycle goes on from it.

    Its next turn is the first that comes after what is set: not one that the new
    text would have had in the past.
    """
    timer, data = cast("Timer", token.node.trigger), token.internal_data
    data.pop("anchor", None)
    data.pop("turn", None)
    if timer.kind != "cycle":
        return
    due, seen = datetime.fromisoformat(cast("str", data["due"])), names(token)
    for turn in range(1, _MOST_TURNS):
        moment = token.instance.facts.due("cycle", timer.expression, seen, due, turn)
        if moment is None or moment > due:
            break
    data |= {"anchor": due.isoformat(), "turn": turn - 1}


def _astray(instance: Instance, waits: tuple[Wait, ...]) -> Obstacle | None:
    """Why nothing outside could ever bring the instance on: a join with nothing left to wait for, or no wait at all."""
    for token in instance.open_tokens():
        if isinstance(token.node, ParallelGateway) and _is_full(token.node, token):
            return Obstacle(token.node.bpmn_id, "changed", f"{token.node.label} {_FULL}")
    if waits:
        return None
    places = [token.node for token in instance.open_tokens()]
    labels = ", ".join(sorted({node.label for node in places}))
    return Obstacle(
        places[0].bpmn_id if places else "", "changed", f"{labels} ville vente på noget, der aldrig kommer."
    )


_FULL = (
    "har færre veje ind nu, og forløbet er kommet ad dem alle. Det ville stå stille for altid; lad det gå videre først."
)


def _is_full(join: Node, token: Token) -> bool:
    came_by = {other.internal_data["flow"] for other in token.workflow.free() if other.node is join}
    return came_by >= set(join.incoming)
