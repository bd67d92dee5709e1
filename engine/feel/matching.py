"""Whether a value meets what a test expects of it, in three values."""

from __future__ import annotations

from collections.abc import Iterable

from engine.feel.environment import Env
from engine.feel.values import FeelValue, Outside, Range, equal, item, within


def any_of(results: Iterable[bool | None]) -> bool | None:
    """Three-valued `or` over many; stops at the first that is true."""
    outcome: bool | None = False
    for result in results:
        if result is True:
            return True
        if result is not False:
            outcome = None
    return outcome


def negated(value: bool | None) -> bool | None:  # noqa: FBT001 - three-valued logic's own operand
    return None if value is None else not value


def condition_on(value: FeelValue, result: FeelValue, env: Env) -> bool | None:
    """A cell that says `?` is a condition; when it comes out null it does not say that the input is null."""
    return result if result is None or isinstance(result, bool) else meets(value, result, env)


def condition_beside(value: FeelValue, result: FeelValue, env: Env) -> bool | None:
    """A cell such as `sag.alder > 3`, which does not look at the input: it matches when it is true."""
    if result is True and not isinstance(value, bool):
        return True
    return meets(value, result, env)


def meets(value: FeelValue, expected: FeelValue, env: Env) -> bool | None:
    """Whether a value is what is expected, one of a list of it, or within a range."""
    match expected:
        case Range():
            return equal(value, expected, env.budget) is True or within(value, expected)
        case Outside(unwanted):
            return negated(equal(value, unwanted, env.budget))
        case list() if equal(value, expected, env.budget) is not True:
            env.budget.spend(len(expected))
            return any(
                within(value, part) is True if isinstance(part, Range) else equal(value, item(part), env.budget) is True
                for part in expected
            )
    return equal(value, expected, env.budget)
