"""
What must be impossible in a case file: `law/hard_stops.yaml`.

A hard stop fails closed. Only the value false lets a write through; null, a
text or an error refuses it, because a condition that cannot be decided must not
be taken for one that is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from engine.definitions.expressions import Formula, Place, read_formula
from engine.definitions.shape import shape_findings
from engine.definitions.yaml import Document, read_yaml
from engine.errors import ExpressionFailed, Finding, InvalidDefinition, Violation
from engine.model import Json

_TEXT = {"type": "string", "minLength": 1, "maxLength": 4000}
_SHAPE: Mapping[str, Any] = {
    "type": "array",
    "maxItems": 200,
    "items": {
        "type": "object",
        "required": ["id", "navn", "forbudt", "besked", "hjemmel"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.-]{0,39}$"},
            "navn": _TEXT,
            "forbudt": _TEXT,
            "besked": _TEXT,
            "hjemmel": {"type": "array", "minItems": 1, "maxItems": 40, "items": {"type": "string"}},
        },
    },
}


@dataclass(frozen=True)
class HardStop:
    """One thing the law forbids, as FEEL over the case file before (`foer`) and after (`sag`)."""

    id: str
    name: str
    forbidden: Formula
    message: str
    requirements: tuple[str, ...]
    line: int


def read_hard_stops(content: bytes, file: str) -> tuple[HardStop, ...]:
    """The hard stops in the file's order. Raises InvalidDefinition with all findings."""
    document = read_yaml(content, file)
    rows = document.value if document.value is not None else []
    findings = shape_findings(rows, _SHAPE, file, "hard-stop", document.line)
    if findings or not isinstance(rows, list):
        raise InvalidDefinition(sorted(findings))
    stops = [_stop(cast("dict[str, Any]", row), index, document, file, findings) for index, row in enumerate(rows)]
    ids = [cast("dict[str, Any]", row)["id"] for row in rows]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            message = f"Det hårde stop »{name}« står to gange. Giv det ene et andet id."
            findings.append(Finding(file, document.line(index, "id"), name, "hard-stop", message))
    if findings:
        raise InvalidDefinition(sorted(findings))
    return tuple(stop for stop in stops if stop is not None)


def _stop(row: dict[str, Any], index: int, document: Document, file: str, findings: list[Finding]) -> HardStop | None:
    place = Place(file, document.line(index, "forbudt"), row["id"], f"»forbudt« på det hårde stop »{row['navn']}«")
    forbidden = read_formula(row["forbudt"], place, findings)
    if forbidden is None:
        return None
    line = document.line(index, "id")
    return HardStop(row["id"], row["navn"], forbidden, row["besked"], tuple(row["hjemmel"]), line)


def violations(
    stops: Iterable[HardStop], before: Mapping[str, Json], after: Mapping[str, Json], *, now: datetime
) -> tuple[Violation, ...]:
    """Every hard stop that the change from `before` to `after` runs into."""
    names: dict[str, object] = {"foer": dict(before), "sag": dict(after)}
    found = []
    for stop in stops:
        try:
            value = stop.forbidden.evaluate(names, now=now)
        except ExpressionFailed:
            value = None
        if value is True:
            found.append(Violation(stop.id, stop.message, stop.requirements))
        elif value is not False:
            message = (
                f"Ændringen kan ikke gemmes: det hårde stop »{stop.name}« kunne ikke afgøres ud fra sagens "
                f"oplysninger. Udfyld det, der mangler, eller bed procesejeren rette »forbudt«. {stop.message}"
            )
            found.append(Violation(stop.id, message, stop.requirements))
    return tuple(found)
