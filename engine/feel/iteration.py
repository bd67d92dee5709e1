"""Filters, `for`, `some` and `every`: what goes through lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from engine.feel.environment import Env, Evaluator
from engine.feel.numbers import as_index
from engine.feel.values import FeelValue, Range, item

Bindings: TypeAlias = tuple[tuple[str, Evaluator, Evaluator | None], ...]


def filtered(base: Evaluator, predicate: Evaluator) -> Evaluator:
    """
    `list[…]`: the items for which it is true, or the one with that number.

    Items count from 1, or from the end when negative. A value that is no list
    is a list of itself; null is the empty list.
    """

    def select(env: Env) -> FeelValue:
        value = base(env)
        items = value if isinstance(value, list) else [] if value is None else [value]
        found: list[FeelValue] = []
        env.budget.spend(1 + len(items))
        for raw in items:
            part = item(raw)
            result = predicate(_item_env(env, part))
            if type(result) is Decimal:
                return _at(items, result)
            if result is True:
                found.append(part)
        if not items and isinstance(_constant(predicate, env), Decimal):
            return None
        return found

    return select


def _constant(predicate: Evaluator, env: Env) -> FeelValue:
    return predicate(_item_env(env, None))


def _item_env(env: Env, part: FeelValue) -> Env:
    inner = env.inner({"item": part})
    return inner.inner(part) if isinstance(part, dict) else inner


def _at(items: list[FeelValue], number: Decimal) -> FeelValue:
    index = as_index(number)
    if index is None or index == 0 or abs(index) > len(items):
        return None
    return item(items[index - 1 if index > 0 else index])


def loop(bindings: Bindings, body: Evaluator, *, uses_partial: bool) -> Evaluator:
    """`for … return …`. The results so far are in scope as `partial`, copied only where somebody reads them."""

    def run(env: Env) -> FeelValue:
        found = rounds(bindings, 0, env)
        if found is None:
            return None
        results: list[FeelValue] = []
        for inner in found:
            if uses_partial:
                env.budget.spend(len(results))
                results.append(body(inner.inner({"partial": results.copy()})))
            else:
                results.append(body(inner))
            env.budget.items(1)
        return results

    return run


def some(bindings: Bindings, body: Evaluator) -> Evaluator:
    return _quantifier(bindings, body, decisive=True)


def every(bindings: Bindings, body: Evaluator) -> Evaluator:
    return _quantifier(bindings, body, decisive=False)


def _quantifier(bindings: Bindings, body: Evaluator, *, decisive: bool) -> Evaluator:
    def run(env: Env) -> FeelValue:
        found = rounds(bindings, 0, env)
        if found is None:
            return None
        outcome: bool | None = not decisive
        for inner in found:
            env.budget.spend(1)
            value = body(inner)
            if value is decisive:
                return decisive
            if value is None:
                outcome = None
            elif not isinstance(value, bool):
                return None
        return outcome

    return run


def rounds(bindings: Bindings, index: int, env: Env) -> Iterator[Env] | None:
    """An Env for each combination, the last name changing fastest; None when the first source is no sequence."""
    name, source, end = bindings[index]
    values = _sequence(source(env), end(env)) if end else _elements(source(env))
    if values is None:
        return None
    return _combinations(bindings, index, name, values, env)


def _combinations(bindings: Bindings, index: int, name: str, values: Iterator[FeelValue], env: Env) -> Iterator[Env]:
    for value in values:
        env.budget.spend(1)
        inner = env.inner({name: value})
        if index + 1 == len(bindings):
            yield inner
        else:
            yield from rounds(bindings, index + 1, inner) or ()


def _elements(value: FeelValue) -> Iterator[FeelValue] | None:
    match value:
        case None:
            return None
        case list():
            return map(item, value)
        case Range(low, high, low_included, high_included):
            inside = _sequence(low, high)
            if inside is None:
                return None
            return (part for part in inside if (low_included or part != low) and (high_included or part != high))
    return iter((value,))


def _sequence(start: FeelValue, end: FeelValue) -> Iterator[FeelValue] | None:
    """Whole numbers or days from one to the other, up or down, both included; endless ones stop at the budget."""
    first, last = as_index(start), as_index(end)
    if first is not None and last is not None:
        step = 1 if first <= last else -1
        return map(Decimal, range(first, last + step, step))
    if type(start) is date and type(end) is date:
        days = (end - start).days
        step = 1 if days >= 0 else -1
        return (start + timedelta(days=count) for count in range(0, days + step, step))
    return None
