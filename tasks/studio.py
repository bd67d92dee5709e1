"""The studio: a process owner's libraries, their versions, and what differs between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, render_template, request

from engine.api import Engine
from engine.errors import EngineError
from engine.views.studio import DiagramRow, Version
from tasks import studio_deployment, studio_draft, studio_drawing, studio_moving
from tasks.sessions import signed_in
from tasks.studio_drawing import asked_version


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`/studio` and everything below it. Whoever may not be here is refused by the engine."""
    routes = Blueprint("studio", __name__, url_prefix="/studio")
    authoring = engine.authoring

    @routes.get("")
    def libraries() -> str:
        return render_template("studio.html", libraries=authoring.libraries(signed_in().viewer), person=signed_in())

    @routes.get("/<library>")
    def show(library: str) -> str:
        view = authoring.library(signed_in().viewer, library)
        return render_template(
            "studio_library.html",
            library=view,
            deployed=_deployed(view.versions),
            kept=_kept(view.diagrams),
            discarded="kasseret" in request.args,
            person=signed_in(),
        )

    @routes.get("/<library>/forskel")
    def difference(library: str) -> str:
        """The viewer's drafts against the running version, or one version against another."""
        viewer = signed_in().viewer
        before, after = asked_version("fra"), asked_version("til")
        if before is None or after is None:
            proposal = authoring.proposal(viewer, library)
            return render_template(
                "studio_difference.html",
                key=library,
                name=proposal.name,
                before=proposal.version.number,
                after=None,
                differences=proposal.differences,
                person=signed_in(),
            )
        differences = authoring.difference(viewer, library, before, after)
        return render_template(
            "studio_difference.html",
            key=library,
            name=authoring.library(viewer, library).row.name,
            before=before,
            after=after,
            differences=differences,
            person=signed_in(),
        )

    routes.register_blueprint(studio_drawing.blueprint(engine, status_of))
    routes.register_blueprint(studio_draft.blueprint(engine, status_of))
    routes.register_blueprint(studio_moving.blueprint(engine, status_of))
    routes.register_blueprint(studio_deployment.blueprint(engine, status_of))
    return routes


def _deployed(versions: Sequence[Version]) -> Version | None:
    """The version that the address says was just deployed: never a text out of the address."""
    asked = request.args.get("udrullet", "")
    return next((version for version in versions if str(version.number) == asked), None)


def _kept(diagrams: Sequence[DiagramRow]) -> DiagramRow | None:
    """The diagram that was just put up as a draft."""
    asked = request.args.get("kladde", "")
    return next((row for row in diagrams if row.file == asked and row.draft_saved_at is not None), None)
