"""Every rule finds what is wrong, at its element and line, and leaves what is right alone."""

from __future__ import annotations

import pytest

from engine.definitions.bpmn import id_of
from engine.definitions.flows import Flows
from engine.definitions.lint import RULES
from engine.definitions.xml import Element
from tests.unit.definitions.lint import bpmnlint_cases, carried_cases, cases, picture_cases
from tests.unit.definitions.lint.cases import Files, Wrong, second
from tests.unit.definitions.samples import STEPS, drawn, findings

ELSEWHERE = {"unsupported"}  # what the kernel cannot run is tested with the kernel
WRONG = cases.WRONG | bpmnlint_cases.WRONG | carried_cases.WRONG | picture_cases.WRONG
RIGHT = cases.RIGHT | bpmnlint_cases.RIGHT | carried_cases.RIGHT | picture_cases.RIGHT
SERVICES = frozenset({"gebyr.beregn"})


def test_every_rule_has_a_wrong_and_a_right_library() -> None:
    assert RULES.keys() - ELSEWHERE == WRONG.keys() == RIGHT.keys()


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [pytest.param(rule, wrong, id=f"{rule}-{wrong.says[:30]}") for rule, wrongs in WRONG.items() for wrong in wrongs],
)
def test_the_wrong_is_found(rule: str, wrong: Wrong) -> None:
    found = [finding for finding in findings(wrong.files, SERVICES) if finding.rule == rule]
    hits = [finding for finding in found if wrong.says in finding.message]
    assert hits, found
    assert (wrong.element, wrong.line) in {(hit.element, hit.line) for hit in hits}


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        pytest.param(rule, files, id=f"{rule}-{number}")
        for rule, rights in RIGHT.items()
        for number, files in enumerate(rights)
    ],
)
def test_the_right_is_left_alone(rule: str, files: Files) -> None:
    found = findings(files, SERVICES)
    assert [finding for finding in found if finding.rule == rule] == []
    assert [finding for finding in found if finding.severity == "error"] == []


def test_what_the_kernel_does_not_run_is_told_with_the_elements_name() -> None:
    steps = STEPS.replace('name="Vurdér"', 'name="Vurdér" camunda:asyncBefore="true"')
    (found,) = (finding for finding in drawn(steps) if finding.rule == "unsupported")
    assert (found.element, found.line) == ("Opgave_1", 9)
    assert found.message.startswith("Opgaven »Vurdér«: ")


def test_the_right_library_has_no_findings_at_all() -> None:
    assert findings() == []


def test_what_leads_where_is_read_once_for_all_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(flows: Flows, scope: Element) -> None:
        read.append(id_of(scope))
        init(flows, scope)

    init = Flows.__init__
    monkeypatch.setattr(Flows, "__init__", counted)
    inner = bpmnlint_cases.node("subProcess", "D", bpmnlint_cases.INSIDE)
    steps = bpmnlint_cases.START + inner + bpmnlint_cases.END + bpmnlint_cases.line("S", "D", "E")
    assert [each for each in findings(second(steps)) if each.severity == "error"] == []
    assert sorted(read) == ["D", "hoering", "hundetegn"]
