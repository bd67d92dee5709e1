"""A form's fields, ready to draw: the engine's typed values as Danish text, or what was typed when it was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.model import Json
from engine.views import FieldView, Option, Requirement
from tasks import formatting
from tasks.case_file import in_words

Posted = Mapping[str, Sequence[str]]

# What a ticked box sends.
TICKED = "true"


@dataclass(frozen=True)
class Choice:
    """One radio button, box or line of a list."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class DrawnField:
    """One field on the page. `id` is where the error summary's link leads."""

    id: str
    key: str
    kind: str
    label: str
    help: str
    error: str
    required: bool
    readonly: bool
    visible: bool
    text: str
    choices: Sequence[Choice]
    law: Sequence[Requirement]

    @property
    def described_by(self) -> str:
        """The ids of the texts that belong to the field, for screen readers."""
        parts = [f"{self.id}-hint"] if self.help or self.kind == "date" else []
        return " ".join([*parts, *([f"{self.id}-error"] if self.error else [])])

    @property
    def focus(self) -> str:
        """The id of what takes the focus."""
        return self.choices[0].id if self.kind in {"radio", "checklist"} and self.choices else self.id


@dataclass(frozen=True)
class Problem:
    """A line of the error summary. `target` is None for what has no field on the page."""

    text: str
    target: str | None


def draw(
    fields: Sequence[FieldView],
    law: Sequence[Requirement],
    posted: Posted | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[DrawnField]:
    """
    The fields as they stand on the page.

    With `posted`, text stands exactly as it was typed, right or wrong.
    """
    by_id = {requirement.id: requirement for requirement in law}
    return [_draw(field, by_id, posted, (errors or {}).get(field.key, "")) for field in fields]


def problems(drawn: Sequence[DrawnField], errors: Mapping[str, str]) -> list[Problem]:
    """The error summary: the page's own order first, then what has no field."""
    keys = {field.key for field in drawn}
    on_page = [Problem(field.error, field.focus) for field in drawn if field.error]
    return on_page + [Problem(f"{key}: {text}", None) for key, text in errors.items() if key not in keys]


def _draw(field: FieldView, law: Mapping[str, Requirement], posted: Posted | None, error: str) -> DrawnField:
    place = "felt-" + field.key.replace(".", "-")
    typed = None if posted is None or field.readonly else posted.get(field.key, ())
    chosen = _chosen(field.value) if typed is None else frozenset(typed)
    return DrawnField(
        id=place,
        key=field.key,
        kind=field.kind,
        label=field.label,
        help=field.help,
        error=error,
        required=field.required,
        readonly=field.readonly,
        visible=field.visible,
        text=_text(field) if typed is None else "\n".join(typed),
        choices=[
            Choice(f"{place}-{position}", option.value, option.label, option.value in chosen)
            for position, option in enumerate(_options(field), 1)
        ],
        law=[law[requirement] for requirement in field.hjemmel if requirement in law],
    )


def _options(field: FieldView) -> Sequence[Option]:
    return (Option(TICKED, field.label),) if field.kind == "checkbox" else field.options


def _chosen(value: Json) -> frozenset[str]:
    match value:
        case None | False:
            return frozenset()
        case True:
            return frozenset({TICKED})
        case list():
            return frozenset(str(item) for item in value)
        case _:
            return frozenset({str(value)})


def _text(field: FieldView) -> str:
    """The stored value as it would be typed; a field that is only shown, as it is read."""
    if field.readonly:
        return in_words(field.value, field.options)
    match field.value:
        case str() as text:
            return formatting.typed_date(text) if field.kind == "date" else text
        case int() | float() as number if not isinstance(number, bool):
            return formatting.number(number)
        case value:
            return in_words(value, field.options)
