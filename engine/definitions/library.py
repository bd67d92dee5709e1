"""A process library: everything a deployment holds, read and checked as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path

from engine.definitions import hard_stops, lint
from engine.definitions.bundle import CASE_SCHEMA, MANIFEST, Bundle, content_hash, read_bundle
from engine.definitions.case_schema import CaseSchema
from engine.definitions.diagram import Process
from engine.definitions.dmn import Decision
from engine.definitions.folder import MAX_FILE, read_at_most, read_folder
from engine.definitions.forms import Form
from engine.definitions.hard_stops import HardStop
from engine.definitions.manifest import Manifest
from engine.definitions.sketch import read_sketch
from engine.errors import Finding, InvalidDefinition, Violation
from engine.model import Json
from engine.views import Option, Requirement

__all__ = ["Library", "check_files", "check_path", "read_folder", "read_library", "stored_library"]


@dataclass(frozen=True)
class Library:
    """A library that passed every check. Its mappings are by id."""

    manifest: Manifest
    processes: Mapping[str, Process] = field(repr=False)
    forms: Mapping[str, Form] = field(repr=False)
    decisions: Mapping[str, Decision] = field(repr=False)
    requirements: Mapping[str, Requirement] = field(repr=False)
    hard_stops: tuple[HardStop, ...] = field(repr=False)
    schema: CaseSchema = field(repr=False)
    content_hash: str

    def validate_facts(
        self, facts: Mapping[str, Json], before: Mapping[str, Json] | None = None
    ) -> list[tuple[str, str]]:
        """What a case file breaks of its schema: path and Danish sentence; only what differs from `before` is asked."""
        return self.schema.problems(facts, before)

    def fact_label(self, path: str) -> str:
        """The Danish label of a fact's path (`barn.navn`, `besoeg.0.dato`); its last name when it has none."""
        return self._labels(path)

    @cached_property
    def _labels(self) -> Callable[[str], str]:
        """Labels by path, remembered: a page asks for a hundred, and always the same."""

        def label(path: str) -> str:
            names = [part for part in path.replace("[", ".").replace("]", "").split(".") if part and not part.isdigit()]
            return self.schema.label(names) if names else path

        return lru_cache(maxsize=4096)(label)

    def fact_options(self, path: str) -> tuple[Option, ...]:
        """The choices that a form gives for a fact it writes, or else the case file's schema."""
        return self._options(path)

    @cached_property
    def _options(self) -> Callable[[str], tuple[Option, ...]]:
        """Choices by path, remembered as the labels are."""
        written = self._written_options

        def options(path: str) -> tuple[Option, ...]:
            return written.get(path) or self.schema.choices(path.split("."))

        return lru_cache(maxsize=4096)(options)

    @cached_property
    def _written_options(self) -> Mapping[str, tuple[Option, ...]]:
        prefix = "sag."
        return {
            component.key.removeprefix(prefix): component.options
            for form in self.forms.values()
            for component in form.components
            if component.key.startswith(prefix) and component.options
        }

    def violations(
        self, before: Mapping[str, Json], after: Mapping[str, Json], *, now: datetime
    ) -> tuple[Violation, ...]:
        """Every hard stop that a change of the case file runs into."""
        return hard_stops.violations(self.hard_stops, before, after, now=now)


def read_library(files: Mapping[str, bytes], services: frozenset[str] = frozenset()) -> Library:
    """
    The library in these files; `services` are the topics of the installed service tasks.

    Raises InvalidDefinition with every error in every file, sorted.
    """
    return _checked_library(_Authored(content_hash(files), services, files))


@dataclass(frozen=True)
class _Authored:
    """A library's files, which their fingerprint says everything about."""

    content_hash: str
    services: frozenset[str]
    files: Mapping[str, bytes] = field(compare=False)


