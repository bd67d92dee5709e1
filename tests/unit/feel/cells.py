"""One input cell against one value, in a scope of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.feel import parse_unary_tests, scope
from engine.feel.environment import INPUT
from engine.feel.values import item


def matches(cell: str, value: object, names: Mapping[str, object], now: datetime) -> bool:
    read = item(value)
    return parse_unary_tests(cell).passes(read, scope(names, now).inner({INPUT: read}))
