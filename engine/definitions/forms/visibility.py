"""Which fields of a form are shown, by the form's own conditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.definitions.forms.model import Component, Form
from engine.errors import ExpressionFailed
from engine.model import Json


def visible_keys(form: Form, values: Mapping[str, Json], names: Mapping[str, object], now: datetime) -> frozenset[str]:
    """
    The keys of the components that are shown.

    A hidden field's value is gone for the other conditions too, so this is
    asked again until nothing changes; conditions that chase each other in a
    ring stop after as many rounds as there are fields.
    """
    shown = frozenset(component.key for component in form.components)
    for _ in range(len(form.components) + 1):
        seen = with_values(names, {key: value for key, value in values.items() if key in shown})
        now_shown = frozenset(component.key for component in form.components if not _hidden(component, seen, now))
        if now_shown == shown:
            break
        shown = now_shown
    return shown


def _hidden(component: Component, names: Mapping[str, object], now: datetime) -> bool:
    """Only the value true hides: a condition that cannot be decided must not swallow a field."""
    if component.hide is None:
        return False
    try:
        return component.hide.evaluate(names, now=now) is True
    except ExpressionFailed:
        return False


def with_values(names: Mapping[str, object], values: Mapping[str, Json]) -> dict[str, object]:
    """The names with a form's values laid over them, each at the place its dotted key says."""
    merged = dict(names)
    for key, value in values.items():
        parts = key.split(".")
        around = merged
        for part in parts[:-1]:
            inner = around.get(part)
            inner = dict(inner) if isinstance(inner, dict) else {}
            around[part] = inner
            around = inner
        around[parts[-1]] = value
    return merged
