"""What a decision model itself tells about the names in it: the types of its input data and decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.definitions.dmn.graph import DecisionNode, InputData
from engine.definitions.dmn.reader import Read
from engine.definitions.dmn.types import ItemType, Types, built_in
from engine.definitions.dmn.words import is_dmn, local
from engine.definitions.xml import Element
from engine.feel.shapes import UNKNOWN, Shape, list_of

_BINDING = frozenset({"formalParameter", "itemComponent", "column", "import"})


def model_shapes(model: Read) -> dict[str, Shape]:
    """
    By name, what has a type. A value that is not of its type is null, so the type is certain.

    A name that also means something else somewhere in the file tells nothing.
    """
    found: dict[str, Shape] = dict.fromkeys(_bound(model.root), UNKNOWN)
    for node in model.nodes.values():
        names = node.names if isinstance(node, DecisionNode) else (node.name,)
        typed = node.type if isinstance(node, (InputData, DecisionNode)) else None
        shape = UNKNOWN if typed is None else _named(model.reading.types, typed, 0)
        found |= {name: UNKNOWN if name in found else shape for name in names}
    return found


def _bound(root: Element) -> Iterator[str]:
    """The names that are bound inside an expression, and those that a filter may find in its items."""
    for element in root.iter():
        if not is_dmn(element):
            continue
        holder = element.getparent()
        in_context = local(element) == "variable" and holder is not None and local(holder) == "contextEntry"
        if in_context or local(element) in _BINDING:
            yield element.get("name") or ""
        yield element.get("iteratorVariable") or ""


class _Components(Mapping[str, Shape]):
    """A type's components, each looked up when it is asked for: a type may hold itself."""

    def __init__(self, components: Mapping[str, ItemType]) -> None:
        self._components = components

    def __getitem__(self, name: str) -> Shape:
        return _of_item(self._components[name], 0)

    def __iter__(self) -> Iterator[str]:
        return iter(self._components)

    def __len__(self) -> int:
        return len(self._components)


_LONGEST = 20  # types built upon types; a ring is another finding


def _named(types: Types, name: str | None, level: int) -> Shape:
    item = types.items().get(name or "")
    if item is not None:
        return _of_item(item, level)
    kind = built_in(name or "")
    return UNKNOWN if kind is None else Shape(kind)


def _of_item(item: ItemType, level: int) -> Shape:
    if level > _LONGEST:
        return UNKNOWN
    if item.function:
        single = Shape("function")
    elif item.components:
        single = Shape("context", _Components(item.components))
    else:
        single = _named(item.home, item.base, level + 1)
    return list_of(single) if item.collection else single
