"""A draft without the modeler: a file from the desktop put up, or a draft discarded."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote, urlencode

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import DiscardDraft, SaveDraft
from engine.errors import EngineError, InvalidInput, NotFound
from engine.views.studio import OpenedDiagram
from tasks.sessions import signed_in
from tasks.studio_drawing import MAX_BYTES


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`/studio/<library>/tegning/<fil>/laeg-op` and `/kasser`."""
    routes = Blueprint("draft", __name__, url_prefix="/<library>/tegning/<fil>")
    authoring = engine.authoring

    @routes.get("/laeg-op")
    def ask_for_file(library: str, fil: str) -> str:
        return _upload_page(authoring.diagram(signed_in().viewer, library, fil), "")

    @routes.post("/laeg-op")
    def upload(library: str, fil: str) -> BaseResponse:
        """A file from the desktop becomes the viewer's draft, in place of the one that may be there."""
        viewer = signed_in().viewer
        view = authoring.diagram(viewer, library, fil)
        sent = request.files.get("fil")
        if sent is None or not sent.filename:
            return make_response(
                _upload_page(view, "Vælg den fil, der skal lægges op."), HTTPStatus.UNPROCESSABLE_ENTITY
            )
        # The running one when they say nothing.
        base = next((each.hash for each in view.bases if each.hash == request.form.get("base")), view.base)
        with sent.stream:  # a large one is a file on disk
            content = sent.read(MAX_BYTES + 1)
        try:
            authoring.save(SaveDraft(library, fil, content, base, viewer, afresh=True))
        except InvalidInput as error:
            return make_response(_upload_page(view, error.fields["fil"]), status_of(error))
        return redirect(f"/studio/{quote(library)}?{urlencode({'kladde': fil})}", 303)

    @routes.get("/kasser")
    def ask_to_discard(library: str, fil: str) -> str:
        view = authoring.diagram(signed_in().viewer, library, fil)
        if view.draft_saved_at is None:
            raise NotFound("Du har ingen kladde af det diagram.")
        return render_template("studio_discard.html", diagram=view, person=signed_in())

    @routes.post("/kasser")
    def discard(library: str, fil: str) -> BaseResponse:
        authoring.discard(DiscardDraft(library, fil, signed_in().viewer))
        return redirect(f"/studio/{quote(library)}?kasseret=1", 303)

    return routes


def _upload_page(view: OpenedDiagram, problem: str) -> str:
    return render_template("studio_upload.html", diagram=view, problem=problem, person=signed_in())
