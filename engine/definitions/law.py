"""The requirements that elements point at: `law/requirements.csv`."""

from __future__ import annotations

import csv
import re

from engine.definitions.json import decode_utf8
from engine.errors import Finding, InvalidDefinition
from engine.views import Requirement

MAX_BYTES = 2_000_000
MAX_ROWS = 5_000
COLUMNS = ("id", "kilde", "krav")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", re.ASCII)


def read_requirements(content: bytes, file: str) -> dict[str, Requirement]:
    """The requirements by id. Raises InvalidDefinition with all findings."""
    rows = csv.reader(decode_utf8(content, file, MAX_BYTES).splitlines(keepends=True), strict=True)
    try:
        header = next(rows, [])
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            message = f"Første linje skal nævne kolonnerne id, kilde og krav. Der mangler: {', '.join(missing)}."
            raise InvalidDefinition([Finding(file, 1, "", "requirements", message)])
        twice = next((name for name in COLUMNS if header.count(name) > 1), None)
        if twice is not None:
            message = f"Første linje nævner kolonnen »{twice}« to gange. Fjern den ene."
            raise InvalidDefinition([Finding(file, 1, "", "requirements", message)])
        lines = [(rows.line_num, row) for row in rows if row]
    except csv.Error as error:
        message = (
            "Filen er ikke en gyldig CSV-fil med komma mellem felterne. "
            "Se efter et anførselstegn, der ikke er lukket, eller som der ikke følger et komma efter."
        )
        raise InvalidDefinition([Finding(file, rows.line_num, "", "requirements", message)]) from error
    return _requirements(lines, [header.index(name) for name in COLUMNS], len(header), file)


def _requirements(
    lines: list[tuple[int, list[str]]], columns: list[int], width: int, file: str
) -> dict[str, Requirement]:
    found: dict[str, Requirement] = {}
    findings = []
    for line, row in lines[: MAX_ROWS + 1]:
        if len(row) != width:
            message = f"Linjen har {len(row)} felter; overskriften har {width}. Sæt anførselstegn om tekst med komma."
            findings.append(Finding(file, line, row[0][:40], "requirements", message))
            continue
        name, source, text = (row[column].strip() for column in columns)
        if not _ID.fullmatch(name):
            message = f"Id'et »{name[:40]}« må kun have bogstaver a-z, tal, punktum, bindestreg og understreg."
            findings.append(Finding(file, line, name[:40], "requirements", message))
        elif name in found:
            message = f"Kravet »{name}« står to gange. Fjern den ene linje."
            findings.append(Finding(file, line, name, "requirements", message))
        else:
            found[name] = Requirement(name, text, source)
    if len(lines) > MAX_ROWS:
        findings.append(Finding(file, 0, "", "requirements", f"Filen har flere end {MAX_ROWS} krav."))
    if findings:
        raise InvalidDefinition(findings)
    return found
