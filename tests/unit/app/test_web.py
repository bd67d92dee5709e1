"""What a refusal is called in HTTP, and what a failure shows and tells."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import config
from app.web import HEALTH, create_app, status_of
from engine.api import Engine
from engine.errors import (
    CaseStuck,
    EngineBug,
    EngineError,
    FactsConflict,
    HardStopped,
    InvalidInput,
    NotAllowed,
    NotFound,
    StaleVersion,
    Transient,
    Violation,
    WrongState,
)

NAME = "Alma Winther"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("x"), 404),
        (NotAllowed("x"), 403),
        (WrongState("x"), 409),
        (StaleVersion("x"), 409),
        (FactsConflict("x", {}), 409),
        (CaseStuck("x"), 409),
        (InvalidInput("x", {}), 422),
        (HardStopped([Violation("H1", "x", ())]), 422),
        (Transient("x"), 503),
        (EngineBug("x"), 500),
    ],
)
def test_every_refusal_has_its_status(error: EngineError, status: int) -> None:
    assert status_of(error) == status


@pytest.fixture
def app(environment: dict[str, str], engine: Engine) -> Flask:
    """The application, with addresses that fail in every way."""
    application = create_app(config.load(environment), engine)

    @application.get("/fejl/<kind>")
    def fail(kind: str) -> str:
        errors: dict[str, Exception] = {
            "optaget": Transient("Databasen er optaget."),
            "forbudt": NotAllowed("Kun lederen kan det."),
            "fejl": ValueError(f"{NAME} kunne ikke findes"),
            "bug": EngineBug(f"{NAME} mangler"),
        }
        raise errors[kind]

    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_refusal_is_told_in_the_engines_own_words(client: FlaskClient) -> None:
    answer = client.get("/fejl/forbudt")
    assert answer.status_code == 403
    assert "Kun lederen kan det." in answer.text


def test_a_busy_database_asks_to_come_again(client: FlaskClient) -> None:
    answer = client.get("/fejl/optaget")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("kind", ["fejl", "bug"])
def test_a_bug_shows_and_logs_nothing_about_anybody(
    client: FlaskClient, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "app.web"):
        answer = client.get(f"/fejl/{kind}?q={NAME}")
    assert answer.status_code == 500
    assert "Der er sket en fejl i programmet" in answer.text
    assert NAME not in answer.text
    [record] = [record for record in caplog.records if record.name == "app.web"]
    assert record.getMessage() == "500 on GET /fejl/<kind>"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/findes/ikke", 404), ("DELETE", "/log-ind", 405), ("GET", HEALTH, 200)]
)
def test_what_flask_itself_refuses_is_danish_and_guarded(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    if status >= 400:
        assert '<html lang="da">' in answer.text


def test_too_much_is_refused_before_it_is_read(client: FlaskClient) -> None:
    answer = client.post("/log-ind", data={"brugernavn": "x" * 3_000_000})
    assert answer.status_code == 413


def test_health_says_when_the_database_is_away(
    client: FlaskClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise Transient("væk")

    monkeypatch.setattr(engine, "health", away)
    answer = client.get(HEALTH)
    assert answer.status_code == 503
    assert answer.mimetype == "text/plain"
