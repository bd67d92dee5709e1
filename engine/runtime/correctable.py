"""
Which variables and facts a person may correct where a step stuck, and as what.

A form of the diagram says a variable's type, the schema a fact's; where nothing
says it, the value that stands there does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from engine.definitions import forms
from engine.definitions.diagram import Process
from engine.definitions.forms import Component, Form
from engine.definitions.forms.model import Kind, Rules
from engine.definitions.json_schema import Schema
from engine.definitions.library import Library
from engine.definitions.names import ALWAYS
from engine.errors import InvalidInput
from engine.model import Json
from engine.runtime.case_file import PREFIX, value_at
from engine.runtime.keepable import is_keepable
from engine.views import FieldView, Option

VARIABLE = "variabel."
_LONG = 80  # characters; beyond it a line of text is drawn as several
_NUMBERS: Mapping[str, Kind] = {"number": "number", "integer": "number"}
_YES_NO = (Option("true", "Ja"), Option("false", "Nej"))
_JSON = "Skrives som JSON; dato i listen som åååå-mm-dd."
_ANYTHING = "Har ingen værdi. Skriv en tekst, et tal, en dato (dag-måned-år), Ja eller Nej."


@dataclass(frozen=True)
class Slot:
    """
    One value that may be corrected: the field it is typed in, and how the field's value stands for it.

    `yes_no` is a choice of two, `json` a list or a context as text, `open`
    whatever the text looks like.
    """

    component: Component
    coding: Literal["plain", "yes_no", "json", "open"]
    value: Json

    @property
    def key(self) -> str:
        return self.component.key

    def shown(self) -> Json:
        """The value as the field holds it."""
        return self.code(self.value)

    def code(self, value: Json) -> Json:
        """Any value as the field would hold it; one of another type stays what it is, for the check to refuse."""
        if self.coding == "yes_no" and isinstance(value, bool):
            return "true" if value else "false"
        if self.coding == "json" and isinstance(value, (list, dict)):
            return json.dumps(value, ensure_ascii=False, indent=2)
        if self.coding == "open":
            return value if isinstance(value, str) else None
        return value

    def decode(self, typed: Json) -> Json:
        """What a field's text says. Text that does not parse stays text."""
        if not isinstance(typed, str):
            return typed
        match self.coding:
            case "yes_no":
                return {"true": True, "false": False}.get(typed, typed)
            case "json":
                return _parsed(typed)
            case "open":
                return _guessed(typed)
        return typed

    def problem(self, value: Json) -> str:
        """Why the value cannot stand here as JSON; empty when it can."""
        if not is_keepable(value):
            return "Værdien har tegn, tal eller for mange niveauer, der ikke kan gemmes. Skriv den igen."
        if self.coding != "json" or value is None:
            return ""
        if not isinstance(value, (list, dict)):
            return "Det er ikke gyldig JSON. Skriv en liste [ … ] eller en kontekst { … }."
        if isinstance(self.value, (list, dict)) and type(value) is not type(self.value):
            kind = "liste, [ … ]" if isinstance(self.value, list) else "kontekst, { … }"
            return f"Værdien skal blive ved at være en {kind}."
        return ""


# ---- variables


def variable_slots(process: Process, library: Library, variables: Mapping[str, Json]) -> list[Slot]:
    """
    The instance's variables, and those without a value that its diagram reads or sets.

    Any other name could only be a misspelling.
    """
    by_form, read = _form_components(process, library), _read_names(process, library)
    missing = (read | process.sets | by_form.keys()) - ALWAYS - variables.keys()
    # First what conditions and tables ask for, with or without a value: that is where a case sticks.
    names = sorted({*variables, *missing}, key=lambda name: (name not in read, name in missing, name))
    return [_variable_slot(name, variables.get(name), by_form.get(name)) for name in names]


def _read_names(process: Process, library: Library) -> frozenset[str]:
    """The variables that the diagram's expressions and its decisions ask for."""
    own = [use for use in process.uses if use.within is None]
    read = {name for use in own for name in use.formula.expression.free_names - use.locals}
    decisions = [library.decisions.get(element.decision or "") for element in process.elements.values()]
    return frozenset(read | {name for decision in decisions if decision for name in decision.free_names}) - ALWAYS


def _form_components(process: Process, library: Library) -> dict[str, Component]:
    """The fields that the process's tasks write variables with, by name."""
    used = [library.forms.get(element.form or "") for element in process.elements.values()]
    return {
        component.key: component
        for form in used
        if form is not None
        for component in form.components
        if component.editable and "." not in component.key
    }


