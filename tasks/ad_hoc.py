"""Choosing what is done next in an ad-hoc sub-process, from its page among the tasks."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, request
from werkzeug.wrappers import Response

from engine.api import Engine
from engine.commands import ChooseActivity
from engine.errors import EngineError, NotFound, Rejected
from tasks import pages
from tasks.sessions import signed_in


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`POST /opgaver/<id>/valg`: begin the activity that was pressed."""
    routes = Blueprint("ad_hoc", __name__)

    @routes.post("/opgaver/<task>/valg")
    def choose(task: str) -> Response:
        try:
            engine.choose(ChooseActivity(task, request.form.get("valg", ""), signed_in().viewer))
        except NotFound:
            raise
        except Rejected as error:
            reason = pages.Reason("Intet blev sat i gang", str(error))
            return make_response(pages.not_sent(status_of(error), reason))
        return redirect(f"/opgaver/{task}?valgt=ja", 303)

    return routes
