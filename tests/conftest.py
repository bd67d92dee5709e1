"""
What every test may ask for: databases, and a browser.

`database_url` is a fresh empty database and `engine_url` a fresh migrated
one, each once on SQLite and once on PostgreSQL. Where a machine has no server
or browser the tests that need one are skipped and named at the end; with
CI=true they fail.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres
from tests.measuring import measured

# Never a timed test: a busy machine must not turn a property red. A failure prints how to play it again.
settings.register_profile("sagsgang", deadline=None, print_blob=True)
settings.load_profile("sagsgang")

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_not_run: Counter[str] = Counter()


def find_browser() -> str | None:
    """The variable CHROMIUM, or the system's own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)


def _browser_missing() -> str | None:
    if find_browser():
        return None
    return "no Chromium was found (on Debian: apt-get install chromium; or set CHROMIUM to its path)"


_NEEDS: dict[str, Callable[[], str | None]] = {"browser": _browser_missing, "postgres": postgres.missing}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with measured(item):
        return (yield)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test without its browser or server is skipped, but never silently where everything must run."""
    for need, missing in _NEEDS.items():
        reason = missing() if item.get_closest_marker(need) else None
        if reason is None:
            continue
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI=true, so nothing may be skipped, but {reason}", pytrace=False)
        _not_run[reason] += 1
        pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _not_run:
        terminalreporter.section("did not run")
    for reason, count in _not_run.items():
        terminalreporter.write_line(f"Tests that did NOT run: {count}, because {reason}.")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; ask for it in tests marked `browser`."""
    found = find_browser()
    assert found is not None, "mark the test with `browser`"
    return found


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    """One server for the whole run, fast rather than durable; ask for it in tests marked `postgres`."""
    server = postgres.PostgresServer()
    try:
        yield server.start()
    finally:
        server.remove()


@pytest.fixture
def postgres_url(postgres_server: postgres.PostgresServer) -> Iterator[str]:
    """A fresh empty PostgreSQL database."""
    with postgres_server.database(next(_names)) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'sagsgang.db'}"
        return
    server: postgres.PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(next(_names)) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database of each kind, copied from one that was migrated once."""
    if request.param == "sqlite":
        path = tmp_path / "sagsgang.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server: postgres.PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(next(_names), template=request.getfixturevalue("migrated_postgres")) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: postgres.PostgresServer) -> str:
    """The name of the template database."""
    _migrate(postgres_server.create("migrated"))
    return "migrated"


def _migrate(url: str) -> None:
    from engine.api import open_engine  # late: a unit test of one part should not load the whole engine

    open_engine(url, migrate=True).close()


_names = (f"test_{number}" for number in itertools.count(1))
