"""
What of an instance is saved: its open tokens, and nothing of the diagram.

    {"v": 1, "outcome": "open", "tokens": [
        {"id": …, "at": node, "data": {…}, "tied": [tokens], "inside": [tokens], "memory": […]}],
     "memory": […], "remembered": 7}

`tied` stand and fall with their token; `inside` are those in a sub-process.
`memory` and `remembered` are there only when something can be compensated: see
memory.py.
Variables are not in it, but for the local ones of multi-instance bodies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from engine.errors import EngineBug
from engine.model import Json, Outcome, State
from engine.spiff.tokens import Inside, Instance, Scope, Token

FORMAT = 1


def save(instance: Instance) -> State:
    state: State = {"v": FORMAT, "outcome": instance.outcome, "tokens": _saved(instance.free())}
    if instance.remembered:
        state |= {"memory": list[Json](instance.memory), "remembered": instance.remembered}
    return state


def _saved(tokens: Sequence[Token]) -> Json:
    return [_saved_token(token) for token in tokens]


def _saved_token(token: Token) -> dict[str, Json]:
    out: dict[str, Json] = {"id": str(token.id), "at": token.node.name}
    if token.internal_data:
        out["data"] = token.internal_data
    if token.children:
        out["tied"] = _saved(token.children)
    if token.memory:
        out["memory"] = list[Json](token.memory)
    inside = token.instance.subprocesses.get(token.id)
    if inside is not None:
        out["inside"] = _saved(inside.free())
    return out


def restore(instance: Instance, state: State) -> None:
    """Put the tokens of a saved state into a new instance. The state itself is left as it is."""
    if state.get("v") != FORMAT:
        raise EngineBug(f"the state has format {state.get('v')!r}; this program reads format {FORMAT} only")
    instance.outcome = cast("Outcome", state["outcome"])
    instance.remembered = cast("int", state.get("remembered", 0))
    instance.task_tree.memory = _memory(state)
    _restore(instance, instance.task_tree, state["tokens"])


def _restore(scope: Scope, parent: Token, saved: Json) -> None:
    for one in cast("list[dict[str, Json]]", saved):
        node = scope.spec.task_specs.get(cast("str", one["at"]))
        if node is None:
            raise EngineBug(f"the state stands at {one['at']}, which is not in this version of the diagram")
        token = Token(scope, node, parent, state=node.rests, token_id=UUID(cast("str", one["id"])))
        data = cast("dict[str, Json]", one.get("data", {}))
        token.internal_data = {key: _copied(value) for key, value in data.items()}
        token.memory = _memory(one)
        _restore(scope, token, one.get("tied", []))
        if "inside" in one:
            inside = Inside(token.instance.subprocess_specs[node.bpmn_id], token)
            _restore(inside, inside.task_tree, one["inside"])


def _memory(saved: Mapping[str, Json]) -> list[dict[str, Json]]:
    """Its entries are never changed, only taken out."""
    return list(cast("list[dict[str, Json]]", saved.get("memory", [])))


def _copied(value: Json) -> Json:
    """One level deep: the kernel changes its own frames and lists, never a value in them."""
    if isinstance(value, dict):
        return dict(value)
    return list(value) if isinstance(value, list) else value
