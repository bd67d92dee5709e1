"""`instance of`: whether a value is of a type."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from engine.feel import limits
from engine.feel.environment import Env
from engine.feel.errors import FeelError
from engine.feel.syntax import Type
from engine.feel.values import FeelValue, Function, Outside, Range, item, kind


def is_instance(value: FeelValue, wanted: Type, env: Env, level: int = 0) -> bool:  # noqa: PLR0911 - one line for each kind
    """Null is of no type but Null; every other value is Any (DMN 1.5, 10.3.2.12)."""
    if level > limits.DATA_DEPTH:
        raise FeelError("Typen er for dyb til at blive efterprøvet.")
    if env.around is not None and wanted.name in env.around.types:
        return env.around.types[wanted.name](value, env)
    if wanted.name == "Any":
        return value is not None
    if wanted.name == "function":
        return isinstance(value, Function)
    if kind(value) != wanted.name:
        return False
    match value:
        case list() if wanted.args:
            env.budget.spend(len(value))
            return all(_fits(item(part), wanted.args[0], env, level) for part in value)
        case dict() if wanted.members:
            return all(name in value and _fits(item(value[name]), inner, env, level) for name, inner in wanted.members)
        case Range(low, high) if wanted.args:
            return all(end is None or is_instance(end, wanted.args[0], env, level + 1) for end in (low, high))
        case Outside(end) if wanted.args:
            return is_instance(end, wanted.args[0], env, level + 1)
    return True


def coerced(value: FeelValue, wanted: Type, env: Env) -> FeelValue:
    """
    An argument as one of a type, or null where it cannot be one.

    One value and the list of it stand for each other, and a date for its
    midnight in UTC (DMN 1.5, 10.3.2.9.4).
    """
    if value is None or is_instance(value, wanted, env):
        return value
    if isinstance(value, list) and len(value) == 1:
        single = item(value[0])
        return single if is_instance(single, wanted, env) else None
    if wanted.name == "list" and not isinstance(value, list):
        return [value] if is_instance([value], wanted, env) else None
    if wanted.name == "date and time" and type(value) is date:
        return datetime.combine(value, time(), UTC)
    return None


def _fits(value: FeelValue, wanted: Type, env: Env, level: int) -> bool:
    return value is None or is_instance(value, wanted, env, level + 1)
