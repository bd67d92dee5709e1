"""The command line: 0 done, 1 findings, 2 wrong use; with --json one object and nothing else."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from app import cli, wiring
from engine.api import Engine

Output = pytest.CaptureFixture[str]
LIBRARY = next(folder for folder in wiring.libraries() if folder.name == "home_training")


def _json(output: Output) -> Any:
    return json.loads(output.readouterr().out)


@pytest.mark.parametrize("arguments", [[], ["findes-ikke"], ["serve", "--port", "x"], ["user", "add", "x"]])
def test_wrong_use_ends_with_2(arguments: list[str], capsys: Output) -> None:
    assert cli.main(arguments) == 2
    assert capsys.readouterr().out == ""


def test_help_is_no_wrong_use() -> None:
    assert cli.main(["--help"]) == 0


def test_missing_settings_end_with_2(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", "nowhere")
    assert cli.main(["user", "list"]) == 2
    assert "SAGSGANG_DATABASE_URL" in capsys.readouterr().err


def test_the_installed_library_has_no_findings_that_stop_it(capsys: Output) -> None:
    assert cli.main(["check", str(LIBRARY), "--json"]) == 0
    assert [row for row in _json(capsys)["findings"] if row["severity"] == "error"] == []


@pytest.mark.parametrize(
    "content",
    [b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', b"\x00\xff", b"", b"<a" * 50_000],
    ids=["doctype", "bytes", "empty", "deep"],
)
def test_a_hostile_file_is_a_finding(content: bytes, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "ond.bpmn"
    path.write_bytes(content)
    assert cli.main(["check", str(path), "--json"]) == 1
    [finding, *_] = _json(capsys)["findings"]
    assert set(finding) == {"file", "line", "element", "rule", "message", "severity"}
    assert finding["file"].endswith("ond.bpmn")


def test_a_path_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert cli.main(["check", str(tmp_path / "nej")]) == 2


def test_deploying_twice_changes_nothing(environment: dict[str, str], capsys: Output) -> None:
    assert cli.main(["deploy", str(LIBRARY), "--json", "--by", "pia"]) == 0
    first = _json(capsys)
    assert cli.main(["deploy", str(LIBRARY), "--json", "--by", "pia"]) == 0
    second = _json(capsys)
    assert (first["version"], first["new"]) == (1, True)
    assert (second["version"], second["new"]) == (1, False)


def test_a_refused_deployment_lists_its_findings(environment: dict[str, str], tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "manifest.yaml").write_text("noegle: [", encoding="utf-8")
    assert cli.main(["deploy", str(tmp_path), "--json"]) == 1
    assert _json(capsys)["findings"]


def test_an_account_is_made_from_standard_input(
    environment: dict[str, str], engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("en lang adgangskode\n"))
    arguments = ["user", "add", "signe", "--name", "Signe Holm", "--roles", "sagsbehandler, leder"]
    assert cli.main([*arguments, "--department", "Familie", "--password-stdin", "--json"]) == 0
    assert _json(capsys)["roles"] == ["leder", "sagsbehandler"]
    account = engine.account("signe")
    assert account is not None
    assert account.password_hash.startswith("$argon2id$")
    assert cli.main(["user", "list", "--json"]) == 0
    assert [row["username"] for row in _json(capsys)["accounts"]] == ["signe"]


@pytest.mark.parametrize("password", ["kort", "", "x" * 300])
def test_a_password_that_will_not_do_is_wrong_use(
    environment: dict[str, str], engine: Engine, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    arguments = ["user", "add", "signe", "--name", "S", "--roles", "leder", "--department", "F", "--password-stdin"]
    assert cli.main(arguments) == 2
    assert engine.accounts() == []


def test_a_username_is_taken_once(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    arguments = ["user", "add", "signe", "--name", "S", "--roles", "leder", "--department", "F", "--password-stdin"]
    codes = []
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.StringIO("en lang adgangskode\n"))
        codes.append(cli.main(arguments))
    assert codes == [0, 1]
    assert "signe" in capsys.readouterr().err


def test_feel_is_evaluated_with_a_context(tmp_path: Path, capsys: Output) -> None:
    context = tmp_path / "c.json"
    context.write_text('{"alder": 4}')
    assert cli.main(["feel", "alder * 2", "--context", str(context)]) == 0
    assert _json(capsys) == {"value": 8}


def test_feel_finds_names_with_spaces_in_the_context(tmp_path: Path, capsys: Output) -> None:
    context = tmp_path / "c.json"
    context.write_text('{"sag": [{"første dag": "2016-08-01"}]}')
    assert cli.main(["feel", "date(sag[1].første dag).year", "--context", str(context)]) == 0
    assert _json(capsys) == {"value": 2016}


def test_feel_says_why_it_is_null(capsys: Output) -> None:
    assert cli.main(["feel", "1 / 0"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {"value": None}
    assert "divideres med nul" in err
    assert cli.main(["feel", "--json", "1 / 0"]) == 0
    assert _json(capsys) == {"value": None, "reasons": ["Der kan ikke divideres med nul. (tegn 3)"]}


def test_feel_that_does_not_parse_is_a_finding(capsys: Output) -> None:
    assert cli.main(["feel", "1 +"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err


@pytest.mark.parametrize("content", ["{", "[1]"])
def test_a_context_that_is_no_object_is_wrong_use(tmp_path: Path, content: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(content)
    assert cli.main(["feel", "1", "--context", str(path)]) == 2


def test_a_point_of_the_law_and_what_carries_it(capsys: Output) -> None:
    assert cli.main(["law", "coverage", "--json"]) == 0
    [library] = [row for row in _json(capsys)["libraries"] if row["process"] == "home_training"]
    carried = next(row for row in library["requirements"] if row["carriers"])
    assert cli.main(["law", "show", carried["id"], "--json"]) == 0
    assert _json(capsys) == carried
    assert cli.main(["law", "show", "P999-9", "--json"]) == 1


def test_the_matrix_is_told_both_ways(capsys: Output) -> None:
    cli.main(["law", "coverage", "--json"])
    [library] = [row for row in _json(capsys)["libraries"] if row["process"] == "home_training"]
    bare = {row["id"] for row in library["requirements"] if not row["carriers"]}
    assert set(library["uncarried"]) == bare
    steps = {row["element"] for row in library["unasked"]}
    carrying = {carrier["element"] for row in library["requirements"] for carrier in row["carriers"]}
    assert steps & carrying == set()


def test_nothing_stands_still_in_a_new_installation(deployed: Engine, capsys: Output) -> None:
    assert cli.main(["incidents", "list", "--json"]) == 0
    assert _json(capsys) == {"incidents": []}
    assert cli.main(["incidents", "retry", "nej"]) == 1


def test_health_of_a_new_installation(deployed: Engine, capsys: Output) -> None:
    assert cli.main(["health", "--json"]) == 0
    assert _json(capsys) == {"healthy": True, "seconds_behind": 0}


def test_an_older_database_is_refused_until_it_is_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert cli.main(["user", "list"]) == 1
    assert capsys.readouterr().err
    assert cli.main(["database", "upgrade"]) == 0
    assert cli.main(["user", "list"]) == 0
    assert cli.main(["prepare"]) == 0


def test_a_fault_of_the_program_is_told_without_values(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    name = "Alma Winther"

    def fail(_engine: Engine) -> None:
        raise ValueError(name)

    monkeypatch.setattr(Engine, "accounts", fail)
    assert cli.main(["user", "list", "--json"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "builtins.ValueError" in err
    assert name not in err
