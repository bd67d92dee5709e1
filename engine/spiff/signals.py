"""Signals: whoever waits for one hears it, all at once."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model import Happened, Json
from engine.spiff.tokens import Token


def broadcast(token: Token, name: str, payload: Mapping[str, Json]) -> None:
    """
    Let everything of the instance that waits for the signal go on, and tell the outside.

    Those count that wait at this moment; one that a former one closed hears nothing.
    """
    instance = token.instance
    for hearer in [other for other in instance.open_tokens() if other.node.hears(other, name)]:
        if hearer.is_open:
            hearer.node.fire(hearer, payload)
    data: dict[str, Json] = {**token.node.about(token), "name": name, "payload": dict(payload)}
    instance.happened.append(Happened("signal", token.node.bpmn_id, data))
