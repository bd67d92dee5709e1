"""Functions written in FEEL: `function(a, b) a + b`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.feel.environment import Env, Evaluator
from engine.feel.instances import coerced
from engine.feel.syntax import Type
from engine.feel.values import FeelValue, Function


@dataclass(frozen=True, slots=True, eq=False)
class UserFunction(Function):
    """`depth` is the body's number of levels; `env` is where the function was written."""

    parameters: tuple[str, ...]
    types: tuple[Type | None, ...]
    body: Evaluator
    depth: int
    env: Env

    def invoke(self, env: Env, args: Sequence[FeelValue]) -> FeelValue:
        if len(args) != len(self.parameters):
            return None
        given: dict[str, FeelValue] = {}
        for name, wanted, arg in zip(self.parameters, self.types, args, strict=True):
            value = arg if wanted is None else coerced(arg, wanted, env)
            if value is None and arg is not None:
                return None
            given[name] = value
        env.budget.enter(self.depth)
        try:
            return self.body(self.env.inner(given))
        finally:
            env.budget.leave(self.depth)

    def invoke_named(self, env: Env, args: Mapping[str, FeelValue]) -> FeelValue:
        if set(args) != set(self.parameters):
            return None
        return self.invoke(env, [args[name] for name in self.parameters])
