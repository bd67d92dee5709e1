"""
From the syntax tree to closures: one Python function for each node, made once for each text.

A closure takes an Env and gives a value. Work that grows with data is charged
to the Env's budget; work that only grows with the text is bounded by the text.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import ge, gt, le, lt

from engine.feel import shortcuts, syntax
from engine.feel.environment import INPUT, Env, Evaluator
from engine.feel.instances import is_instance
from engine.feel.iteration import every, filtered, loop, some
from engine.feel.matching import any_of, condition_beside, condition_on, meets, negated
from engine.feel.operators import OPERATORS, negative
from engine.feel.properties import member
from engine.feel.userfunction import UserFunction
from engine.feel.values import FeelValue, Function, Outside, Range, compare, equal, item, within

_ORDER: dict[str, Callable[[Decimal | int, Decimal | int], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def compiled(node: syntax.Node) -> Evaluator:
    """The closure of a node."""
    return _COMPILERS[type(node)](node)


def _literal(node: syntax.Literal) -> Evaluator:
    value = node.value
    return lambda _env: value


def _name(node: syntax.Name) -> Evaluator:
    read = shortcuts.name(node)
    return lambda env: item(read(env))


def _path(node: syntax.Path) -> Evaluator:
    base, name = compiled(node.base), node.name

    def read(env: Env) -> FeelValue:
        value = base(env)
        if type(value) is dict:
            return item(value.get(name))
        return member(value, name, env.budget)

    return read


def _call(node: syntax.Call) -> Evaluator:
    function = compiled(node.function)
    args = tuple(compiled(arg) for arg in node.args)
    names = node.names

    def call(env: Env) -> FeelValue:
        callee = function(env)
        if not isinstance(callee, Function):
            return None
        env.budget.spend(1)
        if names:
            return callee.invoke_named(env, {name: arg(env) for name, arg in zip(names, args, strict=True)})
        return callee.invoke(env, [arg(env) for arg in args])

    return call


def _negative(node: syntax.Negative) -> Evaluator:
    operand = compiled(node.operand)
    return lambda env: negative(operand(env))


def _arithmetic(node: syntax.Arithmetic) -> Evaluator:
    first = compiled(node.first)
    steps = tuple(
        (OPERATORS[symbol], compiled(operand)) for symbol, operand in zip(node.operators, node.operands, strict=True)
    )

    def calculate(env: Env) -> FeelValue:
        value = first(env)
        for operation, operand in steps:
            value = operation(value, operand(env), env.budget)
        return value

    return calculate


def _comparison(node: syntax.Comparison) -> Evaluator:
    left, right = compiled(node.left), compiled(node.right)
    if node.operator in _ORDER:
        ordered = _ORDER[node.operator]
        shortcut = shortcuts.ordered(node, ordered)
        if shortcut is not None:
            return shortcut

        def in_order(env: Env) -> FeelValue:
            one, other = left(env), right(env)
            if type(one) is Decimal and type(other) is Decimal:
                return ordered(one, other)
            order = compare(one, other)
            return None if order is None else ordered(order, 0)

        return in_order
    if node.operator == "=":
        return shortcuts.equals(node) or (lambda env: equal(left(env), right(env), env.budget))
    return lambda env: negated(equal(left(env), right(env), env.budget))


def _between(node: syntax.Between) -> Evaluator:
    value, low, high = compiled(node.value), compiled(node.low), compiled(node.high)

    def between(env: Env) -> FeelValue:
        least, most = low(env), high(env)
        if least is None or most is None:
            return None
        return within(value(env), Range(least, most, low_included=True, high_included=True))

    return between


def _in(node: syntax.In) -> Evaluator:
    value = compiled(node.value)
    tests = tuple(compiled_test(test) for test in node.tests)

    def contained(env: Env) -> FeelValue:
        found = value(env)
        inner = env.inner({INPUT: found})
        return any_of(test(inner, found) for test in tests)

    return contained


def _logic(node: syntax.Logic) -> Evaluator:
    operands = tuple(compiled(operand) for operand in node.operands)
    decisive = node.operator == "or"
    shortcut = shortcuts.joined(operands, decisive=decisive)
    if shortcut is not None:
        return shortcut

    def combine(env: Env) -> FeelValue:
        outcome: bool | None = not decisive
        for operand in operands:
            value = operand(env)
            if value is decisive:
                return decisive
            if value is not True and value is not False:
                outcome = None
        return outcome

    return combine


def _if(node: syntax.If) -> Evaluator:
    condition, then, otherwise = compiled(node.condition), compiled(node.then), compiled(node.otherwise)
    return lambda env: then(env) if condition(env) is True else otherwise(env)


def _list(node: syntax.ListLiteral) -> Evaluator:
    items = tuple(compiled(part) for part in node.items)

    def build(env: Env) -> FeelValue:
        env.budget.spend(len(items))
        return [part(env) for part in items]

    return build


def _context(node: syntax.ContextLiteral) -> Evaluator:
    entries = tuple((key, compiled(value)) for key, value in zip(node.keys, node.values, strict=True))

    def build(env: Env) -> FeelValue:
        context: dict[str, FeelValue] = {}
        inner = env.inner(context)
        env.budget.spend(len(entries))
        for key, value in entries:
            context[key] = value(inner)
        # A function of the context sees its siblings through `inner`; what is handed out stays as it is.
        return dict(context)

    return build


def _range(node: syntax.RangeLiteral) -> Evaluator:
    low, high = compiled(node.low), compiled(node.high)

    def build(env: Env) -> FeelValue:
        least, most = low(env), high(env)
        order = compare(least, most)
        if order is None or order > 0:
            return None
        return Range(least, most, node.low_included, node.high_included)

    return build


def _test_value(node: syntax.Test) -> Evaluator:
    """`(< 5)` as a value of its own: a range without one end."""
    operand = compiled(node.operand)

    def build(env: Env) -> FeelValue:
        value = operand(env)
        match node.operator:
            case "=":
                return Range(value, value, low_included=True, high_included=True)
            case "!=":
                return Outside(value)
            case "<" | "<=":
                return Range(None, value, low_included=False, high_included=node.operator == "<=")
            case _:
                return Range(value, None, low_included=node.operator == ">=", high_included=False)

    return build


def _lambda(node: syntax.Lambda) -> Evaluator:
    body, depth = compiled(node.body), syntax.depth(node.body)
    return lambda env: UserFunction(node.parameters, node.types, body, node.body, depth, env)


def _instance_of(node: syntax.InstanceOf) -> Evaluator:
    value = compiled(node.value)
    return lambda env: is_instance(value(env), node.type, env)


def _filter(node: syntax.Filter) -> Evaluator:
    return filtered(compiled(node.base), compiled(node.predicate))


def bindings_of(node: syntax.For | syntax.Quantified) -> tuple[tuple[str, Evaluator, Evaluator | None], ...]:
    """What `engine.feel.iteration` goes through."""
    return tuple(
        (binding.name, compiled(binding.source), compiled(binding.end) if binding.end else None)
        for binding in node.bindings
    )


def _for(node: syntax.For) -> Evaluator:
    return loop(bindings_of(node), compiled(node.body), uses_partial=_mentions(node.body, "partial"))


def _quantified(node: syntax.Quantified) -> Evaluator:
    quantifier = some if node.kind == "some" else every
    return quantifier(bindings_of(node), compiled(node.body))


# Tests: a value against a cell


def compiled_test(node: syntax.Node) -> Callable[[Env, FeelValue], bool | None]:
    """A test of a value, which the Env holds as `?` too."""
    if isinstance(node, syntax.Test):
        return _operator_test(node)
    expected = compiled(node)
    if _mentions(node, INPUT):
        return lambda env, value: condition_on(value, expected(env), env)
    if isinstance(node, (syntax.Literal, syntax.Name, syntax.Path)):
        return lambda env, value: meets(value, expected(env), env)
    return lambda env, value: condition_beside(value, expected(env), env)


def _operator_test(node: syntax.Test) -> Callable[[Env, FeelValue], bool | None]:
    operand = compiled(node.operand)
    if node.operator == "=":
        return lambda env, value: equal(value, operand(env), env.budget)
    if node.operator == "!=":
        return lambda env, value: negated(equal(value, operand(env), env.budget))
    ordered = _ORDER[node.operator]

    def test(env: Env, value: FeelValue) -> bool | None:
        order = compare(value, operand(env))
        return None if order is None else ordered(order, 0)

    return test


def _mentions(node: syntax.Node, name: str) -> bool:
    return any(isinstance(part, syntax.Name) and part.name == name for part in syntax.walk(node))


_COMPILERS: dict[type, Callable[..., Evaluator]] = {
    syntax.Literal: _literal,
    syntax.Name: _name,
    syntax.Path: _path,
    syntax.Filter: _filter,
    syntax.Call: _call,
    syntax.Negative: _negative,
    syntax.Arithmetic: _arithmetic,
    syntax.Comparison: _comparison,
    syntax.Between: _between,
    syntax.In: _in,
    syntax.Logic: _logic,
    syntax.If: _if,
    syntax.For: _for,
    syntax.Quantified: _quantified,
    syntax.ListLiteral: _list,
    syntax.ContextLiteral: _context,
    syntax.RangeLiteral: _range,
    syntax.Test: _test_value,
    syntax.Lambda: _lambda,
    syntax.InstanceOf: _instance_of,
}
