"""
Faster closures for what most conditions are made of: `path op literal`, and two conditions joined.

They give what the general closures give. A value out of JSON is compared as it
stands where that is certain to be the same, and else handed to the general way.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.feel import syntax
from engine.feel.environment import Env, Evaluator
from engine.feel.functions import BUILTINS
from engine.feel.properties import member
from engine.feel.values import FeelValue, compare, equal, item

Order = Callable[[Decimal | int, Decimal | int], bool]


def name(node: syntax.Name) -> Evaluator:
    """The value of a name, JSON's numbers not yet read."""
    wanted = node.name
    builtin = BUILTINS.get(wanted)

    def read(env: Env) -> FeelValue:
        try:
            return env.names[wanted]
        except KeyError:
            scope = env.outer
        while scope is not None:
            if wanted in scope.names:
                return scope.names[wanted]
            scope = scope.outer
        return builtin

    return read


def path(base: Evaluator, key: str) -> Evaluator:
    """A part of a value, JSON's numbers not yet read."""

    def read(env: Env) -> FeelValue:
        value = base(env)
        return value.get(key) if type(value) is dict else member(item(value), key, env.budget)

    return read


def _unread(node: syntax.Node) -> Evaluator | None:
    match node:
        case syntax.Name():
            return name(node)
        case syntax.Path(base=base, name=key):
            inner = _unread(base)
            return None if inner is None else path(inner, key)
    return None


def ordered(node: syntax.Comparison, holds: Order) -> Evaluator | None:
    """`path < number`; None for any other comparison."""
    if not isinstance(node.right, syntax.Literal) or type(node.right.value) is not Decimal:
        return None
    read, limit = _unread(node.left), node.right.value
    if read is None:
        return None
    whole = int(limit) if limit.adjusted() < 15 and limit == limit.to_integral_value() else None

    def in_order(env: Env) -> FeelValue:
        value = read(env)
        if type(value) is int and whole is not None:
            return holds(value, whole)
        order = compare(item(value), limit)
        return None if order is None else holds(order, 0)

    return in_order


def equals(node: syntax.Comparison) -> Evaluator | None:
    """`path = text`; None for any other comparison."""
    if not isinstance(node.right, syntax.Literal) or type(node.right.value) is not str:
        return None
    read, wanted = _unread(node.left), node.right.value
    if read is None:
        return None

    def same(env: Env) -> FeelValue:
        value = read(env)
        return value == wanted if type(value) is str else equal(item(value), wanted, env.budget)

    return same


def joined(operands: tuple[Evaluator, ...], *, decisive: bool) -> Evaluator | None:
    """`a and b`, `a or b`; None for more."""
    if len(operands) != 2:
        return None
    first, second = operands

    def combine(env: Env) -> FeelValue:
        one = first(env)
        if one is decisive:
            return decisive
        other = second(env)
        if other is decisive:
            return decisive
        neutral = not decisive
        return neutral if one is neutral and other is neutral else None

    return combine
