"""The dog licence beside the home training in one database, with people of two departments at the real pages."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import wiring
from app.config import Config
from app.simulation.library import Library, read_library
from app.web import create_app
from engine.api import Engine, open_engine
from engine.clock import SystemClock, VirtualClock
from tests.quickly import TEMPLATES, stored_password
from tests.unit.tasks.conftest import PASSWORD, Person, facts_version, text_of
from webhooks.signatures import sign

FOLDER = Path(__file__).parent / "hundetegn"
HOME_TRAINING = Path(__file__).parents[2] / "processes" / "home_training"
MORNING = datetime(2020, 3, 2, 8, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"a secret of at least 24 bytes").decode()
PEOPLE = (
    ("anne", "Anne Holm", frozenset({"sagsbehandler"}), "Nord"),
    ("leif", "Leif Dam", frozenset({"leder"}), "Nord"),
    ("sif", "Sif Syd", frozenset({"sagsbehandler", "leder"}), "Syd"),
)


@pytest.fixture(scope="session")
def dog_licence() -> Library:
    return read_library(FOLDER)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(MORNING)


@pytest.fixture
def engine(clock: VirtualClock) -> Iterator[Engine]:
    engine = open_engine("sqlite://", clock=clock, services=wiring.service_tasks(), migrate=True)
    engine.deploy(HOME_TRAINING, by="test")
    engine.deploy(FOLDER, by="test")
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return stored_password(PASSWORD)


@pytest.fixture
def app(engine: Engine, password_hash: str) -> Flask:
    for username, name, roles, department in PEOPLE:
        engine.add_account(
            username=username, name=name, roles=roles, department=department, password_hash=password_hash
        )
    app = create_app(Config("sqlite://", {"selvbetjening": (SECRET,)}, secure_cookies=False), engine)
    app.jinja_env.bytecode_cache = TEMPLATES
    app.testing = True
    return app


@dataclass
class Office:
    """The pages of one installation: whoever sits at them, the webhook beside them, and a worker behind."""

    app: Flask
    engine: Engine
    clock: VirtualClock

    def sign_in(self, username: str) -> Person:
        person = Person(self.app.test_client())
        assert person.sign_in(username).status_code == 303
        person.get("/opgaver")
        return person

    def receive(self, kind: str, data: object, message: str = "msg_1") -> TestResponse:
        """Send a signed message in from the self-service, and let the worker do what follows."""
        body = json.dumps({"type": kind, "data": data}).encode()
        headers = sign(SECRET, message, SystemClock().now(), body)
        answer = self.app.test_client().post("/webhooks/ind/selvbetjening", data=body, headers=headers)
        self.work()
        return answer

    def wait_until(self, moment: datetime) -> None:
        """Let time pass to a moment, every job at its own."""
        while (due := self.engine.next_due()) is not None and due <= moment:
            self.clock.set(due)
            self.work()
        self.clock.set(moment)

    def work(self) -> None:
        while self.engine.run_due():
            pass


@pytest.fixture
def office(app: Flask, engine: Engine, clock: VirtualClock) -> Office:
    return Office(app, engine, clock)


@pytest.fixture
def apply(office: Office) -> Callable[..., None]:
    """An owner of a dog applies by the self-service; what differs from Buster may be given."""

    def send(**dog: object) -> None:
        hund = {"navn": "Buster", "race": "labrador", "vaegt": 31, "chipnummer": "208250000123456"} | dog
        data = {"afdeling": "Nord", "ejer": {"navn": "Asta Holm"}, "hund": hund}
        assert office.receive("hundetegn.ansoegning", data).status_code == 202

    return send


def link_to(person: Person, name: str) -> str:
    """The address of the only task of that name on a person's list."""
    found = re.findall(rf'href="(/opgaver/[^"?]+)">{name}</a>', person.get("/opgaver").text)
    assert len(found) == 1, f"»{name}« stands {len(found)} times in: {text_of(person.get('/opgaver'))}"
    return str(found[0])


def send_task(person: Person, name: str, fields: Mapping[str, str]) -> TestResponse:
    """Open a task from the list, fill in its form and send it."""
    address = link_to(person, name)
    return person.post(address, {"_fakta": facts_version(person.get(address)), **fields})
