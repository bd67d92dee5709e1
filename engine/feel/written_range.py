"""`range("[1..3]")`: a range out of a text (DMN 1.5, 10.3.4.1)."""

from __future__ import annotations

from engine.feel import syntax
from engine.feel.analysis import is_constant
from engine.feel.compiler import compiled
from engine.feel.environment import Env
from engine.feel.errors import FeelError
from engine.feel.functions.registry import builtin
from engine.feel.parser import parse_expression
from engine.feel.values import FeelValue


@builtin("range(from: string)")
def written_range(env: Env, text: str) -> FeelValue:
    """Both ends must be written out: a text is data, so no name in it is looked up."""
    try:
        root = parse_expression(text, ())
    except FeelError:
        return None
    if isinstance(root, syntax.RangeLiteral) and is_constant(root.low) and is_constant(root.high):
        return compiled(root)(Env({}, env.now, env.budget))
    return None
