"""The list of cases."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from engine.api import Engine
from tasks.sessions import signed_in
from tasks.stuck import stuck_cases

_LONGEST_SEARCH = 100


def blueprint(engine: Engine) -> Blueprint:
    """`/sager`. A search comes as a post: its text names people, and addresses are logged."""
    routes = Blueprint("case_list", __name__)

    @routes.route("/sager", methods=["GET", "POST"])
    def show() -> str:
        asked = request.form if request.method == "POST" else request.args
        text = request.form.get("tekst", "").strip()[:_LONGEST_SEARCH]
        viewer = signed_in().viewer
        page = engine.cases(viewer, text=text, cursor=asked.get("side") or None)
        return render_template(
            "case_list.html", page=page, text=text, stuck=stuck_cases(engine, viewer), person=signed_in()
        )

    return routes
