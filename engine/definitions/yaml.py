"""
Reading YAML that a stranger may have written.

Plain data only: no anchors (a bomb needs them), no tags, no key twice, no
date or sexagesimal guessed from a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from engine.definitions.json import decode_utf8, is_writable
from engine.errors import Finding, InvalidDefinition
from engine.model import Json

MAX_BYTES = 300_000
MAX_DEPTH = 30
MAX_NODES = 20_000

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A YAML file's value, and the line of every key and item in it."""

    value: Json
    lines: Mapping[Path, int] = field(repr=False)

    def line(self, *path: str | int) -> int:
        """The line of the value at a path, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _PlainLoader(yaml.SafeLoader):
    """Knows true, false, null and decimal numbers; all else that is not quoted is text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own way to name them; add_implicit_resolver copies it


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]{0,17})$"), list("-0123456789")
)
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?[0-9]{1,17}\.[0-9]{1,17}$"), list("-0123456789")
)


def read_yaml(content: bytes, file: str) -> Document:
    """The value of a YAML file with its lines. Raises InvalidDefinition with its findings."""
    text = decode_utf8(content, file, MAX_BYTES)
    try:
        _refuse_bombs(text, file)
        loader = _PlainLoader(text)
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        findings = list(_walk(node, (), lines, file)) if node is not None else []
        if findings:
            raise InvalidDefinition(sorted(findings))
        value: Json = loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as error:
        raise _malformed(error, file) from error
    return Document(value, lines)


def _refuse_bombs(text: str, file: str) -> None:
    """Looked for in the parser's events, before anything is built from them."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_PlainLoader), start=1):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        problem = _problem(event, depth, count)
        if problem:
            line = event.start_mark.line + 1 if event.start_mark else 0
            raise InvalidDefinition([Finding(file, line, "", "yaml", problem)])


def _problem(event: yaml.Event, depth: int, count: int) -> str | None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "Ankre og henvisninger (& og *) læses ikke. Skriv indholdet ud."
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
        return f"Mærket »{event.tag[:60]}« læses ikke. Skriv værdien uden mærke."
    if isinstance(event, yaml.ScalarEvent) and not is_writable(event.value):
        return "En tekst har et tegn, som ikke findes (et halvt tegn eller NUL). Slet det."
    if depth > MAX_DEPTH:
        return f"Filen har mere end {MAX_DEPTH} niveauer inde i hinanden."
    if count > MAX_NODES:
        return f"Filen har flere end {MAX_NODES} værdier."
    return None


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> Iterator[Finding]:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, (*path, index), lines, file)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = key.start_mark.line + 1
            name = key.value
            if not isinstance(name, str) or not isinstance(key, yaml.ScalarNode):
                yield Finding(file, line, "", "yaml", "En nøgle skal være en enkelt tekst.")
                continue
            key.tag = "tag:yaml.org,2002:str"  # the key `12` or `null` is still a name
            if (*path, name) in lines:
                message = f"Nøglen »{name[:60]}« står to gange. Fjern den ene."
                yield Finding(file, line, name[:100], "duplicate-key", message)
                continue
            lines[(*path, name)] = line
            yield from _walk(value, (*path, name), lines, file)


# What the reader stumbled on, by the beginning of PyYAML's own words for it.
_STUMBLED = {
    "mapping values are not allowed": (
        "Der står et kolon, hvor ingen nøgle kan begynde. Sæt anførselstegn om teksten, eller ret linjen før."
    ),
    "could not find expected ':'": "Der mangler et kolon efter en nøgle.",
    "expected <block end>": "Linjen er rykket anderledes ind end dem, den hører sammen med.",
    "expected ',' or": "Der mangler et komma eller en slutparentes.",
    "found character '\\t'": "Der står en tabulator. Ryk ind med mellemrum.",
    "found unexpected end of stream": "En tekst i anførselstegn er ikke lukket.",
    "found unknown escape character": "En skråstreg i anførselstegn skal skrives to gange.",
    "found character": "En tekst begynder med et tegn, der betyder noget i YAML. Sæt anførselstegn om den.",
}


def _malformed(error: yaml.YAMLError, file: str) -> InvalidDefinition:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 0
    problem = getattr(error, "problem", None) or ""
    told = next((words for begins, words in _STUMBLED.items() if problem.startswith(begins)), None)
    message = f"Filen er ikke gyldig YAML. {told or 'Se på indrykning, anførselstegn og særlige tegn i linjen.'}"
    return InvalidDefinition([Finding(file, line, "", "malformed", message)])
