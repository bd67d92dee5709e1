"""
What can be seen to be wrong with an expression before anything is evaluated.

Only what is certain: a call that no argument could save, kinds of values that
never go together, and the habits of other languages. Each with what to write
instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from engine.feel import habits, syntax
from engine.feel.environment import INPUT
from engine.feel.functions import BUILTINS
from engine.feel.functions.misfits import misfit
from engine.feel.hints import spelled, to_calculate, to_compare
from engine.feel.inference import Inference
from engine.feel.properties import parts_of
from engine.feel.results import DURATIONS, calculates, result_of_operator
from engine.feel.shapes import UNKNOWN, Shape, told
from engine.feel.words import did_you_mean, place, worded

Remark: TypeAlias = tuple[int, int, str]  # line, column, what is wrong

NO_NAMES: Mapping[str, Shape] = MappingProxyType({})
# Kinds that nothing follows a dot after, and those that have no order.
_PLAIN = frozenset({"number", "string", "boolean", "function"})
_UNORDERED = frozenset({"boolean", "list", "context", "function", "range"})


def check(root: syntax.Node, text: str, names: Mapping[str, Shape] = NO_NAMES) -> list[Remark]:
    """
    Everything that is certainly wrong, in the order of the text.

    `names` are the shapes of the names it reads, as far as they are known; `?`
    is a cell's input.
    """
    shapes = Inference(root, names)
    found = [
        (node.at, message)
        for node in syntax.walk(root)
        if type(node) in _CHECKS
        for message in _CHECKS[type(node)](node, shapes)
    ]
    return [(*place(text, at), message) for at, message in sorted(set(found))]


def called(root: syntax.Node) -> Iterator[syntax.Name]:
    """The names that are called as functions, but for the built-in ones."""
    for node in syntax.walk(root):
        match node:
            case syntax.Call(function=syntax.Name(name=name) as function) if name not in BUILTINS:
                yield function


def _call(node: syntax.Call, shapes: Inference) -> Iterator[str]:
    match node.function:
        case syntax.Path(name=name) if name in habits.METHODS:
            yield f"`.{name}(…)` hører til et andet sprog. Skriv `{habits.METHODS[name]}`."
        case syntax.Name(name=name) if name in BUILTINS:
            wrong = misfit(BUILTINS[name], [_as_argument(arg, shapes) for arg in node.args], node.names)
            if wrong is not None:
                yield wrong


def _as_argument(node: syntax.Node, shapes: Inference) -> str | None:
    """A list may stand for its only item, so it tells nothing unless it is written out with several."""
    found = shapes.of(node).kind
    if found == "list" and not (isinstance(node, syntax.ListLiteral) and len(node.items) != 1):
        return None
    return found


def _path(node: syntax.Path, shapes: Inference) -> Iterator[str]:
    base, kind = shapes.of(node.base), shapes.told(node.base)
    if node.name == "length" and isinstance(node.base, syntax.Name | syntax.Path):
        if "length" not in base.members:
            hint = "Skriv `count(…)` om en liste, `string length(…)` om en tekst."
            yield f"`.length` hører til et andet sprog. {hint}"
        return
    known = frozenset[str]() if kind is None else parts_of(kind)
    if kind is None or node.name in known or not (known or kind in _PLAIN):
        return
    hint = did_you_mean(node.name, known)
    if kind == "string" and node.name in parts_of("date and time"):
        wanted = "date" if node.name in parts_of("date") else "date and time"
        hint = f" Skriv `{wanted}({spelled(node.base)}).{node.name}`."
    yield f"{worded(kind).capitalize()} har ikke noget, der hedder »{node.name}«.{hint}"


def _name(node: syntax.Name, shapes: Inference) -> Iterator[str]:
    if node.name in habits.WORDS and shapes.told(node) is None:
        yield f"`{node.name}` hører til et andet sprog. Skriv `{habits.WORDS[node.name]}`."


def _comparison(node: syntax.Comparison, shapes: Inference) -> Iterator[str]:
    yield from _compared(node.operator, node.left, node.right, shapes)


def _between(node: syntax.Between, shapes: Inference) -> Iterator[str]:
    for end in (node.low, node.high):
        yield from _compared("between", node.value, end, shapes)


def _compared(operator: str, left: syntax.Node, right: syntax.Node, shapes: Inference) -> Iterator[str]:
    one, other = shapes.told(left), shapes.told(right)
    if one is None or other is None:
        return
    if one != other:
        hint = to_compare((one, spelled(left)), (other, spelled(right)))
        yield f"{worded(one)} og {worded(other)} kan ikke sammenlignes: svaret er altid null.{hint}"
    elif operator not in ("=", "!=") and one in _UNORDERED:
        yield f"`{operator}` kan ikke bruges på {worded(one)}."


def _in(node: syntax.In, shapes: Inference) -> Iterator[str]:
    yield from _tested(shapes.told(node.value), spelled(node.value), node.tests, shapes)


def _cell(node: syntax.Tests, shapes: Inference) -> Iterator[str]:
    yield from _tested(told(shapes.names.get(INPUT, UNKNOWN)), INPUT, node.tests, shapes)


def _tested(value: str | None, name: str, tests: tuple[syntax.Node, ...], shapes: Inference) -> Iterator[str]:
    """Tests that a value of a kind can never pass."""
    for test in tests:
        wanted = _wanted(test, shapes)
        if value is None or wanted is None or value in (wanted, shapes.told(test)):
            continue
        hint = to_compare((value, name), (wanted, spelled(test)))
        if value == "list":
            hint = f" Skriv `list contains({name}, …)`."
        yield f"{worded(value)} kan ikke være {worded(wanted)}: svaret er aldrig sandt.{hint}"


def _wanted(test: syntax.Node, shapes: Inference) -> str | None:
    """The kind of values that can pass a test; None when it is not known."""
    operand = test.operand if isinstance(test, syntax.Test) else test
    shape = shapes.of(operand)
    if shape.kind in ("list", "range"):
        return None if shape.item is None else told(shape.item)
    if shape.kind == "boolean" and not isinstance(test, syntax.Literal | syntax.Name | syntax.Path | syntax.Test):
        return None  # a condition: it is true or false whatever the value
    return shapes.told(operand)


def _arithmetic(node: syntax.Arithmetic, shapes: Inference) -> Iterator[str]:
    left, at = shapes.told(node.first), node.first
    for operator, operand in zip(node.operators, node.operands, strict=True):
        right = shapes.told(operand)
        if left is not None and right is not None and not calculates(operator, left, right):
            hint = to_calculate(operator, (left, spelled(at)), (right, spelled(operand)))
            yield f"`{operator}` kan ikke bruges på {worded(left)} og {worded(right)}: svaret er altid null.{hint}"
            return
        left, at = result_of_operator(operator, left, right), operand


def _negative(node: syntax.Negative, shapes: Inference) -> Iterator[str]:
    kind = shapes.told(node.operand)
    if kind is not None and kind not in DURATIONS | {"number"}:
        yield f"Der kan ikke sættes minus foran {worded(kind)}."


def _if(node: syntax.If, shapes: Inference) -> Iterator[str]:
    yield from _no_condition("`if`", node.condition, shapes)


def _quantified(node: syntax.Quantified, shapes: Inference) -> Iterator[str]:
    yield from _no_condition("`satisfies`", node.body, shapes)


def _logic(node: syntax.Logic, shapes: Inference) -> Iterator[str]:
    for operand in node.operands:
        yield from _no_condition(f"`{node.operator}`", operand, shapes)


def _no_condition(where: str, node: syntax.Node, shapes: Inference) -> Iterator[str]:
    found = shapes.told(node)
    if found not in (None, "boolean"):
        yield f"{where} skal have en betingelse, men får {worded(found or '')}."


_CHECKS: dict[type, Callable[[Any, Inference], Iterator[str]]] = {
    syntax.Call: _call,
    syntax.Path: _path,
    syntax.Name: _name,
    syntax.Comparison: _comparison,
    syntax.Between: _between,
    syntax.In: _in,
    syntax.Tests: _cell,
    syntax.Arithmetic: _arithmetic,
    syntax.Negative: _negative,
    syntax.If: _if,
    syntax.Quantified: _quantified,
    syntax.Logic: _logic,
}
