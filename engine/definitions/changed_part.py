"""
The part of a case file that a write changed, for a schema to judge again.

A case file that is changed shares with the one before whatever was not
touched, so what is the very same object was judged when it was written. That
holds only where a schema judges each property or item by itself; where it
looks across them, the whole is kept.
"""

from __future__ import annotations

from engine.definitions.json_schema import Schema, resolve
from engine.model import Json

_ABOUT = {"$schema", "$id", "$defs", "title", "description", "type"}
_BY_PROPERTY = _ABOUT | {"properties", "additionalProperties", "required"}
_BY_ITEM = _ABOUT | {"items"}


def changed_part(value: Json, before: Json, node: Json, root: Schema) -> Json:
    """What of a value a schema node must judge again. Required properties stay, so that none seems to be missing."""
    schema = resolve(root, node)
    if schema is None:
        return value
    if isinstance(value, dict) and isinstance(before, dict) and schema.keys() <= _BY_PROPERTY:
        inner, required = schema.get("properties"), schema.get("required")
        known = inner if isinstance(inner, dict) else {}
        kept = required if isinstance(required, list) else []
        return {
            name: changed_part(held, before.get(name), known.get(name), root)
            for name, held in value.items()
            if name in kept or held is not before.get(name)
        }
    if isinstance(value, list) and isinstance(before, list) and schema.keys() <= _BY_ITEM:
        return [held for index, held in enumerate(value) if index >= len(before) or held is not before[index]]
    return value
