"""One search for the reasons of a null."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from engine.feel import syntax
from engine.feel.compiler import compiled
from engine.feel.environment import Env
from engine.feel.values import FeelValue
from engine.feel.words import place

MOST = 10  # reasons


class Inquiry:
    """What is found so far, about a tree read from a text."""

    def __init__(self, root: syntax.Node, text: str) -> None:
        self.text = text
        self.found: list[str] = []
        self._own = set(map(id, syntax.walk(root)))

    def ask(self, node: syntax.Node, env: Env) -> FeelValue:
        """The value of a node; the reasons are noted when it is null."""
        value = compiled(node)(env)
        if value is None and len(self.found) < MOST:
            explain = _ASKED.get(type(node))
            if explain is None:
                self.note(node, "Her er der ingen værdi.")
            else:
                explain(self, node, env)
        return value

    def note(self, node: syntax.Node, reason: str) -> None:
        if id(node) in self._own:  # a function may come from another text
            line, column = place(self.text, node.at)
            where = f"linje {line}, tegn {column}" if "\n" in self.text else f"tegn {column}"
            reason = f"{reason} ({where})"
        if reason not in self.found:
            self.found.append(reason)

    def all_known(self, env: Env, *nodes: syntax.Node) -> list[FeelValue] | None:
        """The values of some nodes; None, with reasons, when one of them is null."""
        values = [self.ask(node, env) for node in nodes]
        return None if any(value is None for value in values) else values


Explanation: TypeAlias = Callable[..., None]  # of an Inquiry, a node that gave null, and its Env
E = TypeVar("E", bound=Explanation)
_ASKED: dict[type, Explanation] = {}


def asked(*kinds: type) -> Callable[[E], E]:
    """Register what explains these kinds of nodes."""

    def register(explanation: E) -> E:
        _ASKED.update(dict.fromkeys(kinds, explanation))
        return explanation

    return register
