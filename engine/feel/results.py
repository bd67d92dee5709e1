"""The kind of value that a function or an operator gives whenever it gives one."""

from __future__ import annotations

from collections.abc import Sequence

from engine.feel import syntax
from engine.feel.temporal import read_duration
from engine.feel.values import kind

_RESULTS = {
    **dict.fromkeys(("today", "date", "naeste arbejdsdag", "arbejdsdage efter"), "date"),
    **dict.fromkeys(("now", "date and time"), "date and time"),
    "time": "time",
    "years and months duration": "years and months duration",
    **dict.fromkeys(
        (
            *("number", "string length", "count", "floor", "ceiling", "decimal", "round up", "round down", "modulo"),
            *("round half up", "round half down", "sqrt", "exp", "log", "product", "mean", "median", "stddev"),
            *("day of year", "week of year"),
        ),
        "number",
    ),
    **dict.fromkeys(
        (
            *("string", "substring", "upper case", "lower case", "substring before", "substring after", "replace"),
            *("string join", "day of week", "month of year"),
        ),
        "string",
    ),
    **dict.fromkeys(
        (
            *("not", "contains", "starts with", "ends with", "matches", "list contains", "all", "any", "odd", "even"),
            *("is", "is defined"),
        ),
        "boolean",
    ),
    **dict.fromkeys(
        (
            *("append", "concatenate", "union", "distinct values", "flatten", "insert before", "remove", "reverse"),
            *("index of", "sublist", "sort", "split", "get entries", "mode", "list replace"),
        ),
        "list",
    ),
    **dict.fromkeys(("context", "context put", "context merge"), "context"),
}
_DAYS = "days and time duration"
_MOMENTS = frozenset({"date", "date and time", "time"})
DURATIONS = frozenset({_DAYS, "years and months duration"})


def result_of_call(name: str, args: Sequence[syntax.Node]) -> str | None:
    """What a call of a built-in function gives; of `duration` only a written text tells which of the two it is."""
    match name, args:
        case "duration", [syntax.Literal(value=str(text))]:
            found = read_duration(text)
            return None if found is None else kind(found)
    return _RESULTS.get(name)


def calculates(operator: str, left: str, right: str) -> bool:
    """Whether an operator has an answer for two kinds of values (DMN 1.5, tables 55 to 59)."""
    kinds = {left, right}
    if kinds == {"number"}:
        return True
    match operator:
        case "+":
            moved = bool(kinds & _MOMENTS) and bool(kinds & DURATIONS)
            return kinds == {"string"} or moved or (left == right and left in DURATIONS)
        case "-":
            moved = left in _MOMENTS and right in DURATIONS
            return moved or kinds <= {"date", "date and time"} or (left == right and left in DURATIONS | {"time"})
        case "*":
            return "number" in kinds and bool(kinds & DURATIONS)
        case "/":
            return left in DURATIONS and right in {"number", left}
    return False


def result_of_operator(operator: str, left: str | None, right: str | None) -> str | None:
    """The kind of `left operator right`; None when that is not known, or there is no such answer."""
    if left is None or right is None or "Null" in (left, right) or not calculates(operator, left, right):
        return None
    if operator == "/" and left == right:
        return "number"
    if operator == "-" and left in _MOMENTS and right in _MOMENTS:
        return _DAYS
    return next((part for part in (left, right) if part in _MOMENTS), None) or (right if left == "number" else left)
