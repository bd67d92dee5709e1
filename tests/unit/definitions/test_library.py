"""A library as a whole: what is read from it, and what its parts promise."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.definitions.hard_stops import read_hard_stops, violations
from engine.definitions.library import check_files, read_folder, read_library, stored_library
from engine.definitions.manifest import read_manifest
from engine.errors import InvalidDefinition
from engine.model import Json
from tests.unit.definitions.samples import CASE_SCHEMA, HARD_STOPS, MANIFEST, STEPS, diagram, library

NOW = datetime(2026, 2, 1, tzinfo=UTC)
PROCESSES = Path("processes")


def test_a_library_is_read_whole() -> None:
    read = read_library(library())
    assert read.manifest.key == "hundetegn"
    assert read.manifest.external["ejer"].registered_by == "sagsbehandler"
    assert read.manifest.deadlines.escalate_to == "leder"
    assert read.manifest.inbound["hundetegn.ansoegning"].action == "start_sag"
    assert read.forms.keys() == {"vurder"}
    assert read.requirements["K-1"].text == "Hunden skal have et navn"
    process = read.processes["hundetegn"]
    assert process.none_start == "Start_1"
    assert process.elements["Opgave_1"].role == "sagsbehandler"
    assert process.elements["Opgave_1"].line == 9


def test_every_sag_word_on_an_element_is_read() -> None:
    steps = STEPS.replace(
        'camunda:formRef="vurder" />',
        'camunda:formRef="vurder" sag:hjemmel="K-1  K-2" sag:milepael="vurderet" camunda:priority="80">'
        "<bpmn:documentation>Sådan gør du</bpmn:documentation><bpmn:extensionElements>"
        '<sag:skriv sti="besoeg" vaerdi="{dato: string(today())}" tilfoej="true" />'
        '<sag:haendelse type="hund.vurderet" data="{navn: sag.hund.navn}" />'
        '<sag:brev dokument="D-01" titel="Svar" modtager="Ejer" />'
        '<sag:guard betingelse="sag.hund.navn != null" besked="Skriv hundens navn" />'
        "</bpmn:extensionElements></bpmn:userTask>",
    )
    element = (
        read_library(library({"diagrams/hundetegn.bpmn": diagram(steps)})).processes["hundetegn"].elements["Opgave_1"]
    )
    assert element.hjemmel == ("K-1", "K-2")
    assert (element.milestone, element.priority, element.documentation) == ("vurderet", 80, "Sådan gør du")
    assert [(write.path, write.append) for write in element.writes] == [("besoeg", True)]
    assert element.events[0].expression is not None
    assert element.events[0].expression.evaluate({"sag": {"hund": {"navn": "Rex"}}}, now=NOW) == {"navn": "Rex"}
    assert element.letters[0].document == "D-01"
    assert element.guards[0].message == "Skriv hundens navn"


def test_a_task_inside_a_subprocess_has_the_role_of_its_lane() -> None:
    steps = """\
