"""Hostile and broken files are refused with their place, all at once, and nothing is fetched, expanded or run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definitions import lint
from engine.definitions.library import check_files, check_path, read_folder, read_library
from engine.definitions.xml import MAX_BYTES, MAX_NAMESPACES, read_xml
from engine.errors import Finding, InvalidDefinition
from tests.unit.definitions.samples import DEFINITIONS, STEPS, diagram, findings, form, form_of, library

pytestmark = pytest.mark.unmeasured(after=0)

BPMN = "diagrams/hundetegn.bpmn"
FORM = "forms/vurder.form"
MANIFEST = "manifest.yaml"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def nested(depth: int) -> bytes:
    return f"{XML}{'<a>' * depth}{'</a>' * depth}".encode()


BILLION = (
    XML
    + '<!DOCTYPE lol [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{below};" * 10}">' for name, below in zip("bcdefghi", "abcdefgh", strict=True))
    + ']>\n<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" name="&i;" />'
).encode()

REFUSED = [
    ("doctype", BPMN, f'{XML}\n<!DOCTYPE definitions SYSTEM "file:///etc/passwd">\n<a />'.encode(), 3, "", "DOCTYPE"),
    ("entity bomb", BPMN, BILLION, 2, "", "DOCTYPE"),
    ("doctype after a comment", BPMN, b"<!-- x -->\n<?pi ?>\n<!DOCTYPE a><a/>", 3, "", "DOCTYPE"),
    ("many namespaces", BPMN, b"<a " + b'xmlns:a="u" ' * (MAX_NAMESPACES + 1) + b"/>", 0, "", "højst 20000 læses"),
    ("too large", BPMN, b" " * (MAX_BYTES + 1), 0, "", "højst 2000000"),
    ("deep", BPMN, nested(100), 2, "", "60 niveauer"),
    ("deeper than the parser goes", BPMN, nested(5000), 2, "", "velformet"),
    ("not XML", BPMN, b"PK\x03\x04", 1, "", "velformet"),
    ("empty", BPMN, b" ", 1, "", "velformet"),
    ("other encoding than declared", BPMN, diagram().decode().encode("latin-1"), 8, "", "UTF-8"),
    ("declared encoding not read", BPMN, diagram().replace(b"UTF-8", b"ISO-8859-1"), 1, "", "ISO-8859-1"),
    ("UTF-16 without saying so", BPMN, b"\x00" * 20, 1, "", "velformet"),
    ("no BPMN", BPMN, b"<html />", 1, "", "bpmn:definitions"),
    ("id twice", BPMN, diagram(STEPS.replace('"Slut_2" name', '"Slut_1" name')), 12, "Slut_1", "også brugt i linje 11"),
    ("id with markup", BPMN, diagram(STEPS.replace('"Slut_2" name', '"a&lt;b" name')), 12, "a<b", "kan ikke bruges"),
    ("long label", BPMN, diagram(STEPS.replace("Ansøgning", "A" * 501)), 8, "Start_1", "længere end 500"),
    ("bad expression", BPMN, diagram(STEPS.replace("= godkendt and", "= godkendt and and")), 16, "Pil_3", "FEEL"),
    ("sag word", BPMN, diagram(STEPS.replace('1" name="V', '1" sag:lov="K-1" name="V')), 9, "Opgave_1", "sag:lov"),
    ("JSON cut off", FORM, form()[:-20], 35, "", "JSON"),
    ("deep JSON", FORM, b'{"components":' + b"[" * 100_000, 1, "", "niveauer"),
    ("key twice in JSON", FORM, b'{"id": "a", \n"id": "b", "components": []}', 2, "id", "to gange"),
    ("number without end", FORM, b'{"id": "a", "components": [' + b"9" * 5000 + b"]}", 0, "", "cifre"),
    ("not a number", FORM, b'{"id": "a", "components": [NaN]}', 0, "", "ikke et tal"),
    ("JSON in another encoding", FORM, '{"id": "æ"}'.encode("latin-1"), 1, "", "UTF-8"),
    ("html in a form", FORM, form_of({"type": "html", "id": "Felt_1", "content": "<script>"}), 7, "Felt_1", "»html«"),
    ("reserved name", FORM, form_of({"type": "textfield", "key": "sagen", "label": "x"}), 7, "sagen", "optaget"),
    (
        "hostile pattern",
        FORM,
        form_of({"type": "textfield", "key": "a", "label": "x", "validate": {"pattern": "(?=a)"}}),
        7,
        "a",
        "RE2",
    ),
    ("YAML bomb", MANIFEST, b"a: &a [1,1]\nb: [*a,*a]\n", 1, "", "Ankre"),
    ("YAML tag", MANIFEST, b"noegle: !!python/object/apply:os.system [ls]\n", 1, "", "Mærket"),
    ("YAML key twice", MANIFEST, b"noegle: a\nnavn: b\nnoegle: c\n", 3, "noegle", "to gange"),
    ("deep YAML", MANIFEST, b"a: " + b"[" * 10_000, 1, "", "niveauer"),
    ("not YAML", MANIFEST, b"a: b\n  c: d\n", 2, "", "YAML"),
    ("control character in YAML", MANIFEST, b"a: \x00", 0, "", "YAML"),
    (
        "schema that fetches",
        "case.schema.json",
        b'{"type":"object",\n"$ref":"http://127.0.0.1/x"}',
        2,
        "$ref",
        "hentes intet",
    ),
    (
        "schema in a ring",
        "case.schema.json",
        b'{"type":"object","properties":{"a":\n{"$ref":"#/$defs/a"}},"$defs":{"a":{"$ref":"#/$defs/a"}}}',
        2,
        "properties.a.$ref",
        "peger på noget",
    ),
    ("law with a torn line", "law/requirements.csv", b"id,kilde,krav\nK-1,a\n", 2, "K-1", "2 felter"),
    ("unknown file", "diagrams/x.exe", b"MZ", 0, "", "hører ikke til"),
]


@pytest.mark.parametrize(
    ("file", "content", "line", "element", "says"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED]
)
def test_is_refused_with_its_place(file: str, content: bytes, line: int, element: str, says: str) -> None:
    found = [finding for finding in findings({file: content}) if says in finding.message]
    assert (file, line, element, "error") in {(f.file, f.line, f.element, f.severity) for f in found}, findings(
        {file: content}
    )
    with pytest.raises(InvalidDefinition):
        read_library(library({file: content}))


def test_everything_wrong_is_told_at_once() -> None:
    wrong = {
        BPMN: diagram(STEPS.replace('formRef="vurder"', 'formRef="vurdr"').replace("godkendt and", "godkent and")),
        "diagrams/x.bpmn": BILLION,
        "manifest.yaml": b"noegle: Hundetegn\n",
        "law/hard_stops.yaml": b"- {id: H1, navn: a, forbudt: 'sag.(', besked: b, hjemmel: [K-9]}\n",
    }
    with pytest.raises(InvalidDefinition) as refusal:
        read_library(library(wrong))
    assert {finding.file for finding in refusal.value.findings} == wrong.keys()
    assert list(refusal.value.findings) == sorted(refusal.value.findings)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_the_encodings_that_modelers_write_are_read(encoding: str) -> None:
    text = diagram().decode().replace("UTF-8", "UTF-16" if "16" in encoding else "UTF-8")
    assert findings({BPMN: text.encode(encoding)}) == []


def test_a_picture_of_a_doctype_is_no_doctype() -> None:
    assert read_xml(b"<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]></a>", "f").text == "<!DOCTYPE a>"


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "manifest.yaml").write_text("noegle: a\n")
    (tmp_path / "forms" / "a.form").symlink_to("/etc/passwd")
    with pytest.raises(InvalidDefinition, match="symbolsk link"):
        read_folder(tmp_path)
    assert "symbolsk link" in check_path(tmp_path)[0].message


def test_a_folder_without_a_manifest_is_checked_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_bytes(diagram(STEPS.replace('formRef="vurder"', 'formRef="findes_ikke"')))
    (tmp_path / "b.form").write_bytes(b"{")
    found = check_path(tmp_path)
    assert {finding.file for finding in found} == {"b.form"}
    assert check_path(tmp_path / "a.bpmn") == []
    assert check_path(tmp_path / "c.bpmn")[0].message.startswith("Filen findes ikke")


@settings(max_examples=150, deadline=None)
@given(
    file=st.sampled_from([BPMN, FORM, MANIFEST, "case.schema.json", "law/hard_stops.yaml", "law/requirements.csv"]),
    at=st.floats(0, 1),
    cut=st.integers(0, 40),
    put=st.one_of(
        st.binary(max_size=30), st.sampled_from([b'"', b"<", b"&", b"[", b"{", b": ", b"\n", b"null", b"1e999"])
    ),
)
def test_a_damaged_file_gives_findings_and_nothing_else(file: str, at: float, cut: int, put: bytes) -> None:
    files = library()
    content = files[file]
    place = int(at * len(content))
    damaged = content[:place] + put + content[place + cut :]
    for finding in check_files(files | {file: damaged}):
        assert finding.file
        assert finding.message


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(
    component=st.dictionaries(
        st.sampled_from(
            [
                "type",
                "key",
                "id",
                "label",
                "values",
                "validate",
                "conditional",
                "properties",
                "readonly",
                "defaultValue",
            ]
        ),
        VALUES,
    ),
    kind=st.sampled_from(["textfield", "number", "radio", "datetime", "checklist", "text", "iframe"]),
)
def test_a_form_of_anything_gives_findings_and_nothing_else(component: dict[str, object], kind: str) -> None:
    content = json.dumps({"id": "vurder", "components": [{"type": kind} | component]}).encode()
    for finding in check_files(library({FORM: content})):
        assert finding.message


SECONDS = 20  # of processor time, for what takes a second or two, and took minutes to hours without a bound
PROCESS = '<bpmn:process id="hundetegn" name="Hundetegn" isExecutable="true">{}</bpmn:process>'


def large(inner: str) -> bytes:
    return f"{XML}{DEFINITIONS}{inner}</bpmn:definitions>".encode()


def calls_of_misspelt_processes() -> bytes:
    return large(
        "".join(
            f'<bpmn:process id="proces_{n}" isExecutable="true"><bpmn:callActivity id="Kald_{n}" name="x" '
            f'calledElement="porces_{n}" /></bpmn:process>'
            for n in range(8000)
        )
    )


def misspelt_forms_and_roles() -> bytes:
    task = '<bpmn:userTask id="Opgave_{n}" camunda:formRef="vurdr_{n}" camunda:candidateGroups="ledr_{n}" />'
    return large(PROCESS.format("".join(task.format(n=n) for n in range(4900))))


def misspelt_requirements() -> bytes:
    words = " ".join(f"K-{number}" for number in range(2500))
    tasks = (f'<bpmn:userTask id="Opgave_{n}" sag:hjemmel="{words}" />' for n in range(100))
    return large(PROCESS.format("".join(tasks)))


def a_chain() -> bytes:
    steps = "".join(f'<bpmn:manualTask id="S_{n}" />' for n in range(12_000))
    flows = "".join(f'<bpmn:sequenceFlow id="P_{n}" sourceRef="S_{n}" targetRef="S_{n + 1}" />' for n in range(11_999))
    return large(PROCESS.format(steps + flows))


def events_on_one_task() -> bytes:
    event = '<bpmn:boundaryEvent id="H_{n}" attachedToRef="Sidst"><bpmn:timerEventDefinition /></bpmn:boundaryEvent>'
    return large(PROCESS.format("".join(event.format(n=n) for n in range(4900)) + '<bpmn:userTask id="Sidst" />'))


@pytest.mark.parametrize(
    "content",
    [calls_of_misspelt_processes, misspelt_forms_and_roles, misspelt_requirements, a_chain, events_on_one_task],
)
def test_a_large_diagram_is_refused_before_anybody_tires(content: Callable[[], bytes]) -> None:
    begun = time.process_time()
    found = findings({BPMN: content()})
    assert any(finding.severity == "error" for finding in found)
    assert len(found) < 2000
    assert time.process_time() - begun < SECONDS


def test_an_error_is_never_hidden_behind_much_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    def rule(_: object) -> Iterator[Finding]:
        yield from (Finding("a", n, "", "regel", "råd", "advice") for n in range(1000))
        yield from (Finding("a", n, "", "regel", "fejl") for n in range(1000))

    monkeypatch.setattr(lint, "RULES", {"regel": rule})
    found = findings({})
    assert sum(finding.message == "råd" for finding in found) == 300
    assert sum(finding.message == "fejl" for finding in found) == 300
    assert [finding.severity for finding in found if "flere end 300" in finding.message] == ["error"]


def table(hit_policy: str, rules: int, cell: Callable[[int], str]) -> bytes:
    rows = "".join(
        f"<rule><inputEntry><text>{cell(n)}</text></inputEntry><outputEntry><text>{n}</text></outputEntry></rule>"
        for n in range(rules)
    )
    return (
        f'{XML}<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="urn:t">'
        f'<decision id="gebyr" name="Gebyr"><decisionTable hitPolicy="{hit_policy}"><input label="Vægt">'
        f'<inputExpression><text>vaegt</text></inputExpression></input><output name="kroner" />{rows}'
        "</decisionTable></decision></definitions>"
    ).encode()


@pytest.mark.parametrize(
    "content",
    [
        table("FIRST", 6000, lambda n: f"&lt; {n}"),
        table("UNIQUE", 9000, lambda n: f'"{n}"'),
        table("FIRST", 300, lambda n: ", ".join(str(n * 400 + m) for m in range(300))),
    ],
    ids=["thresholds", "texts", "lists"],
)
def test_a_large_table_is_looked_through_as_far_as_there_is_time(content: bytes) -> None:
    begun = time.process_time()
    found = findings({"decisions/gebyr.dmn": content})
    assert not [finding for finding in found if finding.rule in {"malformed", "dmn-table"}]
    assert time.process_time() - begun < SECONDS
