from datetime import date

import pytest

from app.simulation.authored import AuthoredError, parse_yaml
from app.simulation.periods import parse_period
from app.simulation.scenario_file import (
    CompleteTask,
    Expect,
    GiveMessage,
    PassTime,
    Refused,
    Scenario,
    WorkUntil,
    scenario_of,
)

HEAD = "navn: Prøve\nstart: {proces: p, dato: 2016-08-15, fakta: {barn.navn: Yrsa}}\ntrin:\n"


def _read(steps: str) -> Scenario:
    return scenario_of(parse_yaml((HEAD + steps).encode(), "s.yaml"))


def test_every_kind_of_step_is_read() -> None:
    scenario = _read(
        "  - opgave: A\n    udfyld: {x: 1}\n"
        "  - afvises: {opgave: A, udfyld: {x: 2}, stop: H1}\n"
        "  - spol_frem: P15D\n"
        "  - spol_frem: 2017-09-30\n"
        "  - send_besked: {navn: M, indhold: {a: 1}}\n"
        "  - indtil: {opgave: B}\n"
        "  - forvent: {opgave: B, milepael: m, antal: 0}\n"
    )

    assert (scenario.start, scenario.facts) == (date(2016, 8, 15), {"barn.navn": "Yrsa"})
    assert [step.action for step in scenario.steps] == [
        CompleteTask("A", {"x": 1}),
        Refused("A", {"x": 2}, "H1", None),
        PassTime(parse_period("P15D")),
        PassTime(date(2017, 9, 30)),
        GiveMessage("M", {"a": 1}),
        WorkUntil("B"),
        Expect({"opgave": "B", "milepael": "m", "antal": 0}),
    ]
    assert [(step.number, step.line) for step in scenario.steps][:3] == [(1, 4), (2, 6), (3, 7)]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("  - opgav: A\n", "»opgav«.*Mente du »opgave«"),
        ("  - forvent: {opgve: A}\n", "»opgve«.*Mente du »opgave«"),
        ("  - forvent: {}\n", "mindst ét"),
        ("  - forvent: {antal: 2}\n", "mindst ét"),
        ("  - forvent: {opgave: A, antal: 2}\n", "»antal« hører sammen"),
        ("  - forvent: {milepael: m, antal: to}\n", "helt tal"),
        ("  - forvent: {afsluttet: ja}\n", "true eller false"),
        ("  - forvent: {fakta: 3}\n", "nøgler med værdier"),
        ("  - forvent: {brev: 9}\n", "skal være tekst"),
        ("  - {opgave: A, spol_frem: P1D}\n", "netop ét"),
        ("  - {spol_frem: P1D, udfyld: {}}\n", "kun sammen med »opgave«"),
        ("  - afvises: {udfyld: {}}\n", "»opgave« mangler"),
        ("  - spol_frem: 15D\n", "en dato"),
        ("  - spol_frem: P1H\n", "en dato"),
        ("  - send_besked: {indhold: {}}\n", "»navn« mangler"),
        ("  - opgave: [A]\n", "skal være tekst"),
        ("  - A\n", "nøgler med værdier"),
    ],
)
def test_a_misspelt_step_is_refused_with_its_line(step: str, words: str) -> None:
    with pytest.raises(AuthoredError, match=words) as caught:
        _read(step)

    assert caught.value.line == 4


@pytest.mark.parametrize(
    "text",
    [
        "navn: x\ntrin: []\n",
        "navn: x\nstart: {proces: p}\ntrin: []\n",
        "navn: x\nstart: {proces: p, dato: i dag}\ntrin: []\n",
        "navn: x\nstart: {proces: p, dato: 2016-08-15, born: x}\ntrin: []\n",
        "navn: x\nstart: {proces: p, dato: 2016-08-15}\ntrin: {opgave: x}\n",
        "- 1\n",
    ],
)
def test_a_scenario_without_what_it_needs_is_refused(text: str) -> None:
    with pytest.raises(AuthoredError):
        scenario_of(parse_yaml(text.encode(), "s.yaml"))
