"""A form ready to draw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine import feel
from engine.definitions.forms.model import Component, Form
from engine.definitions.forms.visibility import visible_keys
from engine.model import Json
from engine.views import FieldView


def fields(
    form: Form, values: Mapping[str, Json], names: Mapping[str, object], *, now: datetime
) -> tuple[FieldView, ...]:
    """
    Every field with its value: the one given, else the one that stands in `names`, else the form's default.

    Hidden fields are among them, marked so.
    """
    filled = {component.key: _value(component, values, names) for component in form.components if component.has_value}
    shown = visible_keys(form, filled, names, now)
    return tuple(_field(component, filled.get(component.key), component.key in shown) for component in form.components)


def _value(component: Component, values: Mapping[str, Json], names: Mapping[str, object]) -> Json:
    if component.key in values:
        return values[component.key]
    stored: object = names
    for part in component.key.split("."):
        stored = stored.get(part) if isinstance(stored, dict) else None
    return component.default if stored is None else feel.to_json(stored)


def _field(component: Component, value: Json, visible: bool) -> FieldView:  # noqa: FBT001 - one caller, one line above
    return FieldView(
        key=component.key,
        kind=component.kind,
        label=component.label,
        help=component.help,
        required=component.rules.required,
        readonly=component.readonly,
        value=value,
        options=component.options,
        visible=visible,
        hjemmel=component.hjemmel,
    )
