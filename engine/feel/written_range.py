"""`range("[1..3]")`: a range out of a text (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

from engine.feel import syntax
from engine.feel.compiler import compiled
from engine.feel.environment import Env
from engine.feel.errors import FeelError
from engine.feel.functions.registry import builtin
from engine.feel.parser import parse_expression
from engine.feel.values import FeelValue

_CONVERSIONS = frozenset({"date", "time", "date and time", "duration"})


@builtin("range(from: string)")
def written_range(env: Env, text: str) -> FeelValue:
    """Both ends must be written out: a text is data, so no name in it is looked up."""
    try:
        root = parse_expression(text, ())
    except FeelError:
        return None
    if isinstance(root, syntax.RangeLiteral) and _is_constant(root.low) and _is_constant(root.high):
        return compiled(root)(Env({}, env.now, env.budget))
    return None


def _is_constant(node: syntax.Node) -> bool:
    match node:
        case syntax.Literal():
            return node.value is not None
        case syntax.Negative(operand=operand):
            return _is_constant(operand)
        case syntax.Call(function=syntax.Name(name=name), args=args):
            return name in _CONVERSIONS and all(isinstance(arg, syntax.Literal) for arg in args)
    return False
