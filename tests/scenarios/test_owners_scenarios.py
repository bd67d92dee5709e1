"""Every installed library's own scenarios, each a test."""

from functools import cache
from pathlib import Path

import pytest

from app import wiring
from app.simulation.library import read_library
from app.simulation.scenario_file import read_scenario
from app.simulation.scenario_run import run_scenario

pytestmark = pytest.mark.unmeasured(after=1)

SCENARIOS = [(folder, file) for folder in wiring.libraries() for file in sorted(folder.glob("scenarios/*.yaml"))]
_library = cache(read_library)


@pytest.mark.parametrize(("folder", "file"), SCENARIOS, ids=[f"{f.name}/{s.stem}" for f, s in SCENARIOS])
def test_a_scenario_holds(folder: Path, file: Path) -> None:
    assert run_scenario(read_scenario(file), _library(folder), wiring.service_tasks()).failure is None


def test_every_library_has_scenarios() -> None:
    assert {folder for folder, _ in SCENARIOS} == set(wiring.libraries())
