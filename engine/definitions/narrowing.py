"""
Whether a case file's schema only grew.

Facts are kept for eighteen years, so what one version let a case hold, the next
must let it hold too: no property gone, no type or choice fewer, no rule harder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.definitions.json_schema import Schema, resolve
from engine.model import Json

# Lower bounds may only fall, upper bounds only rise.
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
# Anything else that judges a value must stay as it is, or go.
_SAME = (
    *("pattern", "format", "const", "multipleOf", "uniqueItems", "additionalProperties"),
    *("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas"),
)


def narrowed(old: Schema, new: Schema) -> list[tuple[str, str]]:
    """Where the new schema refuses what the old let through: path, and a Danish sentence."""
    return sorted(set(_node(dict(old), dict(new), old, new, ())))


def _node(old: Json, new: Json, old_root: Schema, new_root: Schema, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    before, after = resolve(old_root, old), resolve(new_root, new)
    if before is None or after is None or len(path) > 20:  # deeper than any case file; a schema may refer to itself
        return
    place = ".".join(path)
    yield from ((place, sentence) for sentence in _harder(before, after))
    inner = _properties(after)
    for name, was in _properties(before).items():
        if name in inner:
            yield from _node(was, inner[name], old_root, new_root, (*path, name))
        else:
            yield ".".join((*path, name)), "findes ikke mere. Oplysninger kan kun tilføjes."
    if "items" in after:
        yield from _node(before.get("items", {}), after["items"], old_root, new_root, (*path, "[]"))


def _harder(before: Schema, after: Schema) -> Iterator[str]:
    if lost := _types(before) - _types(after):
        yield f"kan ikke mere være {', '.join(sorted(lost))}. Behold typen."
    choices, left = before.get("enum"), after.get("enum")
    if isinstance(left, list) and not (isinstance(choices, list) and all(choice in left for choice in choices)):
        yield "har færre valgmuligheder end før. Behold de gamle."
    if set(_names(after)) - set(_names(before)):
        yield "kræver flere felter end før. Gør dem frivillige."
    for key in (*_LOWER, *_UPPER):
        if key in after and not _is_wider(key, before.get(key), after[key]):
            yield f"har en strammere »{key}« end før. Behold den gamle."
    for key in _SAME:
        if key in after and after[key] is not True and after[key] != before.get(key):
            yield f"har en anden »{key}« end før. Behold den gamle, eller fjern den."


def _is_wider(key: str, was: Json, now: Json) -> bool:
    if not isinstance(was, int | float) or not isinstance(now, int | float):
        return False
    return now <= was if key in _LOWER else now >= was


def _types(node: Schema) -> set[str]:
    every = {"array", "boolean", "integer", "null", "number", "object", "string"}
    kinds = node.get("type")
    named = {kinds} if isinstance(kinds, str) else {str(kind) for kind in kinds} if isinstance(kinds, list) else every
    return named | {"integer"} if "number" in named else named


def _names(node: Schema) -> list[str]:
    names = node.get("required")
    return [str(name) for name in names] if isinstance(names, list) else []


def _properties(node: Schema) -> Mapping[str, Json]:
    inner = node.get("properties")
    return inner if isinstance(inner, dict) else {}
