"""From a form-js file to a Form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.definitions.expressions import Formula, Place, read_formula
from engine.definitions.forms.model import Component, Form, Kind, Rules
from engine.definitions.json import line_of_value, read_json
from engine.definitions.json_schema import compile_pattern
from engine.definitions.reserved import RESERVED
from engine.definitions.shape import shape_problems
from engine.definitions.wording import listed
from engine.errors import Finding, InvalidDefinition
from engine.model import Json
from engine.views import Option

MAX_COMPONENTS = 200

_ID = re.compile(r"[A-Za-z_][\w.-]{0,99}", re.ASCII)
_KEY = re.compile(r"[a-z][A-Za-z0-9_]{0,59}(\.[a-z][A-Za-z0-9_]{0,59}){0,9}", re.ASCII)
_KINDS: Mapping[str, Kind] = {
    "textfield": "textfield",
    "textarea": "textarea",
    "number": "number",
    "checkbox": "checkbox",
    "checklist": "checklist",
    "radio": "radio",
    "select": "select",
    "datetime": "date",
    "text": "text",
}
# Names that mean something else, and those that lie over a form's own: a message's, a list's, a loop's.
_RESERVED = RESERVED.keys() | {"data", "item", "partial"}

_TEXT = {"type": "string", "maxLength": 2000}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 100_000}
_COMPONENT: Mapping[str, Any] = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {"type": "string"},
        "key": _TEXT,
        "id": _TEXT,
        "label": _TEXT,
        "dateLabel": _TEXT,
        "text": {"type": "string", "maxLength": 20_000},
        "description": _TEXT,
        "subtype": _TEXT,
        "readonly": {"type": "boolean"},
        "values": {
            "type": "array",
            "maxItems": 500,
            "items": {
                "type": "object",
                "required": ["label", "value"],
                "properties": {"label": _TEXT, "value": {"type": "string", "minLength": 1, "maxLength": 200}},
            },
        },
        "validate": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "required": {"type": "boolean"},
                "minLength": _COUNT,
                "maxLength": _COUNT,
                "min": {"type": "number"},
                "max": {"type": "number"},
                "pattern": _TEXT,
                "validationType": {"enum": ["", "custom"]},
            },
        },
        "decimalDigits": {"type": "integer", "minimum": 0, "maximum": 6},
        "conditional": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"hide": {"type": "string", "maxLength": 4000}},
        },
        "properties": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 2000}},
    },
}


def read_form(content: bytes, file: str) -> Form:
    """The form. Raises InvalidDefinition with all findings."""
    form, findings = examine_form(content, file)
    if form is None or findings:
        raise InvalidDefinition(sorted(findings))
    return form


def examine_form(content: bytes, file: str) -> tuple[Form | None, list[Finding]]:
    """The same without raising: what could be read, and what is wrong with it."""
    try:
        root = read_json(content, file)
    except InvalidDefinition as error:
        return None, list(error.findings)
    if not isinstance(root, dict) or not isinstance(root.get("components"), list):
        message = "Filen er ikke en formular: den skal være et JSON-objekt med en liste »components«."
        return None, [Finding(file, 1, "", "form", message)]
    reading = _Reading(content, file)
    return reading.form(root), reading.findings


class _Reading:
    """One form on its way; collects findings."""

    def __init__(self, content: bytes, file: str) -> None:
        self._content = content
        self._file = file
        self._seen: dict[str, int] = {}
        self.findings: list[Finding] = []

    def form(self, root: dict[str, Json]) -> Form | None:
        name = root.get("id")
        if not isinstance(name, str) or not _ID.fullmatch(name):
            self._find(
                1, "", "Formularen mangler et »id« af bogstaver a-z, tal og understreg. Diagrammet peger på det."
            )
            name = None
        rows = root["components"]
        assert isinstance(rows, list)  # noqa: S101 - looked at by the caller
        if len(rows) > MAX_COMPONENTS:
            self._find(1, name or "", f"Formularen har flere end {MAX_COMPONENTS} felter. Del den over flere opgaver.")
        components = [self._component(row) for row in rows[:MAX_COMPONENTS]]
        self._refuse_nested_twins()
        if name is None:
            return None
        return Form(name, tuple(component for component in components if component is not None), self._file)

    def _component(self, row: Json) -> Component | None:
        if not isinstance(row, dict):
            self._find(1, "", "Hvert felt i »components« skal være et JSON-objekt.")
            return None
        key = str(row.get("key") or row.get("id") or "")
        line = self._line(row)
        kind = _KINDS.get(str(row.get("type")))
        if kind is None or (kind == "date" and row.get("subtype") != "date"):
            self._find(line, key, _unknown_kind(row))
            return None
        problems = [*shape_problems(row, _COMPONENT)]
        for path, message in problems:
            self._find(line, key, f"Feltet »{key[:60]}«: {message}" if path else message)
        if problems:
            return None
        self._check_key(row, kind, key, line)
        return Component(
            key=key,
            kind=kind,
            label=_label(row, kind),
            line=line,
            help=str(row.get("description", "")),
            readonly=row.get("readonly") is True,
            default=self._default(row, kind, key, line),
            options=self._options(row, kind, key, line),
            rules=self._rules(row, key, line),
            hide=self._hide(row, key, line),
            hjemmel=_hjemmel(row),
        )

    def _line(self, row: dict[str, Any]) -> int:
        """The line of the component's key, or else of its id; a key that came before is looked for further down."""
        for name in ("key", "id"):
            value = row.get(name)
            if isinstance(value, str):
                self._seen[value] = self._seen.get(value, 0) + 1
                return line_of_value(self._content, name, value, self._seen[value])
        return 1

    def _check_key(self, row: dict[str, Any], kind: Kind, key: str, line: int) -> None:
        if kind == "text":
            return
        if not isinstance(row.get("key"), str) or not _KEY.fullmatch(key):
            message = (
                f"Nøglen »{key[:60]}« skal begynde med et lille bogstav a-z og kun have a-z, tal og understreg, "
                "med punktum mellem leddene (fx sag.barn.navn)."
            )
            self._find(line, key, message)
        elif key in _RESERVED or (key.split(".", maxsplit=1)[0] in _RESERVED and not key.startswith("sag.")):
            self._find(line, key, f"Nøglen »{key}« er optaget af systemet. Vælg en anden.")
        elif self._seen[key] > 1:
            self._find(line, key, f"Nøglen »{key}« bruges af to felter. Giv det ene en anden nøgle.")
        if not _label(row, kind).strip():
            self._find(line, key, f"Feltet »{key[:60]}« mangler en ledetekst (»label«).")

    def _refuse_nested_twins(self) -> None:
        """`a` and `a.b` cannot both be values."""
        for key in sorted(self._seen):
            above = [other for other in self._seen if key.startswith(f"{other}.")]
            if above:
                line = line_of_value(self._content, "key", key)
                self._find(line, key, f"Nøglen »{key}« ligger inde i feltet »{above[0]}«. Giv det ene en anden nøgle.")

    def _options(self, row: dict[str, Any], kind: Kind, key: str, line: int) -> tuple[Option, ...]:
        if kind not in {"radio", "select", "checklist"}:
            return ()
        values = row.get("values") or []
        names = [value["value"] for value in values]
        if not names:
            self._find(
                line, key, f"Feltet »{key}« mangler »values«: de værdier, der kan vælges, skal stå i formularen."
            )
        if len(set(names)) < len(names):
            self._find(line, key, f"Feltet »{key}« har to valg med samme værdi.")
        return tuple(Option(value["value"], value["label"]) for value in values)

    def _rules(self, row: dict[str, Any], key: str, line: int) -> Rules:
        validate = row.get("validate", {})
        pattern = validate.get("pattern") or None
        if pattern is not None:
            try:
                compile_pattern(pattern)
            except ValueError:
                self._find(line, key, f"Mønsteret på »{key}« er ikke et regulært udtryk, som kan bruges (RE2).")
                pattern = None
        return Rules(
            required=validate.get("required", False),
            min_length=validate.get("minLength"),
            max_length=validate.get("maxLength"),
            minimum=validate.get("min"),
            maximum=validate.get("max"),
            pattern=pattern,
            decimals=row.get("decimalDigits"),
        )

    def _hide(self, row: dict[str, Any], key: str, line: int) -> Formula | None:
        text = row.get("conditional", {}).get("hide")
        if not text:
            return None
        place = Place(self._file, line, key, f"betingelsen for at skjule »{key}«")
        return read_formula(text, place, self.findings)

    def _default(self, row: dict[str, Any], kind: Kind, key: str, line: int) -> Json:
        value: Json = row.get("defaultValue")
        if value is None or value == "":
            return None
        fits = {
            "number": isinstance(value, int | float) and not isinstance(value, bool),
            "checkbox": isinstance(value, bool),
            "checklist": isinstance(value, list) and all(isinstance(item, str) for item in value),
        }
        if not fits.get(kind, isinstance(value, str)):
            self._find(line, key, f"»defaultValue« på »{key}« passer ikke til feltets type.")
        return value

    def _find(self, line: int, element: str, message: str) -> None:
        self.findings.append(Finding(self._file, line, element[:100], "form", message))


def _unknown_kind(row: dict[str, Any]) -> str:
    name = str(row.get("type"))[:40]
    if name == "datetime":
        return "Feltet med klokkeslæt kan ikke bruges. Vælg undertypen dato (»subtype«: »date«)."
    return f"Felttypen »{name}« kan ikke bruges. Brug {listed(_KINDS)}."


def _label(row: dict[str, Any], kind: Kind) -> str:
    if kind == "text":
        return str(row.get("text", ""))
    return str(row.get("label") or row.get("dateLabel") or "")


def _hjemmel(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get("properties", {}).get("hjemmel", "")).split())
