"""The people's side: sign-in, worklist, human task and case, drawn on the server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask
from jinja2 import StrictUndefined

from engine.api import Engine
from engine.errors import EngineError
from tasks import (
    ad_hoc,
    case_diagram,
    case_list,
    case_page,
    deliveries,
    formatting,
    human_task,
    incidents,
    security,
    sessions,
    sign_in,
    studio,
    worklist,
)
from tasks.assets_version import asset_url

__all__ = ["register"]

_FOLDER = Path(__file__).parent


def register(app: Flask, engine: Engine, *, secure_cookies: bool, status_of: Callable[[EngineError], int]) -> None:
    """
    Put the pages on an app.

    `secure_cookies` is True wherever the pages are served over https.
    `status_of` gives an engine's refusal its HTTP status; the pages decide none
    of them, but what they draw with it. What they do not catch themselves
    passes on to the app's own error handlers, which draw it with `pages.error`.
    """
    pages = Blueprint(
        "tasks",
        __name__,
        template_folder=str(_FOLDER / "templates"),
        static_folder=str(_FOLDER / "static"),
        static_url_path="/statisk",
    )
    live = sessions.Sessions(engine, secure=secure_cookies)
    sessions.require(pages, live)
    pages.register_blueprint(sign_in.blueprint(engine, live))
    pages.register_blueprint(worklist.blueprint(engine))
    pages.register_blueprint(human_task.blueprint(engine, status_of))
    pages.register_blueprint(ad_hoc.blueprint(engine, status_of))
    pages.register_blueprint(case_list.blueprint(engine))
    pages.register_blueprint(case_page.blueprint(engine))
    pages.register_blueprint(incidents.blueprint(engine, status_of))
    pages.register_blueprint(case_diagram.blueprint(engine))
    pages.register_blueprint(studio.blueprint(engine, status_of))
    pages.register_blueprint(deliveries.blueprint(engine))

    app.after_request(security.add_headers)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(formatting.FILTERS)
    app.jinja_env.globals.update(asset=asset_url(_FOLDER / "static"), role_names=engine.role_names)
    app.register_blueprint(pages)
