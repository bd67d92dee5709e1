"""The files of a process library, each read as far as it can be."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from engine.definitions.case_schema import CaseSchema, read_case_schema
from engine.definitions.diagram import Diagram, Process
from engine.definitions.diagram_reader import examine_diagram
from engine.definitions.dmn import Decision, DecisionModel, read_models
from engine.definitions.forms import Form, examine_form
from engine.definitions.hard_stops import HardStop, read_hard_stops
from engine.definitions.law import read_requirements
from engine.definitions.manifest import Manifest, read_manifest
from engine.errors import Finding, InvalidDefinition
from engine.views import Requirement

T = TypeVar("T")

MANIFEST = "manifest.yaml"
CASE_SCHEMA = "case.schema.json"
REQUIREMENTS = "law/requirements.csv"
HARD_STOPS = "law/hard_stops.yaml"
DEPLOYED = re.compile(
    r"manifest\.yaml|case\.schema\.json|diagrams/[^/]+\.bpmn|decisions/[^/]+\.dmn|forms/[^/]+\.form"
    r"|law/requirements\.csv|law/hard_stops\.yaml"
)


@dataclass
class Bundle:
    """
    What could be read of a set of files; `findings` says what could not.

    `unread` names the kinds of files with a file missing from here, so that
    nobody reports as unknown what may well stand in it. `whole` is False for a
    file checked alone, where nothing outside it can be known.
    """

    whole: bool
    services: frozenset[str]
    manifest: Manifest | None = None
    schema: CaseSchema | None = None
    diagrams: list[Diagram] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    decisions: list[tuple[str, Decision]] = field(default_factory=list)
    models: list[DecisionModel] = field(default_factory=list)
    requirements: Mapping[str, Requirement] | None = None
    hard_stops: tuple[HardStop, ...] = ()
    unread: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def processes(self) -> list[Process]:
        return [process for diagram in self.diagrams for process in diagram.processes]

    def process(self, name: str) -> Process | None:
        return next((process for process in self.processes() if process.id == name), None)

    def form(self, name: str) -> Form | None:
        return next((form for form in self.forms if form.id == name), None)

    def decision(self, name: str) -> Decision | None:
        return next((decision for _, decision in self.decisions if decision.id == name), None)


def read_bundle(files: Mapping[str, bytes], services: frozenset[str], *, whole: bool) -> Bundle:
    """Everything that can be read, never raising on bad content."""
    bundle = Bundle(whole, services)
    by_kind = sorted(files.items(), key=lambda item: (not item[0].endswith(MANIFEST), item[0]))
    for file, content in by_kind:
        _read_file(bundle, file, content)
    _read_decisions(bundle, {file: content for file, content in files.items() if file.endswith(".dmn")})
    return bundle


def _read_decisions(bundle: Bundle, files: Mapping[str, bytes]) -> None:
    """All decision models at once: one may import another."""
    models, findings = read_models(files)
    bundle.findings += findings
    if findings:
        bundle.unread.add("dmn")
    bundle.models += models
    bundle.decisions += [(model.file, decision) for model in models for decision in model.decisions]


def _read_file(bundle: Bundle, file: str, content: bytes) -> None:
    kind = file.rpartition(".")[2]
    if kind == "bpmn":
        lanes = bundle.manifest.lanes() if bundle.manifest else {}
        diagram, findings = examine_diagram(content, file, lanes)
        bundle.findings += findings
        _keep(bundle, bundle.diagrams, diagram, kind)
    elif kind == "form":
        form, findings = examine_form(content, file)
        bundle.findings += findings
        _keep(bundle, bundle.forms, form, kind)
    elif kind == "dmn":
        pass  # all of them are read together
    elif file == MANIFEST:
        bundle.manifest = _read(bundle, file, lambda: read_manifest(content, file))
    elif file == CASE_SCHEMA:
        bundle.schema = _read(bundle, file, lambda: read_case_schema(content, file))
    elif file == REQUIREMENTS:
        bundle.requirements = _read(bundle, file, lambda: read_requirements(content, file))
    elif file == HARD_STOPS:
        bundle.hard_stops = _read(bundle, file, lambda: read_hard_stops(content, file)) or ()
    else:
        message = "Filen hører ikke til i et procesbibliotek. Brug .bpmn, .dmn og .form i deres mapper."
        bundle.findings.append(Finding(file, 0, "", "unknown-file", message))


def _keep(bundle: Bundle, kept: list[T], found: T | None, kind: str) -> None:
    if found is None:
        bundle.unread.add(kind)
    else:
        kept.append(found)


def _read(bundle: Bundle, kind: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except InvalidDefinition as error:
        bundle.findings += error.findings
        bundle.unread.add(kind)
        return None


def content_hash(files: Mapping[str, bytes]) -> str:
    """A fingerprint of the files' names and contents; the same whatever order they come in."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{len(name.encode())}:{name}{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
