"""
JSON Schema 2020-12 as authors write it: checked, compiled, and its errors said in Danish.

Schemas are authored too, so `pattern` runs in linear time, nothing is fetched,
and a `$ref` stays in its own file and leads to an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

import re2
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.exceptions import SchemaError
from jsonschema.validators import extend
from referencing import Registry

from engine.model import Json

Schema: TypeAlias = "Mapping[str, Json]"

_ISO_DATE = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)
MAX_NODES = 10_000
_NOT_USED = frozenset({"patternProperties", "$id", "$dynamicRef", "$dynamicAnchor", "$anchor"})

formats = FormatChecker(formats=())


@formats.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return bool(_ISO_DATE.fullmatch(value)) and date.fromisoformat(value) is not None


@formats.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return bool(_ISO_DATE.match(value)) and datetime.fromisoformat(value).tzinfo is not None


def _pattern(_: object, pattern: str, instance: object, __: object) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not compile_pattern(pattern).search(instance):
        yield ValidationError("does not match the pattern")


_Validator: type[Draft202012Validator] = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]  # untyped in its stubs


def compile_pattern(pattern: str) -> Any:
    """A regular expression that takes linear time. Raises ValueError when it is none."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise ValueError(str(error)) from error


def compile_schema(schema: Schema) -> Draft202012Validator:
    """A validator for a schema that `schema_problems` found nothing wrong with."""
    return _Validator(dict(schema), format_checker=formats, registry=Registry())


def schema_problems(schema: Json) -> list[tuple[tuple[str | int, ...], str]]:
    """What is wrong with an authored schema: path into it, and a Danish sentence."""
    if not isinstance(schema, dict):
        return [((), "Skemaet skal være et JSON-objekt.")]
    if _size(schema) > MAX_NODES:
        return [((), f"Skemaet har flere end {MAX_NODES} led. Del det, eller fjern det, ingen bruger.")]
    try:
        Draft202012Validator.check_schema(schema, format_checker=FormatChecker(formats=()))
    except SchemaError as error:
        return [(tuple(error.absolute_path), f"Skemaet er ikke gyldigt JSON Schema 2020-12 ({error.validator}).")]
    return list(_forbidden(schema, schema, ()))


def _size(node: Json) -> int:
    """How many values a schema holds; to check one takes a fraction of a millisecond."""
    waiting, count = [node], 0
    while waiting:
        part = waiting.pop()
        count += 1
        waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return count


def _forbidden(node: Json, root: Schema, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _forbidden(item, root, (*path, index))
    if not isinstance(node, dict):
        return
    names_are_words = not path or path[-1] not in {"properties", "$defs"}
    for key, value in node.items():
        if names_are_words and key in _NOT_USED:
            yield (*path, key), f"»{key}« bruges ikke her. Skriv felterne under »properties«."
        elif names_are_words and key == "$ref":
            yield from _reference_problems(value, root, (*path, key))
        elif names_are_words and key == "pattern" and isinstance(value, str):
            yield from _pattern_problems(value, (*path, key))
        elif key not in {"const", "enum", "default", "examples"} or not names_are_words:
            yield from _forbidden(value, root, (*path, key))


def _pattern_problems(pattern: str, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    try:
        compile_pattern(pattern)
    except ValueError:
        yield path, "Mønsteret er ikke et regulært udtryk, som kan bruges (RE2)."


def _reference_problems(
    reference: Json, root: Schema, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if not isinstance(reference, str) or not reference.startswith("#/$defs/"):
        yield path, "En henvisning skal begynde med »#/$defs/«: der hentes intet udefra."
    elif resolve(root, {"$ref": reference}) is None:
        yield path, f"Henvisningen »{reference[:80]}« peger på noget, der ikke findes."
    elif _reaches_itself(reference, root):
        yield path, f"Henvisningen »{reference[:80]}« går i ring."


def resolve(root: Schema, node: Json) -> Schema | None:
    """A schema node with its `$ref` followed; None when it leads nowhere."""
    for _ in range(20):  # more steps than any honest chain; a ring ends here too
        if not isinstance(node, dict):
            return None
        reference = node.get("$ref")
        if reference is None:
            return node
        node = _at(root, str(reference))
    return None


def _at(root: Schema, reference: str) -> Json:
    node: Json = dict(root)
    for part in reference.removeprefix("#/").split("/"):
        if not isinstance(node, dict) or part not in node:
            return None
        node = node[part]
    return node


def _reaches_itself(start: str, root: Schema) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for reference in _references(_at(root, waiting.pop())):
            if reference == start:
                return True
            if reference not in seen:
                seen.add(reference)
                waiting.append(reference)
    return False


def _references(node: Json) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield str(node["$ref"])
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)


def danish(error: ValidationError) -> str:
    """What is wrong with a value, as the end of a sentence that begins with its label. Never the value itself."""
    say = _SAYINGS.get(str(error.validator))
    return say(error.validator_value) if say else "er ikke gyldig"


def _number(value: float) -> str:
    return str(value).replace(".", ",")


_TYPE_NAMES = {
    "string": "tekst",
    "number": "et tal, fx 1.250,50",
    "integer": "et helt tal",
    "boolean": "ja eller nej",
    "array": "en liste",
    "object": "en gruppe af felter",
    "null": "tom",
}


def _type_name(types: str | Sequence[str]) -> str:
    names = [types] if isinstance(types, str) else list(types)
    return " eller ".join(_TYPE_NAMES.get(name, name) for name in names)


_SAYINGS: Mapping[str, Callable[[Any], str]] = {
    "type": lambda types: f"skal være {_type_name(types)}",
    "enum": lambda _: "skal være en af de værdier, der kan vælges",
    "const": lambda _: "skal være den ene værdi, der er tilladt",
    "format": lambda name: "skal være en dato, fx 01-02-2026" if name == "date" else "skal være en dato med klokkeslæt",
    "minLength": lambda limit: "skal udfyldes" if limit == 1 else f"skal være på mindst {limit} tegn",
    "maxLength": lambda limit: f"må højst være på {limit} tegn",
    "minimum": lambda limit: f"må ikke være under {_number(limit)}",
    "maximum": lambda limit: f"må ikke være over {_number(limit)}",
    "exclusiveMinimum": lambda limit: f"skal være over {_number(limit)}",
    "exclusiveMaximum": lambda limit: f"skal være under {_number(limit)}",
    "minItems": lambda limit: "skal udfyldes" if limit == 1 else f"skal have mindst {limit} punkter",
    "maxItems": lambda limit: f"må højst have {limit} punkter",
    "minProperties": lambda limit: f"skal have mindst {limit} felter",
    "maxProperties": lambda limit: f"må højst have {limit} felter",
    "additionalProperties": lambda _: "har et felt, der ikke kendes",
    "unevaluatedProperties": lambda _: "har et felt, der ikke kendes",
    "required": lambda _: "mangler et felt, der skal udfyldes",
    "pattern": lambda _: "har ikke den rigtige form",
    "multipleOf": lambda step: "har for mange decimaler" if step < 1 else f"skal kunne deles med {_number(step)}",
    "uniqueItems": lambda _: "har den samme værdi to gange",
}
