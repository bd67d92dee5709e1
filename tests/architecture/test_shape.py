"""The shape of the repository: who imports whom, what every module says of itself, what does not belong."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("app", "engine", "processes", "tasks", "webhooks")
MODULES = sorted(path for part in PARTS for path in (ROOT / part).rglob("*.py") if "node_modules" not in path.parts)
TRACKED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
    "\0"
)
FILES = [path for name in TRACKED if name and (path := ROOT / name).is_file()]

MAX_LINES = 350
# Whose names give a registry away in a lock file or a setting.
REGISTRIES = re.compile(r"pypi\.org|pythonhosted|npmjs\.(org|com)|files\.python|deb\.debian|crates\.io|proxy\.golang")


def test_the_import_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_for_and_holds_one_subject(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), "no docstring"
    assert source.count("\n") <= MAX_LINES, "which two subjects does it hold?"


def test_only_the_clock_reads_a_clock() -> None:
    """Also in ways the linter does not know: whoever imports `time` may only measure or wait."""
    reads = re.compile(r"\btime\.(time|localtime|gmtime|time_ns)\(|\bdatetime\.(now|utcnow|today)\(|\bdate\.today\(")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in MODULES
        for match in reads.finditer(path.read_text(encoding="utf-8"))
    ]
    assert [line for line in found if not line.startswith("engine/clock.py")] == []


def test_no_data_is_run_as_code() -> None:
    """No eval, exec, pickle or shell anywhere but in the tests."""
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
                if names & {"pickle", "shelve", "marshal", "dill"}:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-build.txt", "requirements-dev.txt"])
def test_a_python_lock_names_no_host_and_hashes_everything(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    entries = [line for line in text.splitlines() if re.match(r"\S+==", line)]
    assert entries
    assert all(line.endswith("\\") for line in entries), "an entry without a hash"


@pytest.mark.parametrize("name", ["requirements", "requirements-build", "requirements-dev"])
def test_a_lock_holds_everything_that_is_asked_for(name: str) -> None:
    asked = {_package(line) for line in (ROOT / f"{name}.in").read_text().splitlines() if line[:1].isalpha()}
    locked = {_package(line) for line in (ROOT / f"{name}.txt").read_text().splitlines() if line[:1].isalnum()}
    assert asked - locked == set(), "run python3 do.py lock"


def _package(line: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", line)
    assert found, line
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def test_the_front_ends_lock_names_no_host() -> None:
    assert '"resolved"' not in (ROOT / "tasks/package-lock.json").read_text(encoding="utf-8")


def test_no_registry_is_named_anywhere() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in FILES
        if path != Path(__file__) and REGISTRIES.search(path.read_bytes().decode(errors="ignore"))
    ]
    assert found == []


def test_nothing_built_or_borrowed_is_committed() -> None:
    """Installed packages, builds, databases and settings are made by do.py and stay out."""
    kept_out = re.compile(
        r"(^|/)(node_modules|static|\.venv|var|vendor|third_party|dist|build|__pycache__)/|\.(db|whl|min\.js|map|pyc)$|\.env$"
    )
    names = [str(path.relative_to(ROOT)) for path in FILES]
    assert [name for name in names if kept_out.search(name)] == []


@pytest.mark.parametrize(
    "path", ["var/sagsgang.db", "var/local.env", "tasks/static/app.js", "tasks/node_modules/x", ".venv/x"]
)
def test_git_ignores_what_is_made_here(path: str) -> None:
    done = subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False)
    assert done.returncode == 0, path


def test_files_are_modest() -> None:
    assert [str(path.relative_to(ROOT)) for path in FILES if path.stat().st_size > 1_000_000] == []
