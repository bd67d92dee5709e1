"""A real server on loopback, the real process library, and a real Chromium."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib import request

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from waitress.server import create_server

import tasks
from app import wiring
from app.config import Config
from app.simulation.chance import Seeded
from app.simulation.form_filling import FormFiller
from app.simulation.library import read_library
from app.simulation.people import People
from app.web import create_app
from engine.api import Engine, open_engine
from engine.clock import SystemClock, VirtualClock, local_date
from engine.commands import Viewer
from engine.views import HumanTaskRow, WorklistFilter
from tests.quickly import TEMPLATES, stored_password
from webhooks.signatures import sign

from .drawing import CHECKED, Draw

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "processes" / "home_training"
NODE_MODULES = Path(tasks.__file__).parent / "node_modules"
MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"a secret of at least 24 bytes").decode()
PASSWORD = "en lang nok adgangskode"
DEPARTMENT = "Familie og handicap"
PEOPLE = (
    ("anne", "Anne Holm", frozenset({"sagsbehandler"})),
    ("leif", "Leif Dam", frozenset({"leder"})),
)


@dataclass(frozen=True)
class Served:
    """A running installation: its address, and its engine and clock for what only time can do."""

    url: str
    engine: Engine
    clock: VirtualClock

    def apply(self) -> int:
        """Send the signed application that the library brings as its example; the HTTP status."""
        data = json.loads((LIBRARY / "examples" / "anmodning.json").read_text(encoding="utf-8"))
        body = json.dumps({"type": "hjemmetraening.anmodning", "data": data}).encode()
        headers = sign(SECRET, "msg_1", SystemClock().now(), body)
        sent = request.Request(f"{self.url}/webhooks/ind/selvbetjening", body, headers, method="POST")  # noqa: S310 - our own loopback address
        with request.urlopen(sent, timeout=30) as answer:  # noqa: S310 - the same
            status: int = answer.status
        self.work()
        return status

    def work(self) -> None:
        """What a worker beside it would do: everything that is due."""
        while self.engine.run_due() or self.engine.moving.work(limit=10, worker="test"):
            pass

    def open_tasks(self) -> list[HumanTaskRow]:
        everybody = Viewer("test", "Test", frozenset({"sagsbehandler", "leder", "sundhedsfaglig"}), DEPARTMENT)
        return list(self.engine.worklist(everybody, WorklistFilter()).rows)

    def carry_on_until(self, name: str) -> HumanTaskRow:
        """Let simulated people do the work until a task of that name is open."""
        roles = frozenset({"sagsbehandler", "leder", "sundhedsfaglig", "oekonomi"})
        filler = FormFiller(read_library(LIBRARY).weights, Seeded(1))
        people = People(self.engine, [Viewer("sim", "Simuleret", roles, DEPARTMENT)], filler)
        for _ in range(60):
            rows = self.open_tasks()
            if found := next((row for row in rows if row.name == name), None):
                return found
            if rows:
                people.complete(rows[0].id, rows[0].role, local_date(self.clock.now()))
            elif (due := self.engine.next_due()) is not None:
                self.clock.set(due)
            self.work()
        raise AssertionError(f"»{name}« never opened; open are {[row.name for row in self.open_tasks()]}")


@pytest.fixture(scope="session")
def password_hash() -> str:
    return stored_password(PASSWORD)


@pytest.fixture
def served(tmp_path: Path, password_hash: str) -> Iterator[Served]:
    """An installation with two accounts and no cases."""
    assert (Path(tasks.__file__).parent / "static" / "app.js").is_file(), "build the front end first: do.py setup"
    url = f"sqlite:///{tmp_path / 'sagsgang.db'}"
    clock = VirtualClock(MONDAY)
    with closing(open_engine(url, clock=clock, services=wiring.service_tasks(), migrate=True)) as engine:
        engine.deploy(LIBRARY, by="test")
        for username, name, roles in PEOPLE:
            engine.add_account(
                username=username, name=name, roles=roles, department=DEPARTMENT, password_hash=password_hash
            )
        app = create_app(Config(url, {"selvbetjening": (SECRET,)}, secure_cookies=False), engine)
        app.jinja_env.bytecode_cache = TEMPLATES
        with closing(Serving(app)) as serving:
            yield Served(serving.url, engine, clock)


class Serving:
    """waitress in a thread, on a free port."""

    def __init__(self, app: object) -> None:
        self._server = create_server(app, host="127.0.0.1", port=0, threads=4)
        self.url = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._server.run, name="waitress")
        self._thread.start()

    def close(self) -> None:
        # Carried out by the server's own loop, which ends when nothing is left to watch.
        self._server.trigger.pull_trigger(self._close_all)
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()

    def _close_all(self) -> None:
        for watched in list(self._server._map.values()):
            watched.close()
        self._server.task_dispatcher.shutdown()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A Danish browser window. Anything the browser complains of, a broken policy first of all, fails the test."""
    if "served" in request.fixturenames:
        # Up before the window, so down after it: a page that still asks must not find the server gone.
        request.getfixturevalue("served")
    context = browser.new_context(locale="da-DK", viewport={"width": 1366, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A refused form is an answer like any other, though the browser notes its status.
        if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


SignIn = Callable[[str], None]


@pytest.fixture
def sign_in(page: Page, served: Served) -> SignIn:
    def signed_in(username: str) -> None:
        page.context.clear_cookies()
        page.goto(served.url)
        page.get_by_label("Brugernavn").fill(username)
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        page.get_by_role("button", name="Log ud").wait_for()

    return signed_in


@pytest.fixture
def draw(page: Page, served: Served, sign_in: SignIn, password_hash: str) -> Draw:
    """Sign in as a process owner and open a diagram in the modeler."""
    served.engine.add_account(
        username="pia",
        name="Pia Ejer",
        roles=frozenset({"procesejer"}),
        department=DEPARTMENT,
        password_hash=password_hash,
    )

    def opened(file: str = "boernefaglig_undersoegelse.bpmn") -> None:
        sign_in("pia")
        page.set_default_timeout(CHECKED)
        page.goto(f"{served.url}/studio/hjemmetraening/tegning/{file}")
        page.locator("[data-ready=true]").wait_for()

    return opened
