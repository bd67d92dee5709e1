"""What the command line says to people: Danish, and with what to do next."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from app import cli, demo, wiring
from engine.api import Engine
from engine.clock import SystemClock
from engine.commands import RetryIncident
from engine.mending import Mending
from engine.views import IncidentRow
from tests.unit.app.test_running import get, serving

Output = pytest.CaptureFixture[str]
LIBRARY = next(folder for folder in wiring.libraries() if folder.name == "home_training")


def _said(output: Output, *arguments: str, code: int = 0) -> str:
    assert cli.main(arguments) == code
    return output.readouterr().out


def test_a_deployment_says_its_version(environment: dict[str, str], capsys: Output) -> None:
    assert "taget i brug som version 1" in _said(capsys, "deploy", str(LIBRARY))
    assert "version 1 kører allerede" in _said(capsys, "deploy", str(LIBRARY))


def test_a_refused_deployment_says_where(environment: dict[str, str], tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "manifest.yaml").write_text("noegle: [", encoding="utf-8")
    said = _said(capsys, "deploy", str(tmp_path), code=1)
    assert "manifest.yaml:1: fejl [" in said


def test_a_folder_that_is_not_there_is_wrong_use(environment: dict[str, str], tmp_path: Path) -> None:
    assert cli.main(["deploy", str(tmp_path / "nej")]) == 2


def test_the_law_is_told_in_words(capsys: Output) -> None:
    coverage = _said(capsys, "law", "coverage", "--library", str(LIBRARY))
    assert "krav bæres af mindst ét sted" in coverage
    assert "Trin, som intet krav beder om" in coverage
    bare = coverage.split("intet bærer")[1].splitlines()[1].split(":")[0].strip()
    assert "Intet bærer kravet." in _said(capsys, "law", "show", bare)


def test_accounts_are_listed_in_words(environment: dict[str, str], engine: Engine, capsys: Output) -> None:
    engine.add_account(
        username="lars", name="Lars Berg", roles=frozenset({"leder"}), department="Familie", password_hash="x"
    )
    assert _said(capsys, "user", "list") == "lars: Lars Berg, Familie, leder\n"


def test_an_incident_is_told_with_what_to_do(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    row = IncidentRow("i1", "c1", "2031-118", "Timer_18", "Timeren gav ingen dato.", "Ret den.", SystemClock().now())
    retried: list[RetryIncident] = []
    monkeypatch.setattr(Engine, "incidents", lambda _engine, _viewer: [row])
    monkeypatch.setattr(Mending, "retry", lambda _mending, command: retried.append(command))
    said = _said(capsys, "incidents", "list")
    assert "sag 2031-118" in said
    assert "Ret den." in said
    assert "igen" in _said(capsys, "incidents", "retry", "i1")
    assert [command.incident for command in retried] == ["i1"]


def test_with_no_incidents_it_says_so(environment: dict[str, str], capsys: Output) -> None:
    assert _said(capsys, "incidents", "list") == "Intet er gået i stå.\n"


def test_health_is_told_in_words(deployed: Engine, capsys: Output) -> None:
    assert "intet forfaldent" in _said(capsys, "health")


def test_a_password_is_asked_for_twice(
    environment: dict[str, str], engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def answering(*answers: str) -> Callable[[str], str]:
        left = list(answers)
        return lambda _prompt: left.pop(0)

    arguments = ["user", "add", "lars", "--name", "L", "--roles", "leder", "--department", "F"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", answering("en lang adgangskode", "en anden adgangskode"))
    assert cli.main(arguments) == 2
    monkeypatch.setattr("getpass.getpass", answering("en lang adgangskode", "en lang adgangskode"))
    assert "lars er oprettet" in _said(capsys, *arguments)


def test_an_account_needs_a_role(environment: dict[str, str]) -> None:
    assert cli.main(["user", "add", "x", "--name", "X", "--roles", " , ", "--department", "F"]) == 2


def test_a_role_that_no_process_knows_is_refused(
    environment: dict[str, str], deployed: Engine, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    arguments = ["user", "add", " lars ", "--name", "L", "--department", " Familie ", "--password-stdin", "--roles"]
    monkeypatch.setattr("sys.stdin", io.StringIO("en lang adgangskode\n" * 2))
    assert cli.main([*arguments, "leder,sagsbehandlr"]) == 2
    said = capsys.readouterr().err
    assert "sagsbehandlr" in said
    assert "sagsbehandler, sundhedsfaglig" in said
    assert deployed.accounts() == []
    assert cli.main([*arguments, "leder,sagsbehandler"]) == 0
    made = deployed.account("lars")
    assert made is not None
    assert made.department == "Familie"


@pytest.mark.parametrize("blank", ["username", "name", "department"])
def test_an_account_needs_its_texts(environment: dict[str, str], blank: str) -> None:
    given = {"username": "x", "name": "X", "department": "F"} | {blank: " "}
    arguments = ["user", "add", given["username"], "--name", given["name"], "--department", given["department"]]
    assert cli.main([*arguments, "--roles", "leder", "--password-stdin"]) == 2


def test_the_demonstration_is_a_word_of_its_own(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Output
) -> None:
    monkeypatch.setattr(demo, "PASSWORD_FILE", tmp_path / "demo-accounts.txt")
    monkeypatch.setattr(demo, "read_demo", lambda _path, _today: demo.Demo((_signe(),), ()))
    said = _said(capsys, "demo")
    assert "Demobrugere" in said
    assert "signe" in said


def _signe() -> demo.Person:
    return demo.Person("signe", "Signe Holm", "Familie", frozenset({"sagsbehandler"}))


def test_serving_an_empty_installation_prepares_it_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `do.py run --empty` starts: a database that is not there yet."""
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    monkeypatch.setenv("SAGSGANG_SECURE_COOKIES", "no")
    with serving("--prepare", "--no-worker") as (_, url):
        assert get(url, "/log-ind") == 200
    assert cli.main(["incidents", "list"]) == 0
