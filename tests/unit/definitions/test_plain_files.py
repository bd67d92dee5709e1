"""YAML and CSV that cannot be read: where, and what to write, in Danish."""

from __future__ import annotations

import pytest

from engine.definitions.law import read_requirements
from engine.definitions.yaml import read_yaml
from engine.errors import InvalidDefinition


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: b: c", 1, "Der står et kolon, hvor ingen nøgle kan begynde"),
        ("a:\n  b: 1\n c: 2", 3, "rykket anderledes ind"),
        ("a: [1, 2", 1, "mangler et komma eller en slutparentes"),
        ("a:\n\tb: 1", 2, "en tabulator"),
        ('a: "x', 1, "anførselstegn er ikke lukket"),
        ('a: "\\d"', 1, "skal skrives to gange"),
        ("a: %x", 1, "et tegn, der betyder noget i YAML"),
        ("a: 1\n...\nb", 3, "særlige tegn i linjen"),
    ],
)
def test_malformed_yaml_is_told_in_danish(text: str, line: int, says: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read_yaml(text.encode(), "manifest.yaml")
    (finding,) = refused.value.findings
    assert (finding.line, finding.rule) == (line, "malformed")
    assert says in finding.message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("id,kilde,krav,id\nK-1,x,y,z\n", 1, "kolonnen »id« to gange"),
        ('id,kilde,krav\n"a"b,c,d\n', 2, "et anførselstegn, der ikke er lukket"),
        ('id,kilde,krav\n"a', 2, "et anførselstegn, der ikke er lukket"),
        ("id,kilde\n", 1, "Der mangler: krav."),
    ],
)
def test_malformed_csv_is_told_in_danish(text: str, line: int, says: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        read_requirements(text.encode(), "requirements.csv")
    (finding,) = refused.value.findings
    assert (finding.line, finding.rule) == (line, "requirements")
    assert says in finding.message
