"""`sagsgang migrate`, from a preview to a move and back, on the real library."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app import cli
from engine.api import Engine
from engine.clock import last_day
from engine.commands import SYSTEM, OpenCase
from engine.views import WorklistFilter

Output = pytest.CaptureFixture[str]
LIBRARY = Path(__file__).parents[3] / "processes" / "home_training"
OLD, NEW = "Orienter_om_hjemmetraening", "Giv_orientering"


def said(output: Output, *words: str, code: int = 0) -> str:
    assert cli.main(["migrate", *words]) == code
    captured = output.readouterr()
    return captured.out if "--json" in words else captured.out + captured.err


@pytest.fixture
def renamed(deployed: Engine, tmp_path: Path) -> Engine:
    """A case that stands at a task which version 2 calls otherwise."""
    deployed.open_case(
        OpenCase("hjemmetraening", "Familie", {"barn.navn": "Ida Prøve", "barn.foedselsdato": "2020-03-14"}, SYSTEM)
    )
    folder = Path(shutil.copytree(LIBRARY, tmp_path / "home_training"))
    file = folder / "diagrams" / "information.bpmn"
    file.write_text(file.read_text("utf-8").replace(f'"{OLD}"', f'"{NEW}"').replace(f">{OLD}<", f">{NEW}<"), "utf-8")
    deployed.deploy(folder, by=SYSTEM.id)
    return deployed


def test_a_case_is_previewed_moved_and_taken_back(renamed: Engine, capsys: Output) -> None:
    due = renamed.worklist(SYSTEM, WorklistFilter()).rows[0].due_at
    told = said(capsys, "information", "--to", "2", "--dry-run", code=1)
    assert f"--map {OLD}={NEW}" in told
    assert due is not None
    assert f": {last_day(due):%d-%m-%Y}\n" in told  # in time until that day is over, as the pages say it
    seen = json.loads(said(capsys, "information", "--to", "2", "--dry-run", "--json", "--map", f"{OLD}={NEW}"))
    assert (seen["total"], seen["clean"], seen["instances"][0]["verdict"]) == (1, 1, "clean")
    run = json.loads(said(capsys, "information", "--to", "2", "--accept", "--json"))["row"]
    assert (run["state"], run["moved"]) == ("done", 1)
    assert renamed.worklist(SYSTEM, WorklistFilter()).rows[0].due_at == due
    assert run["id"] in said(capsys, "information", "--list")
    back = json.loads(said(capsys, "--undo", run["id"], "--json"))["row"]
    assert (back["moved"], back["undone"]) == (0, 1)
    assert "0 flyttet" in said(capsys, "--status", run["id"])


def test_wrong_use_and_what_means_nothing_are_told_apart(renamed: Engine, capsys: Output) -> None:
    assert "Skriv, hvilket diagram" in said(capsys, code=2)
    assert "--to VERSION" in said(capsys, "information", "--dry-run", code=2)
    assert "--map Gammel=Ny" in said(capsys, "information", "--to", "2", "--map", "x", code=2)
    assert "findes ikke" in said(capsys, "ukendt", "--to", "2", "--dry-run", code=1)
    assert "Version 9" in said(capsys, "information", "--to", "9", "--dry-run", code=1)
    assert "»Intet«" in said(capsys, "information", "--to", "2", "--map", f"{OLD}=Intet", code=1)
    assert "Flytningen findes ikke" in said(capsys, "--status", "nej", code=1)
