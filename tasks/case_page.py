"""One case: what it waits for, its deadlines, its file, its past, and what can be started in it."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import RetryIncident, SendMessage
from engine.errors import CaseStuck, NotAllowed, NotFound
from engine.views import CaseView, Option, TimelineEntry
from tasks import case_diagram
from tasks.case_file import grouped
from tasks.sessions import signed_in
from tasks.stuck import may_retry


def blueprint(engine: Engine) -> Blueprint:
    """`/sager/<id>` and what can be done from there."""
    routes = Blueprint("case_page", __name__)

    def question(view: CaseView, message: Option, problem: str = "") -> str:
        """Whether to start something; with `problem`, why that did not work."""
        return render_template(
            "case_start.html",
            case=view,
            message=message,
            problem=problem,
            now=engine.clock.now(),
            person=signed_in(),
        )

    @routes.get("/sager/<case>")
    def show(case: str) -> str:
        viewer = signed_in().viewer
        view = engine.case(viewer, case)
        past = engine.timeline(viewer, case, cursor=request.args.get("fra") or None)
        return render_template(
            "case.html",
            case=view,
            drawn=case_diagram.drawn(engine, case),
            groups=grouped(view.facts),
            timeline=past,
            older=bool(request.args.get("fra")),
            started=_started(view.messages, past.rows),
            retried="igen" in request.args,
            may_retry=may_retry(viewer),
            now=engine.clock.now(),
            person=signed_in(),
        )

    @routes.get("/sager/<case>/forloeb")
    def timeline(case: str) -> str:
        """One more page of the past, put below the one that is there."""
        page = engine.timeline(signed_in().viewer, case, cursor=request.args.get("fra") or None)
        return render_template("_timeline.html", case_id=case, timeline=page)

    @routes.get("/sager/<case>/start")
    def ask(case: str) -> BaseResponse | str:
        """Ask before something is started: it may end a family's whole scheme, and cannot be taken back."""
        view = engine.case(signed_in().viewer, case)
        if not (name := request.args.get("besked", "")):
            # Nothing was chosen: what is started cannot be taken back, so nothing is chosen beforehand.
            return redirect(f"/sager/{case}#start", 303)
        return question(view, _known(name, view.messages))

    @routes.post("/sager/<case>/beskeder")
    def send(case: str) -> BaseResponse:
        viewer = signed_in().viewer
        view = engine.case(viewer, case)
        message = _known(request.form.get("besked", ""), view.messages)
        try:
            engine.send_message(SendMessage(case, message.value, {}, viewer))
        except CaseStuck as error:
            return make_response(question(view, message, str(error)), HTTPStatus.CONFLICT)
        return redirect(f"/sager/{case}?{urlencode({'startet': message.value})}", 303)

    @routes.post("/sager/<case>/haendelser/<incident>/igen")
    def retry(case: str, incident: str) -> BaseResponse:
        viewer = signed_in().viewer
        if not may_retry(viewer):
            raise NotAllowed("Kun en leder eller procesejer kan sætte en standset sag i gang igen.")
        if incident not in {stuck.id for stuck in engine.case(viewer, case).incidents}:
            raise NotFound("Hændelsen findes ikke længere i sagen. Åbn sagen igen.")
        engine.mending.retry(RetryIncident(incident, viewer))
        return redirect(f"/sager/{case}?igen=1", 303)

    return routes


def _known(name: str, messages: Sequence[Option]) -> Option:
    for message in messages:
        if message.value == name:
            return message
    raise NotFound("Sagen kan ikke modtage den besked nu. Åbn sagen igen, og se hvad der kan startes.")


def _started(messages: Sequence[Option], past: Sequence[TimelineEntry]) -> str:
    """
    What was just started, as a sentence: never a text out of the address.

    What ends a case, or the wait for itself, is no longer among what can be
    started; then the history has to bear it out.
    """
    asked = request.args.get("startet", "")
    for message in messages:
        if message.value == asked:
            return f"»{message.label}« er startet."
    received = any(entry.kind == "message_received" and entry.data.get("besked") == asked for entry in past)
    return "Det er registreret i sagen." if received else ""
