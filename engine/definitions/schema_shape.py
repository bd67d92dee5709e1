"""What a JSON Schema tells expressions about the values under a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from engine.definitions.json_schema import Schema, resolve
from engine.feel.shapes import UNKNOWN, Shape, joined
from engine.model import Json

_KINDS = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean"}
_KINDS |= {"array": "list", "object": "context"}


def shape_of(root: Schema, node: Json) -> Shape:
    """
    The shape of the values that a node of a schema lets through.

    A fact that is null counts as not there, so null is among them whatever the
    schema says, as in every shape.
    """
    schema = resolve(root, node)
    kind = None if schema is None else _kind(root, schema, {})
    if schema is None or kind is None:
        return UNKNOWN
    if kind == "context":
        return Shape(kind, _Members(root, schema), closed=schema.get("additionalProperties") is False)
    if kind == "list" and "prefixItems" not in schema:
        return Shape(kind, item=shape_of(root, schema.get("items")))
    return Shape(kind)


def _kind(root: Schema, schema: Schema, known: dict[int, str | None]) -> str | None:
    """
    The one kind that a node lets through besides null; None when there are more, or any.

    `known` holds what was found of nodes before: branches may lead to the same ones again and again.
    """
    if id(schema) not in known:
        known[id(schema)] = None  # for a node that leads to itself
        written = _written_kinds(schema)
        known[id(schema)] = _branched_kind(root, schema, known) if written is None else _only(written)
    return known[id(schema)]


def _branched_kind(root: Schema, schema: Schema, known: dict[int, str | None]) -> str | None:
    for branch in _branches(root, schema, "allOf"):
        found = _kind(root, branch, known)
        if found is not None:
            return found
    for word in ("anyOf", "oneOf"):
        kinds = {_kind(root, branch, known) for branch in _branches(root, schema, word)}
        if kinds:
            return _only(kinds)
    return None


def _only(kinds: AbstractSet[str | None]) -> str | None:
    """The one kind among several besides null."""
    others = kinds - {"Null"}
    return "Null" if not others else next(iter(others)) if len(others) == 1 else None


def _written_kinds(schema: Schema) -> AbstractSet[str] | None:
    written = schema.get("type")
    if written is not None:
        types = written if isinstance(written, list) else [written]
        return {_KINDS.get(name, "Null") for name in types if isinstance(name, str)}
    values = schema.get("enum")
    if isinstance(values, list):
        return {_kind_of_value(value) for value in values}
    return {_kind_of_value(schema["const"])} if "const" in schema else None


def _kind_of_value(value: Json) -> str:
    match value:
        case None:
            return "Null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case list():
            return "list"
        case dict():
            return "context"
    return "number"


def _branches(root: Schema, schema: Schema, word: str) -> Iterator[Schema]:
    branches = schema.get(word)
    for branch in branches if isinstance(branches, list) else []:
        found = resolve(root, branch)
        yield {} if found is None else found


def _unfolded(root: Schema, schema: Schema) -> list[Schema]:
    """A node and what it is put together from, each once; a name may stand in any of them."""
    found: dict[int, Schema] = {}
    waiting = [schema]
    while waiting:
        node = waiting.pop(0)
        if id(node) not in found:
            found[id(node)] = node
            waiting += [branch for word in ("allOf", "anyOf", "oneOf") for branch in _branches(root, node, word)]
    return list(found.values())


class _Members(Mapping[str, Shape]):
    """An object's entries, each looked up when it is asked for: a schema may unfold without end."""

    def __init__(self, root: Schema, schema: Schema) -> None:
        self._root = root
        self._holders = [_dict(node.get("properties")) for node in _unfolded(root, schema)]

    def __getitem__(self, name: str) -> Shape:
        """Its own entry decides; of several in branches what they have in common."""
        found = [holder[name] for holder in self._holders if name in holder]
        if not found:
            raise KeyError(name)
        own = self._holders[0].get(name)
        shape = UNKNOWN if own is None else shape_of(self._root, own)
        return shape if shape.kind is not None else joined([shape_of(self._root, node) for node in found])

    def __iter__(self) -> Iterator[str]:
        return iter({name: None for holder in self._holders for name in holder})

    def __len__(self) -> int:
        return len({name for holder in self._holders for name in holder})


def _dict(node: Json) -> dict[str, Json]:
    return node if isinstance(node, dict) else {}
