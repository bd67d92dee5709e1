"""
Why an expression is null.

Nothing is noted while an expression is evaluated, so evaluation pays nothing.
FEEL has no side effects: when somebody asks, the parts that gave null are
evaluated again, from the outside in, until one is found that had what it
needed and still had no answer. Reasons hold names and kinds, never values.
"""

from __future__ import annotations

from engine.feel.environment import Env
from engine.feel.errors import FeelError
from engine.feel.explaining import calls, parts  # noqa: F401 - each registers what it can explain
from engine.feel.explaining.inquiry import MOST, Inquiry
from engine.feel.syntax import Node


def reasons(root: Node, text: str, env: Env) -> list[str]:
    """In Danish, each with its place, why a tree gives null in a scope; none when it does not."""
    inquiry = Inquiry(root, text)
    try:
        inquiry.ask(root, env)
    except FeelError as error:
        inquiry.found.append(str(error))
    except RecursionError:
        inquiry.found.append("Udtrykket er for dybt til at blive forklaret.")
    return inquiry.found[:MOST]
