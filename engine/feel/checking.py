"""
What can be seen to be wrong with an expression before anything is evaluated.

Only what is certain: a call that no argument could save, kinds of values that
never go together, and the habits of other languages. Each with what to write
instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from engine.feel import habits, syntax
from engine.feel.functions import BUILTINS
from engine.feel.functions.misfits import misfit
from engine.feel.values import kind
from engine.feel.words import place, worded

Remark: TypeAlias = tuple[int, int, str]  # line, column, what is wrong

# What a call of these gives whenever it is not null.
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
_MOMENTS = frozenset({"date", "date and time", "time"})
_DURATIONS = frozenset({"days and time duration", "years and months duration"})


def check(root: syntax.Node, text: str) -> list[Remark]:
    """Everything that is certainly wrong, in the order of the text."""
    found = [(node.at, message) for node in syntax.walk(root) for message in _wrong(node)]
    return [(*place(text, at), message) for at, message in sorted(set(found))]


def called(root: syntax.Node) -> Iterator[syntax.Name]:
    """The names that are called as functions, but for the built-in ones."""
    for node in syntax.walk(root):
        match node:
            case syntax.Call(function=syntax.Name(name=name) as function) if name not in BUILTINS:
                yield function


def _wrong(node: syntax.Node) -> Iterator[str]:
    match node:
        case syntax.Call():
            yield from _wrong_call(node)
        case syntax.Path(base=syntax.Name() | syntax.Path(), name="length"):
            yield "`.length` hører til et andet sprog. Skriv `count(…)` om en liste, `string length(…)` om en tekst."
        case syntax.Name(name=name) if name in habits.WORDS:
            yield f"`{name}` hører til et andet sprog. Skriv `{habits.WORDS[name]}`."
        case syntax.Comparison(operator=operator, left=left, right=right):
            yield from _wrong_comparison(operator, static_kind(left), static_kind(right))
        case syntax.Between(value=value, low=low, high=high):
            for end in (low, high):
                yield from _wrong_comparison("between", static_kind(value), static_kind(end))
        case syntax.Arithmetic(operators=operators, first=first, operands=operands):
            if len(operators) == 1:
                yield from _wrong_arithmetic(operators[0], static_kind(first), static_kind(operands[0]))
        case syntax.If(condition=condition):
            yield from _no_condition("`if`", condition)
        case syntax.Logic(operator=operator, operands=operands):
            for operand in operands:
                yield from _no_condition(f"`{operator}`", operand)


def _wrong_call(node: syntax.Call) -> Iterator[str]:
    match node.function:
        case syntax.Path(name=name) if name in habits.METHODS:
            yield f"`.{name}(…)` hører til et andet sprog. Skriv `{habits.METHODS[name]}`."
        case syntax.Name(name=name) if name in BUILTINS:
            wrong = misfit(BUILTINS[name], [_as_argument(arg) for arg in node.args], node.names)
            if wrong is not None:
                yield wrong


def _as_argument(node: syntax.Node) -> str | None:
    """A list may stand for its only item, and a date for its midnight, so neither tells much."""
    found = static_kind(node)
    if found == "list" and not (isinstance(node, syntax.ListLiteral) and len(node.items) != 1):
        return None
    return found


def _wrong_comparison(operator: str, left: str | None, right: str | None) -> Iterator[str]:
    if left is None or right is None or "Null" in (left, right):
        return
    if left != right:
        hint = _conversion(left, right)
        yield f"{worded(left)} og {worded(right)} kan ikke sammenlignes: svaret er altid null.{hint}"
    elif operator not in ("=", "!=") and left in {"boolean", "list", "context", "function", "range"}:
        yield f"`{operator}` kan ikke bruges på {worded(left)}."


def _conversion(left: str, right: str) -> str:
    other = {left, right} - {"string"}
    wanted = next(iter(other))
    if len(other) == 1 and wanted in {"number", "date", "date and time", "time"}:
        return f" Skriv `{wanted}(…)` om teksten."
    if {left, right} == {"date", "date and time"}:
        return " Skriv `date(…)` om tidspunktet."
    return ""


def _wrong_arithmetic(operator: str, left: str | None, right: str | None) -> Iterator[str]:
    if left is None or right is None or "Null" in (left, right) or _calculates(operator, left, right):
        return
    hint = ""
    if operator == "+" and {left, right} == {"string", "number"}:
        hint = " Gør tallet til tekst med `string(…)`."
    if {left, right} == {"date", "number"}:
        hint = ' Skriv dage som `duration("P14D")`.'
    yield f"`{operator}` kan ikke bruges på {worded(left)} og {worded(right)}: svaret er altid null.{hint}"


def _calculates(operator: str, left: str, right: str) -> bool:
    """Whether an operator has an answer for two kinds of values (DMN 1.5, tables 55 to 59)."""
    kinds = {left, right}
    if kinds == {"number"}:
        return True
    match operator:
        case "+":
            moved = bool(kinds & _MOMENTS) and bool(kinds & _DURATIONS)
            return kinds == {"string"} or moved or (left == right and left in _DURATIONS)
        case "-":
            moved = left in _MOMENTS and right in _DURATIONS
            return moved or kinds <= {"date", "date and time"} or (left == right and left in _DURATIONS | {"time"})
        case "*":
            return "number" in kinds and bool(kinds & _DURATIONS)
        case "/":
            return left in _DURATIONS and right in {"number", left}
    return False


def _no_condition(where: str, node: syntax.Node) -> Iterator[str]:
    found = static_kind(node)
    if found not in (None, "boolean", "Null"):
        yield f"{where} skal have en betingelse, men får {worded(found)}."


def static_kind(node: syntax.Node) -> str | None:  # noqa: PLR0911 - one line for each kind
    """The type that a node's value is of whenever it is not null; None when only the value tells."""
    match node:
        case syntax.Literal(value=value):
            return kind(value)
        case syntax.ListLiteral() | syntax.For():
            return "list"
        case syntax.ContextLiteral():
            return "context"
        case syntax.RangeLiteral():
            return "range"
        case syntax.Lambda():
            return "function"
        case syntax.Comparison() | syntax.Between() | syntax.In() | syntax.Logic():
            return "boolean"
        case syntax.Quantified() | syntax.InstanceOf():
            return "boolean"
        case syntax.Negative(operand=operand):
            return static_kind(operand)
        case syntax.Arithmetic(first=first, operands=operands):
            kinds = {static_kind(part) for part in (first, *operands)}
            return kinds.pop() if kinds in ({"number"}, {"string"}) else None
        case syntax.Call(function=syntax.Name(name=name)):
            return _RESULTS.get(name)
    return None
