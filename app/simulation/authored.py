"""
YAML that owners write, read strictly.

A wrong file is answered with its line and the nearest right word, in Danish.
Nothing but plain values comes out: no tags, no aliases, no key twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

from engine.errors import InvalidDefinition
from engine.files import read_plain_yaml

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

    A place is the keys and indexes that lead to it. A date is text, and so is
    every key (`true: 1` is the key "true"), so that all of it is JSON.
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
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AuthoredError(str(path), 0, "Filen kan ikke læses. Er stien rigtig?") from error
    return parse_yaml(content, str(path))


def parse_yaml(content: bytes, file: str) -> Authored:
    """As `read_yaml`, over the bytes themselves."""
    try:
        document = read_plain_yaml(content, file)
    except InvalidDefinition as error:
        first = error.findings[0]
        raise AuthoredError(file, first.line, first.message) from error
    if document.value is None:
        raise AuthoredError(file, 1, "Filen er tom.")
    return Authored(file, document.value, document.lines)
