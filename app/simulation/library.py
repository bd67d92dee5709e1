"""What the simulator and the scenarios need to know of a process library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.simulation.authored import read_yaml
from app.simulation.weights import Weights, read_weights


@dataclass(frozen=True)
class Library:
    """
    A process library on disk.

    `roles` are the role keys of its manifest.
    """

    folder: Path
    key: str
    roles: frozenset[str]
    weights: Weights


def find_library(word: str, installed: Iterable[Path]) -> Library | None:
    """The installed library with that key, or the one in that folder; None when there is neither."""
    for folder in installed:
        library = read_library(folder)
        if library.key == word:
            return library
    folder = Path(word)
    return read_library(folder) if (folder / "manifest.yaml").is_file() else None


def read_library(folder: Path) -> Library:
    """Read a library folder's manifest and weights. Raises AuthoredError."""
    manifest = read_yaml(folder / "manifest.yaml")
    top = manifest.mapping((), what="manifestet")
    for name in ("noegle", "roller"):
        if name not in top:
            raise manifest.error((), f"»{name}« mangler i manifestet.")
    return Library(
        folder=folder,
        key=manifest.text(("noegle",), what="noegle"),
        roles=frozenset(manifest.mapping(("roller",), what="roller")),
        weights=read_weights(folder),
    )
