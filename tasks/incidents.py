"""What stuck: the list, and the page where it is corrected, taken up again, or given up with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import CancelIncident, CorrectIncident, RetryIncident, Viewer
from engine.errors import EngineError, NotAllowed, NotFound, Rejected
from engine.model import Json
from tasks import case_closing, incident_page, pages
from tasks.form_fields import Posted
from tasks.incident_page import FACT, VARIABLE, reason_in
from tasks.sessions import signed_in
from tasks.stuck import may_retry

# Which button sent the corrections: the one that takes the step up again has no name.
_MOVE, _KEEP = "_goer", "gem"


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`/haendelser`: for who answers for the department's cases; what has no case is the process owners'."""
    routes = Blueprint("incidents", __name__)
    routes.register_blueprint(case_closing.blueprint(engine))
    attempt = _attempting(engine, status_of)

    @routes.get("/haendelser")
    def show_all() -> str:
        viewer = signed_in().viewer
        if not may_retry(viewer):
            raise NotAllowed("Kun en leder eller procesejer ser, hvad der er gået i stå. Spørg din leder.")
        rows = engine.incidents(viewer)
        return render_template(
            "incidents.html",
            rows=[row for row in rows if row.case],
            without_case=[row for row in rows if not row.case],
            now=engine.clock.now(),
            person=signed_in(),
        )

    @routes.get("/haendelser/<incident>")
    def show(incident: str) -> str:
        return incident_page.draw(engine.mending.incident(signed_in().viewer, incident), engine.clock.now())

    @routes.get("/haendelser/<incident>/udfald")
    def outcome(incident: str) -> str:
        """How it went, asked again by the page while the worker has not come to it."""
        return render_template("_incident_outcome.html", view=engine.mending.incident(signed_in().viewer, incident))

    @routes.post("/haendelser/<incident>")
    def correct(incident: str) -> BaseResponse:
        viewer, keep = signed_in().viewer, request.form.get(_MOVE) == _KEEP
        return attempt(
            incident,
            "ret",
            lambda posted: engine.mending.correct(_correction(engine, incident, posted, viewer, retry=not keep)),
            "?rettet=1" if keep else "",
        )

    @routes.post("/haendelser/<incident>/igen")
    def retry(incident: str) -> BaseResponse:
        viewer = signed_in().viewer
        return attempt(incident, "igen", lambda _: engine.mending.retry(RetryIncident(incident, viewer)), "")

    @routes.post("/haendelser/<incident>/luk")
    def cancel(incident: str) -> BaseResponse:
        viewer = signed_in().viewer
        return attempt(
            incident,
            "luk",
            lambda posted: engine.mending.cancel(CancelIncident(incident, reason_in(posted), viewer)),
            "",
        )

    return routes


def _attempting(
    engine: Engine, status_of: Callable[[EngineError], int]
) -> Callable[[str, str, Callable[[Posted], None], str], BaseResponse]:
    """
    A way to carry out what an incident's form asks.

    Refused, the form comes back with everything typed still on it; when somebody
    else was first there is no form any more, but a page to copy the text from.
    """

    def attempt(incident: str, form: str, act: Callable[[Posted], None], then: str) -> BaseResponse:
        posted = _posted()
        try:
            act(posted)
        except (NotFound, NotAllowed):
            raise
        except Rejected as error:
            view = engine.mending.incident(signed_in().viewer, incident)
            if (why := incident_page.refusal(error, form)) is not None:
                return make_response(incident_page.draw(view, engine.clock.now(), posted, why), status_of(error))
            reason = pages.Reason("Det kunne ikke gøres", str(error))
            return make_response(pages.not_sent(status_of(error), reason, incident_page.labels(view)))
        return redirect(f"/haendelser/{incident}{then}", 303)

    return attempt


def _correction(engine: Engine, incident: str, posted: Posted, viewer: Viewer, *, retry: bool) -> CorrectIncident:
    """The changed fields as typed values. Raises InvalidInput for what the page never had."""
    changed = incident_page.changed(engine.mending.incident(viewer, incident), posted)
    values = engine.mending.read_correction(viewer, incident, changed)
    return CorrectIncident(
        incident,
        _under(VARIABLE, values),
        _under(FACT, values),
        reason_in(posted),
        viewer,
        retry=retry,
        facts_version=_version("_fakta"),
        instance_version=_version("_forloeb"),
    )


def _under(prefix: str, values: Mapping[str, Json]) -> dict[str, Json]:
    return {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}


def _posted() -> Posted:
    return {key: texts for key, texts in request.form.lists() if not key.startswith("_")}


def _version(name: str) -> int:
    text = request.form.get(name, "")
    # Without a version that we wrote ourselves nothing is checked away: -1 was never one, so it conflicts.
    return int(text) if text.isdecimal() and len(text) < 12 else -1
