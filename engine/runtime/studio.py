"""What the studio shows of libraries, diagrams and drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from engine.commands import Viewer
from engine.definitions.difference import file_difference, library_difference
from engine.definitions.element_reader import REGISTER
from engine.definitions.library import Library
from engine.errors import NotFound
from engine.runtime.definitions import Definitions
from engine.runtime.desk import DIAGRAMS, Desk, owner_of
from engine.runtime.drafting import named_findings
from engine.store import deployments, drafts
from engine.store.database import Connection
from engine.store.deployments import file_hash
from engine.store.drafts import DraftRecord
from engine.views import Option
from engine.views.studio import (
    Base,
    Catalog,
    DiagramFinding,
    DiagramRow,
    DraftConflict,
    FileDifference,
    LibraryRow,
    LibraryView,
    OpenedDiagram,
    Proposal,
    Severity,
    Version,
)


def library_rows(connection: Connection, definitions: Definitions, by: Viewer) -> list[LibraryRow]:
    """Every deployed library, by name."""
    mine, opened = drafts.counts(connection, owner_of(by)), deployments.open_cases(connection)
    rows = [
        _row(connection, each.library, opened, mine.get(each.library.manifest.key, 0))
        for each in definitions.every_newest(connection)
    ]
    return sorted(rows, key=lambda row: row.name)


def _row(connection: Connection, library: Library, opened: Mapping[str, int], mine: int) -> LibraryRow:
    key = library.manifest.key
    newest = deployments.versions(connection, key)[0]
    return LibraryRow(key, library.manifest.name, newest, opened.get(key, 0), mine)


def library_view(connection: Connection, desk: Desk, services: frozenset[str]) -> LibraryView:
    """A library's diagrams with what is wrong in the drafts, and its versions."""
    library = desk.library
    opened = deployments.open_cases(connection)
    findings = Counter((each.file, each.severity) for each in named_findings(desk.together(), services))
    paths = sorted(path for path in {*desk.files, *desk.drafts} if path.startswith(DIAGRAMS))
    diagrams = [_diagram_row(desk, path, findings) for path in paths]
    return LibraryView(
        row=_row(connection, library, opened, len(desk.drafts)),
        diagrams=sorted(diagrams, key=lambda row: row.name.casefold()),
        decisions=[Option(key, found.name or key) for key, found in sorted(library.decisions.items())],
        forms=_forms(library),
        versions=deployments.versions(connection, desk.key),
    )


def _diagram_row(desk: Desk, path: str, findings: Counter[tuple[str, Severity]]) -> DiagramRow:
    draft = desk.drafts.get(path)
    return DiagramRow(
        file=path.removeprefix(DIAGRAMS),
        name=desk.name(path),
        draft_saved_at=draft.saved_at if draft else None,
        errors=findings[path, "error"],
        advice=findings[path, "advice"],
    )


def _forms(library: Library) -> list[Option]:
    return [Option(key, key.replace("_", " ").capitalize()) for key in sorted(library.forms)]


def opened_diagram(
    connection: Connection, desk: Desk, file: str, version: int | None, services: frozenset[str]
) -> OpenedDiagram:
    """A diagram for the modeler. Raises NotFound."""
    draft = None
    if version is None:
        path = desk.path(file)
        draft = desk.drafts.get(path)
    else:
        path = DIAGRAMS + file
        file_of_version(connection, desk, file, version)
    return OpenedDiagram(
        library=desk.key,
        library_name=desk.library.manifest.name,
        file=file,
        name=desk.name(path),
        base=draft.base_hash if draft else desk.running_hash(path),
        draft_hash=file_hash(draft.content) if draft else "",
        draft_saved_at=draft.saved_at if draft else None,
        version=version,
        bases=_bases(connection, desk, path),
        catalog=_catalog(desk.library, services),
    )


def _catalog(library: Library, services: frozenset[str]) -> Catalog:
    return Catalog(
        roles=[Option(key, name) for key, name in library.manifest.roles.items()],
        forms=_forms(library),
        decisions=[Option(key, found.name or key) for key, found in sorted(library.decisions.items())],
        processes=sorted((Option(key, found.name) for key, found in library.processes.items()), key=lambda o: o.label),
        requirements=list(library.requirements.values()),
        topics=sorted({REGISTER, *services}),
    )


def file_of_version(connection: Connection, desk: Desk, file: str, version: int) -> bytes:
    """A diagram as it was in a version of the library. Raises NotFound."""
    found = version_files(connection, desk, version).get(DIAGRAMS + file)
    if found is None:
        raise NotFound(f"Diagrammet fandtes ikke i version {version}.")
    return found


def version_files(connection: Connection, desk: Desk, version: int) -> dict[str, bytes]:
    """All files of a version by path. Raises NotFound."""
    # Beyond what the database counts to there is no version either.
    deployment = deployments.of_version(connection, desk.key, version) if 0 < version < 2**31 else None
    if deployment is None:
        raise NotFound("Versionen findes ikke. Gå til bibliotekets liste over versioner.")
    return deployments.files_of(connection, deployment)


def proposal(connection: Connection, desk: Desk, findings: list[DiagramFinding]) -> Proposal:
    """What deploying the drafts would do, and what stands in its way."""
    versions = deployments.versions(connection, desk.key)
    result = desk.together()
    return Proposal(
        key=desk.key,
        name=desk.library.manifest.name,
        version=versions[0],
        running_hash=desk.library.content_hash,
        result_hash=desk.result_hash(),
        differences=library_difference(desk.files, result),
        findings=findings,
        conflicts=[_conflict(connection, desk, draft, versions) for draft in desk.contested()],
    )


def _conflict(connection: Connection, desk: Desk, draft: DraftRecord, versions: list[Version]) -> DraftConflict:
    base = deployments.content(connection, draft.base_hash)
    return DraftConflict(
        file=draft.path.removeprefix(DIAGRAMS),
        name=desk.name(draft.path),
        versions=_changed_since(connection, desk, draft, versions),
        theirs=file_difference(draft.path, base, desk.files.get(draft.path)),
        mine=file_difference(draft.path, base, draft.content),
        running_hash=desk.running_hash(draft.path),
    )


def _changed_since(connection: Connection, desk: Desk, draft: DraftRecord, versions: list[Version]) -> list[Version]:
    """The versions that changed a draft's file after the one it builds on, oldest first."""
    by_number = {version.number: version for version in versions}
    changed: list[Version] = []
    for number, digest in _turns(connection, desk, draft.path):
        changed = [] if digest == draft.base_hash else [*changed, by_number[number]]
    return changed


def _bases(connection: Connection, desk: Desk, path: str) -> list[Base]:
    """Every deployed file that a diagram has been, newest first, with the version it came with."""
    by_number = {version.number: version for version in deployments.versions(connection, desk.key)}
    return [Base(digest, by_number[number]) for number, digest in reversed(_turns(connection, desk, path)) if digest]


def _turns(connection: Connection, desk: Desk, path: str) -> list[tuple[int, str | None]]:
    """The versions in which a file became another, oldest first, and its hash then; None where it went away."""
    history = deployments.hashes_of_file(connection, desk.key, path)
    return [
        (number, digest)
        for index, (number, digest) in enumerate(history)
        if digest != (history[index - 1][1] if index else None)
    ]


def difference(connection: Connection, desk: Desk, before: int, after: int) -> list[FileDifference]:
    """What changed from one version of a library to another. Raises NotFound."""
    return library_difference(version_files(connection, desk, before), version_files(connection, desk, after))
