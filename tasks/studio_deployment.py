"""Taking drafts into use as a library's next version, and settling it with a colleague who was first."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import DeployDrafts, KeepDraft
from engine.errors import EngineError, InvalidDefinition, InvalidInput, StaleVersion, WrongState
from tasks.sessions import signed_in


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`/studio/<library>/udrul`."""
    routes = Blueprint("deployment", __name__, url_prefix="/<library>/udrul")
    authoring = engine.authoring

    def page(library: str, problem: str = "", status: int = HTTPStatus.OK, note_error: str = "") -> BaseResponse:
        """What would be deployed, as it is now; or, where a colleague was first, what to choose between."""
        proposal = authoring.proposal(signed_in().viewer, library)
        if proposal.conflicts:
            drawn = render_template("studio_conflict.html", proposal=proposal, problem=problem, person=signed_in())
            return make_response(drawn, HTTPStatus.CONFLICT)
        drawn = render_template(
            "studio_deploy.html",
            proposal=proposal,
            errors=[finding for finding in proposal.findings if finding.severity == "error"],
            advice=[finding for finding in proposal.findings if finding.severity == "advice"],
            note=request.form.get("note", ""),
            note_error=note_error,
            problem=problem,
            person=signed_in(),
        )
        return make_response(drawn, status)

    @routes.get("")
    def show(library: str) -> BaseResponse:
        return page(library)

    @routes.post("")
    def deploy(library: str) -> BaseResponse:
        posted = request.form
        command = DeployDrafts(
            process=library,
            note=posted.get("note", ""),
            running=posted.get("koerende", ""),
            result=posted.get("bliver", ""),
            by=signed_in().viewer,
        )
        try:
            done = authoring.deploy(command)
        except InvalidDefinition:
            # The findings stand on the page, each with its diagram.
            return page(library, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        except InvalidInput as error:
            return page(library, status=status_of(error), note_error=error.fields.get("note", str(error)))
        except (StaleVersion, WrongState) as error:
            return page(library, str(error), status_of(error))
        return redirect(f"/studio/{quote(library)}?udrullet={done.version}", 303)

    @routes.post("/behold/<fil>")
    def keep(library: str, fil: str) -> BaseResponse:
        """The viewer's drawing is to replace the colleague's, knowingly."""
        try:
            authoring.keep(KeepDraft(library, fil, request.form.get("koerende", ""), signed_in().viewer))
        except StaleVersion as error:
            return page(library, str(error), status_of(error))
        return redirect(f"/studio/{quote(library)}/udrul", 303)

    return routes
