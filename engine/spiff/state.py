"""
What of an instance is saved: its open tokens, and nothing of the diagram.

    {"v": 1, "outcome": "open", "tokens": [
        {"id": …, "at": node, "data": {…}, "tied": [tokens], "inside": [tokens]}]}

`tied` stand and fall with their token; `inside` are those in a sub-process.
Variables are not in it, but for the local ones of multi-instance bodies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from engine.errors import EngineBug
from engine.model import Json, Outcome, State
from engine.spiff.tokens import Inside, Instance, Scope, Token

FORMAT = 1


def save(instance: Instance) -> State:
    return {"v": FORMAT, "outcome": instance.outcome, "tokens": _saved(instance.free())}


def _saved(tokens: Sequence[Token]) -> Json:
    return [_saved_token(token) for token in tokens]


def _saved_token(token: Token) -> dict[str, Json]:
    out: dict[str, Json] = {"id": str(token.id), "at": token.node.name}
    if token.internal_data:
        out["data"] = token.internal_data
    if token.children:
        out["tied"] = _saved(token.children)
    inside = token.instance.subprocesses.get(token.id)
    if inside is not None:
        out["inside"] = _saved(inside.free())
    return out


def restore(instance: Instance, state: State) -> None:
    """Put the tokens of a saved state into a new instance. The state itself is left as it is."""
    if state.get("v") != FORMAT:
        raise EngineBug(f"the state has format {state.get('v')!r}; this program reads format {FORMAT} only")
    instance.outcome = cast("Outcome", state["outcome"])
    _restore(instance, instance.task_tree, state["tokens"])


def _restore(scope: Scope, parent: Token, saved: Json) -> None:
    for one in cast("list[dict[str, Json]]", saved):
        node = scope.spec.task_specs.get(cast("str", one["at"]))
        if node is None:
            raise EngineBug(f"the state stands at {one['at']}, which is not in this version of the diagram")
        token = Token(scope, node, parent, state=node.rests, token_id=UUID(cast("str", one["id"])))
        data = cast("dict[str, Json]", one.get("data", {}))
        token.internal_data = {key: _copied(value) for key, value in data.items()}
        _restore(scope, token, one.get("tied", []))
        if "inside" in one:
            inside = Inside(token.instance.subprocess_specs[node.bpmn_id], token)
            _restore(inside, inside.task_tree, one["inside"])


def _copied(value: Json) -> Json:
    """One level deep: the kernel changes its own frames and lists, never a value in them."""
    if isinstance(value, dict):
        return dict(value)
    return list(value) if isinstance(value, list) else value
