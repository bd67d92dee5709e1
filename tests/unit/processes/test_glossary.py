"""Every Danish name in a process library stands in processes/GLOSSARY.md, where the languages meet."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.definitions.library import Library

PROCESSES = Path(__file__).parents[3] / "processes"
NAMES = set(re.findall(r"^\| `([^`]+)` \|", (PROCESSES / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE))


def _paths(schema: dict[str, Any], above: str = "") -> Iterator[str]:
    for name, node in schema.get("properties", {}).items():
        path = f"{above}{name}"
        yield path
        yield from _paths(node, f"{path}.")
        yield from _paths(node.get("items", {}), f"{path}[].")


def test_every_fact_is_explained(folder: Path) -> None:
    facts = set(_paths(json.loads((folder / "case.schema.json").read_text(encoding="utf-8"))))
    assert len(facts) > 150
    assert facts - NAMES == set()


def test_every_form_field_is_explained(library: Library) -> None:
    keys = {field.key for form in library.forms.values() for field in form.components if field.kind != "text"}
    assert {key.removeprefix("sag.") for key in keys} - NAMES == set()


def test_every_variable_is_explained(library: Library) -> None:
    variables = {name for process in library.processes.values() for name in process.sets}
    variables |= {name for process in library.processes.values() for call in process.calls for name in call.inputs}
    assert variables
    assert variables - NAMES == set()


def test_every_message_is_explained(library: Library) -> None:
    messages = set(library.manifest.inbound) | {
        name for process in library.processes.values() for name in process.receives
    }
    assert messages - NAMES == set()


def test_the_names_are_ascii() -> None:
    assert [name for name in sorted(NAMES) if not re.fullmatch(r"[A-Za-z0-9_.\[\]]+", name)] == []
