"""The door to authored files that belong to no installation yet: checked, read and evaluated where they lie."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.definitions.dmn import DecisionModel, explained, read_models
from engine.definitions.folder import MAX_FILE, read_at_most
from engine.definitions.library import check_path
from engine.definitions.yaml import Document, read_yaml
from engine.errors import Finding
from engine.model import Json

__all__ = [
    "DecisionModel",
    "check_library",
    "explain_decision",
    "read_authored",
    "read_decision_models",
    "read_plain_yaml",
]


def check_library(path: Path, services: frozenset[str] = frozenset()) -> list[Finding]:
    """Every finding in a library's folder or in one authored file; it never raises on bad content."""
    return check_path(path, services)


def read_authored(path: Path) -> bytes:
    """A file's bytes; of one that is too large only so much that its reader refuses it."""
    return read_at_most(path, MAX_FILE)


def read_plain_yaml(content: bytes, file: str) -> Document:
    """YAML of plain values with the line of each, as libraries are written in. Raises InvalidDefinition."""
    return read_yaml(content, file)


def read_decision_models(files: Mapping[str, bytes]) -> tuple[list[DecisionModel], list[Finding]]:
    """The decision models in these DMN files, linked by their imports, and every finding in them."""
    return read_models(files)


def explain_decision(trace: Json) -> list[str]:
    """A decision's trace in Danish: what was asked, which rules matched, and why the nearest did not."""
    return explained(trace)
