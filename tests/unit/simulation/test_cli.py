import json
import shutil
from pathlib import Path

import pytest

from app.cli import main

FOLDER = Path(__file__).parent / "kolonihave"


def test_simulate_prints_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", str(FOLDER), "--born", "1990-05-17", "--seed", "2", "--json"]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert (printed["process"], printed["born"], printed["seed"]) == ("kolonihave", "1990-05-17", 2)
    first = printed["events"][0]
    assert first["kind"] == "case_opened"
    assert first["at"].endswith(("T10:00:00+01:00", "T10:00:00+02:00"))
    assert {"at", "kind", "process", "element", "name"} <= first.keys()


def test_simulate_tells_the_timeline_in_danish(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", str(FOLDER), "--start", "2018-03-01", "--until", "2018-03-20"]) == 0

    out = capsys.readouterr().out
    assert "2018-03-01 10:00  sag åbnet" in out
    assert out.endswith("Sagen er stadig åben.\n")


def test_simulate_follows_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    scenario = FOLDER / "scenarios" / "hele_forloebet.yaml"
    assert main(["simulate", str(FOLDER), "--scenario", str(scenario), "--json"]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert (printed["seed"], printed["ended"], printed["problems"]) == (None, True, [])
    assert [e["name"] for e in printed["events"] if e["kind"] == "milestone"] == ["rykket", "afslag"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nabohjælp"], 2),
        ([], 2),
        ([str(FOLDER), "--born", "i går"], 2),
        ([str(FOLDER), "--born", "9990-01-01"], 2),
        ([str(FOLDER), "--scenario", "findes_ikke.yaml"], 1),
    ],
)
def test_simulate_says_what_it_cannot_use(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", *arguments]) == code

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err


@pytest.mark.parametrize("folder", [FOLDER / "scenarios", FOLDER])
def test_test_runs_a_folder_and_tells_coverage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(folder)]) == 0

    out = capsys.readouterr().out
    assert out.count("ok  ") == 2
    assert "kolonihave: " in out
    assert "3 af 3 krav" in out


def test_test_fails_with_the_step_when_one_scenario_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenarios = shutil.copytree(FOLDER, tmp_path / "kolonihave") / "scenarios"
    for file in scenarios.iterdir():
        file.unlink()
    right = (FOLDER / "scenarios" / "syn.yaml").read_text(encoding="utf-8")
    (scenarios / "a.yaml").write_text(right, encoding="utf-8")
    (scenarios / "b.yaml").write_text(right.replace("antal: 1", "antal: 4", 1), encoding="utf-8")
    (scenarios / "c.yaml").write_text(right.replace("spol_frem", "spol_fram"), encoding="utf-8")

    assert main(["test", str(scenarios), "--json"]) == 1

    printed = json.loads(capsys.readouterr().out)
    assert (printed["passed"], printed["failed"]) == (1, 2)
    passed, wrong, misspelt = printed["scenarios"]
    assert passed["passed"]
    assert "b.yaml:5: trin 2" in wrong["failure"]
    assert "Mente du »spol_frem«" in misspelt["failure"]
    assert printed["coverage"]["kolonihave"]["elements"]["visited"] > 8


def test_test_wants_scenarios(tmp_path: Path) -> None:
    assert main(["test", str(tmp_path)]) == 2
    assert main(["test", str(tmp_path / "nej.yaml")]) == 1
