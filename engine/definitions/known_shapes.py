"""What is known of the values that expressions read: from the case file's schema, the forms and the decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from engine.definitions.bundle import Bundle
from engine.definitions.diagram import Decided, Process
from engine.definitions.dmn import DecisionModel
from engine.definitions.forms import Form
from engine.definitions.forms.model import Kind
from engine.definitions.names import known_names, opaque_names
from engine.definitions.schema_shape import shape_of
from engine.feel.shapes import UNKNOWN, Shape, as_json, item_of, joined, list_of

_TEXT = Shape("string")
_CASE = Shape("context", {"nummer": _TEXT, "aabnet": Shape("date"), "afdeling": _TEXT}, closed=True)
_FIELDS: Mapping[Kind, Shape] = {
    **dict.fromkeys(("textfield", "textarea", "radio", "select", "date"), _TEXT),
    "number": Shape("number"),
    "checkbox": Shape("boolean"),
    "checklist": list_of(_TEXT),
}


def case_shapes(bundle: Bundle) -> dict[str, Shape]:
    """What every expression of a library may read."""
    return {"sag": _facts(bundle), "sagen": _CASE}


def change_shapes(bundle: Bundle) -> dict[str, Shape]:
    """What a hard stop may read."""
    return {"sag": _facts(bundle), "foer": _facts(bundle)}


def process_shapes(bundle: Bundle) -> dict[str, dict[str, Shape]]:
    """
    What each process may read, by its id.

    A variable that several of its forms and decisions set has what all of them
    agree on; of one that a service, a message or a call may set, nothing is known.
    """
    always = case_shapes(bundle)
    opaque = opaque_names(bundle, known_names(bundle))
    found: dict[str, dict[str, Shape]] = {}
    for process in bundle.processes():
        forms = [form for element in process.elements.values() if (form := bundle.form(element.form or ""))]
        own = [_fields(forms), *({row.variable: _decided(bundle, row, always)} for row in process.decided)]
        names = {name for shapes in own for name in shapes} - opaque[process.id]
        found[process.id] = always | {name: _agreed(name, own) for name in names}
    return found


def form_shapes(bundle: Bundle, form: Form, by_process: Mapping[str, Mapping[str, Shape]]) -> dict[str, Shape]:
    """What a form's conditions may read: its own fields, and what every process that uses it agrees on."""
    users = [process.id for process in bundle.processes() if form.id in _used(process, "form")]
    return _agreed_by([by_process[user] for user in users]) | case_shapes(bundle) | _fields([form])


def model_shapes(
    bundle: Bundle, model: DecisionModel, by_process: Mapping[str, Mapping[str, Shape]]
) -> dict[str, Shape]:
    """What a decision model may read from outside: of one that others import only the case."""
    if any(model.file in other.imported for other in bundle.models):
        return case_shapes(bundle)
    mine = {decision.id for decision in model.decisions}
    users = [process.id for process in bundle.processes() if mine & _used(process, "decision")]
    return _agreed_by([by_process[user] for user in users]) | case_shapes(bundle)


def _used(process: Process, what: Literal["form", "decision"]) -> set[str]:
    """The forms or decisions that a process's tasks name."""
    return {getattr(element, what) or "" for element in process.elements.values()}


def _agreed_by(users: Sequence[Mapping[str, Shape]]) -> dict[str, Shape]:
    names = {name for user in users for name in user}
    return {name: joined([user.get(name, UNKNOWN) for user in users]) for name in names}


def _facts(bundle: Bundle) -> Shape:
    return UNKNOWN if bundle.schema is None else shape_of(bundle.schema.schema, dict(bundle.schema.schema))


def _fields(forms: Iterable[Form]) -> dict[str, Shape]:
    """The variables that forms write; one inside a context is not looked into."""
    keys = [(key.split("."), component) for form in forms for key, component in form.by_key().items()]
    shapes = [
        {path[0]: _FIELDS.get(component.kind, UNKNOWN) if len(path) == 1 else UNKNOWN}
        for path, component in keys
        if path[0] != "sag"
    ]
    return {name: _agreed(name, shapes) for name in {name for shape in shapes for name in shape}}


def _agreed(name: str, shapes: Iterable[Mapping[str, Shape]]) -> Shape:
    return joined([each[name] for each in shapes if name in each])


def _decided(bundle: Bundle, row: Decided, names: Mapping[str, Shape]) -> Shape:
    """A decision's answer as its variable holds it, by camunda:mapDecisionResult."""
    decision = bundle.decision(row.decision)
    if decision is None:
        return UNKNOWN
    found = as_json(decision.shape(names))
    each = found if found.kind == "context" else item_of(found)
    entry = next(iter(each.members.values())) if len(each.members) == 1 else UNKNOWN
    match row.mapping:
        case "singleResult":
            return each
        case "singleEntry":
            return entry
        case "collectEntries":
            return list_of(entry)
    return list_of(each)
