"""The files that tell others what this is: licence, publiccode.yml, changelog, docs."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import app.cli

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def test_the_licence_is_the_whole_text() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in text
    assert "Appendix" in text


def test_publiccode_says_the_same_as_the_project() -> None:
    """The keys that the standard requires, with values it knows."""
    content = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert content["publiccodeYmlVersion"] == "0"
    assert content["name"] == "Sagsgang"
    assert content["softwareVersion"] == PROJECT["version"]
    assert content["legal"]["license"] == PROJECT["license"] == "EUPL-1.2"
    assert content["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert content["softwareType"] == "standalone/web"
    assert content["maintenance"]["type"] == "community"
    assert content["maintenance"]["contacts"]
    assert content["localisation"] == {"localisationReady": False, "availableLanguages": ["da"]}
    for text in content["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in text["features"])


def test_the_changelog_knows_this_version() -> None:
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_the_pages_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {"run", "test", "check", "setup", "lock"}
    words = set(re.findall(r"(?:sagsgang|do\.py) ([a-z][a-z-]+)", page.read_text(encoding="utf-8"))) - own
    for word in sorted(words):
        assert app.cli.main([word, "--help"]) == 0, f"{word}: {capsys.readouterr().err}"
