"""The kernel door: one pure function."""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow import TaskState

from engine.errors import EngineBug, ExpressionFailed, WrongState
from engine.model import (
    Cancel,
    Choose,
    Complete,
    Facts,
    Fire,
    Json,
    KernelCommand,
    SetVariables,
    Stale,
    Start,
    State,
    Step,
    Throw,
    Wait,
    WaitId,
)
from engine.spiff.compiled import CompiledProcess
from engine.spiff.state import restore, save
from engine.spiff.throwing import throw
from engine.spiff.tokens import Instance, Token


def advance(
    definition: CompiledProcess,
    state: State | None,
    variables: Mapping[str, Json],
    command: KernelCommand,
    facts: Facts,
) -> Step:
    """
    Carry out one command and run to the next waits.

    Nothing that is passed in is changed. `state` is None for Start alone.
    A wait's `inputs` are in the step that opens it, not in later ones: the
    state keeps no variables. Raises Stale when the command's wait is not
    open, and ExpressionFailed from the facts or for a diagram that cannot go on.
    """
    instance = Instance(definition.spec, definition.inside, dict(variables), facts)
    if state is not None:
        restore(instance, state)
    if (state is None) != isinstance(command, Start):
        raise EngineBug(
            f"{type(command).__name__} does not fit an instance that is {'new' if state is None else 'begun'}"
        )
    _carry_out(instance, command)
    instance.settle()
    waits = _waits(instance)
    if instance.outcome == "open" and not waits:
        raise _stuck(instance)
    return Step(save(instance), instance.variables, waits, tuple(instance.happened), instance.outcome)


def open_waits(
    definition: CompiledProcess, state: State, variables: Mapping[str, Json], facts: Facts
) -> tuple[Wait, ...]:
    """What a saved instance waits for, as the step that saved it told; without the `inputs`, and changing nothing."""
    instance = Instance(definition.spec, definition.inside, dict(variables), facts)
    restore(instance, state)
    return _waits(instance)


def _waits(instance: Instance) -> tuple[Wait, ...]:
    return tuple(wait for token in instance.open_tokens() if (wait := token.node.wait(token)) is not None)


def _stuck(instance: Instance) -> ExpressionFailed:
    """Only joins are left, each waiting for what no longer can come: somebody has to know."""
    labels = {token.node.label for token in instance.open_tokens() if token._state == TaskState.WAITING}
    return ExpressionFailed(
        f"Forløbet kan ikke komme videre: {', '.join(sorted(labels))} venter på en vej, som intet mere kan komme ad. "
        "Ret diagrammet, så vejene, der samles, også blev delt på samme måde."
    )


def _carry_out(instance: Instance, command: KernelCommand) -> None:
    match command:
        case Start(variables, start_event):
            instance.variables.update(variables)
            _start(instance, start_event)
        case Complete(wait, values):
            token = _open(instance, wait)
            token.node.answer(token, values)
        case Fire(wait, payload):
            token = _open(instance, wait)
            token.node.fire(token, payload)
        case Choose(wait, element):
            token = _open(instance, wait)
            token.node.choose(token, element)
        case Throw(wait, kind, code, payload):
            token = _open(instance, wait)
            throw(token, kind, code, payload, host=token)
        case SetVariables(values):
            instance.variables.update(values)
        case Cancel():
            instance.stop("cancelled")


def _start(instance: Instance, start_event: str | None) -> None:
    if start_event is not None:
        node = instance.spec.event_start(start_event)
        if node is None:
            raise _no_start(instance, f"starthændelsen »{start_event}«")
        instance.arm()
        node.begin_instance(instance)
        return
    starts = instance.spec.starts()
    if not starts:
        raise _no_start(instance, "en almindelig starthændelse")
    instance.arm()
    for node in starts:
        instance.begin_at(node)


def _no_start(instance: Instance, wanted: str) -> WrongState:
    return WrongState(f"Processen »{instance.spec.name}« kunne ikke startes: den har ikke {wanted}.")


def _open(instance: Instance, wait: WaitId) -> Token:
    token = instance.token(wait)
    if token is None or token.node.wait(token) is None:
        raise Stale(wait)
    return token
