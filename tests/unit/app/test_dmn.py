"""`sagsgang dmn`: decisions made from the command line."""

from __future__ import annotations

import json
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