def _variable_slot(name: str, value: Json, component: Component | None) -> Slot:
    label, place = (component.label if component else name), f"Hedder {name} i diagrammet."
    if component is not None:
        return _as_drawn(component, VARIABLE + name, label, place, value)
    return _by_value(VARIABLE + name, label, place, value)


# ---- facts


def fact_slots(process: Process | None, library: Library, facts: Mapping[str, Json]) -> tuple[list[Slot], list[Slot]]:
    """
    The facts that the diagram reads, with or without a value; and the rest.

    The rest are what stands in the case file, and what the diagrams read that this one calls.
    """
    read = _read_paths([process], library) if process else []
    called = _read_paths(_called(process, library), library) if process else []
    rest = [path for path in dict.fromkeys([*_leaves(facts, ""), *called]) if path not in read]
    return [fact_slot(path, library, facts) for path in read], [fact_slot(path, library, facts) for path in rest]


def _called(process: Process, library: Library) -> list[Process]:
    """Every diagram that a diagram calls, and those they call."""
    found: dict[str, Process] = {}
    waiting = [process]
    while waiting:
        for call in waiting.pop().calls:
            inner = library.processes.get(call.process)
            if inner is not None and inner.id not in found:
                found[inner.id] = inner
                waiting.append(inner)
    return list(found.values())


def _read_paths(processes: Iterable[Process], library: Library) -> list[str]:
    """The facts that diagrams read, as far as one field reaches."""
    read: set[tuple[str, ...]] = set()
    for process in processes:
        read |= {path for use in process.uses for path in use.formula.expression.paths}
    found: set[str] = set()
    for root, *names in read:
        if f"{root}." == PREFIX and names and library.schema.unknown(names) is None:
            found |= set(_correctable(names, library))
    return sorted(found)


def _correctable(names: Sequence[str], library: Library) -> Iterator[str]:
    """A path as far as one field reaches: a list is corrected as a whole, and a group by its parts."""
    for end in range(1, len(names) + 1):
        node = library.schema.node(names[:end])
        if node is None or node.get("type") == "array":
            yield ".".join(names[:end])
            return
    properties = (library.schema.node(names) or {}).get("properties")
    if isinstance(properties, dict):
        for name in properties:
            yield from _correctable([*names, name], library)
    else:
        yield ".".join(names)


def _leaves(node: Json | Mapping[str, Json], path: str) -> Iterator[str]:
    if isinstance(node, Mapping) and node:
        for key, value in node.items():
            yield from _leaves(value, f"{path}.{key}" if path else key)
    elif path:
        yield path


def fact_slot(path: str, library: Library, facts: Mapping[str, Json]) -> Slot:
    """The field of one fact, which the schema must know."""
    value, names, key = value_at(facts, path), path.split("."), PREFIX + path
    group = f"{library.fact_label(names[0])}: " if len(names) > 1 else ""
    label, place = group + library.fact_label(path), f"Hedder {key} i diagrammet."
    drawn = _drawn_fact(library, key)
    if drawn is not None and (value is None or not isinstance(value, (list, dict)) or drawn.kind == "checklist"):
        return _as_drawn(drawn, key, label, place, value)
    return _by_schema(library.schema.node(names) or {}, key, label, place, value)


def _drawn_fact(library: Library, key: str) -> Component | None:
    """The field that a form of the library writes the fact with."""
    drawn = (form.by_key().get(key) for form in library.forms.values())
    return next((component for component in drawn if component is not None and component.editable), None)


def _by_schema(node: Schema, key: str, label: str, place: str, value: Json) -> Slot:
    choices = node.get("enum")
    if isinstance(choices, list) and all(isinstance(choice, str) for choice in choices):
        options = tuple(Option(str(choice), str(choice)) for choice in choices)
        return Slot(Component(key, "select", label, 0, help=place, options=options), "plain", value)
    match _type_of(node):
        case "boolean":
            return _yes_no(key, label, place, value)
        case "array" | "object":
            return _structured(key, label, place, value)
        case None:
            return _by_value(key, label, place, value)
        case kind:
            rules = Rules(decimals=0 if kind == "integer" else None)
            drawn: Kind = _NUMBERS.get(kind) or ("date" if node.get("format") == "date" else _text_kind(value))
            return Slot(Component(key, drawn, label, 0, help=place, rules=rules), "plain", value)


