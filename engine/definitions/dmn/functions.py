"""Functions that a decision model defines: boxed ones, knowledge models and decision services."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.definitions.dmn.types import Types, Unfit
from engine.feel.environment import Env
from engine.feel.values import FeelValue, Function


@dataclass(frozen=True)
class Parameter:
    """`type` is the name of a type, None for any."""

    name: str
    type: str | None


@dataclass(frozen=True, eq=False)
class ModelFunction(Function):
    """
    `call` gets the caller's Env and the arguments by name; `depth` is how many levels its body nests.

    An argument that is not of its parameter's type makes the call null, and so
    does a result that is not of `result`.
    """

    parameters: tuple[Parameter, ...]
    result: str | None
    call: Callable[[Env, dict[str, FeelValue]], FeelValue]
    depth: int
    types: Types

    def invoke(self, env: Env, args: Sequence[FeelValue]) -> FeelValue:
        if len(args) != len(self.parameters):
            return None
        given: dict[str, FeelValue] = {}
        for value, parameter in zip(args, self.parameters, strict=True):
            fitted = self.types.fitted(value, parameter.type, env)
            if isinstance(fitted, Unfit):
                return None
            given[parameter.name] = fitted
        env.budget.enter(self.depth)
        try:
            found = self.types.fitted(self.call(env, given), self.result, env)
        finally:
            env.budget.leave(self.depth)
        return None if isinstance(found, Unfit) else found

    def invoke_named(self, env: Env, args: Mapping[str, FeelValue]) -> FeelValue:
        if set(args) != {parameter.name for parameter in self.parameters}:
            return None
        return self.invoke(env, [args[parameter.name] for parameter in self.parameters])
