"""Functions written in FEEL: `function(a, b) a + b`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.feel.environment import Env, Evaluator
from engine.feel.instances import coerced
from engine.feel.syntax import Node, Type
from engine.feel.values import FeelValue, Function


@dataclass(frozen=True, slots=True, eq=False)
class UserFunction(Function):
    """`root` is the body's tree and `depth` its number of levels; `env` is where the function was written."""

    parameters: tuple[str, ...]
    types: tuple[Type | None, ...]
    body: Evaluator
    root: Node
    depth: int
    env: Env

    def invoke(self, env: Env, args: Sequence[FeelValue]) -> FeelValue:
        inside = self.bound(env, args)
        if inside is None:
            return None
        env.budget.enter(self.depth)
        try:
            return self.body(inside)
        finally:
            env.budget.leave(self.depth)

    def bound(self, env: Env, args: Sequence[FeelValue]) -> Env | None:
        """What the body sees; None when the arguments do not fit the parameters."""
        if len(args) != len(self.parameters):
            return None
        given: dict[str, FeelValue] = {}
        for name, wanted, arg in zip(self.parameters, self.types, args, strict=True):
            value = arg if wanted is None else coerced(arg, wanted, env)
            if value is None and arg is not None:
                return None
            given[name] = value
        return self.env.inner(given)

    def invoke_named(self, env: Env, args: Mapping[str, FeelValue]) -> FeelValue:
        if set(args) != set(self.parameters):
            return None
        return self.invoke(env, [args[name] for name in self.parameters])
