"""What is known of a value before there is one: the kind it has whenever it is not null, and what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from types import MappingProxyType


@dataclass(frozen=True, eq=False, slots=True)
class Shape:
    """
    `kind` is a FEEL type, or None when only the value tells.

    `members` are a context's known entries; no others can be in it when it is
    `closed`. `item` is what a list holds, or the ends of a range.
    """

    kind: str | None
    members: Mapping[str, Shape] = field(default_factory=lambda: MappingProxyType({}))
    closed: bool = False
    item: Shape | None = None


UNKNOWN = Shape(None)


def list_of(item: Shape) -> Shape:
    return Shape("list", item=item)


def item_of(shape: Shape) -> Shape:
    """What a list holds; unknown of everything else."""
    return shape.item if shape.kind == "list" and shape.item is not None else UNKNOWN


def told(shape: Shape) -> str | None:
    """The kind of a value that is not null; None when it is not known, or the value always is null."""
    return None if shape.kind == "Null" else shape.kind


def joined(shapes: Iterable[Shape]) -> Shape:
    """What is known of a value that is of one of these shapes."""
    return reduce(_either, shapes, Shape("Null"))


def as_json(shape: Shape) -> Shape:
    """What is left of a shape when its value is kept as JSON, where dates and durations are texts."""
    match shape.kind:
        case None | "Null" | "number" | "string" | "boolean":
            return shape
        case "list":
            return list_of(as_json(item_of(shape)))
        case "context":
            members = {name: as_json(member) for name, member in shape.members.items()}
            return Shape("context", members, shape.closed)
        case "function" | "range":
            return UNKNOWN
    return Shape("string")


def _either(one: Shape, other: Shape) -> Shape:
    if one is other or other.kind == "Null":
        return one
    if one.kind == "Null":
        return other
    if one.kind != other.kind:
        return UNKNOWN
    if one.kind == "list":
        return list_of(_either(item_of(one), item_of(other)))
    if one.kind == "context":
        shared = one.members.keys() & other.members.keys()
        # What only one of them has, the value may have or not: it is null, or as there.
        members = {name: _either(one.members[name], other.members[name]) for name in shared}
        return Shape("context", members)
    return Shape(one.kind)
