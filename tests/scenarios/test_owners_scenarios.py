"""Every installed library's own scenarios, each a test."""

from pathlib import Path

import pytest

from app import wiring
from app.simulation.library import read_library
from app.simulation.scenario_file import read_scenario
from app.simulation.scenario_run import run_scenario

SCENARIOS = [(folder, file) for folder in wiring.libraries() for file in sorted(folder.glob("scenarios/*.yaml"))]


@pytest.mark.parametrize(("folder", "file"), SCENARIOS, ids=[f"{f.name}/{s.stem}" for f, s in SCENARIOS])
def test_a_scenario_holds(folder: Path, file: Path) -> None:
    assert run_scenario(read_scenario(file), read_library(folder), wiring.service_tasks()).failure is None


def test_every_library_has_scenarios() -> None:
    assert {folder for folder, _ in SCENARIOS} == set(wiring.libraries())
