"""Simulated people in an ad-hoc sub-process: they choose by the seed, until it ends."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.simulation.authored import parse_yaml
from app.simulation.library import Library, read_library
from app.simulation.scenario_file import scenario_of
from app.simulation.scenario_run import ScenarioResult, run_scenario
from app.simulation.simulator import Simulation, simulate
from engine.extension import ServiceRegistry

from .conftest import FOLDER

PLAIN = 'camunda:candidateGroups="sagsbehandler" camunda:formRef="syn"'


def drawn(tmp_path: Path, inner: str, **attributes: str) -> Library:
    """The allotment's inspection, held in an ad-hoc sub-process."""
    folder = shutil.copytree(FOLDER, tmp_path / "kolonihave")
    path = folder / "diagrams" / "syn.bpmn"
    text = path.read_text(encoding="utf-8")
    first, last = text.index("<bpmn:userTask"), text.index("</bpmn:userTask>") + len("</bpmn:userTask>")
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    lanes = (
        '<bpmn:laneSet id="B"><bpmn:lane id="B1" name="Sagsbehandler"><bpmn:flowNodeRef>Opgave_Syn</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
    )
    box = f'<bpmn:adHocSubProcess id="Opgave_Syn" name="Syn"{given}>{inner}</bpmn:adHocSubProcess>'
    text = text[:first] + box + text[last:]
    path.write_text(text.replace('<bpmn:startEvent id="Start_Syn"', f'{lanes}<bpmn:startEvent id="Start_Syn"'), "utf-8")
    return read_library(folder)


COUNT = '<bpmn:extensionElements><sag:skriv sti="syn" vaerdi="sag.syn + 1" /></bpmn:extensionElements>'
TWO = "".join(f'<bpmn:userTask id="{name}" name="{name}" {PLAIN}>{COUNT}</bpmn:userTask>' for name in ("Haek", "Hus"))


def run(library: Library, seed: int) -> Simulation:
    return simulate(library, ServiceRegistry(), seed=seed, born=date(1990, 5, 17))


def done(simulation: Simulation) -> list[str]:
    return [event.element for event in simulation.events if event.kind == "task_completed"]


def with_inspections(library: Library) -> Simulation:
    runs = (run(library, seed) for seed in range(1, 20))
    return next(each for each in runs if "Opgave_Syn" in done(each))


@pytest.mark.parametrize("order", ["Parallel", "Sequential"])
def test_they_choose_and_end_it_as_the_seed_says(tmp_path: Path, order: str) -> None:
    library = drawn(tmp_path, TWO, ordering=order)
    simulation = with_inspections(library)
    assert (simulation.ended, simulation.problems) == (True, [])
    assert {"Haek", "Hus", "Opgave_Syn"} <= set(done(simulation))
    assert simulation.seed is not None
    assert done(run(library, simulation.seed)) == done(simulation)


def test_a_scenario_chooses_and_ends_it_by_name(tmp_path: Path) -> None:
    library = drawn(tmp_path, TWO)
    steps = (
        "  - indtil: {opgave: Syn}\n"
        "  - vaelg: {i: Syn, aktivitet: Hus}\n"
        "  - forvent: {opgave: Hus}\n"
        "  - opgave: Hus\n"
        "  - opgave: Syn\n"
        "  - forvent: {ingen_opgave: Syn}\n"
    )
    assert scenario(library, steps).failure is None
    wrong = scenario(library, "  - indtil: {opgave: Syn}\n  - vaelg: {i: Syn, aktivitet: Hsu}\n").failure
    assert wrong is not None
    assert "»Hsu« kan ikke vælges i »Syn«." in wrong
    assert "»Hus«" in wrong


def scenario(library: Library, steps: str) -> ScenarioResult:
    head = "navn: Prøve\nstart: {proces: kolonihave, dato: 2017-03-01, fakta: {ansoeger.navn: Vilma}}\ntrin:\n"
    return run_scenario(scenario_of(parse_yaml((head + steps).encode(), "s.yaml")), library, ServiceRegistry())


def test_with_a_condition_they_go_on_until_it_is_true(tmp_path: Path) -> None:
    enough = "<bpmn:completionCondition>sag.syn &gt;= 3</bpmn:completionCondition>"
    simulation = with_inspections(drawn(tmp_path, TWO + enough))
    assert (simulation.ended, simulation.problems) == (True, [])
    first = done(simulation).index("Opgave_Syn")
    assert len([name for name in done(simulation)[:first] if name in {"Haek", "Hus"}]) == 3
