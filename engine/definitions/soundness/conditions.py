"""What can be said of conditions without running them: which are constant, and which never hold together."""

from __future__ import annotations

import re

_COMPARISON = re.compile(
    r"""\s*([\w.]+)\s*(=|!=|<=|>=|<|>)\s*("[^"]*"|-?\d+(?:\.\d+)?|true|false|null)\s*""", re.ASCII | re.VERBOSE
)
_NEGATION = re.compile(r"\s*not\s*\((.*)\)\s*", re.DOTALL)

# Of one name and one value.
_NEVER_BOTH = {frozenset(pair) for pair in (("=", "!="), ("<", ">="), (">", "<="), ("<", ">"), ("<", "="), (">", "="))}


def plain(condition: str) -> str:
    """A condition's text without the equals sign that modelers put before FEEL."""
    return " ".join(condition.strip().removeprefix("=").split())


def constant(condition: str) -> bool | None:
    """What a condition always is when it is written as just that; else None."""
    return {"true": True, "false": False}.get(condition)


def never_both(one: str, other: str) -> bool:
    """Whether two conditions surely exclude each other: `x = 1` and `x = 2`, `x` and `not(x)`."""
    if one in _negated(other) or other in _negated(one):
        return True
    left, right = _COMPARISON.fullmatch(one), _COMPARISON.fullmatch(other)
    if left is None or right is None or left[1] != right[1]:
        return False
    if left[3] == right[3]:
        return frozenset((left[2], right[2])) in _NEVER_BOTH
    return left[2] == right[2] == "="


def _negated(condition: str) -> set[str]:
    """The texts that a condition is the opposite of."""
    negation = _NEGATION.fullmatch(condition)
    of_name = {f"{condition} = false", f"{condition} = null"}
    return of_name | ({negation[1].strip()} if negation and _balanced(negation[1]) else set())


def _balanced(text: str) -> bool:
    """Whether the outer bracket of `not(a) or (b)` closes at its end."""
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return True
