"""
What stands where: the one form in which the kernel and the token game are compared.

BPMN's tokens have no names, so two tokens are told apart by their marks alone:
the element, how far it is, what waits and runs inside, and the same of each
activity around it, the outermost first. Tokens with the same marks have the
same future, and either may stand for the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

# An element, how far it is, and what is in it.
Mark: TypeAlias = "tuple[str, str, tuple[Mark, ...]]"


def mark(element: str, progress: str = "", inner: Iterable[Mark] = ()) -> Mark:
    return element, progress, marking(inner)


def marking(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks))
