"""From a library's folder on disk to its deployable files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.definitions.bundle import DEPLOYED
from engine.errors import Finding, InvalidDefinition

MAX_FILES = 500
MAX_BYTES = 20_000_000
MAX_FILE = 2_000_000
# What lies in a library's folder and is not deployed: Python, owners' tests, weights, notes.
_FOLDERS = ("", "diagrams", "decisions", "forms", "law")


def read_folder(path: Path) -> dict[str, bytes]:
    """
    The deployable files of a library folder by their relative names with `/`.

    Raises InvalidDefinition when the folder cannot be read as it stands: a
    symbolic link, too many or too large files.
    """
    if not path.is_dir():
        raise InvalidDefinition(
            [Finding(path.name, 0, "", "folder", "Mappen findes ikke, eller den er ikke en mappe.")]
        )
    files: dict[str, bytes] = {}
    findings = []
    total = 0
    for name, place in _places(path):
        if place.is_symlink():
            message = "Filen er et symbolsk link. Læg selve filen i mappen."
            findings.append(Finding(name, 0, "", "folder", message))
            continue
        content = read_at_most(place, MAX_FILE)
        total += len(content)
        files[name] = content
        if len(files) > MAX_FILES or total > MAX_BYTES:
            message = f"Biblioteket har flere end {MAX_FILES} filer eller fylder mere end {MAX_BYTES} byte."
            raise InvalidDefinition([Finding(path.name, 0, "", "folder", message)])
    if findings:
        raise InvalidDefinition(sorted(findings))
    return files


def read_at_most(path: Path, limit: int) -> bytes:
    """A file's bytes; one byte more than the limit when it is larger, so that its reader refuses it."""
    with path.open("rb") as file:
        return file.read(limit + 1)


def _places(path: Path) -> Iterator[tuple[str, Path]]:
    for folder in _FOLDERS:
        inside = path / folder
        if inside.is_symlink():
            yield f"{folder}/", inside
            continue
        if not inside.is_dir():
            continue
        for place in sorted(inside.iterdir()):
            name = f"{folder}/{place.name}" if folder else place.name
            if DEPLOYED.fullmatch(name) and (place.is_file() or place.is_symlink()):
                yield name, place
