"""Whole lives of dogs: the owners' scenarios, and seeded choices."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.simulation.coverage import coverage
from app.simulation.library import Library
from app.simulation.scenario_file import read_scenario
from app.simulation.scenario_run import run_scenario
from app.simulation.simulator import simulate
from engine.extension import ServiceRegistry

from .conftest import FOLDER

pytestmark = pytest.mark.unmeasured(after=1)

SCENARIOS = sorted(FOLDER.glob("scenarios/*.yaml"))
SEEDS = range(1, 11)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_holds(path: Path, dog_licence: Library) -> None:
    assert run_scenario(read_scenario(path), dog_licence, ServiceRegistry()).failure is None


def test_the_scenarios_go_everywhere(dog_licence: Library) -> None:
    histories = [run_scenario(read_scenario(path), dog_licence, ServiceRegistry()).history for path in SCENARIOS]
    found = coverage(dog_licence, histories)

    assert found.elements.keys() - found.visited == set()
    assert found.requirements_visited == {f"HT-{number}" for number in range(1, 8)}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_leads_to_the_end_and_always_the_same_way(seed: int, dog_licence: Library) -> None:
    print(f"seed {seed}")
    first, again = (simulate(dog_licence, ServiceRegistry(), seed=seed) for _ in range(2))

    assert (first.ended, first.problems) == (True, [])
    assert json.dumps(first.as_json()) == json.dumps(again.as_json())


def test_seeds_lead_different_ways(dog_licence: Library) -> None:
    runs = [simulate(dog_licence, ServiceRegistry(), seed=seed) for seed in SEEDS]
    milestones = {event.name for run in runs for event in run.events if event.kind == "milestone"}

    assert milestones == {"afslag", "tegn_udstedt", "fornyet", "tegn_slettet"}
    assert any(event.kind == "escalated" for run in runs for event in run.events)
