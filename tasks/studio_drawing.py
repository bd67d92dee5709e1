"""One diagram in the modeler: its page, its XML, and what its script posts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import SaveDraft
from engine.errors import EngineBug, EngineError, InvalidInput, NotFound
from engine.views import Option
from engine.views.studio import Catalog, DiagramFinding
from tasks.sessions import signed_in

MAX_BYTES = 2_000_000  # what the engine reads of a diagram

_TOO_LARGE = f"Tegningen fylder for meget: højst {MAX_BYTES // 1_000_000} MB. Del den med kaldeaktiviteter."
_UNREADABLE = "Det sendte kunne ikke læses. Åbn diagrammet igen, og prøv på ny."


def blueprint(engine: Engine, status_of: Callable[[EngineError], int]) -> Blueprint:
    """`/studio/<library>/tegning/<fil>` and what the modeler asks for."""
    routes = Blueprint("drawing", __name__, url_prefix="/<library>/tegning/<fil>")
    authoring = engine.authoring

    @routes.get("")
    def show(library: str, fil: str) -> str:
        view = authoring.diagram(signed_in().viewer, library, fil, version=asked_version())
        return render_template(
            "studio_diagram.html",
            library=library,
            library_name=view.library_name,
            path=fil,
            name=view.name,
            base=view.base,
            draft_hash=view.draft_hash,
            has_draft=view.draft_saved_at is not None,
            saved_at=view.draft_saved_at,
            version=view.version,
            catalog=_catalog(view.catalog),
            max_bytes=MAX_BYTES,
            person=signed_in(),
        )

    @routes.get("/xml")
    def xml(library: str, fil: str) -> Response:
        content = authoring.content(
            signed_in().viewer,
            library,
            fil,
            version=asked_version(),
            running="koerende" in request.args,
            drawn="hent" not in request.args,  # what is fetched as a file is the file
        )
        answer = Response(content, mimetype="application/xml")
        # Always to be saved, never to be shown: a browser would run the script in a stranger's XML.
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(fil)}"
        return answer

    @routes.post("/tjek")
    def check(library: str, fil: str) -> BaseResponse:
        """What the checks say of a drawing that is kept nowhere."""

        def answer() -> dict[str, object]:
            content = _sent_xml(_sent())
            return {"findings": _rows(authoring.check(signed_in().viewer, library, fil, content))}

        return _in_json(answer, status_of)

    @routes.post("/kladde")
    def save(library: str, fil: str) -> BaseResponse:
        def answer() -> dict[str, object]:
            sent = _sent()
            base, seen = sent.get("base"), sent.get("seen")
            command = SaveDraft(
                library,
                fil,
                _sent_xml(sent),
                base if isinstance(base, str) else "",
                signed_in().viewer,
                seen=seen if isinstance(seen, str) else None,
            )
            saved = authoring.save(command)
            found = _rows(saved.findings)
            return {"saved_at": saved.saved_at.isoformat(), "seen": saved.draft_hash, "findings": found}

        return _in_json(answer, status_of)

    return routes


def _in_json(answer: Callable[[], dict[str, object]], status_of: Callable[[EngineError], int]) -> BaseResponse:
    """What the modeler's script asked for, or the refusal's message, both as JSON."""
    try:
        return jsonify(answer())
    except RequestEntityTooLarge:
        return _refused(_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)
    except EngineBug:
        raise
    except EngineError as error:
        return _refused(str(error), status_of(error))


def _refused(message: str, status: int) -> BaseResponse:
    return make_response(jsonify(message=message), status)


def _sent() -> dict[str, object]:
    """The posted JSON object. Raises InvalidInput."""
    try:
        sent = json.loads(request.get_data())
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise InvalidInput(_UNREADABLE, {})
    return sent


def _sent_xml(sent: dict[str, object]) -> bytes:
    xml = sent.get("xml")
    if not isinstance(xml, str):
        raise InvalidInput(_UNREADABLE, {})
    # Half a character, which JSON can hold, is let through for the reader to refuse in its own words.
    return xml.encode("utf-8", "surrogatepass")


def _rows(findings: Sequence[DiagramFinding]) -> list[dict[str, object]]:
    return [asdict(finding) for finding in findings]


def asked_version(argument: str = "version") -> int | None:
    """The version that the address names; None when it names none. Raises NotFound for what is no number."""
    text = request.args.get(argument, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound("Versionen findes ikke. Gå til bibliotekets liste over versioner.")
    return int(text)


def _catalog(catalog: Catalog) -> dict[str, list[object]]:
    """As the modeler's script reads it."""
    return {
        "roller": _named(catalog.roles),
        "formularer": _named(catalog.forms),
        "beslutninger": _named(catalog.decisions),
        "processer": _named(catalog.processes),
        "krav": [{"id": row.id, "tekst": row.text} for row in catalog.requirements],
        "emner": list(catalog.topics),
    }


def _named(options: Sequence[Option]) -> list[object]:
    return [{"id": option.value, "navn": option.label} for option in options]
