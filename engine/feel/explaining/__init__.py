"""
Why an expression is null.

Nothing is noted while an expression is evaluated, so evaluation pays nothing.
FEEL has no side effects: when somebody asks, the parts that gave null are
evaluated again, from the outside in, until one is found that had what it
needed and still had no answer. Reasons hold names and kinds, never values.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.feel.environment import Env
from engine.feel.errors import FeelError
from engine.feel.explaining import calls, parts  # noqa: F401 - each registers what it can explain
from engine.feel.explaining.inquiry import MOST, Inquiry
from engine.feel.syntax import Node

_STEPS = 20_000  # to find the reasons of one null; a table may have hundreds


def reasons(root: Node, text: str, env: Env) -> list[str]:
    """
    In Danish, each with its place, why a tree gives null in a scope; none when it does not.

    The scope's budget is left as it was: a decision may not fail because somebody asks why.
    """
    inquiry = Inquiry(root, text)
    with _aside(env):
        try:
            inquiry.ask(root, env)
        except FeelError as error:
            inquiry.found.append(str(error))
        except RecursionError:
            inquiry.found.append("Udtrykket er for dybt til at blive forklaret.")
    return inquiry.found[:MOST]


@contextmanager
def _aside(env: Env) -> Iterator[None]:
    """Evaluate on a small budget of its own, without leaving a trace."""
    budget, around = env.budget, env.around
    kept = budget.steps, budget.depth
    budget.steps = _STEPS
    if around is not None:
        around.explaining = True
    try:
        yield
    finally:
        budget.steps, budget.depth = kept
        if around is not None:
            around.explaining = False
