"""Activities with a standard loop: done again while a condition is true (BPMN 2.0.2, 13.3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from engine.spiff.activities import arm_boundaries
from engine.spiff.tokens import Token
from engine.spiff.variables import holds
from engine.spiff.whole import Whole


@dataclass(frozen=True)
class Again:
    """While what, asked before or after each time, and how often at most. One of the two is there."""

    condition: str | None
    test_before: bool
    maximum: int | None


class StandardLoop(Whole):
    """
    The whole of a looping activity.

    A body sees `loopCounter` (from 0). Asked before, the condition sees the
    number of the body that would come; asked after, that of the one just done.
    """

    def __init__(self, wf_spec: Any, name: str, *, again: Again, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.again = again

    def _run_hook(self, token: Token) -> bool | None:
        token.internal_data |= {"started": 0, "done": 0}
        if self.again.test_before and not self._asks_for(token, 0):
            return True
        arm_boundaries(token)
        self._start_body(token, {})
        return None

    def body_done(self, body: Token) -> None:
        token = body.parent
        done = cast("int", token.internal_data["done"]) + 1
        token.internal_data["done"] = done
        if self.again.maximum is not None and done >= self.again.maximum:
            goes_on = False
        elif self.again.test_before:
            goes_on = self._asks_for(token, done)
        else:
            goes_on = self.again.condition is None or holds(body, self.again.condition)
        body.remove()
        if goes_on:
            self._start_body(token, {})
        else:
            token.complete()

    def _asks_for(self, token: Token, number: int) -> bool:
        return self.again.condition is None or holds(token, self.again.condition, {"loopCounter": number})
