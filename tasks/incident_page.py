"""One incident as it is drawn, and which of its fields somebody changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request

from engine.errors import CaseStuck, HardStopped, InvalidInput, Rejected
from engine.views import FieldView
from engine.views.incidents import IncidentView
from tasks import form_fields
from tasks.case_file import in_words
from tasks.form_fields import DrawnField, Posted
from tasks.sessions import signed_in
from tasks.stuck import may_close_cases

REASON = "begrundelse"
VARIABLE, FACT = "variabel.", "sag."


@dataclass(frozen=True)
class Refusal:
    """Why one of the page's forms, `ret` or `luk`, came back: what was wrong by field, and in words."""

    form: str
    errors: Mapping[str, str]
    texts: Sequence[str] = ()


def refusal(error: Rejected, form: str) -> Refusal | None:
    """What the form can say about it; None when there is no form to come back to."""
    match error:
        case InvalidInput():
            return Refusal(form, error.fields, () if error.fields else (str(error),))
        case HardStopped():
            return Refusal(form, {}, [stop.message for stop in error.violations])
        case CaseStuck():
            return Refusal(form, {}, (str(error),))
        case _:
            return None


def draw(view: IncidentView, now: datetime, posted: Posted | None = None, refused: Refusal | None = None) -> str:
    """The page. With `posted`, what was typed stands exactly as it was, right or wrong."""
    because = refused or Refusal("", {})
    # Closing sends no fields: drawn from that, they would all stand empty, and be sent so the next time.
    corrected = posted if because.form == "ret" else None
    variables, facts, others = (
        form_fields.draw(fields, (), corrected, because.errors)
        for fields in (view.variables, view.facts, view.other_facts)
    )
    return render_template(
        "incident.html",
        view=view,
        variables=variables,
        facts=facts,
        other_facts=others,
        content=[(name, in_words(value, ())) for name, value in view.content],
        refused=because,
        problems=_problems([*variables, *facts, *others], because),
        reason=reason_in(posted or {}),
        kept="rettet" in request.args,
        may_close=may_close_cases(signed_in().viewer) and view.may_close_case,
        now=now,
        person=signed_in(),
    )


def reason_in(posted: Posted) -> str:
    """The reason as it was typed."""
    return "".join(posted.get(REASON, ()))


def changed(view: IncidentView, posted: Posted) -> dict[str, Sequence[str]]:
    """
    The posted fields whose text is not what the page drew: the others stay, whatever they hold.

    What the page never had is kept, for the engine to refuse by name.
    """
    drawn = {field.key: field for field in form_fields.draw(_fields(view), ())}
    sent = {key: texts for key, texts in posted.items() if key.startswith((VARIABLE, FACT))}
    # A list of boxes with none ticked sends nothing, and means it.
    sent |= {key: () for key, field in drawn.items() if field.kind == "checklist" and key not in sent}
    return {key: texts for key, texts in sent.items() if key not in drawn or not _is_untouched(drawn[key], texts)}


def labels(view: IncidentView) -> dict[str, str]:
    return {field.key: field.label for field in _fields(view)}


def _fields(view: IncidentView) -> list[FieldView]:
    return [*view.variables, *view.facts, *view.other_facts]


def _is_untouched(field: DrawnField, texts: Sequence[str]) -> bool:
    """Whether this is what a browser sends for a field that nobody touched."""
    chosen = [choice.value for choice in field.choices if choice.chosen]
    match field.kind:
        case "radio" | "checklist":
            drawn = chosen
        case "select":
            drawn = chosen or [""]
        case _:
            drawn = [field.text]
    return [_comparable(field, text) for text in texts] == [_comparable(field, text) for text in drawn]


def _comparable(field: DrawnField, text: str) -> str:
    """A browser ends lines in its own way, and a single line has none."""
    return ("\n" if field.kind == "textarea" else "").join(text.splitlines()).strip()


def _problems(drawn: Sequence[DrawnField], refused: Refusal) -> list[form_fields.Problem]:
    by_field = {key: text for key, text in refused.errors.items() if key != REASON}
    found = form_fields.problems(drawn, by_field)
    if REASON in refused.errors:
        found.append(form_fields.Problem(refused.errors[REASON], f"{refused.form}-{REASON}"))
    return found
