"""`sagsgang receiver`, and the settings it goes by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import config
from app.cli import main
from app.config import ConfigError, load
from engine.api import Engine
from tests.unit.webhooks.receiving import AUTHORITY
from webhooks.addresses import AllowedHost

Output = pytest.CaptureFixture[str]
URL = "https://modtager.dk/haendelser"


@pytest.fixture(autouse=True)
def hosts(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(config.WEBHOOK_HOSTS, "modtager.dk")


def _listed(capsys: Output) -> list[dict[str, Any]]:
    assert main(["receiver", "list", "--json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["receivers"]
    return rows


def test_a_receiver_is_added_listed_switched_and_removed(deployed: Engine, capsys: Output) -> None:
    assert main(["receiver", "list"]) == 0
    assert "Ingen systemer får besked" in capsys.readouterr().out
    added = ["receiver", "add", "loen", URL, "--types", "payout.granted, case.ended", "--department", "Nord"]
    assert main(added) == 0
    told = capsys.readouterr().out
    secret = told.splitlines()[-1]
    assert secret.startswith("whsec_")
    (row,) = _listed(capsys)
    assert (row["name"], row["url"], row["department"]) == ("loen", URL, "Nord")
    assert row["types"] == ["payout.granted", "case.ended"]
    assert secret not in json.dumps(row)
    assert main(["receiver", "disable", "loen"]) == 0
    assert _disabled(capsys) == "Slået fra af driften."
    assert main(["receiver", "enable", "loen"]) == 0
    assert _disabled(capsys) is None
    assert main(["receiver", "list"]) == 0
    assert "payout.granted, case.ended; Nord; i orden" in capsys.readouterr().out
    assert main(["receiver", "remove", "loen"]) == 0
    capsys.readouterr()
    assert _listed(capsys) == []


def _disabled(capsys: Output) -> object:
    capsys.readouterr()
    (row,) = _listed(capsys)
    return row["disabled_reason"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["add", "x", "http://modtager.dk/"], 2, "https://"),
        (["add", "x", "https://anden.dk/"], 2, "SAGSGANG_WEBHOOK_HOSTS"),
        (["add", "x", URL, "--types", "sag.slut"], 1, "Ingen proces skriver hændelser af typen »sag.slut«"),
        (["disable", "x"], 1, "ingen modtager ved navn »x«"),
    ],
)
def test_what_is_refused(arguments: list[str], code: int, says: str, deployed: Engine, capsys: Output) -> None:
    assert main(["receiver", *arguments]) == code
    told = capsys.readouterr()
    assert says in told.err
    assert told.out == ""
    assert deployed.outgoing.receivers() == []


def test_where_events_may_be_sent_is_a_setting(environment: dict[str, str], tmp_path: Path) -> None:
    assert load(environment).webhook_hosts == ()
    assert load(environment).webhook_ca is None
    set_ = environment | {config.WEBHOOK_HOSTS: "a.dk b.dk:8443", config.WEBHOOK_CA: str(AUTHORITY)}
    assert load(set_).webhook_hosts == (AllowedHost("a.dk"), AllowedHost("b.dk", 8443))
    assert load(set_).webhook_ca == AUTHORITY
    empty = tmp_path / "tom.pem"
    empty.write_bytes(b"")
    for wrong in (str(empty), str(tmp_path / "findes-ikke.pem"), str(tmp_path)):
        with pytest.raises(ConfigError, match="SAGSGANG_WEBHOOK_CA"):
            load(set_ | {config.WEBHOOK_CA: wrong})
    with pytest.raises(ConfigError, match=r"SAGSGANG_WEBHOOK_HOSTS, nr\. 1"):
        load(set_ | {config.WEBHOOK_HOSTS: "*"})
