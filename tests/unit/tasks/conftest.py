"""The real engine on an empty database, a small process library, and people of two departments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.config import Config
from app.web import create_app
from engine.api import Engine, open_engine
from engine.clock import VirtualClock
from engine.commands import SYSTEM, OpenCase, Viewer
from engine.views import WorklistFilter
from tests.quickly import TEMPLATES, stored_password

LIBRARY = Path(__file__).parent / "library"
MORNING = datetime(2016, 8, 22, 7, 0, tzinfo=UTC)
PASSWORD = "en lang nok adgangskode"
PEOPLE = (
    ("anne", "Anne Holm", frozenset({"sagsbehandler"}), "Nord"),
    ("bo", "Bo Friis", frozenset({"sagsbehandler"}), "Nord"),
    ("leif", "Leif Dam", frozenset({"leder"}), "Nord"),
    ("sif", "Sif Syd", frozenset({"sagsbehandler", "leder"}), "Syd"),
)


@pytest.fixture(scope="session")
def password_hash() -> str:
    return stored_password(PASSWORD)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(MORNING)


@pytest.fixture
def engine(clock: VirtualClock, password_hash: str) -> Iterator[Engine]:
    engine = open_engine("sqlite://", clock=clock, migrate=True)
    engine.deploy(LIBRARY, by="test")
    for username, name, roles, department in PEOPLE:
        engine.add_account(
            username=username, name=name, roles=roles, department=department, password_hash=password_hash
        )
    yield engine
    engine.close()


@pytest.fixture
def app(engine: Engine) -> Flask:
    app = create_app(Config("sqlite://", {}, secure_cookies=False), engine)
    app.jinja_env.bytecode_cache = TEMPLATES
    app.testing = True
    return app


@dataclass
class Person:
    """Somebody at a browser. Posts carry the token of the page they last read, as a browser's would."""

    client: FlaskClient
    csrf: str = ""

    def get(self, address: str) -> TestResponse:
        answer = self.client.get(address)
        if found := re.search(r'name="_csrf" value="([^"]+)"', answer.text):
            self.csrf = found[1]
        return answer

    def post(
        self,
        address: str,
        form: Mapping[str, str | Sequence[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        data = {"_csrf": self.csrf, **(form or {})}
        return self.client.post(address, data=data, headers={"Sec-Fetch-Site": "same-origin", **(headers or {})})

    def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> TestResponse:
        self.get("/log-ind")
        return self.post("/log-ind", {"brugernavn": username, "adgangskode": password, **more})


SignIn = Callable[[str], Person]


@pytest.fixture
def at_browser(app: Flask) -> Callable[[], Person]:
    """Somebody new, not signed in."""
    return lambda: Person(app.test_client())


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Somebody signed in, with the list of tasks before them."""

    def signed_in(username: str) -> Person:
        person = Person(app.test_client())
        assert person.sign_in(username).status_code == 303
        person.get("/opgaver")
        return person

    return signed_in


@pytest.fixture
def case(engine: Engine) -> str:
    return engine.open_case(OpenCase("tilskud", "Nord", {"navn": "Freja Lund"}, SYSTEM))


def tasks_of(engine: Engine, department: str = "Nord") -> dict[str, str]:
    """The open human tasks of a department: name to id."""
    everybody = Viewer("test", "Test", frozenset({"sagsbehandler", "leder"}), department)
    return {row.name: row.id for row in engine.worklist(everybody, WorklistFilter()).rows}


@pytest.fixture
def assessment(engine: Engine, case: str, sign_in: SignIn) -> str:
    """The task »Vurdér ansøgning«, with the one before it done."""
    first = tasks_of(engine)["Registrér ansøgning"]
    person = sign_in("anne")
    page = person.get(f"/opgaver/{first}")
    answer = person.post(f"/opgaver/{first}", {"_fakta": facts_version(page), "sag.navn": "Freja Lund", "sag.dato": ""})
    assert answer.status_code == 303
    return tasks_of(engine)["Vurdér ansøgning"]


def facts_version(page: TestResponse) -> str:
    found = re.search(r'name="_fakta" value="(\d+)"', page.text)
    assert found is not None
    return found[1]


def text_of(page: TestResponse) -> str:
    """What a page says, without its tags, on one line."""
    body = re.sub(r"<(script|style|title).*?</\1>", " ", page.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