@lru_cache(maxsize=8)  # a second to read: scenarios deploy the same library each, and the studio what it just checked
def _checked_library(authored: _Authored) -> Library:
    bundle = read_bundle(authored.files, authored.services, whole=True)
    findings = _findings(bundle, authored.files)
    return _library(bundle, authored.files, [finding for finding in findings if finding.severity == "error"])


def stored_library(files: Mapping[str, bytes]) -> Library:
    """
    A library that was deployed before.

    It was checked then. The rules are not asked again: a rule that came later,
    or a service task that is gone, must not stop the instances that run on it.
    """
    bundle = read_bundle(files, frozenset(), whole=True)
    # Types were not asked about in the first release; one that is not known is taken for any.
    return _library(bundle, files, [finding for finding in bundle.findings if finding.rule != "dmn-type"])


def _library(bundle: Bundle, files: Mapping[str, bytes], errors: list[Finding]) -> Library:
    if errors or bundle.manifest is None or bundle.schema is None:
        raise InvalidDefinition(sorted(errors))
    return Library(
        manifest=bundle.manifest,
        processes={process.id: process for process in bundle.processes()},
        forms={form.id: form for form in bundle.forms},
        decisions={decision.id: decision for _, decision in bundle.decisions},
        requirements=bundle.requirements or {},
        hard_stops=bundle.hard_stops,
        schema=bundle.schema,
        content_hash=content_hash(files),
    )


def check_files(files: Mapping[str, bytes], services: frozenset[str] = frozenset()) -> list[Finding]:
    """Every finding in a library's files, errors and advice. Never raises on bad content."""
    return _findings(read_bundle(files, services, whole=True), files)


def check_path(path: Path, services: frozenset[str] = frozenset()) -> list[Finding]:
    """
    Every finding in a library folder, in a folder of loose files, or in one file.

    A folder is a library when it has a manifest.yaml; otherwise each file in it
    is judged alone, and what it points at outside itself is taken on trust. A
    diagram alone is a drawing and not a program yet: what it does not say is advice.
    """
    try:
        if (path / MANIFEST).is_file():
            return check_files(read_folder(path), services)
        if path.is_dir():
            loose = [place for place in sorted(path.rglob("*")) if place.suffix in {".bpmn", ".dmn", ".form"}]
            found = [_check_alone(place, place.relative_to(path).as_posix(), services) for place in loose]
            return sorted(finding for findings in found for finding in findings)
        return _check_alone(path, path.name, services)
    except InvalidDefinition as error:
        return sorted(error.findings)


def _check_alone(path: Path, name: str, services: frozenset[str]) -> list[Finding]:
    if path.is_symlink() or not path.is_file():
        message = "Filen findes ikke, eller den er ikke en almindelig fil."
        return [Finding(name, 0, "", "folder", message)]
    files = {name: read_at_most(path, MAX_FILE)}
    if path.suffix == ".bpmn" and not _lies_in_library(path):
        return list(read_sketch(files[name], name, services).findings)
    if path.suffix == ".dmn" and b"import" in files[name]:
        # What a model imports may lie beside it; its names cannot be read without.
        files |= {other.as_posix(): read_at_most(other, MAX_FILE) for other in _beside(path)}
    found = _findings(read_bundle(files, services, whole=False), files)
    return [finding for finding in found if finding.file == name]


def _beside(path: Path) -> list[Path]:
    return [other for other in sorted(path.parent.glob("*.dmn")) if other != path and not other.is_symlink()]


def _lies_in_library(path: Path) -> bool:
    """Whether a diagram is a part of a library: then what it lacks is missing, and not just not drawn yet."""
    return path.parent.name == "diagrams" and (path.parent.parent / MANIFEST).is_file()


def _findings(bundle: Bundle, files: Mapping[str, bytes]) -> list[Finding]:
    missing = [
        Finding(name, 0, "", "missing-file", f"Biblioteket mangler filen »{name}«. Læg den i biblioteket.")
        for name in (MANIFEST, CASE_SCHEMA)
        if bundle.whole and name not in files
    ]
    return sorted({*bundle.findings, *missing, *lint.check(bundle)})
