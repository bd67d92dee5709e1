"""Reading JSON that a stranger may have written: no bombs, no twice-named keys, no numbers that are none."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NoReturn

from engine.errors import Finding, InvalidDefinition
from engine.model import Json

MAX_BYTES = 500_000
MAX_DEPTH = 40
MAX_NUMBER = 30  # digits; longer ones are mistakes, and quadratic to read

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


class _Twins(ValueError):
    """An object names a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_json(content: bytes, file: str) -> Json:
    """The value of a JSON file. Raises InvalidDefinition with one finding and its line."""
    text = decode_utf8(content, file, MAX_BYTES)
    _refuse_depth(text, file)
    _refuse_characters(text, file)
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_no_twins,
            parse_constant=_no_constant,
            parse_int=_short_int,
            parse_float=_short_float,
        )
    except json.JSONDecodeError as error:
        message = (
            f"Filen er ikke gyldig JSON fra tegn {error.colno} i linjen: der mangler nok et komma, et anførselstegn "
            "eller en parentes. Ret det, eller gem filen igen fra formularværktøjet."
        )
        raise InvalidDefinition([Finding(file, error.lineno, "", "malformed", message)]) from error
    except _Twins as error:
        keys = list(re.finditer(rf"{re.escape(json.dumps(error.key, ensure_ascii=False))}\s*:", text))
        line = text.count("\n", 0, keys[1].start()) + 1 if len(keys) > 1 else 0
        message = f"Nøglen »{error.key[:60]}« står to gange i samme objekt. Fjern den ene."
        raise InvalidDefinition([Finding(file, line, error.key[:100], "duplicate-key", message)]) from error
    except ValueError as error:
        raise InvalidDefinition([Finding(file, 0, "", "malformed", str(error))]) from error
    return value


def decode_utf8(content: bytes, file: str, limit: int) -> str:
    """The text of a file of at most `limit` bytes in UTF-8, with or without a byte order mark."""
    if len(content) > limit:
        message = f"Filen fylder {len(content)} byte; højst {limit} læses."
        raise InvalidDefinition([Finding(file, 0, "", "file-size", message)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "Filen er ikke gyldig UTF-8. Gem den igen som UTF-8."
        raise InvalidDefinition([Finding(file, line, "", "encoding", message)]) from error


def line_of_value(content: bytes, key: str, value: str, occurrence: int = 1) -> int:
    """
    The line where a JSON file says `"key": "value"` for the nth time; 0 when it does not.

    JSON carries no positions, and the reader of a finding looks for the name anyway.
    """
    text = content.decode("utf-8-sig", errors="replace")
    written = re.escape(json.dumps(value, ensure_ascii=False))
    pattern = re.compile(rf"{re.escape(json.dumps(key))}\s*:\s*{written}")
    for count, found in enumerate(pattern.finditer(text), start=1):
        if count == occurrence:
            return text.count("\n", 0, found.start()) + 1
    return 0


def line_of_path(content: bytes, path: Sequence[str | int]) -> int:
    """The line of a path's last key, found by looking for its keys one after the other; 0 for the file itself."""
    text = content.decode("utf-8-sig", errors="replace")
    at = 0
    for part in path:
        found = re.compile(rf"{re.escape(json.dumps(part, ensure_ascii=False))}\s*:").search(text, at)
        at = found.start() if found and isinstance(part, str) else at
    return text.count("\n", 0, at) + 1 if at else 0


def _refuse_depth(text: str, file: str) -> None:
    """Counted before parsing: the parser recurses, and would end the process before it ends the file."""
    depth = 0
    line = 1
    for character in _STRING.sub(lambda found: "\n" * found[0].count("\n"), text):
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif character == "\n":
            line += 1
        if depth > MAX_DEPTH:
            message = f"Filen har mere end {MAX_DEPTH} niveauer inde i hinanden."
            raise InvalidDefinition([Finding(file, line, "", "file-size", message)])


def is_writable(text: str) -> bool:
    """Whether a text can be shown and kept: half a character cannot be encoded, and databases end a text at NUL."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _refuse_characters(text: str, file: str) -> None:
    for found in _STRING.finditer(text):
        if "\\u" in found[0] and not _reads_well(found[0]):
            line = text.count("\n", 0, found.start()) + 1
            message = "En tekst har et tegn, som ikke findes (et halvt tegn eller NUL). Slet det."
            raise InvalidDefinition([Finding(file, line, "", "malformed", message)])


def _reads_well(literal: str) -> bool:
    try:
        return is_writable(json.loads(literal))
    except ValueError:
        return True  # another finding, with its own place


def _no_twins(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise _Twins(key)
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"»{name}« er ikke et tal. Skriv et tal.")


def _short_int(digits: str) -> int:
    return int(_short(digits))


def _short_float(digits: str) -> float:
    number = float(_short(digits))
    if number in {float("inf"), float("-inf")}:
        raise ValueError("Et tal er for stort.")
    return number


def _short(digits: str) -> str:
    if len(digits) > MAX_NUMBER:
        raise ValueError(f"Et tal har mere end {MAX_NUMBER} cifre.")
    return digits
