"""
Facts for the tests: a clock that is set by hand and a handful of FEEL.

The kernel is tested apart from the real FEEL: names, literals, `+`,
comparisons, `and`, `or`, `not(…)`, and lists of literals.
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from engine.errors import ExpressionFailed
from engine.model import Json, TimerKind

_COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
}


def evaluate(text: str, names: Mapping[str, Json]) -> Json:
    text = text.strip().removeprefix("=").strip()
    for word, combine in ((" or ", any), (" and ", all)):
        if word in text:
            return combine(evaluate(part, names) is True for part in text.split(word))
    if text.startswith("not(") and text.endswith(")"):
        return evaluate(text[4:-1], names) is not True
    for sign, compare in _COMPARISONS.items():
        left, found, right = text.partition(sign)
        if found:
            return compare(evaluate(left, names), evaluate(right, names))
    if "+" in text:
        left, _, right = text.partition("+")
        return evaluate(left, names) + evaluate(right, names)  # type: ignore[operator]
    if re.fullmatch(r"[^\W\d][\w.]*", text) and text not in {"true", "false", "null"}:
        return _named(text, names)
    try:
        return json.loads(text)
    except json.JSONDecodeError as wrong:
        raise ExpressionFailed(f"Udtrykket »{text}« kan ikke læses.") from wrong


def _named(path: str, names: Mapping[str, Json]) -> Json:
    value: Json = dict(names)
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


class StubFacts:
    """
    A duration or cycle is `P<n>D`, a date is ISO 8601; `R<n>/…` has n turns.

    `decisions` maps a decision's id to its answer.
    """

    def __init__(self, **sag: Json) -> None:
        self.now = datetime(2030, 1, 1, tzinfo=UTC)
        self.sag: dict[str, Json] = sag
        self.decisions: dict[str, Json] = {}

    def evaluate(self, expression: str, names: Mapping[str, Json]) -> Json:
        return evaluate(expression, {**names, "sag": self.sag})

    def due(
        self, kind: TimerKind, text: str, names: Mapping[str, Json], anchor: datetime, turn: int
    ) -> datetime | None:
        if kind == "date":
            return datetime.fromisoformat(str(names.get(text, text))).replace(tzinfo=UTC)
        found = re.fullmatch(r"(?:R(\d*)/)?P(\d+)D", text)
        if found is None:
            raise ExpressionFailed(f"»{text}« er ikke en varighed.")
        turns, days = found.groups()
        return None if turns and turn > int(turns) else anchor + turn * timedelta(days=int(days))

    def decide(self, decision: str, names: Mapping[str, Json]) -> tuple[Json, Json]:
        return self.decisions[decision], {"asked": sorted(names)}
