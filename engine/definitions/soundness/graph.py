"""Two walks over a directed graph, without recursion: a drawing may be a chain of thousands."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)


def closure(start: Iterable[N], after: Callable[[N], Iterable[N]]) -> set[N]:
    """Everything that can be come to, the start with it."""
    seen = set(start)
    waiting = list(seen)
    while waiting:
        for node in after(waiting.pop()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return seen


def components(start: Iterable[N], after: Callable[[N], Iterable[N]]) -> list[list[N]]:
    """
    The rings of a graph (Tarjan's strongly connected components), each before all that it leads to.

    A node in no ring is a component of its own. Where the order is free, what comes first in `after` does.
    """
    walk = _Walk(after)
    for node in reversed(list(start)):
        walk.run(node)
    return walk.found[::-1]


class _Walk(Generic[N]):
    def __init__(self, after: Callable[[N], Iterable[N]]) -> None:
        self._after = after
        self._number: dict[N, int] = {}
        self._low: dict[N, int] = {}
        self._open: dict[N, None] = {}  # in the order they were met
        self.found: list[list[N]] = []

    def run(self, root: N) -> None:
        if root in self._number:
            return
        stack: list[tuple[N, Iterator[N]]] = [(root, self._meet(root))]
        while stack:
            node, rest = stack[-1]
            for following in rest:
                if following not in self._number:
                    stack.append((following, self._meet(following)))
                    break
                if following in self._open:
                    self._low[node] = min(self._low[node], self._number[following])
            else:
                stack.pop()
                self._leave(node)
                for outer, _ in stack[-1:]:
                    self._low[outer] = min(self._low[outer], self._low[node])

    def _meet(self, node: N) -> Iterator[N]:
        self._number[node] = self._low[node] = len(self._number)
        self._open[node] = None
        return reversed(list(self._after(node)))  # what is first finished comes last

    def _leave(self, node: N) -> None:
        if self._low[node] < self._number[node]:
            return
        ring: list[N] = []
        while not ring or ring[-1] != node:
            ring.append(self._open.popitem()[0])
        self.found.append(ring[::-1])
