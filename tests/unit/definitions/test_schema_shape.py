"""What a JSON Schema tells of the values it lets through: never more than is certain."""

from __future__ import annotations

from typing import Any

import pytest

from engine.definitions.schema_shape import shape_of


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "string"),
        ({"type": "integer"}, "number"),
        ({"type": ["number", "null"]}, "number"),
        ({"type": ["string", "number"]}, None),
        ({"type": "null"}, "Null"),
        ({"type": "array"}, "list"),
        ({"type": "object"}, "context"),
        ({"enum": ["a", "b", None]}, "string"),
        ({"enum": ["a", 1]}, None),
        ({"enum": [True, False]}, "boolean"),
        ({"enum": [[1], {}]}, None),
        ({"const": 5}, "number"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string"),
        ({"anyOf": [{"type": "string"}, {"minLength": 2}]}, None),
        ({"oneOf": [{"type": "string"}, {"type": "number"}]}, None),
        ({"allOf": [{"maxLength": 3}, {"type": "string"}]}, "string"),
        ({"$ref": "#/$defs/tal"}, "number"),
        ({"maxLength": 3}, None),
        ({}, None),
        (True, None),
    ],
)
def test_the_kind(schema: Any, kind: str | None) -> None:
    root = {"$defs": {"tal": {"type": "number"}}}
    assert shape_of(root, schema).kind == kind


def test_the_members_and_items() -> None:
    root = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "navn": {"type": "string"},
            "besoeg": {"type": "array", "items": {"$ref": "#/$defs/besoeg"}},
            "par": {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "number"}},
            "aaben": {"type": "object", "properties": {"x": {"type": "string"}}},
        },
        "allOf": [{"properties": {"navn": {"maxLength": 3}, "side": {"type": "number"}}}],
        "anyOf": [{"properties": {"valg": {"type": "string"}}}, {"properties": {"valg": {"type": "number"}}}],
        "$defs": {"besoeg": {"type": "object", "properties": {"dato": {"type": "string"}}}},
    }
    shape = shape_of(root, root)
    assert shape.closed
    assert {name: member.kind for name, member in shape.members.items()} == {
        "navn": "string",
        "besoeg": "list",
        "par": "list",
        "aaben": "context",
        "side": "number",
        "valg": None,
    }
    visit = shape.members["besoeg"].item
    assert visit is not None
    assert visit.members["dato"].kind == "string"
    assert shape.members["par"].item is None
    assert not shape.members["aaben"].closed
    assert len(shape.members) == 6
    with pytest.raises(KeyError):
        shape.members["findes ikke"]


def test_a_schema_that_unfolds_without_end_is_read_as_far_as_it_is_asked_about() -> None:
    levels = {
        f"n{index}": {"type": "object", "properties": {side: {"$ref": f"#/$defs/n{index + 1}"} for side in ("a", "b")}}
        for index in range(40)
    }
    root = {"$ref": "#/$defs/n0", "$defs": levels | {"n40": {"type": "string"}}}
    again = {f"m{index}": {"anyOf": [{"$ref": f"#/$defs/m{index + 1}"}] * 2} for index in range(40)}
    choice = {"$ref": "#/$defs/m0", "$defs": again | {"m40": {"type": "object", "properties": {"x": {"const": 1}}}}}
    assert shape_of(choice, choice).members["x"].kind == "number"
    shape = shape_of(root, root)
    for _ in range(40):
        shape = shape.members["b"]
    assert shape.kind == "string"
