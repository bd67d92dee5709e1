"""The kit's test files: inputs, and what each decision must give (testCases.xsd of the kit)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Any

from lxml import etree

from engine import feel
from engine.clock import SystemClock

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True)
class Case:
    """One expectation: of a decision, or of a service called with the inputs. `model` is the DMN file's path."""

    name: str
    model: Path
    inputs: dict[str, Any]
    asked: str
    expected: object
    is_error: bool


def read_cases(path: Path) -> Iterator[Case]:
    """Every case under a folder, or in one test file. Raises OSError and etree.XMLSyntaxError."""
    files = sorted(path.rglob("*-test-*.xml")) if path.is_dir() else [path]
    for file in files:
        yield from _in_file(file)


def _in_file(file: Path) -> Iterator[Case]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.parse(file, parser).getroot()
    model = file.parent / (_text(root, "modelName") or f"{file.parent.name}.dmn")
    for case in _inside(root, "testCase"):
        inputs = {node.get("name") or "": _value(node) for node in _inside(case, "inputNode")}
        for result in _inside(case, "resultNode"):
            asked = case.get("invocableName") or result.get("name") or ""
            expected = next(_inside(result, "expected"), None)
            yield Case(
                name=f"{file.parent.name}/{file.name}#{case.get('id')}/{result.get('name')}",
                model=model,
                inputs=inputs,
                asked=asked,
                expected=None if expected is None else _value(expected),
                is_error=result.get("errorResult") == "true",
            )


def _value(holder: Any) -> Any:
    for part in _inside(holder, "value", "list", "component"):
        match etree.QName(part).localname:
            case "value":
                return _simple(part)
            case "list":
                return None if _is_nil(part) else [_value(item) for item in _inside(part, "item")]
            case "component":
                parts = list(_inside(holder, "component"))
                return {each.get("name") or "": None if _is_nil(each) else _value(each) for each in parts}
    return None


def _simple(element: Any) -> Any:
    if _is_nil(element):
        return None
    text, kind = element.text or "", (element.get(f"{_XSI}type") or "string").rpartition(":")[2]
    match kind:
        case "decimal" | "double" | "float" | "integer" | "int" | "long":
            try:
                return Decimal(text.strip())
            except DecimalException:
                return text
        case "boolean":
            return text.strip() in {"true", "1"}
        case "date" | "time" | "dateTime" | "duration":
            function = {"dateTime": "date and time"}.get(kind, kind)
            literal = text.strip().replace("\\", "\\\\").replace('"', '\\"')
            return feel.parse(f'{function}("{literal}")').evaluate({}, now=SystemClock().now())
    return text


def _is_nil(element: Any) -> bool:
    nil: str | None = element.get(f"{_XSI}nil")
    return nil == "true"


def _inside(element: Any, *names: str) -> Iterator[Any]:
    return (part for part in element if isinstance(part.tag, str) and etree.QName(part).localname in names)


def _text(element: Any, name: str) -> str:
    return next(((part.text or "").strip() for part in _inside(element, name)), "")
