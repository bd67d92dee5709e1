"""Settings: nothing unsafe by default, everything wrong told at once, no secret repeated."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from app.config import ConfigError, load

SECRET = "whsec_" + b64encode(b"s" * 32).decode()
OTHER = "whsec_" + b64encode(b"o" * 32).decode()


def test_the_environment_says_it_all(tmp_path: Path) -> None:
    config = load(
        {
            "SAGSGANG_DATABASE_URL": "postgresql+psycopg://u@h/d",
            "SAGSGANG_WEBHOOK_SECRETS": f"portal={SECRET} skole={OTHER} portal={OTHER}",
        },
        tmp_path / "none",
    )
    assert config.database_url == "postgresql+psycopg://u@h/d"
    assert config.webhook_secrets == {"portal": (SECRET, OTHER), "skole": (OTHER,)}
    assert config.secure_cookies is True


@pytest.mark.parametrize(("text", "proxy"), [("", None), (" 127.0.0.1 ", "127.0.0.1"), ("::1", "::1")])
def test_a_proxy_is_believed_only_by_its_address(text: str, proxy: str | None, tmp_path: Path) -> None:
    settings = {"SAGSGANG_DATABASE_URL": "sqlite:///a.db", "SAGSGANG_PROXY": text}
    assert load(settings, tmp_path / "none").proxy == proxy


def test_there_is_no_default_database(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="SAGSGANG_DATABASE_URL"):
        load({}, tmp_path / "none")


def test_the_local_installation_fills_in_when_no_database_is_named(tmp_path: Path) -> None:
    local = tmp_path / "local.env"
    local.write_text("# mine\nSAGSGANG_DATABASE_URL=sqlite:////tmp/x.db\nSAGSGANG_SECURE_COOKIES=no\n")
    config = load({"HOME": "/"}, local)
    assert config.database_url == "sqlite:////tmp/x.db"
    assert config.secure_cookies is False


def test_a_real_installation_never_runs_on_the_local_ones_secrets(tmp_path: Path) -> None:
    local = tmp_path / "local.env"
    local.write_text(f"SAGSGANG_WEBHOOK_SECRETS=demo={SECRET}\nSAGSGANG_SECURE_COOKIES=no\n")
    config = load({"SAGSGANG_DATABASE_URL": "sqlite:///a.db"}, local)
    assert config.webhook_secrets == {}
    assert config.secure_cookies is True


@pytest.mark.parametrize(
    "entry",
    [
        "portal",
        "portal=",
        "=whsec_AAAA",
        "portal=hemmelig",
        "portal=whsec_!!!",
        "portal=whsec_" + b64encode(b"short").decode(),
    ],
)
def test_a_wrong_secret_is_told_by_its_place_and_not_repeated(entry: str, tmp_path: Path) -> None:
    settings = {"SAGSGANG_DATABASE_URL": "sqlite:///a.db", "SAGSGANG_WEBHOOK_SECRETS": f"skole={SECRET} {entry}"}
    with pytest.raises(ConfigError, match=r"nr\. 2") as caught:
        load(settings, tmp_path / "none")
    assert "hemmelig" not in str(caught.value)
    assert SECRET not in str(caught.value)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    settings = {
        "SAGSGANG_DATABASE_URL": "mysql://u:kodeord@h/d",
        "SAGSGANG_WEBHOOK_SECRETS": "x",
        "SAGSGANG_SECURE_COOKIES": "maybe",
        "SAGSGANG_PROXY": "*",
    }
    with pytest.raises(ConfigError) as caught:
        load(settings, tmp_path / "none")
    for name in settings:
        assert name in str(caught.value)
    assert "kodeord" not in str(caught.value)
