"""The instance's one scope of variables, and the local ones of multi-instance bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from engine.errors import ExpressionFailed
from engine.model import Json

if TYPE_CHECKING:
    from engine.spiff.tokens import Token


def _local_frames(token: Token) -> list[dict[str, Json]]:
    """The local variables around a token, innermost first."""
    found: list[dict[str, Json]] = []
    at: Token | None = token
    while at is not None:
        if "locals" in at.internal_data:
            found.append(cast("dict[str, Json]", at.internal_data["locals"]))
        at = at.workflow.owner
    return found


def frames(token: Token) -> Mapping[str, Json]:
    """What the token sees besides the instance's variables."""
    merged: dict[str, Json] = {}
    for frame in reversed(_local_frames(token)):
        merged |= frame
    return merged


def names(token: Token) -> Mapping[str, Json]:
    """Everything an expression at the token may name."""
    local = frames(token)
    return {**token.instance.variables, **local} if local else token.instance.variables


def write(token: Token, values: Mapping[str, Json]) -> None:
    """A name goes to the nearest frame that has it, otherwise to the instance."""
    local = _local_frames(token)
    for name, value in values.items():
        next((f for f in local if name in f), token.instance.variables)[name] = value


def evaluate(token: Token, expression: str, extra: Mapping[str, Json] | None = None) -> Json:
    """The value of a FEEL expression at the token; `extra` lies over the other names."""
    seen = names(token)
    return token.instance.facts.evaluate(expression, {**seen, **extra} if extra else seen)


def holds(token: Token, condition: str, extra: Mapping[str, Json] | None = None) -> bool:
    """
    Whether a condition is true at the token.

    Null is not true. Raises ExpressionFailed for anything that is neither
    true, false nor null: such a condition was meant otherwise.
    """
    value = evaluate(token, condition, extra)
    if value is None or isinstance(value, bool):
        return value is True
    raise ExpressionFailed(
        f"Betingelsen »{condition.strip()}« ved {token.node.label} kunne ikke afgøres: den skal give sandt eller "
        f"falsk, men gav {_kind(value)}. Ret betingelsen."
    )


def _kind(value: Json) -> str:
    if isinstance(value, str):
        return "en tekst"
    if isinstance(value, list):
        return "en liste"
    return "en kontekst" if isinstance(value, dict) else "et tal"
