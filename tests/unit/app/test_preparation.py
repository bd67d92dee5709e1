"""Starting the program again leaves what process owners have deployed."""

from __future__ import annotations

from app.preparation import deploy_installed
from engine.api import Engine
from engine.commands import DeployDrafts, SaveDraft, Viewer

KEY, FILE = "hjemmetraening", "boernefaglig_undersoegelse.bpmn"
OWNER = Viewer("pia", "Pia Krogh", frozenset({"procesejer"}), "Familie og handicap")


def test_a_version_from_the_studio_survives_a_restart(deployed: Engine) -> None:
    studio = deployed.authoring
    changed = studio.content(OWNER, KEY, FILE).replace(b"P14D", b"P21D")
    studio.save(SaveDraft(KEY, FILE, changed, studio.diagram(OWNER, KEY, FILE).base, OWNER))
    shown = studio.proposal(OWNER, KEY)
    studio.deploy(DeployDrafts(KEY, "Tidligere.", shown.running_hash, shown.result_hash, OWNER))

    deploy_installed(deployed)

    assert [each.version for each in deployed.deployments()] == [1, 2]
    assert b"P21D" in studio.content(OWNER, KEY, FILE, running=True)
