"""A case file's schema only grows."""

from __future__ import annotations

from typing import Any

import pytest

from engine.definitions.narrowing import narrowed


def _schema(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (_schema(navn=TEXT), _schema(navn=TEXT, art=TEXT)),
        (_schema(navn=TEXT), _schema(navn={"type": ["string", "null"], "title": "Navn"})),
        (_schema(art={"enum": ["hund"]}), _schema(art={"enum": ["hund", "kat"]})),
        (_schema(alder={"type": "integer", "minimum": 3}), _schema(alder={"type": "number", "minimum": 0})),
        (_schema(kode={"type": "string", "pattern": "a"}), _schema(kode=TEXT)),
        (_schema(besoeg={"type": "array", "items": _schema(dato=TEXT)}), _schema(besoeg={"type": "array"})),
    ],
)
def test_growing_is_fine(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert narrowed(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (_schema(navn=TEXT), _schema(), "navn"),
        (_schema(dyr=_schema(navn=TEXT)), _schema(dyr=_schema()), "dyr.navn"),
        (_schema(navn=TEXT), _schema(navn={"type": "integer"}), "navn"),
        (_schema(navn={}), _schema(navn=TEXT), "navn"),
        (_schema(art={"enum": ["hund", "kat"]}), _schema(art={"enum": ["hund"]}), "art"),
        (_schema(art=TEXT), _schema(art={"type": "string", "enum": ["hund"]}), "art"),
        (_schema(navn=TEXT), {**_schema(navn=TEXT), "required": ["navn"]}, ""),
        (_schema(navn=TEXT), _schema(navn={"type": "string", "maxLength": 5}), "navn"),
        (_schema(alder={"minimum": 0}), _schema(alder={"minimum": 1}), "alder"),
        (_schema(kode=TEXT), _schema(kode={"type": "string", "pattern": "a"}), "kode"),
        ({"type": "object"}, _schema(), ""),
        (
            _schema(besoeg={"type": "array", "items": _schema(dato=TEXT)}),
            _schema(besoeg={"type": "array", "items": _schema()}),
            "besoeg.[].dato",
        ),
    ],
)
def test_narrowing_is_found_at_its_path(old: dict[str, Any], new: dict[str, Any], path: str) -> None:
    assert path in [found for found, _ in narrowed(old, new)]
