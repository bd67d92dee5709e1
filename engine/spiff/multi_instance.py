"""Multi-instance activities: one body for each item, at once or one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from engine.errors import ExpressionFailed
from engine.model import Json
from engine.spiff.activities import arm_boundaries
from engine.spiff.tokens import MAX_STEPS, Token
from engine.spiff.variables import evaluate, holds, write
from engine.spiff.whole import Whole


@dataclass(frozen=True)
class Loop:
    """How often, over what, until when, and what is collected; expressions are FEEL."""

    sequential: bool = False
    cardinality: str | None = None
    collection: str | None = None
    item: str | None = None
    condition: str | None = None
    result: str | None = None
    result_item: str | None = None


class MultiInstance(Whole):
    """
    The whole of a multi-instance activity; `body` is what each instance of it does.

    A body sees `loopCounter` (from 0), the item and its own result as local
    variables. The completion condition also sees `nrOfInstances`,
    `nrOfActiveInstances` and `nrOfCompletedInstances`.
    """

    def __init__(self, wf_spec: Any, name: str, *, loop: Loop, **about: Any) -> None:
        super().__init__(wf_spec, name, **about)
        self.loop = loop

    def _run_hook(self, token: Token) -> bool | None:
        items = self._items(token)
        token.internal_data |= {"n": len(items), "started": 0, "done": 0}
        if self.loop.result:
            token.internal_data["results"] = [None] * len(items)
        if not items:
            self._hand_over(token)
            return True
        arm_boundaries(token)
        now, later = (items[:1], items[1:]) if self.loop.sequential else (items, [])
        token.internal_data["todo"] = later
        for item in now:
            self._start_body(token, self._own(item))
        return None

    def _items(self, token: Token) -> list[Json]:
        if self.loop.collection is not None:
            items = evaluate(token, self.loop.collection)
            if not isinstance(items, list):
                raise ExpressionFailed(
                    f"{self.label} kunne ikke gentages: »{self.loop.collection}« er ikke en liste. Ret samlingen."
                )
        else:
            count = evaluate(token, cast("str", self.loop.cardinality))
            if isinstance(count, bool) or not isinstance(count, int | float) or count != int(count) or count < 0:
                raise ExpressionFailed(
                    f"{self.label} kunne ikke gentages: antallet »{self.loop.cardinality}« er ikke et helt tal. "
                    "Ret antallet."
                )
            items = list(range(min(int(count), MAX_STEPS + 1)))
        if len(items) > MAX_STEPS:
            raise ExpressionFailed(f"{self.label} kunne ikke gentages: der er flere end {MAX_STEPS} gentagelser.")
        return items

    def _own(self, item: Json) -> dict[str, Json]:
        """What a body has for itself."""
        local: dict[str, Json] = {self.loop.result_item: None} if self.loop.result_item else {}
        if self.loop.item:
            local[self.loop.item] = item
        return local

    def body_done(self, body: Token) -> None:
        """Collect a body's result and see whether the whole is complete."""
        token, data = body.parent, body.parent.internal_data
        local = cast("Mapping[str, Json]", body.internal_data["locals"])
        if self.loop.result and self.loop.result_item:
            cast("list[Json]", data["results"])[cast("int", local["loopCounter"])] = local[self.loop.result_item]
        data["done"] = cast("int", data["done"]) + 1
        finished = data["done"] == data["n"] or self._is_enough(body, data)
        body.remove()
        if finished:
            self._finish(token)
        elif self.loop.sequential:
            item, *data["todo"] = cast("list[Json]", data["todo"])
            self._start_body(token, self._own(item))

    def _is_enough(self, body: Token, data: Mapping[str, Json]) -> bool:
        if self.loop.condition is None:
            return False
        done, started = cast("int", data["done"]), cast("int", data["started"])
        counts: dict[str, Json] = {
            "nrOfInstances": data["n"],
            "nrOfCompletedInstances": done,
            "nrOfActiveInstances": started - done,
        }
        return holds(body, self.loop.condition, counts)

    def _finish(self, token: Token) -> None:
        for child in token.children:
            if child.node is self.body:
                child.cancel()
        self._hand_over(token)
        token.complete()

    def _hand_over(self, token: Token) -> None:
        if self.loop.result:
            write(token, {self.loop.result: token.internal_data["results"]})
