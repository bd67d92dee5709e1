"""One task: its form, the law and the case beside it, and what happens when it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import ClaimHumanTask, CompleteHumanTask, ReleaseHumanTask, Viewer
from engine.errors import (
    EngineError,
    FactsConflict,
    HardStopped,
    InvalidInput,
    NotAllowed,
    NotFound,
    Rejected,
    Violation,
)
from engine.model import Json
from engine.views import HumanTaskView, Requirement
from tasks import form_fields, pages
from tasks.case_file import grouped, in_words
from tasks.form_fields import Posted
from tasks.receipts import receipt
from tasks.sessions import signed_in

_FACTS_VERSION = "_fakta"
# Which button sent the form: the one that completes has no name.
_MOVE = "_goer"
_MOVES: Mapping[str | None, Callable[[Engine, str, Viewer], None]] = {
    "tag": lambda engine, task, viewer: engine.claim(ClaimHumanTask(task, viewer)),
    "slip": lambda engine, task, viewer: engine.release(ReleaseHumanTask(task, viewer)),
}
_ANOTHER_FORM = pages.Reason(
    "Opgaven blev ikke sendt",
    "Opgavens formular er en anden nu: sagen er flyttet til en ny version af processen, mens du udfyldte den. "
    "Åbn opgaven igen, og sæt det ind, du vil bruge.",
)


@dataclass(frozen=True)
class Contested:
    """A fact that somebody else changed meanwhile: both values, as people read them."""

    label: str
    stands: str
    sent: str


@dataclass(frozen=True)
class Refusal:
    """Why a form came back: wrong fields, a hard stop, or facts that changed meanwhile. Empty when it was none."""

    errors: Mapping[str, str]
    violations: tuple[Violation, ...] = ()
    conflict: Mapping[str, tuple[object, object]] | None = None


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`/opgaver/<id>`: show, send, claim and release, and look again at what shows while it is filled in."""
    routes = Blueprint("human_task", __name__)

    def page(view: HumanTaskView, posted: Posted | None = None, refusal: Refusal | None = None) -> str:
        viewer = signed_in().viewer
        refused = refusal or Refusal({})
        drawn = form_fields.draw(view.fields, view.legal_basis, posted, refused.errors)
        case = engine.case(viewer, view.row.case)
        return render_template(
            "human_task.html",
            view=view,
            fields=drawn,
            problems=form_fields.problems(drawn, refused.errors),
            violations=_explained(refused.violations, engine.requirements(case.row.process)),
            contested=_contested(refused.conflict or {}, view),
            facts_version=_stands_on(view, posted, refused),
            case=case,
            groups=grouped(case.facts),
            receipt=receipt(engine),
            begun="valgt" in request.args,
            now=engine.clock.now(),
            person=signed_in(),
        )

    def refused(task: str, error: Rejected, values: Mapping[str, Json] | None, posted: Posted) -> BaseResponse:
        """The page again with everything typed still on it, or a page to copy it from when the task is gone."""
        viewer = signed_in().viewer
        refusal = _refusal(error)
        view = engine.human_task(viewer, task, values)
        if refusal is None or _has_no_place(view, posted):
            labels = {field.key: field.label for field in view.fields}
            return make_response(pages.not_sent(status_of(error), _reason(error), labels))
        return make_response(page(view, posted, refusal), status_of(error))

    @routes.get("/opgaver/<task>")
    def show(task: str) -> str:
        return page(engine.human_task(signed_in().viewer, task))

    @routes.post("/opgaver/<task>")
    def send(task: str) -> BaseResponse:
        viewer, posted = signed_in().viewer, _posted()
        values: Mapping[str, Json] | None = None
        try:
            values = engine.read_post(viewer, task, posted)
            _carry_out(engine, task, values, viewer)
        except NotFound:
            raise
        except Rejected as error:
            return refused(task, error, values, posted)
        if request.form.get(_MOVE) not in _MOVES:
            return redirect(f"{_next_place(engine, viewer, task)}?afsluttet={task}", 303)
        if _is_untouched(engine.human_task(viewer, task), posted):
            return redirect(f"/opgaver/{task}", 303)
        return make_response(page(engine.human_task(viewer, task, values), posted))

    @routes.post("/opgaver/<task>/felter")
    def look_again(task: str) -> BaseResponse:
        """Which fields the form's conditions show now, and what would be refused. Changes nothing."""
        viewer = signed_in().viewer
        try:
            view = engine.human_task(viewer, task, engine.read_post(viewer, task, _posted()))
        except (InvalidInput, NotAllowed):
            return Response(status=204)
        answer = make_response(render_template("_warnings.html", warnings=view.warnings))
        answer.headers["HX-Trigger"] = json.dumps({"skjulte-felter": {"felter": _hidden(view)}})
        return answer

    return routes


