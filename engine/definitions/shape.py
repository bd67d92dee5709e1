"""Whether an authored file has the shape it must have, said with the line and the nearest right word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError

from engine.definitions.json_schema import danish
from engine.definitions.wording import did_you_mean, listed
from engine.errors import Finding
from engine.model import Json

Path = tuple[str | int, ...]


def shape_problems(value: Json, shape: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Path and Danish sentence for everything in which a value does not have the shape."""
    for error in Draft202012Validator(shape).iter_errors(value):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties" and isinstance(error.instance, dict):
            yield from _unknown_keys(error, path)
        elif error.validator == "required" and isinstance(error.instance, dict):
            yield from _missing_keys(error, path)
        else:
            yield path, f"{_name(path)} {danish(error)}{_choices(error)}."


def shape_findings(
    value: Json, shape: Mapping[str, Any], file: str, rule: str, line: Callable[..., int]
) -> list[Finding]:
    """The same as findings; `line` gives the line of a path."""
    return [
        Finding(file, line(*path), ".".join(str(part) for part in path)[:100], rule, message)
        for path, message in shape_problems(value, shape)
    ]


def _unknown_keys(error: ValidationError, path: Path) -> Iterator[tuple[Path, str]]:
    known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
    for key in cast("dict[str, Json]", error.instance):
        if key not in known:
            choices = did_you_mean(key, known) or f" Her kan stå {listed(known)}."
            yield (*path, key), f"»{key[:60]}« kendes ikke.{choices}"


def _missing_keys(error: ValidationError, path: Path) -> Iterator[tuple[Path, str]]:
    # One error stands for one missing key, but does not name it apart from its English message.
    given, needed = cast("dict[str, Json]", error.instance), cast("list[str]", error.validator_value)
    missing = [key for key in needed if key not in given]
    named = [key for key in missing if error.message.startswith(repr(key))]
    for key in named:
        yield path, f"»{key}« mangler{f' under »{path[-1]}«' if path else ''}. Skriv det."


def _name(path: Path) -> str:
    return f"»{path[-1]}«" if path else "Filen"


def _choices(error: ValidationError) -> str:
    return f": {listed(map(str, cast('list[Json]', error.validator_value)))}" if error.validator == "enum" else ""
