"""Closing a whole case where it has stuck: asked first, with everything that ends."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import CloseCase, Viewer
from engine.errors import NotAllowed, NotFound
from engine.views.incidents import IncidentView
from tasks.incident_page import REASON
from tasks.sessions import signed_in
from tasks.stuck import may_close_cases

_LONGEST = 1000


def blueprint(engine: Engine) -> Blueprint:
    """`/haendelser/<id>/luk-sag`, for leaders."""
    routes = Blueprint("case_closing", __name__)

    def page(view: IncidentView, error: str = "") -> str:
        return render_template(
            "incident_close_case.html",
            view=view,
            case=engine.case(signed_in().viewer, view.row.case or ""),
            error=error,
            reason=request.form.get(REASON, ""),
            now=engine.clock.now(),
            person=signed_in(),
        )

    @routes.get("/haendelser/<incident>/luk-sag")
    def ask(incident: str) -> str:
        return page(_closable(engine, signed_in().viewer, incident))

    @routes.post("/haendelser/<incident>/luk-sag")
    def close(incident: str) -> BaseResponse:
        viewer = signed_in().viewer
        view = _closable(engine, viewer, incident)
        reason = " ".join(request.form.get(REASON, "").split())
        if not reason or len(reason) > _LONGEST or not reason.isprintable():
            wanted = f"Skriv en begrundelse på højst {_LONGEST} tegn. Den står i sagens historik."
            return make_response(page(view, wanted), 422)
        engine.close_case(CloseCase(view.row.case or "", reason, viewer))
        return redirect(f"/sager/{view.row.case}", 303)

    return routes


def _closable(engine: Engine, viewer: Viewer, incident: str) -> IncidentView:
    """The incident, when it stands in an open case. Raises NotAllowed for anybody but a leader."""
    view = engine.mending.incident(viewer, incident)
    if not may_close_cases(viewer):
        raise NotAllowed("Kun en leder kan lukke en hel sag. Spørg din leder.")
    if view.row.case is None or not view.may_close_case:
        raise NotFound("Hændelsen hører ikke til en åben sag. Gå til listen over hændelser.")
    return view
