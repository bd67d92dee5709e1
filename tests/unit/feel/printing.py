"""A tree written out as FEEL again, every operand in parentheses. For tests: nothing in the program prints trees."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from engine.feel import syntax, temporal
from engine.feel.wide.text import text_of as wide_text
from engine.feel.wide.value import Wide


def printed(node: syntax.Node) -> str:  # noqa: C901, PLR0911, PLR0912 - one line for each kind
    """The text of a node."""
    p = _inside
    match node:
        case syntax.Literal(value=value):
            return _literal(value)
        case syntax.Name(name=name):
            return name
        case syntax.Path(base=base, name=name):
            return f"{p(base)}.{name}"
        case syntax.Filter(base=base, predicate=predicate):
            return f"{p(base)}[{printed(predicate)}]"
        case syntax.Call(function=function, args=args, names=names):
            written = [printed(arg) for arg in args]
            if names:
                written = [f"{name}: {arg}" for name, arg in zip(names, written, strict=True)]
            callee = printed(function) if isinstance(function, syntax.Name) else p(function)
            return f"{callee}({', '.join(written)})"
        case syntax.Negative(operand=operand):
            return f"-{p(operand)}"
        case syntax.Arithmetic(first=first, operators=operators, operands=operands):
            rest = (f" {sign} {p(operand)}" for sign, operand in zip(operators, operands, strict=True))
            return p(first) + "".join(rest)
        case syntax.Comparison(operator=operator, left=left, right=right):
            return f"{p(left)} {operator} {p(right)}"
        case syntax.Between(value=value, low=low, high=high):
            return f"{p(value)} between {p(low)} and {p(high)}"
        case syntax.In(value=value, tests=tests):
            return f"{p(value)} in ({_listed(tests)})"
        case syntax.Logic(operator=operator, operands=operands):
            return f" {operator} ".join(map(p, operands))
        case syntax.If(condition=condition, then=then, otherwise=otherwise):
            return f"if {printed(condition)} then {printed(then)} else {printed(otherwise)}"
        case syntax.For(bindings=bindings, body=body):
            return f"for {_bindings(bindings)} return {printed(body)}"
        case syntax.Quantified(kind=kind, bindings=bindings, body=body):
            return f"{kind} {_bindings(bindings)} satisfies {printed(body)}"
        case syntax.ListLiteral(items=items):
            return f"[{_listed(items)}]"
        case syntax.ContextLiteral(keys=keys, values=values):
            return f"{{{', '.join(f'{_text(k)}: {printed(v)}' for k, v in zip(keys, values, strict=True))}}}"
        case syntax.RangeLiteral(low=low, high=high, low_included=starts, high_included=ends):
            return f"{'[' if starts else '('}{p(low)}..{p(high)}{']' if ends else ')'}"
        case syntax.Test(operator=operator, operand=operand):
            return f"{operator} {p(operand)}"
        case syntax.Lambda(parameters=parameters, types=types, body=body):
            written = [n if t is None else f"{n}: {_type(t)}" for n, t in zip(parameters, types, strict=True)]
            return f"function({', '.join(written)}) {printed(body)}"
        case syntax.InstanceOf(value=value, type=wanted):
            return f"{p(value)} instance of {_type(wanted)}"
    raise AssertionError(node)


def shape(node: object) -> object:
    """A tree without its places in the text."""
    if isinstance(node, (syntax.Node, syntax.Type)):
        parts = tuple(shape(getattr(node, field.name)) for field in fields(node) if field.name != "at")
        return (type(node).__name__, *parts)
    return tuple(map(shape, node)) if isinstance(node, tuple) else node


def _inside(node: syntax.Node) -> str:
    text = printed(node)
    plain = isinstance(node, (syntax.Name, syntax.ListLiteral, syntax.ContextLiteral))
    return text if plain else f"({text})"


def _literal(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return str(value)
        case str():
            return _text(value)
        case Wide():
            return f'@"{wide_text(value)}"'
    return f'@"{temporal.text_of(value)}"'  # type: ignore[arg-type]  # the last kind of literal


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _listed(nodes: tuple[syntax.Node, ...]) -> str:
    return ", ".join(map(printed, nodes))


def _bindings(bindings: tuple[syntax.Binding, ...]) -> str:
    return ", ".join(
        f"{each.name} in {_inside(each.source)}" + (f"..{_inside(each.end)}" if each.end else "") for each in bindings
    )


def _type(wanted: syntax.Type) -> str:
    if wanted.name == "function" and wanted.args:
        *parameters, result = map(_type, wanted.args)
        return f"function<{', '.join(parameters)}> -> {result}"
    if wanted.members:
        return f"context<{', '.join(f'{name}: {_type(inner)}' for name, inner in wanted.members)}>"
    return f"{wanted.name}<{_type(wanted.args[0])}>" if wanted.args else wanted.name
