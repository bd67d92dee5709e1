"""Filling in a form as a person might, from nothing but what the page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from app.simulation.chance import Chance
from app.simulation.weights import Distribution, Weights
from engine.model import Json
from engine.views import FieldView, HumanTaskView

# A form shows the fields that the values typed so far call for.
Look: TypeAlias = "Callable[[Mapping[str, Json] | None], HumanTaskView]"

WEIGHTED_TRIES = 8  # after that many refusals every option is as likely as any
MAX_LAYERS = 20  # fields that appear because of fields that appeared because of …

# The page does not tell a form's bounds; a refusal names the field, and the next row is tried.
_NUMBERS = ((1, 10), (1, 40), (0, 1), (50, 1000), (1990, 2100), (10_000, 100_000), (0, 0))
_TEXTS = ("Vurderet konkret i sagen.", "Ja", "Vurderet konkret i sagen. " * 8, "1", "12345678", "abc@example.dk")


@dataclass
class FormTrial:
    """
    What one person has learned about one task's form from being refused.

    `refusals` counts them for the whole form, `levels` for each field: a field
    that was called wrong is filled in another way the next time.
    """

    refusals: int = 0
    levels: Counter[str] = field(default_factory=Counter)

    def learn(self, wrong_fields: Iterable[str] = ()) -> None:
        self.refusals += 1
        self.levels.update(list(wrong_fields))  # a mapping's values would be added as counts


@dataclass(frozen=True)
class FormFiller:
    """Answers questions: as the library's weights say, else anything that fits."""

    weights: Weights
    chance: Chance

    def fill(self, look: Look, given: Mapping[str, Json], today: date, trial: FormTrial) -> dict[str, Json]:
        """
        Values for every field that shows, the given ones first.

        What stood in a field beforehand stays, unless the weights speak of it
        or the field was refused.
        """
        view = look(None)
        stored = {each.key: each.value for each in view.fields}
        values = dict(given)
        if given:
            view = look(values)
        for _ in range(MAX_LAYERS):
            blank = [each for each in view.fields if _asks(each) and each.key not in values]
            for each in blank:
                values[each.key] = self._answer(view.element, each, stored[each.key], today, trial)
            if not blank or all(each.visible for each in view.fields):
                break
            view = look(values)
        shown = {each.key for each in view.fields if _asks(each)}
        return {key: value for key, value in values.items() if key in shown}

    def _answer(self, element: str, asked: FieldView, stored: Json, today: date, trial: FormTrial) -> Json:
        weighted = self.weights.answers(element, asked.key) if trial.refusals < WEIGHTED_TRIES else None
        level = trial.levels[asked.key]
        if weighted and not level:
            return as_typed(asked, self.chance.pick(weighted))
        if not level and not trial.refusals and stored not in (None, False, "", []):
            return stored
        if not asked.required and not trial.refusals and self._leaves_blank(asked):
            return None
        return self.chance.pick(_possible(asked, level, today))

    def _leaves_blank(self, asked: FieldView) -> bool:
        return asked.kind not in ("checkbox", "radio", "select") and self.chance.happens(0.5)


def _asks(each: FieldView) -> bool:
    return each.visible and not each.readonly and each.kind != "text"


def _possible(asked: FieldView, level: int, today: date) -> Distribution:
    """What may stand in the field, all as likely: any option, the day's date, a number, a sentence."""
    if asked.kind == "checkbox":
        return ((True, 1.0),) if asked.required else ((True, 1.0), (False, 1.0))
    if asked.kind in ("radio", "select"):
        return tuple((option.value, 1.0) for option in asked.options)
    if asked.kind == "checklist":
        ticks: list[list[Json]] = [[option.value for option in asked.options]]
        ticks += [[option.value] for option in asked.options]
        return tuple((tick, 1.0) for tick in ticks)
    if asked.kind == "date":
        return ((today.isoformat(), 1.0),)
    if asked.kind == "number":
        low, high = _NUMBERS[level % len(_NUMBERS)]
        return tuple((number, 1.0) for number in sorted({low, (low + high) // 2, high}))
    return ((_TEXTS[level % len(_TEXTS)], 1.0),)


def as_typed(asked: FieldView, value: Json) -> Json:
    """
    An owner's word for a value as the field's own type.

    Ticks are `true`, `false`, `ja` or `nej`; a checklist is its options with
    commas between. What does not fit is passed on, for the form to refuse.
    """
    if asked.kind == "checkbox" and isinstance(value, str):
        return {"true": True, "ja": True, "false": False, "nej": False}.get(value.lower(), value)
    if asked.kind == "checklist" and isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if asked.kind == "number" and isinstance(value, str):
        return _number(value)
    if asked.kind in ("radio", "select", "textfield", "textarea") and not isinstance(value, str | None):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value


def _number(text: str) -> Json:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
