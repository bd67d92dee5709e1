"""The runner of the conformance kit: what it counts as passed, and what it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="n">
<inputData id="x" name="x"/>
<decision id="double" name="double"><literalExpression><text>x * 2</text></literalExpression></decision>
<decision id="person" name="person"><literalExpression><text>{navn: "Ida", dage: [@"2026-01-02", null]}</text>
</literalExpression></decision>
</definitions>"""

CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<modelName>m.dmn</modelName>
<testCase id="1"><inputNode name="x"><value xsi:type="xsd:decimal">0.1</value></inputNode>
 <resultNode name="double"><expected><value xsi:type="xsd:decimal">{answer}</value></expected></resultNode>
 <resultNode name="person"><expected><component name="navn"><value xsi:type="xsd:string">Ida</value></component>
  <component name="dage"><list><item><value xsi:type="xsd:date">2026-01-02</value></item>
  <item><value xsi:nil="true"/></item></list></component></expected></resultNode></testCase>
<testCase id="2"><inputNode name="x"><value xsi:type="xsd:string">a</value></inputNode>
 <resultNode name="double" errorResult="true"><expected><value xsi:nil="true"/></expected></resultNode></testCase>
</testCases>"""


def kit(folder: Path, answer: str) -> Path:
    (folder / "m.dmn").write_text(MODEL, encoding="utf-8")
    (folder / "m-test-01.xml").write_text(CASES.format(answer=answer), encoding="utf-8")
    return folder


def test_all_cases_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tck", str(kit(tmp_path, "0.2")), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"total": 3, "passed": 3, "failures": []}


def test_a_case_that_fails_is_shown_with_what_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tck", str(kit(tmp_path, "0.3")), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["passed"]) == (3, 2)
    (failure,) = told["failures"]
    assert failure["case"].endswith("m-test-01.xml#1/double")
    assert ("0.3" in failure["expected"], "0.2" in failure["found"]) == (True, True)
    assert main(["tck", str(tmp_path)]) == 1
    assert "2 af 3 prøver består" in capsys.readouterr().out


def test_a_folder_without_cases_has_proved_nothing(tmp_path: Path) -> None:
    assert main(["tck", str(tmp_path)]) == 1
