"""The case file as a document: reading a path, and a draft of changes that leaves the original alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from engine.errors import ExpressionFailed
from engine.model import Json
from engine.store.cases import FactChange

PREFIX = "sag."


def value_at(facts: Mapping[str, Json], path: str) -> Json:
    """The fact at a path such as `barn.navn`; None when there is none."""
    node: Json = cast("Json", facts)
    for part in path.split("."):
        if not isinstance(node, dict):
            return None
        node = node.get(part)
    return node


def overlap(path: str, others: set[str]) -> bool:
    """Whether a write at `path` touches any of the other paths, from above or below."""
    return any(o == path or o.startswith(f"{path}.") or path.startswith(f"{o}.") for o in others)


class FactsDraft:
    """
    Changes to a case file before they are allowed.

    `before` stays as it is; `after` shares with it whatever was not touched.
    """

    def __init__(self, before: dict[str, Json]) -> None:
        self.before = before
        self.after = before
        self._changes: dict[str, FactChange] = {}

    def set(self, path: str, value: Json) -> None:
        """Write a fact; writing what stands there already is no change."""
        if value_at(self.after, path) == value:
            return
        self.after = _written(self.after, path.split("."), value)
        self._changes[path] = FactChange(path, value_at(self.before, path), value)

    def append(self, path: str, value: Json) -> None:
        """
        Add an item to a list. The change holds the item alone, at its index: a
        list that grows for eighteen years is not copied into each change.
        """
        items = value_at(self.after, path)
        if items is not None and not isinstance(items, list):
            raise ExpressionFailed(f"Sagens oplysning »{path}« er ikke en liste, så der kan ikke tilføjes til den.")
        items = items or []
        self.after = _written(self.after, path.split("."), [*items, value])
        self._changes[f"{path}[{len(items)}]"] = FactChange(f"{path}[{len(items)}]", None, value)

    def changes(self) -> list[FactChange]:
        return list(self._changes.values())


def _written(node: dict[str, Json], path: Sequence[str], value: Json) -> dict[str, Json]:
    head, *rest = path
    if not rest:
        return {**node, head: value}
    inner = node.get(head)
    return {**node, head: _written(inner if isinstance(inner, dict) else {}, rest, value)}
