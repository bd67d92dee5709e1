"""One move of running instances: how far it is, stopping it, going on, and taking back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from itertools import groupby
from urllib.parse import quote

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import ResumeMove, StopMove, UndoMove
from engine.errors import EngineError, NotFound, WrongState
from engine.views.moving import MovedInstance
from tasks.sessions import signed_in

_LISTED = 200  # more than anybody reads through; the counts stand above


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`/studio/<library>/flytninger/<move>`."""
    routes = Blueprint("move", __name__, url_prefix="/flytninger/<move>")
    moving = engine.moving

    @routes.get("")
    def progress(library: str, move: str) -> BaseResponse:
        return run_page(library, move)

    @routes.get("/stand")
    def look_again(library: str, move: str) -> str:
        """The part of the page that changes while a move is on its way."""
        del library
        return render_template("_move_progress.html", row=moving.run(signed_in().viewer, move).row, person=signed_in())

    def run_page(library: str, move: str, problem: str = "", status: int = HTTPStatus.OK) -> BaseResponse:
        view = moving.run(signed_in().viewer, move)
        if view.row.library != library:
            raise NotFound("Flytningen findes ikke i det bibliotek. Gå til listen over flytninger.")
        drawn = render_template(
            "studio_move_run.html",
            row=view.row,
            told=[one for one in view.instances if one.reasons][:_LISTED],
            others=_by_status(view.instances),
            problem=problem,
            person=signed_in(),
        )
        return make_response(drawn, status)

    @routes.post("/<handling>")
    def act(library: str, move: str, handling: str) -> BaseResponse:
        viewer = signed_in().viewer
        try:
            match handling:
                case "stands":
                    moving.stop(StopMove(move, viewer))
                case "fortsaet":
                    moving.resume(ResumeMove(move, viewer))
                case "tilbage":
                    moving.undo(UndoMove(move, viewer, request.form.get("forloeb") or None))
                case _:
                    raise NotFound("Siden findes ikke. Gå til listen over flytninger.")
        except WrongState as error:
            return run_page(library, move, str(error), status_of(error))
        return redirect(f"/studio/{quote(library)}/flytninger/{quote(move)}", 303)

    return routes


def _by_status(instances: Sequence[MovedInstance]) -> list[tuple[str, list[MovedInstance]]]:
    silent = sorted((one for one in instances if not one.reasons), key=lambda one: one.status)
    return [(status, list(ones)) for status, ones in groupby(silent, key=lambda one: one.status)]
