"""The inbound webhook, on the real engine."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.config import Config
from app.web import create_app
from engine.api import Engine, open_engine
from engine.clock import SystemClock
from engine.commands import SYSTEM
from webhooks import inbound
from webhooks.signatures import sign

SECRET = "whsec_" + base64.b64encode(b"a secret of at least 24 bytes").decode()
NEWER = "whsec_" + base64.b64encode(b"its successor, just as long").decode()
LIBRARY = Path(__file__).parent.parent / "tasks" / "library"
GOOD = {"type": "tilskud.ansoegning", "data": {"afdeling": "Nord", "navn": "Freja Lund"}}


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = open_engine("sqlite://", migrate=True)
    engine.deploy(LIBRARY, by="test")
    yield engine
    engine.close()


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    config = Config("sqlite://", {"selvbetjening": (SECRET, NEWER)}, secure_cookies=False)
    return create_app(config, engine).test_client()


def send(
    client: FlaskClient, body: object, *, source: str = "selvbetjening", secret: str = SECRET, message: str = "msg_1"
) -> TestResponse:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(f"/webhooks/ind/{source}", data=raw, headers=signed(raw, secret, message))


def signed(body: bytes, secret: str = SECRET, message: str = "msg_1") -> dict[str, str]:
    return sign(secret, message, SystemClock().now(), body)


def subjects(engine: Engine) -> list[str]:
    while engine.run_due():
        pass
    return [row.subject for row in engine.cases(SYSTEM).rows]


def test_a_signed_application_starts_one_case(client: FlaskClient, engine: Engine) -> None:
    answer = send(client, GOOD)
    assert (answer.status_code, answer.json) == (202, {"besked": "Modtaget.", "ny": True})
    again = send(client, GOOD)
    assert (again.status_code, again.json) == (202, {"besked": "Modtaget før; intet er ændret.", "ny": False})
    assert subjects(engine) == ["Freja Lund"]
    assert send(client, GOOD, message="msg_2", secret=NEWER).status_code == 202
    assert subjects(engine) == ["Freja Lund", "Freja Lund"]


def test_what_is_not_signed_right_gets_one_and_the_same_answer(client: FlaskClient, engine: Engine) -> None:
    stranger = "whsec_" + base64.b64encode(b"a stranger's secret, as long").decode()
    raw = json.dumps(GOOD).encode()
    good = signed(raw)
    answers = [
        send(client, GOOD, secret=stranger),
        send(client, GOOD, source="ukendt"),
        send(client, b"ikke json", secret=stranger),
        client.post("/webhooks/ind/selvbetjening", data=raw),
        client.post("/webhooks/ind/selvbetjening", data=raw + b" ", headers=good),
        *(
            client.post("/webhooks/ind/selvbetjening", data=raw, headers={k: v for k, v in good.items() if k != name})
            for name in good
        ),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert subjects(engine) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"tekst"',
        b"null",
        b"{}",
        b'{"type": "x"}',
        b'{"type": "x", "data": []}',
        b'{"type": "", "data": {}}',
        b'{"type": 1, "data": {}}',
        b'{"type": "tilskud.ansoegning", "data": {"afdeling": NaN, "navn": "Bo"}}',
        b"[" * 100_000,
    ],
)
def test_a_signed_body_of_another_shape_is_400(client: FlaskClient, body: bytes) -> None:
    assert send(client, body).status_code == 400


@pytest.mark.parametrize("escaped", [r"\u0000", r"\u001b", r"\u0085", r"\ud800", r"\udc00x"])
@pytest.mark.parametrize("template", ['{"navn": "Freja %s"}', '{"navn": "Freja", "%s": 1}', '{"navn": ["%s"]}'])
def test_characters_that_cannot_be_stored_are_400(
    client: FlaskClient, engine: Engine, template: str, escaped: str
) -> None:
    body = '{"type": "tilskud.ansoegning", "data": %s}' % (template % escaped)
    assert send(client, body.encode()).status_code == 400
    assert subjects(engine) == []


def test_any_writing_in_the_world_is_taken(client: FlaskClient, engine: Engine) -> None:
    name = "Æ\u0301 مرحبا 😀 <b> =1+1\r\n\t"
    assert send(client, {"type": "tilskud.ansoegning", "data": {"afdeling": "Nord", "navn": name}}).status_code == 202
    assert subjects(engine) == [name]


def test_bytes_that_are_no_text_are_refused(client: FlaskClient) -> None:
    headers = signed(b"{}")
    assert client.post("/webhooks/ind/selvbetjening", data=b"\xff\xfe{}", headers=headers).status_code == 401


def test_an_unknown_type_is_404(client: FlaskClient) -> None:
    answer = send(client, {"type": "findes.ikke", "data": {}})
    assert answer.status_code == 404
    assert answer.json is not None


def test_wrong_data_is_422_with_the_fields_and_nothing_personal(client: FlaskClient, engine: Engine) -> None:
    data = {"afdeling": "Nord", "navn": 2512489996, "hemmelig": "Freja Lund"}
    answer = send(client, {"type": "tilskud.ansoegning", "data": data})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["felter"]
    assert "2512489996" not in answer.text
    assert "Freja" not in answer.text
    assert subjects(engine) == []
    assert send(client, GOOD).status_code == 202


def test_a_message_may_not_be_huge(client: FlaskClient) -> None:
    answer = send(client, {"type": "x", "data": {"a": "x" * inbound._LARGEST}})
    assert answer.status_code == 413
    assert answer.json is not None
    assert send(client, {"type": "x", "data": {}}, message="m" * 300).status_code == 400


def test_only_posts_are_taken(client: FlaskClient) -> None:
    assert client.get("/webhooks/ind/selvbetjening").status_code == 405


def test_nothing_that_was_sent_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        send(client, GOOD)
        send(client, {"type": "tilskud.ansoegning", "data": {"navn": "Freja Lund"}}, message="msg_2")
    assert "Freja" not in caplog.text


def test_a_secret_that_cannot_be_used_stops_the_start(engine: Engine) -> None:
    with pytest.raises(ValueError, match="kilden skole") as error:
        create_app(Config("sqlite://", {"skole": ("whsec_",)}, secure_cookies=False), engine)
    assert "whsec_\n" not in str(error.value)
