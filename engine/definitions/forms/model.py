"""A form and its components, as the rest of the engine sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from engine.definitions.expressions import Formula
from engine.model import Json
from engine.views import Option

Kind: TypeAlias = Literal["textfield", "textarea", "number", "checkbox", "checklist", "radio", "select", "date", "text"]


@dataclass(frozen=True)
class Rules:
    """What a field's value must keep, from form-js' `validate`. Lengths in characters."""

    required: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    decimals: int | None = None


@dataclass(frozen=True)
class Component:
    """
    One component. `key` is the name of its value, dots included; a `text` has its id there and no value.

    `hide` is the form's own condition: the field is away while it is true.
    """

    key: str
    kind: Kind
    label: str
    line: int
    help: str = ""
    readonly: bool = False
    default: Json = None
    options: tuple[Option, ...] = ()
    rules: Rules = Rules()
    hide: Formula | None = None
    hjemmel: tuple[str, ...] = ()

    @property
    def has_value(self) -> bool:
        return self.kind != "text"

    @property
    def editable(self) -> bool:
        return self.has_value and not self.readonly


@dataclass(frozen=True)
class Form:
    """A form by its `id`, with its components in the order they are shown."""

    id: str
    components: tuple[Component, ...]
    file: str = field(default="", compare=False)

    def by_key(self) -> Mapping[str, Component]:
        return {component.key: component for component in self.components if component.has_value}
