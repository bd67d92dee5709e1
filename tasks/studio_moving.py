"""Moving running instances to another version: what it would do to each, and starting it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from itertools import groupby
from urllib.parse import quote

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import StartMove
from engine.errors import EngineError, InvalidInput, NotFound, WrongState
from engine.views.moving import InstanceVerdict, Verdict
from tasks import studio_move_run
from tasks.sessions import signed_in
from tasks.studio_drawing import asked_version

_ANSWER = "svar-"
# An event that nothing stands in the place of closes; an answer that is empty is none.
_CLOSES = "-"
_LISTED = 200  # more than anybody reads through; the counts stand above
# The one that needs a person first stands first.
_ORDER: Mapping[Verdict, int] = {"cannot": 0, "needs_mapping": 1, "clean": 2}


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`/studio/<library>/flyt`, and what a move is on its way to under `/flytninger`."""
    routes = Blueprint("moving", __name__, url_prefix="/<library>")
    moving = engine.moving

    @routes.get("/flyt")
    def choose(library: str) -> str:
        """Which diagram, and where its instances run now; and the moves there have been."""
        viewer = signed_in().viewer
        return render_template(
            "studio_move_choose.html",
            library=moving.library(viewer, library),
            moves=moving.runs(viewer, library),
            person=signed_in(),
        )

    def page(library: str, process: str, version: int, problem: str = "", status: int = HTTPStatus.OK) -> BaseResponse:
        """What a move would do with the answers that were sent; with none of them when they mean nothing."""
        viewer, answers = signed_in().viewer, _answers()
        try:
            seen = moving.preview(viewer, library, process, version, answers)
        except InvalidInput as error:
            problem, status, answers = str(error), status_of(error), {}
            seen = moving.preview(viewer, library, process, version, answers)
        # Once it is answered it is asked no more, but must stay on the page to be sent again.
        asked = seen if not answers else moving.preview(viewer, library, process, version, {})
        drawn = render_template(
            "studio_move.html",
            seen=seen,
            choices=asked.choices,
            answers=answers,
            groups=_grouped(seen.instances),
            listed=_LISTED,
            closes=_CLOSES,
            prefix=_ANSWER,
            problem=problem,
            now=engine.clock.now(),
            person=signed_in(),
        )
        return make_response(drawn, status)

    @routes.get("/flyt/<process>")
    def show(library: str, process: str) -> BaseResponse:
        return page(library, process, _version())

    @routes.post("/flyt/<process>")
    def start(library: str, process: str) -> BaseResponse:
        version = _version()
        if request.form.get("_goer") == "vis":
            return page(library, process, version)
        try:
            move = moving.start(StartMove(library, process, version, _answers(), signed_in().viewer))
        except (InvalidInput, WrongState) as error:
            return page(library, process, version, str(error), status_of(error))
        return redirect(f"/studio/{quote(library)}/flytninger/{move}", 303)

    routes.register_blueprint(studio_move_run.blueprint(engine, status_of))
    return routes


def _version() -> int:
    version = asked_version("til")
    if version is None:
        raise NotFound("Vælg, hvilken version der skal flyttes til.")
    return version


def _answers() -> dict[str, str]:
    """What was chosen for each old id; one that is left open is not among them."""
    return {
        key.removeprefix(_ANSWER): "" if value == _CLOSES else value
        for key, value in request.form.items()
        if key.startswith(_ANSWER) and value
    }


def _grouped(instances: Sequence[InstanceVerdict]) -> list[tuple[Verdict, list[InstanceVerdict]]]:
    ordered = sorted(instances, key=lambda one: _ORDER[one.verdict])
    return [(verdict, list(ones)) for verdict, ones in groupby(ordered, key=lambda one: one.verdict)]
