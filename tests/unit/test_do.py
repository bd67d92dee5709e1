"""The set-up: stamped, mended after an interruption, and clear about what is missing."""

from __future__ import annotations

import importlib.util
import os
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """do.py as a module, working in an empty directory."""
    spec = importlib.util.spec_from_file_location("do_under_test", ROOT / "do.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "do_under_test", module)  # dataclasses look their module up
    spec.loader.exec_module(module)
    for name, path in {"ROOT": ".", "VENV": ".venv", "STAMPS": ".venv/stamps", "VAR": "var"}.items():
        monkeypatch.setattr(module, name, tmp_path / path)
    return module


class Steps:
    """Two steps, the second on top of the first; `done` tells which ran."""

    def __init__(self, do: ModuleType) -> None:
        self.do = do
        self.done: list[str] = []
        self.fail = ""
        for name in ("environment", "packages"):
            (do.ROOT / f"{name}.txt").write_text("1")
        do.STEPS = tuple(
            do.Step(name, name, (f"{name}.txt",), do.ROOT / name, lambda name=name: self.act(name))
            for name in ("environment", "packages")
        )

    def act(self, name: str) -> None:
        if name == self.fail:
            raise self.do.Failed(name)
        self.done.append(name)
        (self.do.ROOT / name).touch()

    def setup(self) -> list[str]:
        self.done.clear()
        self.do.setup()
        return list(self.done)


def test_a_second_setup_does_nothing(do: ModuleType) -> None:
    steps = Steps(do)
    assert steps.setup() == ["environment", "packages"]
    assert steps.setup() == []


def test_a_changed_input_does_its_step_again(do: ModuleType) -> None:
    steps = Steps(do)
    steps.setup()
    (do.ROOT / "packages.txt").write_text("2")
    assert steps.setup() == ["packages"]


def test_a_lost_result_is_made_again(do: ModuleType) -> None:
    steps = Steps(do)
    steps.setup()
    (do.ROOT / "packages").unlink()
    assert steps.setup() == ["packages"]


def test_a_new_environment_is_filled_again(do: ModuleType) -> None:
    steps = Steps(do)
    steps.setup()
    (do.ROOT / "environment.txt").write_text("2")
    assert steps.setup() == ["environment", "packages"]


def test_an_interrupted_setup_goes_on_where_it_stopped(do: ModuleType) -> None:
    steps = Steps(do)
    steps.fail = "packages"
    with pytest.raises(do.Failed):
        steps.setup()
    steps.fail = ""
    (do.ROOT / "packages").touch()  # half a result lies there already
    assert steps.setup() == ["packages"]


def test_a_step_that_worked_before_and_now_fails_is_not_taken_for_done(do: ModuleType) -> None:
    steps = Steps(do)
    steps.setup()
    (do.ROOT / "packages.txt").write_text("2")
    steps.fail = "packages"
    with pytest.raises(do.Failed):
        steps.setup()
    (do.ROOT / "packages.txt").write_text("1")
    steps.fail = ""
    assert steps.setup() == ["packages"]


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("Temporary failure in name resolution", "Check the network"),
        ("npm error code EAI_AGAIN", "Check the network"),
        ("ERROR: Could not find a version (from versions: none)", "Check the network"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "The output above says why"),
    ],
)
def test_a_failing_program_is_shown_with_advice(
    do: ModuleType, capsys: pytest.CaptureFixture[str], output: str, advice: str
) -> None:
    with pytest.raises(do.Failed, match=advice):
        do.require([sys.executable, "-c", f"print({output!r}); raise SystemExit(3)"], "try it", cwd=ROOT)
    assert output in capsys.readouterr().err


def test_local_secrets_are_made_once_and_for_the_owner_alone(do: ModuleType) -> None:
    do.VAR.mkdir()
    do.write_local_settings()
    path = do.VAR / "local.env"
    first = path.read_text()
    do.write_local_settings()
    assert path.read_text() == first
    assert "SAGSGANG_WEBHOOK_SECRETS=demo=whsec_" in first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_older_python_is_told_so() -> None:
    pretend = (
        f"import sys, runpy; sys.version_info = (3, 9, 1); runpy.run_path({str(ROOT / 'do.py')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11" in done.stderr


def test_without_a_word_the_words_are_listed() -> None:
    done = subprocess.run([sys.executable, ROOT / "do.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "python3 do.py run" in done.stdout


def test_pytests_closing_line_is_given_back(do: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    code, last = do.tee(
        [sys.executable, "-c", "print('one'); print('== 3 passed in 1s =='); print(); raise SystemExit(5)"]
    )
    assert (code, last) == (5, "== 3 passed in 1s ==")
    assert "one" in capsys.readouterr().out


def test_a_host_in_a_lock_is_found(do: ModuleType) -> None:
    (do.ROOT / "tasks").mkdir()
    (do.ROOT / "requirements.txt").write_text("--index-url somewhere\nflask==3.1.0\n")
    (do.ROOT / "requirements-build.txt").write_text("")
    (do.ROOT / "requirements-dev.txt").write_text("")
    (do.ROOT / "tasks/package-lock.json").write_text('{"resolved": "somewhere"}')
    assert len(do.lock_findings()) == 2


def test_it_is_executable() -> None:
    assert os.access(ROOT / "do.py", os.X_OK)
    assert os.access(ROOT / ".ci/run", os.X_OK)
