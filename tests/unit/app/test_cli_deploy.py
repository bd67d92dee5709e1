"""A deployment by the command line that loosens what the law forbids."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app import cli
from engine.api import Engine

LIBRARY = Path(__file__).parents[3] / "processes" / "home_training"
Output = pytest.CaptureFixture[str]


@pytest.fixture
def loosened(tmp_path: Path) -> Path:
    """The library without its hard stops."""
    folder = shutil.copytree(LIBRARY, tmp_path / "bibliotek")
    (folder / "law" / "hard_stops.yaml").write_text("[]", encoding="utf-8")
    return folder


def test_it_names_the_stops_and_wants_a_second_person(deployed: Engine, loosened: Path, capsys: Output) -> None:
    for more in ([], ["--approved-by", "pia"]):
        assert cli.main(["deploy", str(loosened), "--by", "pia", "--json", *more]) == 1
        findings = json.loads(capsys.readouterr().out)["findings"]
        assert {finding["rule"] for finding in findings} == {"hard-stop-approval"}
        assert all("--approved-by" in finding["message"] for finding in findings)
    assert cli.main(["deploy", str(loosened), "--by", "pia", "--approved-by", "per", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == 2
