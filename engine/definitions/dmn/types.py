"""The types of a decision model: FEEL's own, and the item definitions that are built from them (DMN 1.5, 7.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial

from engine.feel import FeelError, FeelValue, UnaryTests, limits
from engine.feel.environment import INPUT, Env
from engine.feel.instances import is_instance
from engine.feel.syntax import Type
from engine.feel.values import Function, item

_BUILT_IN = {
    # The three that Camunda's modelers write for a number of their own.
    **dict.fromkeys(("integer", "long", "double"), "number"),
    **{name: name for name in ("number", "string", "boolean", "date", "time", "list", "context", "function", "range")},
    **dict.fromkeys(("date and time", "dateTime"), "date and time"),
    **dict.fromkeys(("days and time duration", "dayTimeDuration"), "days and time duration"),
    **dict.fromkeys(("years and months duration", "yearMonthDuration"), "years and months duration"),
}


class Unfit:
    """Marks a value that is not of the type; null itself is of every type."""


UNFIT = Unfit()


@dataclass(frozen=True, eq=False)
class ItemType:
    """
    One item definition.

    It is built on `base` (a type's name), on `components`, or is a function.
    `allowed` holds for each item of a collection, `constraint` for the whole.
    `home` are the types that its base is one of: those of its own model.
    """

    base: str | None
    components: Mapping[str, ItemType]
    collection: bool
    function: bool
    allowed: UnaryTests | None
    constraint: UnaryTests | None
    home: Types


class Types:
    """
    A model's types by name.

    Those of imported models stand under `prefix.name`.
    """

    def __init__(self, items: Mapping[str, ItemType] | None = None) -> None:
        self._items = dict(items or {})

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._items)

    def add(self, items: Mapping[str, ItemType]) -> None:
        self._items.update(items)

    def items(self) -> Mapping[str, ItemType]:
        return self._items

    def knows(self, name: str) -> bool:
        """Whether a `typeRef` names a type."""
        return name in self._items or plain(name) in _BUILT_IN or plain(name) in {"Any", ""}

    def checks(self) -> dict[str, Callable[[FeelValue, Env], bool]]:
        """For `instance of`: of each own type, whether a value is of its shape; what it allows is not asked."""
        return {name: partial(self._is_instance, name) for name in self._items}

    def _is_instance(self, name: str, value: FeelValue, env: Env) -> bool:
        return value is not None and not isinstance(self.fitted(value, name, env, coerced=False), Unfit)

    def fitted(
        self, value: FeelValue, name: str | None, env: Env, *, coerced: bool = True, level: int = 0
    ) -> FeelValue:
        """
        The value as one of a named type, or UNFIT.

        Coerced, one value and the list of it stand for each other, and a date
        for its midnight in UTC (DMN 1.5, 10.3.2.9.4).
        """
        if value is None or name is None:
            return value
        if level > limits.DATA_DEPTH:
            raise FeelError("Typen er for dyb til at blive efterprøvet.")
        found = self._items.get(name)
        if found is not None:
            return self._of_item(value, found, env, coerced=coerced, level=level)
        own = built_in(name)
        return value if own is None else _of_built_in(value, own, env, coerced=coerced)

    def _of_item(self, value: FeelValue, wanted: ItemType, env: Env, *, coerced: bool, level: int) -> FeelValue:
        if not wanted.collection:
            if coerced and isinstance(value, list) and len(value) == 1 and not self._holds_lists(wanted):
                value = item(value[0])
            fitted = self._single(value, wanted, env, coerced=coerced, level=level)
        else:
            if not isinstance(value, list):
                if not coerced:
                    return UNFIT
                value = [value]
            env.budget.spend(len(value))
            parts = [self._single(item(part), wanted, env, coerced=coerced, level=level) for part in value]
            fitted = UNFIT if any(isinstance(part, Unfit) for part in parts) else parts
        if isinstance(fitted, Unfit) or not coerced or _passes(wanted.constraint, fitted, env):
            return fitted
        return UNFIT

    def _holds_lists(self, wanted: ItemType) -> bool:
        base = wanted.home.items().get(wanted.base or "")
        return wanted.base == "list" or (base is not None and base.collection)

    def _single(self, value: FeelValue, wanted: ItemType, env: Env, *, coerced: bool, level: int) -> FeelValue:
        if value is None:
            return None
        if wanted.function:
            return value if isinstance(value, Function) else UNFIT
        if wanted.components:
            fitted = self._composed(value, wanted, env, coerced=coerced, level=level)
        else:
            fitted = wanted.home.fitted(value, wanted.base, env, coerced=coerced, level=level + 1)
        if isinstance(fitted, Unfit) or not coerced or _passes(wanted.allowed, fitted, env):
            return fitted
        return UNFIT

    def _composed(self, value: FeelValue, wanted: ItemType, env: Env, *, coerced: bool, level: int) -> FeelValue:
        if not isinstance(value, dict):
            return UNFIT
        fitted = dict(value)
        for name, component in wanted.components.items():
            if name not in value:
                return UNFIT
            part = item(value[name])
            if part is not None:
                part = self._of_item(part, component, env, coerced=coerced, level=level + 1)
            if isinstance(part, Unfit):
                return UNFIT
            fitted[name] = part
        return fitted


def not_of_type(name: str) -> str:
    """Why a value was taken for null."""
    return f"Værdien er ikke af typen »{name}«."


def plain(name: str) -> str:
    """A type's name without the prefix `feel:` that DMN 1.2 may put before it."""
    return name.removeprefix("feel:").removeprefix("feel.").strip()


def built_in(name: str) -> str | None:
    """The kind of FEEL's own that a type's name means; None of any other, and of `Any`."""
    return _BUILT_IN.get(plain(name))


def _of_built_in(value: FeelValue, wanted: str, env: Env, *, coerced: bool) -> FeelValue:
    if is_instance(value, Type(wanted), env):
        return value
    if not coerced:
        return UNFIT
    if wanted == "list":
        return [value]
    if isinstance(value, list) and len(value) == 1:
        return _of_built_in(item(value[0]), wanted, env, coerced=True)
    if wanted == "date and time" and type(value) is date:
        return datetime.combine(value, time(), UTC)
    return UNFIT


def _passes(tests: UnaryTests | None, value: FeelValue, env: Env) -> bool:
    return tests is None or tests.passes(value, env.inner({INPUT: value}))
