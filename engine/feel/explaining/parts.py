"""Why each kind of expression may give null, but for calls."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from engine.feel import syntax
from engine.feel.compiler import bindings_of
from engine.feel.environment import INPUT, Env
from engine.feel.explaining.inquiry import Inquiry, asked
from engine.feel.functions import BUILTINS
from engine.feel.iteration import rounds
from engine.feel.operators import OPERATORS
from engine.feel.values import FeelValue, Range, compare, kind
from engine.feel.words import did_you_mean, worded

_VERBS = {"+": "lægges sammen", "-": "trækkes fra hinanden", "*": "ganges", "/": "divideres", "**": "opløftes"}


@asked(syntax.Literal)
def _literal(inquiry: Inquiry, node: syntax.Literal, _env: Env) -> None:
    inquiry.note(node, "Her står der selv `null`.")


@asked(syntax.Name)
def _name(inquiry: Inquiry, node: syntax.Name, env: Env) -> None:
    known: set[str] = set()
    scope: Env | None = env
    while scope is not None:
        if node.name in scope.names:
            inquiry.note(node, f"»{node.name}« er null.")
            return
        known.update(scope.names)
        scope = scope.outer
    near = did_you_mean(node.name, known | BUILTINS.keys())
    inquiry.note(node, f"Navnet »{node.name}« findes ikke.{near}")


@asked(syntax.Path)
def _path(inquiry: Inquiry, node: syntax.Path, env: Env) -> None:
    base = inquiry.ask(node.base, env)
    if base is None:
        return
    if not isinstance(base, dict):
        inquiry.note(node, f"{worded(kind(base)).capitalize()} har ikke noget, der hedder »{node.name}«.")
    elif node.name in base:
        inquiry.note(node, f"»{node.name}« er null.")
    else:
        inquiry.note(node, f"Der er ikke noget »{node.name}« her.{did_you_mean(node.name, map(str, base))}")


@asked(syntax.Filter)
def _filter(inquiry: Inquiry, node: syntax.Filter, env: Env) -> None:
    base = inquiry.ask(node.base, env)
    if base is not None:
        count = len(base) if isinstance(base, list) else 1
        inquiry.note(node, f"Listen har {count} elementer, og der er ikke noget på den plads.")


@asked(syntax.Negative)
def _negative(inquiry: Inquiry, node: syntax.Negative, env: Env) -> None:
    value = inquiry.ask(node.operand, env)
    if value is not None:
        inquiry.note(node, f"Der kan ikke sættes minus foran {worded(kind(value))}.")


@asked(syntax.Arithmetic)
def _arithmetic(inquiry: Inquiry, node: syntax.Arithmetic, env: Env) -> None:
    value = inquiry.ask(node.first, env)
    for symbol, operand in zip(node.operators, node.operands, strict=True):
        other = inquiry.ask(operand, env)
        if value is None or other is None:
            return
        result = OPERATORS[symbol](value, other, env.budget)
        if result is None:
            inquiry.note(node, _why_no_result(symbol, value, other))
            return
        value = result


def _why_no_result(symbol: str, left: FeelValue, right: FeelValue) -> str:
    if symbol == "/" and isinstance(right, Decimal) and not right:
        return "Der kan ikke divideres med nul."
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return f"`{symbol}` giver ikke et tal her: det findes ikke eller er for stort."
    if symbol == "-" and isinstance(left, datetime) and isinstance(right, datetime) and left.tzinfo != right.tzinfo:
        return "De to tidspunkter kan ikke trækkes fra hinanden: kun det ene har en tidszone."
    one, other = worded(kind(left)), worded(kind(right))
    if kind(left) == "string" or kind(right) == "string":
        return f"{one.capitalize()} og {other} kan ikke {_VERBS[symbol]}. Brug `number`, `date` eller `string` først."
    return f"{one.capitalize()} og {other} kan ikke {_VERBS[symbol]}, eller resultatet er for stort."


def _compared(inquiry: Inquiry, node: syntax.Node, left: FeelValue, right: FeelValue) -> None:
    one, other = kind(left), kind(right)
    if one != other:
        hint = ""
        if "string" in (one, other):
            wanted = other if one == "string" else one
            hint = f" Gør teksten til {worded(wanted)} først." if wanted in _FROM_TEXT else ""
        inquiry.note(node, f"{worded(one).capitalize()} kan ikke sammenlignes med {worded(other)}.{hint}")
    else:
        inquiry.note(node, f"{worded(one).capitalize()} og {worded(other)} har ingen rækkefølge, der kan sammenlignes.")


_FROM_TEXT = frozenset({"number", "date", "date and time", "time"})


@asked(syntax.Comparison)
def _comparison(inquiry: Inquiry, node: syntax.Comparison, env: Env) -> None:
    values = inquiry.all_known(env, node.left, node.right)
    if values is not None:
        _compared(inquiry, node, *values)


@asked(syntax.Between)
def _between(inquiry: Inquiry, node: syntax.Between, env: Env) -> None:
    values = inquiry.all_known(env, node.value, node.low, node.high)
    if values is not None:
        end = values[1] if compare(values[0], values[1]) is None else values[2]
        _compared(inquiry, node, values[0], end)


@asked(syntax.In)
def _in(inquiry: Inquiry, node: syntax.In, env: Env) -> None:
    value = inquiry.ask(node.value, env)
    inner = env.inner({INPUT: value})
    for test in node.tests:
        expected = inquiry.ask(test.operand if isinstance(test, syntax.Test) else test, inner)
        if isinstance(expected, Range):
            expected = expected.high if expected.low is None else expected.low
        if value is not None and expected is not None and kind(value) != kind(expected):
            _compared(inquiry, node, value, expected)


@asked(syntax.Logic)
def _logic(inquiry: Inquiry, node: syntax.Logic, env: Env) -> None:
    for operand in node.operands:
        value = inquiry.ask(operand, env)
        if value is not None and not isinstance(value, bool):
            message = f"`{node.operator}` skal have sandt eller falsk, men får {worded(kind(value))}."
            inquiry.note(operand, message)


@asked(syntax.If)
def _if(inquiry: Inquiry, node: syntax.If, env: Env) -> None:
    condition = inquiry.ask(node.condition, env)
    if condition is None:
        inquiry.note(node, "Betingelsen i `if` er null, så det er `else`, der gælder.")
    inquiry.ask(node.then if condition is True else node.otherwise, env)


@asked(syntax.For, syntax.Quantified)
def _loop(inquiry: Inquiry, node: syntax.For | syntax.Quantified, env: Env) -> None:
    found = rounds(bindings_of(node), 0, env)
    if found is None:
        binding = node.bindings[0]
        source = inquiry.ask(binding.source, env)
        if source is not None:
            message = "Der kan ikke tælles fra det ene til det andet: begge skal være hele tal eller datoer."
            inquiry.note(binding, message)
        return
    for inner in found:
        value = inquiry.ask(node.body, inner)
        if value is None:
            return
        if not isinstance(value, bool):
            inquiry.note(node.body, f"`satisfies` skal have sandt eller falsk, men får {worded(kind(value))}.")
            return


@asked(syntax.RangeLiteral)
def _range(inquiry: Inquiry, node: syntax.RangeLiteral, env: Env) -> None:
    values = inquiry.all_known(env, node.low, node.high)
    if values is None:
        return
    if compare(*values) is None:
        _compared(inquiry, node, *values)
    else:
        inquiry.note(node, "Intervallet slutter, før det begynder.")
