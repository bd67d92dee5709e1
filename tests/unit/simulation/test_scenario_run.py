from pathlib import Path

import pytest

from app.simulation.authored import parse_yaml
from app.simulation.coverage import coverage
from app.simulation.library import Library
from app.simulation.scenario_file import read_scenario, scenario_of
from app.simulation.scenario_run import ScenarioResult, run_scenario
from engine.extension import ServiceRegistry

SCENARIOS = sorted((Path(__file__).parent / "kolonihave" / "scenarios").glob("*.yaml"))
HEAD = "navn: Prøve\nstart: {proces: kolonihave, dato: 2017-03-01, fakta: {ansoeger.navn: Vilma}}\ntrin:\n"
RULED = "  - opgave: Modtag ansøgning\n    udfyld: {sag.areal: 250}\n"


def _run(library: Library, steps: str) -> ScenarioResult:
    return run_scenario(scenario_of(parse_yaml((HEAD + steps).encode(), "s.yaml")), library, ServiceRegistry())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_owners_scenarios_hold(allotment: Library, path: Path) -> None:
    assert run_scenario(read_scenario(path), allotment, ServiceRegistry()).failure is None


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("  - opgave: Modtag ansogning\n", ["trin 1", "ikke er åben|er ikke åben", "»Modtag ansøgning«", "Mente du"]),
        ("  - opgave: Modtag ansøgning\n    udfyld: {sag.arael: 1}\n", ["intet felt »sag.arael«", "»sag.areal«"]),
        ("  - opgave: Modtag ansøgning\n    udfyld: {sag.areal: 999}\n", ["blev afvist", "sag.areal"]),
        ("  - opgave: Modtag ansøgning\n    udfyld: {sag.vand: nej, sag.vand_fra: x}\n", ["vises ikke"]),
        ("  - afvises: {opgave: Modtag ansøgning}\n", ["Forventede", "blev afsluttet"]),
        ("  - afvises: {opgave: Modtag ansøgning, udfyld: {sag.areal: 999}, stop: K1}\n", ["af K1", "af andet"]),
        ("  - afvises: {opgave: Modtag ansøgning, udfyld: {sag.areal: 999}, felt: sag.vand}\n", ["af andet"]),
        ("  - spol_frem: 2017-02-01\n", ["ikke spoles tilbage"]),
        ("  - send_besked: {navn: findes_ikke}\n", ["findes_ikke", "blev afvist"]),
        ("  - indtil: {opgave: Findes ikke}\n", ["blev aldrig åben", "afsluttet"]),
        ("  - forvent: {opgave: Vurdér ansøgning}\n", ["»Modtag ansøgning«"]),
        ("  - forvent: {ingen_opgave: Modtag ansøgning}\n", ["ikke er åben"]),
        ("  - forvent: {fakta: {ansoeger.navn: Alma, areal: 3}}\n", ["»Vilma«", "areal er »3«; det er tomt"]),
        ("  - forvent: {milepael: tildelt}\n", ["milepælen »tildelt« mindst én gang", "0 gange"]),
        ("  - forvent: {haendelse: payout.granted}\n", ["hændelsen"]),
        ("  - forvent: {brev: K-10}\n", ["brevet »K-10«"]),
        ("  - forvent: {eskaleret: true}\n", ["er eskaleret"]),
        ("  - forvent: {overskredet: Modtag ansøgning}\n", ["fristen", "ingen"]),
        ("  - forvent: {afsluttet: true}\n", ["er afsluttet; den er åben"]),
        (
            RULED + "  - indtil: {opgave: Syn haven}\n  - forvent: {ikke_haendelse: payout.granted}\n",
            ["trin 3", "1 gange"],
        ),
        (RULED + "  - indtil: {opgave: Syn haven}\n  - forvent: {milepael: tildelt, antal: 2}\n", ["2 gange"]),
        ("  - spol_frem: P1D\n  - forvent: {eskaleret: true}\n", ["s.yaml:5: trin 2"]),
    ],
)
def test_a_wrong_scenario_fails_and_says_where_and_why(allotment: Library, steps: str, expected: list[str]) -> None:
    failure = _run(allotment, steps).failure

    assert failure is not None
    assert failure.startswith("s.yaml:")
    for words in expected:
        assert any(each in failure for each in words.split("|")), failure


def test_coverage_counts_what_the_scenarios_reached(allotment: Library) -> None:
    nothing = coverage(allotment, [])
    refused = _run(
        allotment, RULED + "  - opgave: Vurdér ansøgning\n    udfyld: {sag.afgoerelse: nej, sag.begrundelse: x}\n"
    )
    found = coverage(allotment, [refused.history])

    assert refused.failure is None
    assert nothing.visited == frozenset()
    assert nothing.requirements == {"K-1", "K-2", "K-3"}
    assert ("kolonihave", "Slut_Afslag") in found.visited
    assert ("kolonihave", "Rykker") in found.elements.keys() - found.visited
    assert found.requirements_visited == {"K-1", "K-3"}
