"""
The web application: pages, webhooks, and what a refusal is called in HTTP.

The status of every error is decided here and nowhere else.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, Response, make_response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

import tasks
import webhooks
from app.config import Config
from engine.api import Engine
from engine.errors import (
    EngineError,
    HardStopped,
    InvalidInput,
    NotAllowed,
    NotFound,
    Rejected,
    Transient,
)
from tasks import pages

HEALTH = "/sundhed"
MAX_REQUEST_BYTES = 2 * 1024 * 1024
_RETRY_AFTER_SECONDS = 5

_STATUS: tuple[tuple[type[EngineError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (InvalidInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (HardStopped, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Rejected, HTTPStatus.CONFLICT),  # WrongState, StaleVersion, CaseStuck: as things stand, it cannot be done
    (Transient, HTTPStatus.SERVICE_UNAVAILABLE),
)
_MESSAGES: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: "Forespørgslen kunne ikke læses. Gå tilbage, og prøv igen.",
    HTTPStatus.NOT_FOUND: "Siden findes ikke, eller du har ikke adgang til den. Gå til din opgaveliste.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Siden kan ikke bruges på den måde. Gå til din opgaveliste.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Det, du sendte, er for stort. Del det op, og send igen.",
}
_BUG = (
    "Der er sket en fejl i programmet, og det, du sendte, er ikke gemt. Fejlen er skrevet i loggen. "
    "Prøv igen; sker det stadig, så sig det til dem, der driver systemet."
)
_log = logging.getLogger(__name__)


def status_of(error: EngineError) -> int:
    """The HTTP status of an engine's refusal; 500 for what the engine itself did wrong."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


def create_app(config: Config, engine: Engine) -> Flask:
    """The application on an open engine. It starts no worker and touches no database."""
    app = Flask("sagsgang", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES, MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES, MAX_FORM_PARTS=500)
    tasks.register(app, engine, secure_cookies=config.secure_cookies, status_of=status_of)
    webhooks.register(app, engine, config.webhook_secrets, status_of=status_of)
    _register_health(app, engine)
    _register_errors(app)
    return app


def _register_health(app: Flask, engine: Engine) -> None:
    @app.get(HEALTH)
    def health() -> Response:
        """200 when the database answers, else 503. Says nothing about what is in it."""
        try:
            engine.health()
        except Transient:
            return _plain("databasen svarer ikke\n", HTTPStatus.SERVICE_UNAVAILABLE)
        return _plain("ok\n", HTTPStatus.OK)


def _register_errors(app: Flask) -> None:
    @app.errorhandler(EngineError)
    def refused(error: EngineError) -> BaseResponse:
        status = status_of(error)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            return bug(error)
        return _page(status, str(error))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> BaseResponse:
        if error.code is None or error.code < 400:
            return error.get_response()
        return _page(error.code, _MESSAGES.get(error.code, _MESSAGES[HTTPStatus.BAD_REQUEST]))

    @app.errorhandler(Exception)
    def bug(error: Exception) -> BaseResponse:
        # The rule, not the address: an address may hold a case's number.
        _log.error("500 on %s %s", request.method, request.url_rule, exc_info=error)
        return _page(HTTPStatus.INTERNAL_SERVER_ERROR, _BUG)


def _page(status: int, message: str) -> BaseResponse:
    response = make_response(pages.error(status, message))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    return response


def _plain(text: str, status: HTTPStatus) -> Response:
    return Response(text, status, mimetype="text/plain")