def _refusal(error: Rejected) -> Refusal | None:
    """What the form can say about it; None when there is no form to come back to."""
    match error:
        case InvalidInput():
            return Refusal(error.fields)
        case HardStopped():
            return Refusal({}, violations=error.violations)
        case FactsConflict():
            return Refusal({}, conflict=error.paths)
        case _:
            return None


def _carry_out(engine: Engine, task: str, values: Mapping[str, Json], viewer: Viewer) -> None:
    """What the pressed button asks for."""
    if (move := _MOVES.get(request.form.get(_MOVE))) is not None:
        move(engine, task, viewer)
    else:
        engine.complete(CompleteHumanTask(task, values, viewer, _facts_version()))


def _next_place(engine: Engine, viewer: Viewer, task: str) -> str:
    following = engine.next_task(viewer, task)
    return f"/opgaver/{following}" if following is not None else "/opgaver"


def _is_untouched(view: HumanTaskView, posted: Posted) -> bool:
    """Whether the form was sent as it had been drawn."""
    return form_fields.draw(view.fields, (), posted) == form_fields.draw(view.fields, ())


def _stands_on(view: HumanTaskView, posted: Posted | None, refused: Refusal) -> int:
    """
    The version of the case file that the form on the page is written from.

    A form that came back keeps the one it had: with a newer one it would
    overwrite what somebody else wrote meanwhile. Only when both values have been
    shown does it move on.
    """
    return view.facts_version if posted is None or refused.conflict else _facts_version()


def _reason(error: Rejected) -> pages.Reason:
    """Why there is no form to come back to."""
    return _ANOTHER_FORM if isinstance(error, InvalidInput) else pages.Reason("Opgaven blev ikke sendt", str(error))


def _has_no_place(view: HumanTaskView, posted: Posted) -> bool:
    """Whether something typed has no field any more: the case was moved to a version with another form meanwhile."""
    keys = {field.key for field in view.fields}
    return any(key not in keys and any(text.strip() for text in texts) for key, texts in posted.items())


def _hidden(view: HumanTaskView) -> list[str]:
    return [field.key for field in view.fields if not field.visible]


def _posted() -> Posted:
    """What the form sent, but for the page's own fields, whose names begin with `_`."""
    return {key: texts for key, texts in request.form.lists() if not key.startswith("_")}


def _facts_version() -> int:
    text = request.form.get(_FACTS_VERSION, "")
    # Without a version that we wrote ourselves nothing is checked away: -1 was never a version, so it conflicts.
    return int(text) if text.isdecimal() and len(text) < 12 else -1


def _explained(
    violations: Sequence[Violation], law: Mapping[str, Requirement]
) -> list[tuple[Violation, list[Requirement]]]:
    """Each hard stop with its points of the law."""
    return [(stop, [law.get(point, Requirement(point, "", "")) for point in stop.requirements]) for stop in violations]


def _contested(conflict: Mapping[str, tuple[object, object]], view: HumanTaskView) -> list[Contested]:
    """The facts in question by their labels on the form: only what the form sent can be contested."""
    fields = {field.key: field for field in view.fields}
    return [
        Contested(
            fields[key].label if key in fields else key,
            in_words(cast("Json", stands), fields[key].options if key in fields else ()),
            in_words(cast("Json", sent), fields[key].options if key in fields else ()),
        )
        for key, (stands, sent) in conflict.items()
    ]
