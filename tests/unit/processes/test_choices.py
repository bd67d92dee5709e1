"""What the case file holds as codes is read as Danish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.definitions.library import Library


def test_no_fact_is_read_as_a_code(library: Library) -> None:
    """Every choice of the case file has its Danish words, from a form or from the schema itself."""
    codes = [(path, value) for path, values in _choices((), library.schema.schema) for value in values]
    assert len(codes) > 100, "the schema's choices were not found"
    unread = [
        (path, value) for path, value in codes if value not in {option.value for option in library.fact_options(path)}
    ]
    assert unread == []


def _choices(path: tuple[str, ...], node: Any) -> Iterator[tuple[str, list[str]]]:
    """Each path of the schema that is a choice, with its codes; »ja« and »nej« read as they stand."""
    if codes := [value for value in node.get("enum", ()) if value not in ("ja", "nej", None)]:
        yield ".".join(path), codes
    for name, inner in node.get("properties", {}).items():
        yield from _choices((*path, name), inner)
    if "items" in node:
        yield from _choices(path, node["items"])
