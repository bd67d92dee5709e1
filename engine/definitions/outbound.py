"""
What of an event may leave the house.

Two lists and nothing else: the engine's own events carry what the engine itself
wrote, and a diagram's events what the manifest declares under `udgaaende`, field
by field, as a number, a date, yes or no, or one of a few fixed words. A text
that somebody typed fits none of them, nor does a number as long as a CPR number,
so whatever a diagram puts into an event, no name, CPR number or diagnosis can
leave with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, TypeAlias

from engine.model import Json

Field: TypeAlias = Literal["tal", "dato", "ja_nej"] | tuple[str, ...]
Fields: TypeAlias = Mapping[str, Field]
_LARGEST = 100_000_000  # below every CPR number read as a number: the first is 0101000000
_KINDS: Mapping[str, Field] = {"tal": "tal", "dato": "dato", "ja_nej": "ja_nej"}

# Written by engine.runtime from ids, keys and dates.
OWN: Mapping[str, frozenset[str]] = {
    "case.started": frozenset(),
    "case.ended": frozenset(),
    "task.created": frozenset({"opgave", "element", "rolle", "frist"}),
    "task.overdue": frozenset({"opgave", "element", "rolle", "frist"}),
    "task.completed": frozenset({"opgave", "element"}),
    "letter.sent": frozenset({"dokument"}),
    "message.sent": frozenset({"besked"}),
}

# `udgaaende` in the manifest: event type, then field, then kind or words.
SHAPE: Mapping[str, Any] = {
    "type": "object",
    "maxProperties": 100,
    "additionalProperties": {
        "type": "object",
        "maxProperties": 50,
        "additionalProperties": {
            "type": ["string", "array"],
            "minItems": 1,
            "maxItems": 50,
            "items": {"type": "string", "minLength": 1, "maxLength": 60},
        },
    },
}


def read_fields(
    rows: Mapping[str, Mapping[str, Any]], find: Callable[[tuple[str, ...], str], None]
) -> dict[str, Fields]:
    """What the manifest declares, in the shape above, by event type; `find` is told of what is wrong, and where."""
    declared: dict[str, Fields] = {}
    for type_, fields in rows.items():
        read: dict[str, Field] = {}
        for name, written in fields.items():
            if isinstance(written, list):
                read[name] = tuple(written)
            elif written in _KINDS:
                read[name] = _KINDS[written]
            else:
                message = (
                    f"»{name[:60]}« skal være tal, dato, ja_nej eller en liste af de ord, der må stå i feltet. "
                    "Fri tekst kan ikke forlade huset."
                )
                find((type_, name), message)
        declared[type_] = read
    return declared


def leaves(type_: str, declared: Mapping[str, Fields]) -> bool:
    """Whether events of a type leave at all; a diagram's own do when the manifest declares them."""
    return type_ in OWN or type_ in declared


def harmless(type_: str, data: Mapping[str, Json], declared: Mapping[str, Fields]) -> dict[str, Json]:
    """The part of an event's data that may leave. A declared field whose value is of another kind stays."""
    if type_ in OWN:
        return {name: value for name, value in data.items() if name in OWN[type_]}
    fields = declared.get(type_, {})
    return {name: data[name] for name, field in fields.items() if name in data and _fits(data[name], field)}


def _fits(value: Json, field: Field) -> bool:
    match field:
        case "tal":
            return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST
        case "ja_nej":
            return isinstance(value, bool)
        case "dato":
            return isinstance(value, str) and _is_date(value)
        case words:
            return value in words


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
