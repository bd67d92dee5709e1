"""
How built-in functions are declared.

    @builtin("substring(string: string, start position: number, length?: number)")
    def _substring(env, string, start, length=None): ...

The declaration is the parameter list of the standard: names (they may be used
in a call), types (`|` between several; `any` also takes null), `?` for what
may be left out, `list...` for a last list that may be written out as arguments,
`any...` for any number of items, `wide` among the types for what also takes the
values of `engine.feel.wide`.
Values come checked and, in lists, read (`item`); anything that does not fit
makes the call null, as DMN 1.5, 10.3.4 has it. Several declarations under one
name are tried in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.feel.environment import Env
from engine.feel.values import FeelValue, Function, item, kind
from engine.feel.wide.value import Wide

Implementation: TypeAlias = Callable[..., FeelValue]


class _Unfit:
    """Marks an argument that fits no declared type; null itself may be a value."""


_UNFIT = _Unfit()


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    types: frozenset[str]
    optional: bool
    spread: bool

    def fitted(self, env: Env, value: FeelValue) -> FeelValue:
        """The value as this parameter wants it, or `_UNFIT`. One value and the list of it stand for each other."""
        shape = kind(value)
        if type(value) is Wide and not self.types & {"wide", "any", "list"}:
            return _UNFIT
        if shape == "list":
            if "list" in self.types or "any" in self.types:
                return self._read(env, value)
            if len(value) != 1:  # type: ignore[arg-type]  # a list by its kind
                return _UNFIT
            value = item(value[0])  # type: ignore[index]  # a list by its kind
            shape = kind(value)
        if "any" in self.types or shape in self.types:
            if type(value) is str:
                env.budget.spend(len(value) // 64)
            return value
        if value is None:
            return None if self.optional else _UNFIT
        return [value] if "list" in self.types else _UNFIT

    @staticmethod
    def _read(env: Env, value: FeelValue) -> FeelValue:
        env.budget.spend(len(value))  # type: ignore[arg-type]  # a list by its kind
        return [item(part) for part in value]  # type: ignore[attr-defined]  # a list by its kind


@dataclass(frozen=True, slots=True)
class Signature:
    parameters: tuple[Parameter, ...]
    required: int
    implementation: Implementation

    def arranged(self, env: Env, args: Sequence[FeelValue]) -> list[FeelValue] | None:
        """The arguments by parameter; None when they do not fit."""
        spread = bool(self.parameters) and self.parameters[-1].spread
        if spread and self._written_out(args):
            fixed = len(self.parameters) - 1
            args = [*args[:fixed], list(args[fixed:])]
        if not self.required <= len(args) <= len(self.parameters):
            return None
        values = [parameter.fitted(env, value) for parameter, value in zip(self.parameters, args, strict=False)]
        return None if any(value is _UNFIT for value in values) else values

    def _written_out(self, args: Sequence[FeelValue]) -> bool:
        fixed = len(self.parameters) - 1
        if "any" in self.parameters[fixed].types:
            return len(args) >= len(self.parameters)  # each argument is an item, a list too
        return len(args) > len(self.parameters) or (
            len(args) == len(self.parameters) and not isinstance(args[fixed], list) and args[fixed] is not None
        )

    def positional(self, args: Mapping[str, FeelValue]) -> list[FeelValue] | None:
        """Named arguments in the order of the parameters; a gap before the last is null."""
        names = [parameter.name for parameter in self.parameters]
        if not set(args) <= set(names) or not set(names[: self.required]) <= set(args):
            return None
        last = max((names.index(name) for name in args), default=-1)
        return [args.get(name) for name in names[: last + 1]]


@dataclass(slots=True)
class Builtin(Function):
    """A function of the standard, or one the program adds to it."""

    name: str
    signatures: list[Signature] = field(default_factory=list)

    def invoke(self, env: Env, args: Sequence[FeelValue]) -> FeelValue:
        for signature in self.signatures:
            values = signature.arranged(env, args)
            if values is not None:
                return _bounded(env, signature.implementation(env, *values))
        return None

    def invoke_named(self, env: Env, args: Mapping[str, FeelValue]) -> FeelValue:
        for signature in self.signatures:
            ordered = signature.positional(args)
            values = None if ordered is None else signature.arranged(env, ordered)
            if values is not None:
                return _bounded(env, signature.implementation(env, *values))
        return None


BUILTINS: dict[str, Builtin] = {}


def builtin(declaration: str) -> Callable[[Implementation], Implementation]:
    """Register a function under a declaration; see the module."""

    def register(implementation: Implementation) -> Implementation:
        name, _, rest = declaration.rstrip(")").partition("(")
        parameters = tuple(_parameter(text) for text in rest.split(",") if text.strip())
        required = sum(not parameter.optional for parameter in parameters)
        function = BUILTINS.setdefault(name, Builtin(name))
        function.signatures.append(Signature(parameters, required, implementation))
        return implementation

    return register


def _parameter(text: str) -> Parameter:
    name, _, types = (part.strip() for part in text.partition(":"))
    spread = types.endswith("...")
    words = frozenset(word.strip() for word in types.removesuffix("...").split("|"))
    return Parameter(name.removesuffix("?"), words, optional=name.endswith("?"), spread=spread)


def _bounded(env: Env, result: FeelValue) -> FeelValue:
    if type(result) is str:
        return env.budget.text(result)
    if type(result) is list:
        env.budget.items(len(result))
    return result
