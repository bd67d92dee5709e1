"""
One address for each source, `POST /webhooks/ind/<source>`.

The signature is checked over the raw bytes before anything in them is read.
Answers never repeat what was sent: it is about people, and answers get logged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from engine.api import Engine
from engine.commands import ReceiveMessage
from engine.errors import EngineError, InvalidInput, Rejected
from engine.model import Json
from webhooks import signatures

_LARGEST = 256 * 1024
_LONGEST_ID = 255
# What JSON can carry and no form would take: control characters but line breaks and tab, and halves of surrogate pairs.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Malformed(Exception):
    """The signed body is not `{"type": "...", "data": {...}}`."""


@dataclass(frozen=True)
class Envelope:
    """What a signed body says it is, and holds."""

    type: str
    data: Mapping[str, Json]


def register(
    app: Flask, engine: Engine, secrets: Mapping[str, Sequence[str]], *, status_of: Callable[[EngineError], int]
) -> None:
    """
    Put the inbound webhooks on an app.

    `secrets` holds each source's secrets, several while one is being replaced;
    a source without any does not exist.
    `status_of` gives an engine's refusal its HTTP status. Raises ValueError for
    a secret that cannot be used.
    """
    for source, several in secrets.items():
        for secret in several:
            _check_secret(source, secret, engine)
    routes = Blueprint("webhooks", __name__)

    @routes.post("/webhooks/ind/<source>")
    def receive(source: str) -> tuple[Response, int]:
        request.max_content_length = _LARGEST
        body = request.get_data()
        # One answer for all: who may send is nobody's business.
        if not any(signatures.is_signed(secret, _headers(), body) for secret in secrets.get(source, ())):
            return _answer(HTTPStatus.UNAUTHORIZED, "Beskeden er ikke underskrevet rigtigt.")
        message_id = request.headers[signatures.ID]
        if len(message_id) > _LONGEST_ID:
            return _answer(HTTPStatus.BAD_REQUEST, f"webhook-id må højst være på {_LONGEST_ID} tegn.")
        try:
            envelope = _read(body)
            new = engine.receive(ReceiveMessage(source, message_id, envelope.type, envelope.data))
        except Malformed as error:
            return _answer(HTTPStatus.BAD_REQUEST, str(error))
        except InvalidInput as error:
            return _answer(status_of(error), "Beskedens data passer ikke til typen.", felter=error.fields)
        except Rejected as error:
            return _answer(status_of(error), str(error))
        return _answer(HTTPStatus.ACCEPTED, "Modtaget." if new else "Modtaget før; intet er ændret.", ny=new)

    @routes.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[Response, int]:
        return _answer(
            error.code or HTTPStatus.BAD_REQUEST,
            f"Beskeden må højst fylde {_LARGEST // 1024} KB og skal sendes som JSON.",
        )

    app.register_blueprint(routes)


def _headers() -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _answer(status: int, message: str, **more: object) -> tuple[Response, int]:
    return jsonify(besked=message, **more), int(status)


def _read(body: bytes) -> Envelope:
    try:
        content = json.loads(body, parse_constant=_no_constant)
        unfit = any(_UNFIT.search(text) for text in _texts(content))
    except (ValueError, RecursionError) as error:
        raise Malformed('Beskeden er ikke JSON. Send {"type": "…", "data": {…}} i UTF-8.') from error
    if unfit:
        raise Malformed("Beskeden har tegn, der ikke kan gemmes: styretegn eller en halv surrogat. Send den uden.")
    match content:
        case {"type": str() as kind, "data": dict() as data} if kind:
            return Envelope(kind, data)
    raise Malformed('Beskeden skal være {"type": "…", "data": {…}}.')


def _texts(value: Json) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for key, item in value.items():
                yield key
                yield from _texts(item)


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")


def _check_secret(source: str, secret: str, engine: Engine) -> None:
    try:
        signatures.sign(secret, "probe", engine.clock.now(), b"")
    except ValueError as error:
        raise ValueError(f"Hemmeligheden for kilden {source} kan ikke bruges: {error}") from error
