"""One task: its form, the law and the case beside it, and what happens when it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import CompleteHumanTask
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


@dataclass(frozen=True)
class Contested:
    """A fact that somebody else changed meanwhile: both values, as people read them."""

    label: str
    stands: str
    sent: str


@dataclass(frozen=True)
class Refusal:
    """Why a form came back: wrong fields, a hard stop, or facts that changed meanwhile. Empty on a first showing."""

    errors: Mapping[str, str]
    violations: tuple[Violation, ...] = ()
    conflict: Mapping[str, tuple[object, object]] | None = None


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`/opgaver/<id>`: show, send, and look again at what shows while it is filled in."""
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
            violations=[(stop, _points(stop, engine.requirements(case.row.process))) for stop in refused.violations],
            contested=_contested(refused.conflict or {}, view),
            case=case,
            groups=grouped(case.facts),
            receipt=receipt(engine),
            now=engine.clock.now(),
            person=signed_in(),
        )

    def refused(task: str, error: Rejected, values: Mapping[str, Json] | None, posted: Posted) -> BaseResponse:
        """The page again with everything typed still on it, or a page to copy it from when the task is gone."""
        viewer = signed_in().viewer
        match error:
            case InvalidInput():
                refusal = Refusal(error.fields)
            case HardStopped():
                refusal = Refusal({}, violations=error.violations)
            case FactsConflict():
                refusal = Refusal({}, conflict=error.paths)
            case _:
                labels = {field.key: field.label for field in engine.human_task(viewer, task).fields}
                reason = pages.Reason("Opgaven blev ikke sendt", str(error))
                return make_response(pages.not_sent(status_of(error), reason, labels))
        view = engine.human_task(viewer, task, values)
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
            engine.complete(CompleteHumanTask(task, values, viewer, _facts_version()))
        except NotFound:
            raise
        except Rejected as error:
            return refused(task, error, values, posted)
        following = engine.next_task(viewer, task)
        place = f"/opgaver/{following}" if following is not None else "/opgaver"
        return redirect(f"{place}?afsluttet={task}", 303)

    @routes.post("/opgaver/<task>/felter")
    def look_again(task: str) -> BaseResponse:
        """Which fields the form's conditions show now, and what would be refused. Changes nothing."""
        viewer = signed_in().viewer
        try:
            view = engine.human_task(viewer, task, engine.read_post(viewer, task, _posted()))
        except (InvalidInput, NotAllowed):
            return Response(status=204)
        answer = make_response(render_template("_warnings.html", warnings=view.warnings))
        hidden = [field.key for field in view.fields if not field.visible]
        answer.headers["HX-Trigger"] = json.dumps({"skjulte-felter": {"felter": hidden}})
        return answer

    return routes


def _posted() -> Posted:
    """What the form sent, but for the page's own fields, whose names begin with `_`."""
    return {key: texts for key, texts in request.form.lists() if not key.startswith("_")}


def _facts_version() -> int | None:
    text = request.form.get(_FACTS_VERSION, "")
    # Without a version that we wrote ourselves nothing is checked away: -1 was never a version, so it conflicts.
    return int(text) if text.isdecimal() and len(text) < 12 else -1


def _points(stop: Violation, law: Mapping[str, Requirement]) -> list[Requirement]:
    return [law.get(point, Requirement(point, "", "")) for point in stop.requirements]


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