def _type_of(node: Schema) -> str | None:
    """The JSON type that a schema asks for besides null."""
    kinds = node.get("type")
    several = kinds if isinstance(kinds, list) else [kinds]
    return next((kind for kind in several if isinstance(kind, str) and kind != "null"), None)


# ---- fields


def _as_drawn(component: Component, key: str, label: str, place: str, value: Json) -> Slot:
    if component.kind == "checkbox":
        return _yes_no(key, label, place, value)
    asked = replace(component.rules, required=False)
    return Slot(replace(component, key=key, label=label, help=place, rules=asked, hide=None), "plain", value)


def _by_value(key: str, label: str, place: str, value: Json) -> Slot:
    match value:
        case None:
            return Slot(Component(key, "textfield", label, 0, help=f"{_ANYTHING} {place}"), "open", value)
        case bool():
            return _yes_no(key, label, place, value)
        case int() | float():
            return Slot(Component(key, "number", label, 0, help=place), "plain", value)
        case list() | dict():
            return _structured(key, label, place, value)
    kind: Kind = "date" if _is_date(value) else _text_kind(value)
    return Slot(Component(key, kind, label, 0, help=place), "plain", value)


def _yes_no(key: str, label: str, place: str, value: Json) -> Slot:
    return Slot(Component(key, "select", label, 0, help=place, options=_YES_NO), "yes_no", value)


def _structured(key: str, label: str, place: str, value: Json) -> Slot:
    return Slot(Component(key, "textarea", label, 0, help=f"{_JSON} {place}"), "json", value)


def _text_kind(value: Json) -> Kind:
    return "textarea" if isinstance(value, str) and (len(value) > _LONG or "\n" in value) else "textfield"


def _is_date(text: str) -> bool:
    return len(text) == len("2012-03-14") and text[:4].isdecimal() and _typed("date", text) == text


def _parsed(text: str) -> Json:
    try:
        value: Json = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return text
    return value


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _guessed(text: str) -> Json:
    """The value a text looks like. What should stay text stands in quotation marks."""
    if text[:1] in {"[", "{", '"'}:
        return _parsed(text)
    if text.casefold() in {"ja", "nej"}:
        return text.casefold() == "ja"
    number = _typed("number", text)
    if not isinstance(number, str):
        return number
    day = _typed("date", text)
    return day if isinstance(day, str) and _is_iso(day) else text


def _is_iso(text: str) -> bool:
    return len(text) == len("2012-03-14") and text[4] == text[7] == "-" and text[:4].isdecimal()


def _typed(kind: Kind, text: str) -> Json:
    return forms.parse_post(Form("", (Component("x", kind, "", 0),)), {"x": [text]})["x"]


# ---- the form they make up


def fields(slots: Iterable[Slot], now: datetime) -> tuple[FieldView, ...]:
    """The fields with what stands there now."""
    listed = list(slots)
    form = Form("", tuple(slot.component for slot in listed))
    return forms.fields(form, {slot.key: slot.shown() for slot in listed}, {}, now=now)


def read_post(slots: Iterable[Slot], posted: Mapping[str, Sequence[str]]) -> dict[str, Json]:
    """The posted values by key, and no others. Raises InvalidInput for a key that is no slot's."""
    asked = {slot.key: slot for slot in slots if slot.key in posted}
    form = Form("", tuple(slot.component for slot in asked.values()))
    return {key: asked[key].decode(value) for key, value in forms.parse_post(form, posted).items()}


def check(slots: Iterable[Slot], values: Mapping[str, Json], now: datetime) -> None:
    """Raises InvalidInput with a message for each value of the wrong type, and for each name that is no slot's."""
    by_key = {slot.key: slot for slot in slots}
    wrong = {key: "Diagrammet kender ikke navnet, så det kan ikke rettes her." for key in values if key not in by_key}
    known = {key: value for key, value in values.items() if key in by_key}
    wrong |= {key: problem for key, value in known.items() if (problem := by_key[key].problem(value))}
    fit = {key: value for key, value in known.items() if key not in wrong}
    try:
        form = Form("", tuple(by_key[key].component for key in fit))
        forms.clean(form, {key: by_key[key].code(value) for key, value in fit.items()}, {}, now=now)
    except InvalidInput as error:
        wrong |= error.fields
    if wrong:
        raise InvalidInput("Rettelsen kunne ikke gemmes: der er felter, som skal rettes.", wrong)
