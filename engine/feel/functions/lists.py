"""Lists (DMN 1.5, 10.3.4.4)."""

from __future__ import annotations

from decimal import Decimal
from functools import cmp_to_key

from engine.feel import limits
from engine.feel.environment import Env
from engine.feel.errors import FeelError
from engine.feel.functions.registry import builtin
from engine.feel.numbers import as_index
from engine.feel.values import FeelValue, Function, compare, equal, item


@builtin("list contains(list: list, element: any)")
def _list_contains(env: Env, items: list[FeelValue], element: FeelValue) -> FeelValue:
    return any(equal(part, element, env.budget) is True for part in items)


@builtin("count(list: list...)")
def _count(_env: Env, items: list[FeelValue]) -> FeelValue:
    return Decimal(len(items))


@builtin("min(list: list...)")
def _min(_env: Env, items: list[FeelValue]) -> FeelValue:
    return _extreme(items, -1)


@builtin("max(list: list...)")
def _max(_env: Env, items: list[FeelValue]) -> FeelValue:
    return _extreme(items, 1)


def _extreme(items: list[FeelValue], wanted: int) -> FeelValue:
    if not items:
        return None
    best = items[0]
    for part in items:
        order = compare(part, best)
        if order is None:
            return None
        if order * wanted > 0:
            best = part
    return best


@builtin("all(list: list...)")
def _all(_env: Env, items: list[FeelValue]) -> FeelValue:
    return _junction(items, decisive=False)


@builtin("any(list: list...)")
def _any(_env: Env, items: list[FeelValue]) -> FeelValue:
    return _junction(items, decisive=True)


def _junction(items: list[FeelValue], *, decisive: bool) -> bool | None:
    if decisive in [part for part in items if isinstance(part, bool)]:
        return decisive
    return not decisive if all(isinstance(part, bool) for part in items) else None


@builtin("sublist(list: list, start position: number, length?: number)")
def _sublist(_env: Env, items: list[FeelValue], start_position: Decimal, length: Decimal | None = None) -> FeelValue:
    start = as_index(start_position)
    count = len(items) if length is None else as_index(length)
    if start is None or count is None or start == 0 or abs(start) > len(items) or count < 1:
        return None
    first = start - 1 if start > 0 else len(items) + start
    if length is not None and first + count > len(items):
        return None
    return items[first : first + count]


@builtin("append(list: list, item: any...)")
def _append(_env: Env, items: list[FeelValue], more: list[FeelValue]) -> FeelValue:
    return [*items, *more]


@builtin("concatenate(list: list...)")
def _concatenate(env: Env, lists: list[FeelValue]) -> FeelValue:
    return _joined(env, lists)


@builtin("union(list: list...)")
def _union(env: Env, lists: list[FeelValue]) -> FeelValue:
    joined = _joined(env, lists)
    return None if joined is None else _distinct(env, joined)


def _joined(env: Env, lists: list[FeelValue]) -> list[FeelValue] | None:
    """The items of all lists; null is no list, any other value is the list of itself."""
    joined: list[FeelValue] = []
    for part in lists:
        if part is None:
            return None
        env.budget.items(len(part) if isinstance(part, list) else 1)
        joined += map(item, part) if isinstance(part, list) else [part]
        env.budget.items(0 if len(joined) <= limits.LIST else len(joined))
    return joined


@builtin("distinct values(list: list)")
def _distinct_values(env: Env, items: list[FeelValue]) -> FeelValue:
    return _distinct(env, items)


def _distinct(env: Env, items: list[FeelValue]) -> list[FeelValue]:
    found: list[FeelValue] = []
    for part in items:
        env.budget.spend(1 + len(found))
        if not any(equal(part, known, env.budget) is True for known in found):
            found.append(part)
    return found


@builtin("insert before(list: list, position: number, newItem: any)")
def _insert_before(_env: Env, items: list[FeelValue], position: Decimal, new_item: FeelValue) -> FeelValue:
    index = _position(items, position)
    return None if index is None else [*items[:index], new_item, *items[index:]]


@builtin("remove(list: list, position: number)")
def _remove(_env: Env, items: list[FeelValue], position: Decimal) -> FeelValue:
    index = _position(items, position)
    return None if index is None else [*items[:index], *items[index + 1 :]]


@builtin("list replace(list: list, position: number, newItem: any)")
def _list_replace(_env: Env, items: list[FeelValue], position: Decimal, new_item: FeelValue) -> FeelValue:
    index = _position(items, position)
    return None if index is None else [*items[:index], new_item, *items[index + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)")
def _list_replace_matching(env: Env, items: list[FeelValue], match: Function, new_item: FeelValue) -> FeelValue:
    replaced: list[FeelValue] = []
    for part in items:
        hit = match.invoke(env, [part, new_item])
        if not isinstance(hit, bool):
            return None
        replaced.append(new_item if hit else part)
    return replaced


def _position(items: list[FeelValue], position: Decimal) -> int | None:
    """Where in the list, from 0; positions count from 1, or from the end when negative."""
    index = as_index(position)
    if index is None or index == 0 or abs(index) > len(items):
        return None
    return index - 1 if index > 0 else len(items) + index


@builtin("reverse(list: list)")
def _reverse(_env: Env, items: list[FeelValue]) -> FeelValue:
    return items[::-1]


@builtin("index of(list: list, match: any)")
def _index_of(env: Env, items: list[FeelValue], match: FeelValue) -> FeelValue:
    return [Decimal(at) for at, part in enumerate(items, 1) if equal(part, match, env.budget) is True]


@builtin("flatten(list: list)")
def _flatten(env: Env, items: list[FeelValue]) -> FeelValue:
    flat: list[FeelValue] = []
    _flatten_into(env, flat, items, 0)
    return flat


def _flatten_into(env: Env, flat: list[FeelValue], items: list[FeelValue], level: int) -> None:
    if level > limits.DATA_DEPTH:
        raise FeelError("Listerne ligger for dybt inden i hinanden.")
    env.budget.spend(1 + len(items))
    for part in items:
        if isinstance(part, list):
            _flatten_into(env, flat, part, level + 1)
        else:
            flat.append(item(part))


@builtin("sort(list: list, precedes?: function)")
def _sort(env: Env, items: list[FeelValue], precedes: Function | None = None) -> FeelValue:
    if precedes is None:
        if any(compare(part, items[0]) is None for part in items):
            return None
        env.budget.spend(len(items) * max(1, len(items).bit_length()))
        return sorted(items, key=cmp_to_key(lambda one, other: compare(one, other) or 0))

    def order(one: FeelValue, other: FeelValue) -> int:
        env.budget.spend(1)
        if precedes.invoke(env, [one, other]) is True:
            return -1
        return 1 if precedes.invoke(env, [other, one]) is True else 0

    return sorted(items, key=cmp_to_key(order))
