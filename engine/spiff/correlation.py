"""Which of several receivers a message is for: correlation keys, and messages to other cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import ExpressionFailed
from engine.model import Json
from engine.spiff.variables import evaluate

if TYPE_CHECKING:
    from engine.spiff.tokens import Token

_KEY = "key"


def keep_key(token: Token) -> None:
    """It begins to wait for a message: from now on only for one with the key that its node gives now, if any."""
    if token.node.correlation is not None:
        token.internal_data[_KEY] = _key(token, token.node.correlation)


def kept_key(token: Token) -> Json:
    return token.internal_data.get(_KEY)


def address(token: Token) -> dict[str, Json]:
    """Where a message that the token sends is to go: its `key`, and the number of another `case`."""
    found: dict[str, Json] = {}
    if token.node.correlation is not None:
        found["key"] = _key(token, token.node.correlation)
    if token.node.to_case is not None:
        number = evaluate(token, token.node.to_case)
        if not isinstance(number, str):
            raise ExpressionFailed(
                f"Beskeden fra {token.node.label} kunne ikke sendes: »{token.node.to_case}« gav intet sagsnummer. "
                "Ret sag:sag, eller ret det, den læser."
            )
        found["case"] = number
    return found


def _key(token: Token, expression: str) -> Json:
    value = evaluate(token, expression)
    if not isinstance(value, str | int | float):
        raise ExpressionFailed(
            f"Korrelationen »{expression}« ved {token.node.label} gav hverken tekst, tal eller ja/nej. "
            "Ret sag:korrelation, eller ret det, den læser."
        )
    return value
