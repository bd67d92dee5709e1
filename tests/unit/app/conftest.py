"""An installation in a temporary directory, as the command line sees it."""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import config, wiring
from app.preparation import deploy_installed
from engine.api import Engine

SECRET = "whsec_" + b64encode(b"s" * 32).decode()


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[None]:
    """A word of the command line sets the logging up for its whole process; here it is put back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def environment(tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings of a migrated installation without accounts or processes."""
    database = tmp_path / "sagsgang.db"
    database.write_bytes(migrated_sqlite.read_bytes())
    settings = {
        config.DATABASE_URL: f"sqlite:///{database}",
        config.WEBHOOK_SECRETS: f"portal={SECRET}",
        config.SECURE_COOKIES: "no",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return settings


@pytest.fixture
def engine(environment: dict[str, str]) -> Iterator[Engine]:
    opened = wiring.open_installation(config.load(environment))
    yield opened
    opened.close()


@pytest.fixture
def deployed(engine: Engine) -> Engine:
    """The same with the installed process libraries in use."""
    deploy_installed(engine)
    return engine
