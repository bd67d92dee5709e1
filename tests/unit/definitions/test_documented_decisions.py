"""
Every decision that process owners are shown gives what the page says.

The page is read from the top: a table (its corner the hit policy's letter) or
an XML block is a model, and what follows is held against the last one: rows of
facts and answer, and in a `text` block the trace of the last row or, where no
row came before it, the findings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from engine.definitions.dmn import Decision, explained, read_models
from engine.definitions.library import check_path
from engine.model import Json

PAGE = (Path(__file__).parents[3] / "docs" / "procesejere" / "beslutninger.md").read_text(encoding="utf-8")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
_POLICIES = {
    "U": ("UNIQUE", ""),
    "F": ("FIRST", ""),
    "A": ("ANY", ""),
    "P": ("PRIORITY", ""),
    "R": ("RULE ORDER", ""),
    "O": ("OUTPUT ORDER", ""),
    "C": ("COLLECT", ""),
    "C+": ("COLLECT", "SUM"),
    "C<": ("COLLECT", "MIN"),
    "C>": ("COLLECT", "MAX"),
    "C#": ("COLLECT", "COUNT"),
}
_BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$|((?:^\|[^\n]*\|\n?)+)", re.MULTILINE | re.DOTALL)
_OUTPUT = re.compile(r"\*\*`(.+?)`\*\*(?: \((= )?`(.+)`\))?")


@dataclass
class Example:
    """A model under its heading, the answers it must give, and what else is said of it."""

    heading: str
    files: dict[str, bytes]
    answers: list[tuple[str, str, list[str]]] = field(default_factory=list)  # facts, answer, trace
    findings: list[str] = field(default_factory=list)


def examples() -> Iterator[Example]:
    example: Example | None = None
    beside: dict[str, bytes] = {}
    for match in _BLOCK.finditer(PAGE):
        language, name, content, table = match.groups()
        heading = re.findall(r"^##+ (.*)$", PAGE[: match.start()], re.MULTILINE)[-1]
        corner = table.split("|")[1].strip() if table else ""
        if corner == "oplysninger":
            assert example is not None
            example.answers += [(facts, answer, []) for facts, answer in rows(table)]
        elif language == "text":
            assert example is not None
            told = example.answers[-1][2] if example.answers else example.findings
            told += content.splitlines()
        elif name:
            beside = {name: model(content, name)}
        elif language == "xml" or corner in _POLICIES:
            if example is not None:
                yield example
            body = content if language else table_model(table, corner)
            example, beside = Example(heading, {**beside, "d.dmn": model(body, "d.dmn")}), {}
    assert example is not None
    yield example


def rows(table: str) -> list[list[str]]:
    """The cells of a table's body, without the quotes around what is code."""
    return [
        [cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        for line in table.strip().splitlines()[2:]
    ]


def model(body: str, name: str) -> bytes:
    if "<decision" not in body.replace("<decisionTable", ""):
        body = f'<decision id="d" name="d">{body}</decision>'
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" '
        f'namespace="urn:{name}">{body}</definitions>'
    ).encode()


def table_model(table: str, corner: str) -> str:
    headings = [cell.strip() for cell in table.splitlines()[0].strip().strip("|").split("|")][1:]
    outputs = [cell for cell in headings if cell.startswith("**")]
    asked = len(headings) - len(outputs)
    policy, aggregation = _POLICIES[corner]
    columns = "".join(
        f"<input id='i{n}'><inputExpression id='e{n}'>{text(cell.strip('`'))}</inputExpression></input>"
        for n, cell in enumerate(headings[:asked])
    )
    columns += "".join(map(output, outputs))
    return (
        f"<decisionTable id='t' hitPolicy='{policy}'{f' aggregation={aggregation!r}' if aggregation else ''}>{columns}"
        f"{''.join(rule(row, asked) for row in rows(table))}</decisionTable>"
    )


def text(content: str) -> str:
    return f"<text>{escape(content)}</text>"


def output(heading: str) -> str:
    found = _OUTPUT.fullmatch(heading)
    assert found, heading
    name, is_default, written = found.groups()
    tag = "defaultOutputEntry" if is_default else "outputValues"
    return f"<output id='o_{name}' name='{name}'>{f'<{tag}>{text(written)}</{tag}>' if written else ''}</output>"


def rule(row: list[str], asked: int) -> str:
    number, *cells = row
    inputs = "".join(f"<inputEntry>{text(cell)}</inputEntry>" for cell in cells[:asked])
    answers = "".join(f"<outputEntry>{text(cell)}</outputEntry>" for cell in cells[asked:])
    return f"<rule id='r{number}'>{inputs}{answers}</rule>"


EXAMPLES = list(examples())


def read(example: Example) -> Decision:
    models, findings = read_models(example.files)
    assert findings == []
    decisions = [decision for each in models if each.file == "d.dmn" for decision in each.decisions]
    return next(decision for decision in decisions if decision.id == "d")


def test_the_page_shows_every_kind() -> None:
    written = b"".join(content for example in EXAMPLES for content in example.files.values()).decode()
    for policy, aggregation in _POLICIES.values():
        assert f"hitPolicy='{policy}'" in written
        assert not aggregation or f"aggregation='{aggregation}'" in written
    for kind in (
        *("decisionTable", "literalExpression", "context", "invocation", "list", "relation", "functionDefinition"),
        *("conditional", "for", "some", "every", "filter", "businessKnowledgeModel", "decisionService", "import"),
        *("itemDefinition", "allowedValues", "defaultOutputEntry", "inputData"),
    ):
        assert f"<{kind}" in written, kind
    assert sum(len(example.answers) for example in EXAMPLES) > 45
    assert any(trace for example in EXAMPLES for _, _, trace in example.answers)
    assert any(example.findings for example in EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.heading)
def test_an_example(example: Example, tmp_path: Path) -> None:
    for facts, answer, trace in example.answers:
        result, told = read(example).decide(json.loads(facts), now=NOW)
        expected: Json = json.loads(answer)
        assert result == expected, f"{facts} gives {json.dumps(result, ensure_ascii=False)}"
        assert not trace or explained(told) == trace
    for name, content in example.files.items():
        (tmp_path / name).write_bytes(content)
    found = [f"{finding.rule}: {finding.message}" for finding in check_path(tmp_path / "d.dmn")]
    errors = [finding for finding in found if not finding.startswith(("dmn-gap", "dmn-requirement", "dmn-dead-output"))]
    assert (found if example.findings else errors) == example.findings
