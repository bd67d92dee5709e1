"""Activities that are done several times: what the whole of one and its bodies have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from engine.model import Json
from engine.spiff.nodes import Node
from engine.spiff.tokens import Token


class Whole(Node):
    """
    The whole of a repeated activity; `body` is what is done each time.

    The bodies' tokens are tied to the whole's, and so are the boundary events.
    How many bodies were started and are done is kept with the whole's token.
    """

    def __init__(self, wf_spec: Any, name: str, *, body: Node, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.body = body
        body.body_of = self

    def body_done(self, body: Token) -> None:
        """One body is complete; it is still there, for whoever looks at its local variables."""
        raise NotImplementedError

    def _start_body(self, token: Token, local: Mapping[str, Json]) -> None:
        """Begin the next body; it sees its number as `loopCounter`, from 0."""
        number = cast("int", token.internal_data["started"])
        token.internal_data["started"] = number + 1
        body = Token(token.workflow, self.body, token)
        body.internal_data["locals"] = {"loopCounter": number, **local}
        self.body._update(body)
