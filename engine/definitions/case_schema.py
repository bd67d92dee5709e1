"""The shape of a library's case file: `case.schema.json`, its Danish labels, and which paths there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jsonschema import Draft202012Validator

from engine.definitions.changed_part import changed_part
from engine.definitions.json import line_of_path, read_json
from engine.definitions.json_schema import Schema, compile_schema, danish, resolve, schema_problems
from engine.definitions.wording import did_you_mean, sentence
from engine.errors import Finding, InvalidDefinition
from engine.model import Json
from engine.views import Option

PATH = re.compile(r"[a-z][A-Za-z0-9_]*(\.[a-z][A-Za-z0-9_]*){0,9}", re.ASCII)


@dataclass(frozen=True)
class CaseSchema:
    """A case file's schema, compiled."""

    schema: Schema
    validator: Draft202012Validator = field(repr=False, compare=False)

    def problems(self, facts: Mapping[str, Json], before: Mapping[str, Json] | None = None) -> list[tuple[str, str]]:
        """
        What a case file breaks: path, and a Danish sentence without any value in it.

        A fact that is null was emptied again: it counts as not there. Of what is
        the very same as `before`, nothing is asked again, so that a write costs
        what it changes and not what eighteen years have left.
        """
        asked: Json = dict(facts)
        if before is not None:
            asked = changed_part(asked, dict(before), dict(self.schema), self.schema)
        found = []
        for error in self.validator.iter_errors(_without_null(asked)):
            names = tuple(part for part in error.absolute_path if isinstance(part, str))
            label = self.label(names) if names else "Sagens oplysninger"
            path = ".".join(str(part) for part in error.absolute_path)
            found.append((path, f"{sentence(label)} {danish(error)}."))
        return sorted(found)

    def label(self, names: Sequence[str]) -> str:
        """The Danish label of a path: its node's `title`, or else its own last name."""
        nodes = self._nodes(names)
        titles = [str(node["title"]) for node in nodes if "title" in node]
        return titles[0] if titles else names[-1]

    def choices(self, names: Sequence[str]) -> tuple[Option, ...]:
        """The values that a path's `valg` puts into Danish, for what no form writes by itself; empty without it."""
        told = {value: label for node in self._nodes(names) for value, label in _dict(node.get("valg")).items()}
        return tuple(Option(value, str(label)) for value, label in told.items())

    def node(self, names: Sequence[str]) -> Schema | None:
        """The schema of a path that does not go into lists; of several branches the first that gives a type."""
        found = [node for node in self._alternatives(self._nodes(names)) if {"type", "enum"} & node.keys()]
        return found[0] if found else None

    def unknown(self, names: Sequence[str]) -> str | None:
        """
        None when a path may exist in the case file, else in Danish what is wrong with it.

        A path goes through lists as FEEL does, and into anything the schema leaves open.
        """
        nodes: list[Schema] = [self.schema]
        for index, name in enumerate(names):
            inner = [*self._inner(nodes, name)]
            if inner:
                nodes = inner
                continue
            if any(_is_open(node) for node in self._alternatives(nodes)):
                return None
            known = {key for node in self._alternatives(nodes) for key in _properties(node)}
            above = f"»{'.'.join(names[:index])}«" if index else "oplysningerne"
            return f"»{name}« findes ikke under {above} i skemaet.{did_you_mean(name, known)}"
        return None

    def _nodes(self, names: Sequence[str]) -> list[Schema]:
        nodes: list[Schema] = [self.schema]
        for name in names:
            nodes = [*self._inner(nodes, name)]
        return nodes

    def _inner(self, nodes: Sequence[Schema], name: str) -> Iterator[Schema]:
        for node in self._alternatives(nodes):
            inner = resolve(self.schema, _properties(node).get(name))
            if inner is None and name not in _properties(node):
                inner = resolve(self.schema, node.get("additionalProperties"))
            elif inner is not None and "title" in _dict(_properties(node)[name]):
                inner = {**inner, "title": _dict(_properties(node)[name])["title"]}
            if inner is not None:
                yield inner

    def _alternatives(self, nodes: Sequence[Schema]) -> Iterator[Schema]:
        """The nodes themselves, a list's items, and every branch of a choice."""
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            yield node
            branches: list[Json] = [node.get("items")]
            for key in ("anyOf", "oneOf", "allOf"):
                choice = node.get(key)
                branches += choice if isinstance(choice, list) else []
            branches += [node.get("then"), node.get("else")]
            waiting += [found for branch in branches if (found := resolve(self.schema, branch)) is not None]


def read_case_schema(content: bytes, file: str) -> CaseSchema:
    """The compiled schema. Raises InvalidDefinition with all findings."""
    schema = read_json(content, file)
    problems = schema_problems(schema)
    if isinstance(schema, dict) and not problems and schema.get("type") != "object":
        problems = [((), "Skemaet skal have »type«: »object«: en sag er en gruppe af oplysninger.")]
    if problems or not isinstance(schema, dict):
        raise InvalidDefinition(
            [
                Finding(file, line_of_path(content, path), ".".join(map(str, path))[:100], "case-schema", message)
                for path, message in problems
            ]
        )
    return CaseSchema(schema, compile_schema(schema))


def _without_null(node: Json | Mapping[str, Json]) -> Json:
    if isinstance(node, Mapping):
        return {key: _without_null(value) for key, value in node.items() if value is not None}
    return [_without_null(item) for item in node] if isinstance(node, list) else node


def _properties(node: Schema) -> dict[str, Json]:
    return _dict(node.get("properties"))


def _dict(node: Json) -> dict[str, Json]:
    return node if isinstance(node, dict) else {}


def _is_open(node: Schema) -> bool:
    """Whether an object of this schema may have members that the schema does not name."""
    if node.get("additionalProperties") is True:
        return True
    kind = node.get("type", "object")
    may_be_object = kind == "object" or (isinstance(kind, list) and "object" in kind)
    closed = {"properties", "items", "anyOf", "oneOf", "allOf", "enum", "const", "additionalProperties"}
    return may_be_object and not closed & node.keys()
