"""A decision's trace told in Danish, for whoever asks years later why it came out as it did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from engine.definitions.wording import shown
from engine.model import Json

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WORDS: Mapping[str, str] = {"true": "ja", "false": "nej", "null": "intet"}


def explained(trace: Json) -> list[str]:
    """
    One sentence for each thing that decided it: what was asked, which rules matched, and why the nearest did not.

    Decisions that this one required come first.
    """
    return list(_told(cast("Mapping[str, Any]", trace))) if isinstance(trace, dict) else []


def _told(trace: Mapping[str, Any]) -> Iterator[str]:
    for required in trace.get("required", ()):
        yield from _told(required)
    name = trace.get("name", "")
    for given, wanted in trace.get("unfit", {}).items():
        yield f"»{given}« er ikke af typen »{wanted}« og regnes for intet."
    tables: Sequence[Mapping[str, Any]] = [trace] if "rules" in trace else trace.get("tables", ())
    for table in tables:
        yield from _table(name, table)
    if "value" in trace:
        because = f": {_reasons(trace)}" if trace.get("why_null") else "."
        yield f"»{name}« gav {_value(trace['value'])}{because}"


def _reasons(told: Mapping[str, Any]) -> str:
    return " ".join(told["why_null"])


def _table(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    asked = [f"{row['label']} = {_value(row['value'])}" for row in table["inputs"]]
    if asked:
        yield f"»{name}« blev spurgt med {', '.join(asked)}."
    for row in table["inputs"]:
        if row.get("why_null"):
            yield f"{row['label']} er intet: {_reasons(row)}"
    for rule in table["rules"]:
        yield _matched(rule)
        for output, reasons in rule.get("why_null", {}).items():
            yield f"{output} er intet: {' '.join(reasons)}"
    if not table["rules"]:
        yield "Ingen regel passede."
    for rule in table.get("nearest", ()):
        kept_out = [f"{cell['label']} skulle være {_cell(cell['cell'])}" for cell in rule["failed"]]
        yield f"Regel {rule['number']} passede ikke: {' og '.join(kept_out)}."


def _matched(rule: Mapping[str, Any]) -> str:
    outputs = ", ".join(f"{key} = {_value(value)}" for key, value in rule["outputs"].items())
    notes = [shown(note) for note in rule["annotations"].values()]
    because = f" ({'; '.join(notes)})" if notes else ""
    law = f" Lovgrundlag: {', '.join(rule['hjemmel'])}." if rule["hjemmel"] else ""
    return f"Regel {rule['number']} passede{because}: {outputs}.{law}"


def _cell(text: str) -> str:
    """A table's cell as people read it: `"nej"` and `false` as words, dates and conditions as they are written."""
    return re.sub(r'"([^"]*)"', r"»\1«", _WORDS.get(text.strip(), text))


def _value(value: Json) -> str:
    match value:
        case None:
            return "intet"
        case bool():
            return "ja" if value else "nej"
        case list():
            return ", ".join(map(_value, value)) or "ingen"
        case dict():
            return "; ".join(f"{key}: {_value(part)}" for key, part in value.items())
        case str():
            return _day(value) or f"»{shown(value)}«"
    return str(value)


def _day(text: str) -> str:
    """`14-03-2012` of a date; nothing of any other text."""
    try:
        return date.fromisoformat(text).strftime("%d-%m-%Y") if _ISO_DATE.fullmatch(text) else ""
    except ValueError:
        return ""
