"""`sagsgang dmn`: decisions made from the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="n">
<decision id="dobbelt" name="Det dobbelte"><literalExpression><text>x * 2</text></literalExpression></decision>
<decision id="alder" name="Alder"><decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>x</text>
</inputExpression></input><output name="svar"/><rule><inputEntry><text>{cell}</text></inputEntry><outputEntry>
<text>"ung"</text></outputEntry></rule></decisionTable></decision></definitions>"""


def written(folder: Path, cell: str = "&lt; 18") -> Path:
    (folder / "m.dmn").write_text(MODEL.format(cell=cell), encoding="utf-8")
    (folder / "input.json").write_text('{"x": 4}', encoding="utf-8")
    return folder / "m.dmn"


def test_every_decision_with_its_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path)
    assert main(["dmn", str(path), "--input", str(tmp_path / "input.json"), "--trace"]) == 0
    double, age = json.loads(capsys.readouterr().out)["decisions"]
    assert double["value"] == 8
    assert age["value"] == {"svar": "ung"}
    assert age["explained"] == ["»Alder« blev spurgt med x = 4.", "Regel 1 passede: svar = »ung«."]


def test_one_decision_by_id_or_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path)
    for name in ("dobbelt", "Det dobbelte"):
        assert main(["dmn", str(path), "--input", str(tmp_path / "input.json"), "--decision", name]) == 0
        (only,) = json.loads(capsys.readouterr().out)["decisions"]
        assert only == {"decision": "dobbelt", "name": "Det dobbelte", "value": 8}
    assert main(["dmn", str(path), "--decision", "findes ikke"]) == 2
    assert "»Det dobbelte«, »Alder«" in capsys.readouterr().err


def test_a_model_that_cannot_be_read_is_its_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dmn", str(written(tmp_path, cell="== 3")), "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["rule"] == "dmn-cell"
    assert main(["dmn", str(tmp_path / "borte.dmn")]) == 2


def logic(text: str, inside: str = "", name: str = "a") -> str:
    expression = f"<literalExpression><text>{text}</text></literalExpression>"
    return f'<decision id="{name}" name="{name}">{inside}{expression}</decision>'


def needs(name: str) -> str:
    return f'<informationRequirement><requiredDecision href="{name}"/></informationRequirement>'


def table(rules: str, hit_policy: str = "UNIQUE") -> str:
    return (
        f'<decision id="a" name="a"><decisionTable id="t" hitPolicy="{hit_policy}"><input id="i" label="Alder">'
        '<inputExpression id="e"><text>x</text></inputExpression></input>\n<output id="o" name="o"/>\n'
        f"{rules}</decisionTable></decision>"
    )


@dataclass(frozen=True)
class Bad:
    body: str
    rule: str
    element: str
    line: int
    says: str


BAD = {
    "no dmn": Bad("<html/>", "dmn-malformed", "", 1, "øverste element skal være »definitions«"),
    "dmn 1.1": Bad(
        '<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"/>',
        "dmn-malformed",
        "",
        1,
        "DMN 1.2 til 1.5",
    ),
    "cycle": Bad(
        logic("b", needs("#b")) + logic("a", needs("#a"), "b"), "dmn-cycle", "a", 2, "»a«, »b« kræver hinanden"
    ),
    "missing import": Bad(
        '<import name="x" namespace="urn:borte" importType="DMN"/>' + logic("1"),
        "dmn-requirement",
        "m",
        2,
        "»urn:borte«, som ikke er i biblioteket",
    ),
    "missing requirement": Bad(logic("q", needs("#q")), "dmn-requirement", "a", 2, "»#q« peger ikke på noget"),
    "wrong type": Bad(logic("1", '<variable name="a" typeRef="tHund"/>'), "dmn-type", "a", 2, "»tHund« findes ikke"),
    "too many rules": Bad(table("<rule/>" * 20_001), "dmn-size", "t", 2, "20001 regler; højst 20000"),
    "input cell": Bad(
        table("<rule/>").replace(
            "<rule/>",
            '<rule id="r"><inputEntry id="c"><text>&lt;&lt; 3</text></inputEntry>'
            '<outputEntry id="d"><text>1</text></outputEntry></rule>',
        ),
        "dmn-cell",
        "c",
        4,
        "Regel 1, inputkolonne 1 (»Alder«) kan ikke læses: »<< 3«, linje 1, tegn 2: Efter `<`",
    ),
    "output cell": Bad(
        table(
            '<rule id="r"><inputEntry id="c"><text>3</text></inputEntry>\n'
            '<outputEntry id="d"><text>1 +</text></outputEntry></rule>'
        ),
        "dmn-cell",
        "d",
        5,
        "Regel 1, outputkolonne 1 (»o«) kan ikke læses",
    ),
    "too few cells": Bad(table('<rule id="r"/>'), "dmn-malformed", "r", 4, "Regel 1 har 0 celler til input"),
    "hit policy": Bad(table("", "SIDST"), "dmn-hit-policy", "t", 2, "»SIDST« kan ikke bruges"),
    "java": Bad(
        '<businessKnowledgeModel id="b" name="b"><encapsulatedLogic kind="Java"/></businessKnowledgeModel>',
        "dmn-unsupported",
        "b",
        2,
        "skrevet i Java",
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_model_is_told_with_element_and_line(
    bad: Bad, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = MODEL.partition("\n")[0]
    path = tmp_path / "m.dmn"
    whole = bad.body.startswith(("<html", "<definitions"))
    path.write_text(bad.body if whole else f"{head}\n{bad.body}</definitions>")
    assert main(["dmn", str(path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [
        (finding["file"], finding["element"], finding["line"])
        for finding in found
        if finding["rule"] == bad.rule and bad.says in finding["message"]
    ] == [("m.dmn", bad.element, bad.line)], found


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "er ikke en fil"),
        (b'{"x": ', "kan ikke læses som JSON"),
        (b"[1]", "skal holde"),
        (b'{"x": NaN}', "kan ikke læses som JSON"),
        (b"\xff\xfe\x00", "kan ikke læses som JSON"),
        (b'{"x":' + b"[" * 100_000, "kan ikke læses som JSON"),
        (b'{"x": 1' + b"0" * 10_000 + b"}", "kan ikke læses som JSON"),
    ],
)
def test_an_input_that_is_no_context_is_refused(
    content: bytes | None, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, names = written(tmp_path), tmp_path / "x.json"
    if content is not None:
        names.write_bytes(content)
    for command in (["dmn", str(path), "--input", str(names)], ["feel", "x + 1", "--context", str(names)]):
        assert main(command) == 2
        assert says in capsys.readouterr().err


def test_an_imported_model_is_found_beside_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = MODEL.partition("\n")[0]
    body = '<import name="x" namespace="n2" importType="DMN"/>' + logic("x.mit tal + 1", needs("n2#b"))
    (tmp_path / "m.dmn").write_text(f"{head}{body}</definitions>")
    other = head.replace('namespace="n"', 'namespace="n2"')
    brought = logic("4", name="b").replace('name="b"', 'name="mit tal"')
    (tmp_path / "andet.dmn").write_text(f"{other}{brought}</definitions>")
    assert main(["dmn", str(tmp_path / "m.dmn")]) == 0
    assert json.loads(capsys.readouterr().out)["decisions"][0]["value"] == 5
    assert main(["check", str(tmp_path / "m.dmn")]) == 0
