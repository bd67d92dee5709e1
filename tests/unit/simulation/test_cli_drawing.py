"""`sagsgang simulate` and `sagsgang check` on a drawing that stands alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from tests.unit.sketches.drawn import file, flow, process, straight, way

RING = file(
    process(
        '<startEvent id="S" name="Brev kommer"/><userTask id="T" name="Svar"/><exclusiveGateway id="G" name="Færdig?"/>'
        '<endEvent id="E" name="Slut"/>' + way("S", "T", "G", "E") + flow("G", "T", name="nej")
    )
)


@pytest.fixture
def ring(tmp_path: Path) -> str:
    (tmp_path / "svar.bpmn").write_text(RING, encoding="utf-8")
    return str(tmp_path / "svar.bpmn")


def test_a_drawing_is_simulated_to_its_end(ring: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", ring, "--start", "2026-03-02"]) == 0

    out = capsys.readouterr().out
    assert out.startswith("2026-03-02 10:00  forløb begyndt    Processen")
    assert "valg" in out
    assert out.endswith("Tegningen er afsluttet.\n")


def test_a_drawing_is_told_as_one_json_object(ring: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", ring, "--seed", "3", "--json"]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert (printed["process"], printed["seed"], printed["ended"], printed["problems"]) == ("svar", 3, True, [])
    assert {"at", "kind", "process", "element", "name", "text"} == printed["events"][0].keys()


def test_choices_are_asked_on_a_terminal(
    ring: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["9", "2", "1"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert main(["simulate", ring]) == 0

    out = capsys.readouterr().out
    assert "Gatewayen »Færdig?«: hvilken vej tages?" in out
    assert "  2. »nej« til opgaven »Svar«" in out
    assert "Skriv et tal fra 1 til 2." in out
    assert out.count("Opgaven »Svar« er udført") == 2


def test_a_drawing_with_a_mistake_is_not_simulated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "loes.bpmn"
    wrong.write_text(straight().replace('targetRef="E"', 'targetRef=""'), encoding="utf-8")
    assert main(["simulate", str(wrong)]) == 1

    captured = capsys.readouterr()
    assert "fejl [sequence-flow]" in captured.out
    assert "Tegningen kan ikke køre" in captured.err


def test_checking_a_drawing_gives_advice_and_passes(ring: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ring]) == 0
    assert "råd [task-form] T: Opgaven »Svar« mangler en formular" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["check", "simulate"])
def test_a_pool_that_is_only_a_picture_is_said(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pools = (
        '<collaboration id="C"><participant id="A" processRef="P"/>'
        '<participant id="B" name="Kommune" processRef="Q"/></collaboration>'
    )
    steps = '<startEvent id="S{0}"/><endEvent id="E{0}"/>'
    runs = process(steps.format(1) + way("S1", "E1"), about='isExecutable="true"')
    shown = process(steps.format(2) + way("S2", "E2"), name="Q", about='isExecutable="false"')
    (tmp_path / "to.bpmn").write_text(file(pools + runs + shown), encoding="utf-8")
    assert main([command, str(tmp_path / "to.bpmn")]) == 0
    printed = capsys.readouterr()
    assert (printed.out + printed.err).count("Puljen »Kommune« er et billede: den er ikke sat til at køre") == 1


def test_the_same_diagram_in_a_library_stops(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "manifest.yaml").write_text("noegle: p\n", encoding="utf-8")
    (tmp_path / "diagrams").mkdir()
    (tmp_path / "diagrams" / "svar.bpmn").write_text(RING, encoding="utf-8")
    assert main(["check", str(tmp_path / "diagrams" / "svar.bpmn")]) == 1
    assert "fejl [task-form] T" in capsys.readouterr().out


@pytest.mark.parametrize("option", [["--born", "2012-03-14"], ["--until", "2030-01-01"], ["--scenario", "x.yaml"]])
def test_what_only_a_library_has_cannot_be_asked_of_a_drawing(
    ring: str, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", ring, *option]) == 2
    assert "hører til et procesbibliotek" in capsys.readouterr().err


def test_a_drawing_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "findes-ikke.bpmn"]) == 2
    assert "ingen fil" in capsys.readouterr().err
