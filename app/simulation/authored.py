"""
YAML that owners write, read strictly.

A wrong file is answered with its line and the nearest right word, in Danish.
Nothing but plain values comes out: no tags, no aliases, no key twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 30

_PLAIN_COLLECTIONS = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")

Place: TypeAlias = "tuple[str | int, ...]"


class AuthoredError(Exception):
    """Something wrong in a file an owner wrote: where, what, and what to do."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Authored:
    """
    A YAML file's content and the line that each place in it stands on.

    A place is the keys and indexes that lead to it. Dates come as ISO text and
    every key as text (`true: 1` is the key "true"), so that all of it is JSON.
    """

    file: str
    content: Any
    lines: Mapping[Place, int]

    def at(self, place: Place) -> Any:
        """What stands at a place that is known to be there."""
        found = self.content
        for step in place:
            found = found[step]
        return found

    def error(self, place: Place, message: str) -> AuthoredError:
        """The error for a place, or for the nearest thing around it that has a line."""
        return AuthoredError(self.file, self.line(place), message)

    def line(self, place: Place) -> int:
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def mapping(self, place: Place, known: Iterable[str] | None = None, *, what: str) -> dict[str, Any]:
        """The mapping at a place. Raises when it is none, or has a key that is not `known`."""
        found = self.at(place)
        if not isinstance(found, dict):
            raise self.error(place, f"{what} skal være nøgler med værdier; her står noget andet.")
        names = None if known is None else sorted(known)
        for key in found:
            if names is not None and key not in names:
                raise self.error((*place, key), f"»{key}« kendes ikke i {what}.{suggestion(key, names)}")
        return found

    def sequence(self, place: Place, *, what: str) -> list[Any]:
        found = self.at(place)
        if not isinstance(found, list):
            raise self.error(place, f"{what} skal være en liste (linjer, der begynder med »- «).")
        return found

    def text(self, place: Place, *, what: str) -> str:
        found = self.at(place)
        if not isinstance(found, str) or not found.strip():
            raise self.error(place, f"{what} skal være tekst.")
        return found.strip()


def suggestion(word: str, known: Iterable[str]) -> str:
    """The end of a message: the nearest right word, else all of them."""
    names = list(known)
    near = get_close_matches(word, names, n=1)
    if near:
        return f" Mente du »{near[0]}«?"
    return f" Brug {', '.join(f'»{name}«' for name in names[:20])}." if names else ""


def read_yaml(path: Path) -> Authored:
    """Read one file. Raises AuthoredError for everything that is not plain YAML of modest size."""
    file = str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AuthoredError(file, 0, "Filen kan ikke læses. Er stien rigtig?") from error
    if len(content) > MAX_BYTES:
        raise AuthoredError(file, 0, f"Filen fylder {len(content)} byte; højst {MAX_BYTES} læses.")
    return parse_yaml(content, file)


def parse_yaml(content: bytes, file: str) -> Authored:
    """As `read_yaml`, over the bytes themselves."""
    text = content.decode("utf-8-sig", errors="replace")
    try:
        _refuse_aliases(text, file)
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        if root is None:
            raise AuthoredError(file, 1, "Filen er tom.")
        reading = _Reading(file, loader)
        return Authored(file, reading.value(root, ()), reading.lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise AuthoredError(
            file, line, "Filen er ikke gyldig YAML her. Se efter indrykning, kolon og anførselstegn."
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise AuthoredError(file, 1, "Filen er ikke gyldig YAML.") from error


def _refuse_aliases(text: str, file: str) -> None:
    """One value, one place: an alias makes a small file large and a short line unclear."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise AuthoredError(file, line, "Henvisninger (»*navn«) læses ikke. Skriv værdien ud.")


class _Reading:
    """Walks the nodes of one file and remembers lines."""

    def __init__(self, file: str, loader: yaml.SafeLoader) -> None:
        self.file = file
        self.loader = loader
        self.lines: dict[Place, int] = {}

    def value(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if len(place) > MAX_DEPTH:
            raise AuthoredError(self.file, node.start_mark.line + 1, "Der er for mange niveauer inden i hinanden.")
        if isinstance(node, yaml.CollectionNode) and node.tag not in _PLAIN_COLLECTIONS:
            raise AuthoredError(self.file, node.start_mark.line + 1, "Mærker (»!navn«) læses ikke. Skriv værdien ud.")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise AuthoredError(self.file, line, "En nøgle skal være et enkelt ord.")
            key = _key(self._scalar(key_node))
            if key in found:
                raise AuthoredError(self.file, line, f"»{key}« står to gange.")
            self.lines[(*place, key)] = line
            found[key] = self.value(value_node, (*place, key))
        return found

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            value = self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            raise AuthoredError(self.file, node.start_mark.line + 1, "Værdien kan ikke læses.") from error
        if isinstance(value, datetime | date):
            return value.isoformat()
        if value is None or isinstance(value, bool | int | float | str):
            return value
        raise AuthoredError(self.file, node.start_mark.line + 1, "Kun tekst, tal, datoer og ja/nej-værdier læses.")


def _key(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