<bpmn:startEvent id="S" /><bpmn:subProcess id="Opgave_1"><bpmn:startEvent id="S2" />
<bpmn:userTask id="Inde" camunda:formRef="vurder" /><bpmn:endEvent id="E2" />
<bpmn:sequenceFlow id="P1" sourceRef="S2" targetRef="Inde" />
<bpmn:sequenceFlow id="P2" sourceRef="Inde" targetRef="E2" />
</bpmn:subProcess><bpmn:endEvent id="E" />
<bpmn:sequenceFlow id="P3" sourceRef="S" targetRef="Opgave_1" />
<bpmn:sequenceFlow id="P4" sourceRef="Opgave_1" targetRef="E" />
"""
    read = read_library(library({"diagrams/hundetegn.bpmn": diagram(steps)}))
    assert read.processes["hundetegn"].elements["Inde"].role == "sagsbehandler"


def test_the_hash_follows_the_content_and_not_the_order() -> None:
    files = library()
    turned = dict(reversed(files.items()))
    assert read_library(files).content_hash == read_library(turned).content_hash
    assert (
        read_library(files).content_hash
        != read_library(library({"forms/vurder.form": files["forms/vurder.form"] + b" "})).content_hash
    )


def test_facts_are_checked_against_the_schema_in_danish() -> None:
    read = read_library(library())
    assert (
        read.validate_facts({"hund": {"navn": "Rex", "foedt": "2020-01-31"}, "besoeg": [{"dato": "2021-01-01"}]}) == []
    )
    assert read.validate_facts({"hund": {"navn": None}}) == []
    assert read.validate_facts({"hund": {"foedt": "31-01-2020"}, "besoeg": [{"dato": 1}]}) == [
        ("besoeg.0.dato", "Besøgets dato skal være tekst."),
        ("hund.foedt", "Født skal være en dato, fx 01-02-2026."),
    ]
    assert read.validate_facts({"kat": 1}) == [("", "Sagens oplysninger har et felt, der ikke kendes.")]


def test_facts_are_named_by_the_schemas_titles() -> None:
    read = read_library(library())
    assert read.fact_label("hund.navn") == "Hundens navn"
    assert read.fact_label("besoeg[3]") == "Besøg"
    assert read.fact_label("besoeg.3.dato") == "Besøgets dato"
    assert read.fact_label("hund.ukendt") == "ukendt"


@pytest.mark.parametrize(
    ("before", "after", "stops"),
    [
        ({}, {"hund": {"navn": "Rex"}}, []),
        ({"hund": {"navn": "Rex"}}, {"hund": {"navn": "Fido"}}, []),
        ({"hund": {"navn": "Rex"}}, {"hund": {"navn": None}}, [("H1", ("K-1",))]),
        ({"hund": {"navn": "Rex"}}, {}, [("H1", ("K-1",))]),
    ],
)
def test_a_hard_stop_compares_before_and_after(
    before: dict[str, Json], after: dict[str, Json], stops: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = read_library(library()).violations(before, after, now=NOW)
    assert [(violation.stop, violation.requirements) for violation in found] == stops


@pytest.mark.parametrize("forbidden", ["null", '"nej"', "sag.hund.navn", "1 / 0", "sag.a > foer.b"])
def test_a_hard_stop_that_cannot_be_decided_stops(forbidden: str) -> None:
    content = f"- {{id: H9, navn: Prøve, forbudt: '{forbidden}', besked: Nej., hjemmel: [K-1]}}".encode()
    (violation,) = violations(read_hard_stops(content, "f"), {}, {}, now=NOW)
    assert "»Prøve« kunne ikke afgøres" in violation.message


def test_a_hard_stop_is_read_with_its_line() -> None:
    with pytest.raises(InvalidDefinition) as refusal:
        read_hard_stops(
            (HARD_STOPS + HARD_STOPS.replace("foer.hund.navn !=", "foer.(")).encode(), "law/hard_stops.yaml"
        )
    assert [(finding.line, finding.element) for finding in refusal.value.findings] == [(6, "H1"), (8, "H1")]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("navn: Hundetegn\n", "", 1, "»navn« mangler"),
        ("hovedproces:", "hovedprocess:", 3, "Mente du »hovedproces«?"),
        ("emne: sag.hund.navn", "emne: 'sag.('", 4, "ikke gyldig FEEL"),
        ("registreres_af: sagsbehandler", "registreres_af: sagsbehandlr", 9, "Mente du »sagsbehandler«?"),
        ("paamind_foer: P3D", "paamind_foer: 3 dage", 10, "ikke en varighed"),
        (", eskaler_til: leder", "", 10, "hører sammen"),
        ("handling: start_sag", "handling: start", 13, "»handling«"),
        ("    afdeling: data.afdeling\n", "", 12, "skal også have »afdeling«"),
        ("type: object", "type: objekt", 16, "JSON Schema"),
        ("hund.navn: data", "Hund-navn: data", 20, "ikke en sti"),
        ("leder: Leder", "leder: Sagsbehandler", 7, "bruges også"),
        ("ejer: {", "leder: {", 9, "både under"),
    ],
)
def test_a_wrong_manifest_is_refused_with_its_line(old: str, new: str, line: int, says: str) -> None:
    assert old in MANIFEST
    with pytest.raises(InvalidDefinition) as refusal:
        read_manifest(MANIFEST.replace(old, new, 1).encode(), "manifest.yaml")
    assert [finding.line for finding in refusal.value.findings if says in finding.message] == [line]


def test_an_inbound_message_is_checked_and_read() -> None:
    inbound = read_manifest(MANIFEST.encode(), "manifest.yaml").inbound["hundetegn.ansoegning"]
    assert inbound.problems({"afdeling": "nord"}) == {}
    assert inbound.problems({"afdeling": 1}) == {"afdeling": "Feltet skal være tekst."}
    assert inbound.problems({}).keys() == {"data"}
    assert inbound.department is not None
    assert inbound.department.evaluate({"data": {"afdeling": "nord"}}, now=NOW) == "nord"


def test_yaml_words_mean_what_they_look_like() -> None:
    text = MANIFEST.replace("navn: Hundetegn", "navn: 2016-08-01").replace("leder: Leder", "leder: no")
    manifest = read_manifest(text.encode(), "manifest.yaml")
    assert manifest.name == "2016-08-01"
    assert manifest.roles["leder"] == "no"


def test_what_was_deployed_is_read_even_when_a_rule_now_refuses_it() -> None:
    files = library({"diagrams/hundetegn.bpmn": diagram(STEPS.replace("= godkendt", "= godkent"))})
    with pytest.raises(InvalidDefinition):
        read_library(files)
    assert stored_library(files).manifest.key == "hundetegn"


def test_a_decision_of_an_unknown_type_that_was_deployed_still_runs() -> None:
    model = (
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="n">'
        b'<decision id="d" name="d"><variable name="d" typeRef="beloeb"/>'
        b"<literalExpression><text>1 + 1</text></literalExpression></decision></definitions>"
    )
    files = library({"decisions/d.dmn": model})
    with pytest.raises(InvalidDefinition, match="beloeb"):
        read_library(files)
    value, _ = stored_library(files).decisions["d"].decide({}, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert value == 2


def test_advice_does_not_stop_a_deployment() -> None:
    steps = STEPS.replace(' default="Pil_4"', "").replace(
        'targetRef="Slut_2" />',
        'targetRef="Slut_2"><bpmn:conditionExpression>not(godkendt)</bpmn:conditionExpression></bpmn:sequenceFlow>',
    )
    files = library({"diagrams/hundetegn.bpmn": diagram(steps)})
    assert {finding.severity for finding in check_files(files)} == {"advice"}
    assert read_library(files).processes.keys() == {"hundetegn"}


@pytest.mark.parametrize("name", ["manifest.yaml", "case.schema.json"])
def test_a_missing_file_is_named(name: str) -> None:
    with pytest.raises(InvalidDefinition, match=f"mangler filen »{name}«"):
        read_library(library({name: b""}))


def test_a_broken_file_does_not_make_others_wrong() -> None:
    found = check_files(library({"forms/vurder.form": b"{"}))
    assert {finding.file for finding in found} == {"forms/vurder.form"}
    found = check_files(library({"manifest.yaml": b"{"}))
    assert {finding.file for finding in found} == {"manifest.yaml"}


def test_only_what_is_deployed_is_read_from_a_folder(tmp_path: Path) -> None:
    for name, content in library().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for name in ("service_tasks.py", "scenarios/a.yaml", "simulation/b.yaml", "forms/note.txt", "diagrams/.skjult"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert read_folder(tmp_path) == library()


def test_a_schema_without_limits_lets_any_path_through() -> None:
    schema = json.dumps({"type": "object", "properties": {"hund": {"type": "object"}}}).encode()
    assert check_files(library({"case.schema.json": schema})) == []
    closed = CASE_SCHEMA | {"properties": {"hund": {"type": "string"}}}
    found = check_files(library({"case.schema.json": json.dumps(closed).encode()}))
    assert {finding.rule for finding in found} == {"fact-path", "expression-call"}
    assert any("En tekst har ikke noget, der hedder »navn«." in finding.message for finding in found)
