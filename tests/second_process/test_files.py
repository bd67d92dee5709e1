"""The files alone: they are checked and deployed, and nothing but them knows the process."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from app import wiring
from app.cli import main
from engine.api import Engine
from engine.commands import SYSTEM, OpenCase, SendMessage, Viewer
from engine.errors import WrongState
from engine.files import check_library
from engine.model import Json
from engine.views import WorklistFilter

from .conftest import FOLDER

ROOT = Path(__file__).parents[2]
ALMA: dict[str, Json] = {"barn": {"navn": "Alma Winther", "foedselsdato": "2016-01-04"}}
BUSTER: dict[str, Json] = {"hund": {"navn": "Buster"}}


def test_no_rule_finds_anything_wrong() -> None:
    assert check_library(FOLDER) == []


def test_it_is_files_alone() -> None:
    assert {file.suffix for file in FOLDER.rglob("*") if file.is_file()} == {
        ".bpmn",
        ".csv",
        ".dmn",
        ".form",
        ".json",
        ".yaml",
    }


def _naming(where: str) -> list[str]:
    """The files that name the process, committed or not; `where` is git's pathspec."""
    words = ["git", "grep", "--untracked", "-li", "hundetegn", "--", where]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


def test_nothing_but_tests_names_it() -> None:
    assert _naming("tests/second_process")
    assert _naming(":!tests") == []
    assert FOLDER not in wiring.libraries()


def test_two_processes_run_in_one_database(engine: Engine) -> None:
    training = engine.open_case(OpenCase("hjemmetraening", "Nord", ALMA, SYSTEM))
    licence = engine.open_case(OpenCase("hundetegn", "Nord", BUSTER, SYSTEM))
    anne = Viewer("anne", "Anne Holm", frozenset({"sagsbehandler"}), "Nord")

    assert {(row.process, row.id) for row in engine.cases(anne).rows} == {
        ("hjemmetraening", training),
        ("hundetegn", licence),
    }
    names = {row.case: row.name for row in engine.worklist(anne, WorklistFilter()).rows}
    assert names == {training: "Orientér om hjemmetræning", licence: "Ansøg om hundetegn"}


def test_a_case_knows_only_its_own_processes(engine: Engine) -> None:
    training = engine.open_case(OpenCase("hjemmetraening", "Nord", ALMA, SYSTEM))
    licence = engine.open_case(OpenCase("hundetegn", "Nord", BUSTER, SYSTEM))

    assert {option.value for option in engine.case(SYSTEM, licence).messages} == {"hundetegn.bid"}
    for case, foreign in ((training, "hundetegn.bid"), (licence, "hjemmetraening.ekstra_besoeg")):
        with pytest.raises(WrongState):
            engine.send_message(SendMessage(case, foreign, {}, SYSTEM))


def test_deploying_it_again_leaves_both_as_they_are(engine: Engine) -> None:
    before = {(each.process, each.version) for each in engine.deployments()}
    assert not engine.deploy(FOLDER, by="test").new
    assert {(each.process, each.version) for each in engine.deployments()} == before
    assert {process for process, _ in before} >= {"hjemmetraening", "hundetegn"}


@pytest.mark.parametrize(
    "words", [["check", "."], ["test", "scenarios"], ["simulate", "."]], ids=lambda words: words[0]
)
def test_the_command_line_takes_the_folder(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    word, place = words
    assert main([word, str(FOLDER / place)]) == 0, capsys.readouterr().err
