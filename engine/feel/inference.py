"""
Of each part of an expression the shape its value has, from the shapes of the names it reads.

Only what is certain: where the value alone decides, the shape is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from engine.feel import syntax
from engine.feel.functions import BUILTINS
from engine.feel.properties import part_kind
from engine.feel.results import result_of_call, result_of_operator
from engine.feel.shapes import UNKNOWN, Shape, item_of, joined, list_of, told
from engine.feel.values import kind

Scope: TypeAlias = Mapping[str, Shape]
_BOOLEAN = Shape("boolean")


class Inference:
    """The shapes of a tree's nodes; `of` is asked about any node of it."""

    def __init__(self, root: syntax.Node, names: Scope) -> None:
        self.names = names
        self._found: dict[int, Shape] = {}
        self.read(root, names)

    def of(self, node: syntax.Node) -> Shape:
        return self._found.get(id(node), UNKNOWN)

    def told(self, node: syntax.Node) -> str | None:
        """The kind of a node's value whenever it is not null; None when it is not known."""
        return told(self.of(node))

    def read(self, node: syntax.Node, scope: Scope) -> Shape:
        """Note the shapes of a node and all below it."""
        reader = _READERS.get(type(node), _others)
        shape = self._found[id(node)] = reader(self, node, scope)
        return shape


def _others(found: Inference, node: syntax.Node, scope: Scope) -> Shape:
    for child in syntax.children(node):
        found.read(child, scope)
    return _BOOLEAN if isinstance(node, _CONDITIONS) else UNKNOWN


_CONDITIONS = (syntax.Comparison, syntax.Between, syntax.In, syntax.Logic, syntax.InstanceOf)


def _literal(_found: Inference, node: syntax.Literal, _scope: Scope) -> Shape:
    return Shape(kind(node.value))


def _name(_found: Inference, node: syntax.Name, scope: Scope) -> Shape:
    return scope.get(node.name, UNKNOWN)


def _path(found: Inference, node: syntax.Path, scope: Scope) -> Shape:
    return _part(found.read(node.base, scope), node.name)


def _part(base: Shape, name: str) -> Shape:
    if base.kind == "context":
        return base.members.get(name, UNKNOWN)
    if base.kind == "list":
        return list_of(_part(item_of(base), name))
    return Shape(part_kind(base.kind, name))


def _filter(found: Inference, node: syntax.Filter, scope: Scope) -> Shape:
    base = found.read(node.base, scope)
    item = item_of(base)
    predicate = found.read(node.predicate, _inside(item, scope)).kind
    if base.kind != "list":
        return UNKNOWN
    return item if predicate == "number" else base if predicate == "boolean" else UNKNOWN


def _inside(item: Shape, scope: Scope) -> Scope:
    """What a filter sees: the items' own entries before the names around it, so both must be known."""
    if item.kind is None:
        return {"item": item}
    if item.kind != "context":
        return {**scope, "item": item}
    around = scope if item.closed else {}
    own = {name: shape for name, shape in item.members.items() if name not in scope}
    return {**{name: shape for name, shape in around.items() if name not in item.members}, **own, "item": item}


def _for(found: Inference, node: syntax.For, scope: Scope) -> Shape:
    inside = _bound(found, node.bindings, {**scope, "partial": Shape("list")})
    return list_of(found.read(node.body, inside))


def _quantified(found: Inference, node: syntax.Quantified, scope: Scope) -> Shape:
    found.read(node.body, _bound(found, node.bindings, scope))
    return _BOOLEAN


def _bound(found: Inference, bindings: tuple[syntax.Binding, ...], scope: Scope) -> Scope:
    for binding in bindings:
        source = found.read(binding.source, scope)
        if binding.end is not None:
            found.read(binding.end, scope)
        scope = {**scope, binding.name: UNKNOWN if binding.end is not None else item_of(source)}
    return scope


def _lambda(found: Inference, node: syntax.Lambda, scope: Scope) -> Shape:
    # A parameter's type is a promise that a call keeps or is null, but a name of a model's own tells nothing here.
    found.read(node.body, {**scope, **dict.fromkeys(node.parameters, UNKNOWN)})
    return Shape("function")


def _context(found: Inference, node: syntax.ContextLiteral, scope: Scope) -> Shape:
    members: dict[str, Shape] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        inside = {**scope, **members}
        inside.pop(key, None)  # a function may call itself by its key
        members[key] = found.read(value, inside)
    return Shape("context", members, closed=True)


def _list(found: Inference, node: syntax.ListLiteral, scope: Scope) -> Shape:
    return list_of(joined([found.read(item, scope) for item in node.items]))


def _range(found: Inference, node: syntax.RangeLiteral, scope: Scope) -> Shape:
    return Shape("range", item=joined([found.read(node.low, scope), found.read(node.high, scope)]))


def _if(found: Inference, node: syntax.If, scope: Scope) -> Shape:
    found.read(node.condition, scope)
    return joined([found.read(node.then, scope), found.read(node.otherwise, scope)])


def _negative(found: Inference, node: syntax.Negative, scope: Scope) -> Shape:
    return found.read(node.operand, scope)


def _arithmetic(found: Inference, node: syntax.Arithmetic, scope: Scope) -> Shape:
    result = found.read(node.first, scope).kind
    for operator, operand in zip(node.operators, node.operands, strict=True):
        result = result_of_operator(operator, result, found.read(operand, scope).kind)
    return Shape(result)


def _call(found: Inference, node: syntax.Call, scope: Scope) -> Shape:
    found.read(node.function, scope)
    for arg in node.args:
        found.read(arg, scope)
    match node.function:
        case syntax.Name(name=name) if name in BUILTINS and name not in scope:
            return Shape(result_of_call(name, node.args))
    return UNKNOWN


_Reader: TypeAlias = Callable[[Inference, Any, Scope], Shape]
_READERS: dict[type, _Reader] = {
    syntax.Literal: _literal,
    syntax.Name: _name,
    syntax.Path: _path,
    syntax.Filter: _filter,
    syntax.For: _for,
    syntax.Quantified: _quantified,
    syntax.Lambda: _lambda,
    syntax.ContextLiteral: _context,
    syntax.ListLiteral: _list,
    syntax.RangeLiteral: _range,
    syntax.If: _if,
    syntax.Negative: _negative,
    syntax.Arithmetic: _arithmetic,
    syntax.Call: _call,
}
