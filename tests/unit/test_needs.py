"""A test without its browser or server is named, and fails where everything must run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _run(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A run of one test that needs a browser, on a machine that has none in its path."""
    test = tmp_path / "test_page.py"
    test.write_text("import pytest\n\n@pytest.mark.browser\ndef test_page():\n    pass\n")
    command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "-p", "tests.conftest", test]
    env = {"PATH": str(tmp_path), "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([*command, "-p", "no:cacheprovider"], env=env, capture_output=True, text=True, check=False)


def test_on_a_persons_machine_it_is_skipped_and_named(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "Tests that did NOT run: 1, because no Chromium was found" in done.stdout


def test_where_everything_must_run_it_fails(tmp_path: Path) -> None:
    done = _run(tmp_path, CI="true")
    assert done.returncode == 1
    assert "nothing may be skipped" in done.stdout


@pytest.mark.parametrize("ci", ["", "true"])
def test_with_a_browser_it_runs(tmp_path: Path, ci: str) -> None:
    done = _run(tmp_path, CI=ci, CHROMIUM="/some/chromium")
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
