"""Contexts (DMN 1.5, 10.3.4.9) and `is defined`."""

from __future__ import annotations

from engine.feel import limits
from engine.feel.environment import Env
from engine.feel.errors import FeelError
from engine.feel.functions.registry import builtin
from engine.feel.values import FeelValue, item


@builtin("get value(m: context, key: string)")
def _get_value(_env: Env, m: dict[str, FeelValue], key: str) -> FeelValue:
    return item(m.get(key))


@builtin("get value(context: context, keys: list)")
def _get_value_at(_env: Env, m: dict[str, FeelValue], keys: list[FeelValue]) -> FeelValue:
    value: FeelValue = m
    for key in keys:
        value = item(value.get(key)) if isinstance(value, dict) and isinstance(key, str) else None
    return value


@builtin("get entries(m: context)")
def _get_entries(env: Env, m: dict[str, FeelValue]) -> FeelValue:
    env.budget.spend(len(m))
    return [{"key": key, "value": item(value)} for key, value in m.items()]


@builtin("context(entries: list)")
def _context(_env: Env, entries: list[FeelValue]) -> FeelValue:
    built: dict[str, FeelValue] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            return None
        if entry["key"] in built:
            return None
        built[entry["key"]] = item(entry["value"])
    return built


@builtin("context put(context: context, key: string, value: any)")
def _context_put(env: Env, context: dict[str, FeelValue], key: str, value: FeelValue) -> FeelValue:
    env.budget.spend(len(context))
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def _context_put_at(env: Env, context: dict[str, FeelValue], keys: list[FeelValue], value: FeelValue) -> FeelValue:
    texts = [key for key in keys if isinstance(key, str)]
    if not texts or len(texts) != len(keys):
        return None
    if len(texts) > limits.DATA_DEPTH:
        raise FeelError("Nøglerne i `context put` går for dybt.")
    return _put(env, context, texts, value)


def _put(env: Env, context: dict[str, FeelValue], keys: list[str], value: FeelValue) -> FeelValue:
    env.budget.spend(1 + len(context))
    key, *rest = keys
    if not rest:
        return {**context, key: value}
    below = context.get(key, {})
    inner = _put(env, below, rest, value) if isinstance(below, dict) else None
    return None if inner is None else {**context, key: inner}


@builtin("context merge(contexts: list)")
def _context_merge(env: Env, contexts: list[FeelValue]) -> FeelValue:
    merged: dict[str, FeelValue] = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        env.budget.spend(len(context))
        merged |= context
    return merged


@builtin("is defined(value: any)")
def _is_defined(_env: Env, value: FeelValue) -> FeelValue:
    return value is not None
