"""Whether a form's values may be taken, and each thing that is wrong with them in Danish."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jsonschema import ValidationError

from engine.definitions.forms.model import Component, Form
from engine.definitions.forms.visibility import visible_keys
from engine.definitions.json_schema import compile_schema, danish
from engine.definitions.wording import sentence
from engine.errors import InvalidInput
from engine.model import Json

LONGEST_LINE = 1_000
LONGEST_TEXT = 50_000
LARGEST_NUMBER = 1_000_000_000_000  # kroner enough for a state; a float still counts the øre
FIRST_DATE, LAST_DATE = "1850-01-01", "2200-12-31"


def clean(form: Form, values: Mapping[str, Json], names: Mapping[str, object], *, now: datetime) -> dict[str, Json]:
    """
    The values of the visible fields, checked; `names` are the variables with `sag` and `sagen`.

    None is an emptied field. Fields that were not given are left out, unless
    they are required. Raises InvalidInput with a message for each wrong field:
    also for names the form does not have and for readonly fields.
    """
    components = form.by_key()
    wrong = {key: "Feltet findes ikke i formularen." for key in values if key not in components}
    wrong |= {key: "Feltet kan ikke ændres her." for key in values if key in components and components[key].readonly}
    given = {key: value for key, value in values.items() if key not in wrong}
    shown = visible_keys(form, given, names, now)
    editable = [component for component in components.values() if component.editable and component.key in shown]
    kept = {component.key: given[component.key] for component in editable if component.key in given}
    for component in editable:
        problem = _problem(component, kept.get(component.key))
        if problem:
            wrong[component.key] = problem
    if wrong:
        raise InvalidInput("Opgaven kunne ikke afsluttes: der er felter, som skal rettes.", wrong)
    return kept


def _problem(component: Component, value: Json) -> str | None:
    """What is wrong with one value, as a sentence; None when nothing is."""
    if _is_empty(component, value):
        return _missing(component) if component.rules.required else None
    unfit = _unfit(component, value)
    if unfit:
        return f"{sentence(component.label)} {unfit}."
    validator = compile_schema(_schema(component))
    errors = sorted(validator.iter_errors(value), key=lambda error: str(error.validator))
    return _sentence(component, errors[0]) if errors else None


def _is_empty(component: Component, value: Json) -> bool:
    if component.kind == "checkbox":
        return value is None or value is False
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _missing(component: Component) -> str:
    label = component.label
    # The label is quoted: many are sentences of their own, and read as nonsense inside another.
    if component.kind in {"radio", "select"}:
        return f"Vælg et svar ved »{label}«."
    if component.kind == "checklist":
        return f"Sæt mindst ét kryds ved »{label}«."
    if component.kind == "checkbox":
        return f"Sæt kryds ved »{label}«."
    return f"Udfyld »{label}«."


def _unfit(component: Component, value: Json) -> str | None:
    """What JSON Schema cannot say: characters nobody types, numbers that are none, days outside any case."""
    if isinstance(value, str):
        if any(not _is_writing(character) for character in value):
            return "har tegn, der ikke kan gemmes. Skriv teksten igen"
        if component.kind == "date" and len(value) == len(FIRST_DATE) and not FIRST_DATE <= value <= LAST_DATE:
            return "skal være en dato, fx 01-02-2026"
    if isinstance(value, float) and not math.isfinite(value):
        return "skal være et tal, fx 1.250,50"
    decimals = component.rules.decimals
    if decimals is not None and isinstance(value, float) and round(value, decimals) != value:
        return f"må højst have {decimals} decimaler" if decimals else "skal være et helt tal"
    return None


def _is_writing(character: str) -> bool:
    """No control characters but line break and tab, and no half of a surrogate pair."""
    code = ord(character)
    return character in "\n\t" or not (code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000)


def _schema(component: Component) -> dict[str, Any]:
    """JSON Schema 2020-12 of one field's value when it is not empty."""
    rules = component.rules
    choices = [option.value for option in component.options]
    match component.kind:
        case "number":
            low = -LARGEST_NUMBER if rules.minimum is None else rules.minimum
            high = LARGEST_NUMBER if rules.maximum is None else rules.maximum
            return {"type": "number", "minimum": low, "maximum": high}
        case "checkbox":
            return {"type": "boolean"}
        case "date":
            return {"type": "string", "format": "date"}
        case "radio" | "select":
            return {"type": "string", "enum": choices}
        case "checklist":
            return {"type": "array", "items": {"type": "string", "enum": choices}, "uniqueItems": True}
    longest = LONGEST_LINE if component.kind == "textfield" else LONGEST_TEXT
    schema: dict[str, Any] = {"type": "string", "maxLength": min(rules.max_length or longest, longest)}
    if rules.min_length is not None:
        schema["minLength"] = rules.min_length
    if rules.pattern is not None:
        schema["pattern"] = rules.pattern
    return schema


def _sentence(component: Component, error: ValidationError) -> str:
    if component.kind == "date":
        return f"{sentence(component.label)} skal være en dato, fx 01-02-2026."
    return f"{sentence(component.label)} {danish(error)}."
