"""Starting the program again leaves what process owners have deployed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app import wiring
from app.preparation import deploy_installed
from engine.api import Engine
from engine.commands import DeployDrafts, SaveDraft, Viewer
from engine.errors import WrongState

KEY, FILE = "hjemmetraening", "boernefaglig_undersoegelse.bpmn"
LIBRARY = Path(__file__).parents[3] / "processes" / "home_training"
OWNER = Viewer("pia", "Pia Krogh", frozenset({"procesejer"}), "Familie og handicap")


def _deploy_in_the_studio(engine: Engine) -> None:
    studio = engine.authoring
    changed = studio.content(OWNER, KEY, FILE).replace(b"P14D", b"P21D")
    studio.save(SaveDraft(KEY, FILE, changed, studio.diagram(OWNER, KEY, FILE).base, OWNER))
    shown = studio.proposal(OWNER, KEY)
    studio.deploy(DeployDrafts(KEY, "Tidligere.", shown.running_hash, shown.result_hash, OWNER))


def test_a_version_from_the_studio_survives_a_restart(deployed: Engine) -> None:
    _deploy_in_the_studio(deployed)
    studio = deployed.authoring

    deploy_installed(deployed)

    assert [each.version for each in deployed.deployments()] == [1, 2]
    assert b"P21D" in studio.content(OWNER, KEY, FILE, running=True)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The library as a newer program brings it."""
    folder = tmp_path / "home_training"
    shutil.copytree(LIBRARY, folder)
    manifest = folder / "manifest.yaml"
    manifest.write_text(
        manifest.read_text("utf-8").replace("navn: Hjemmetræning", "navn: Ny hjemmetræning", 1), "utf-8"
    )
    return folder


def test_a_new_program_does_not_take_the_place_of_what_an_owner_deployed(
    deployed: Engine, newer: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _deploy_in_the_studio(deployed)
    monkeypatch.setattr(wiring, "libraries", lambda: [newer])

    deploy_installed(deployed)

    assert [each.version for each in deployed.deployments()] == [1, 2]
    assert "version 2 blev udrullet af »pia«" in caplog.text
    assert "--replaces 2" in caplog.text


def test_files_take_another_persons_version_only_by_its_number(deployed: Engine, newer: Path) -> None:
    _deploy_in_the_studio(deployed)
    for replaces in (None, 1):
        with pytest.raises(WrongState, match=r"»pia«.*»Tidligere\.«"):
            deployed.deploy(newer, by="drift", replaces=replaces)
    assert deployed.deploy(newer, by="drift", replaces=2).version == 3
    assert deployed.deploy(LIBRARY, by="drift").version == 4  # one's own needs no number
