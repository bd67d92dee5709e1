"""What the studio shows: libraries, their versions, drafts, and what differs between two versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from engine.views import Option, Requirement

How: TypeAlias = Literal["added", "removed", "changed"]
Severity: TypeAlias = Literal["error", "advice"]


@dataclass(frozen=True)
class Version:
    """A deployed version of a library. `running` counts the open instances that are pinned to it."""

    number: int
    at: datetime
    by: str
    note: str
    approved_by: str | None
    content_hash: str
    running: int = 0


@dataclass(frozen=True)
class LibraryRow:
    """A process library with its running version, and how many files the viewer has unsent drafts of."""

    key: str
    name: str
    version: Version
    open_cases: int
    drafts: int


@dataclass(frozen=True)
class DiagramRow:
    """
    A diagram of a library: `file` is its name under `diagrams/`, `name` its process' Danish name.

    `errors` and `advice` count its findings with the viewer's drafts put in.
    """

    file: str
    name: str
    draft_saved_at: datetime | None
    errors: int
    advice: int


@dataclass(frozen=True)
class LibraryView:
    """A library's page; `versions` come newest first."""

    row: LibraryRow
    diagrams: Sequence[DiagramRow]
    decisions: Sequence[Option]
    forms: Sequence[Option]
    versions: Sequence[Version]


@dataclass(frozen=True)
class Catalog:
    """What a diagram of a library may point at."""

    roles: Sequence[Option]
    forms: Sequence[Option]
    decisions: Sequence[Option]
    processes: Sequence[Option]
    requirements: Sequence[Requirement]
    topics: Sequence[str]


@dataclass(frozen=True)
class Base:
    """A deployed file that a drawing may build on: its hash, and the version it came with."""

    hash: str
    version: Version


@dataclass(frozen=True)
class OpenedDiagram:
    """
    A diagram in the modeler. `base` is the hash of the deployed file that the shown one builds on.

    `draft_hash` is that of the draft, empty when there is none. `bases` are all
    it could build on, newest first. `version` is None for the
    viewer's draft or else the running file.
    """

    library: str
    library_name: str
    file: str
    name: str
    base: str
    draft_hash: str
    draft_saved_at: datetime | None
    version: int | None
    bases: Sequence[Base]
    catalog: Catalog


@dataclass(frozen=True)
class DiagramFinding:
    """A finding with the Danish name of its element; see `engine.errors.Finding`."""

    file: str
    element: str
    name: str
    line: int
    rule: str
    severity: Severity
    message: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class SavedDraft:
    saved_at: datetime
    draft_hash: str
    findings: Sequence[DiagramFinding]


@dataclass(frozen=True)
class PropertyChange:
    """One thing about an element, in Danish words, before and after; empty text where it was or is not there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ElementChange:
    """An element that came, went or changed. `kind` says in Danish what it is: `timer`, `opgave`, `pil`."""

    element: str
    kind: str
    name: str
    how: How
    properties: Sequence[PropertyChange] = ()


@dataclass(frozen=True)
class FileDifference:
    """
    What differs in one file.

    `elements` is empty for a file that is no diagram, and for a diagram that
    works as before; then `moved` says whether it was drawn differently.
    `problem` says why the two could not be compared.
    """

    file: str
    name: str
    how: How
    elements: Sequence[ElementChange] = ()
    moved: bool = False
    problem: str = ""


@dataclass(frozen=True)
class DraftConflict:
    """
    A draft of a file that colleagues have deployed since it was begun.

    `versions` are the deployments that changed the file, oldest first. `theirs`
    goes from the file that the draft builds on to the running one, `mine` from
    the same to the draft. `running_hash` is the running file that was shown.
    """

    file: str
    name: str
    versions: Sequence[Version]
    theirs: FileDifference | None
    mine: FileDifference | None
    running_hash: str


@dataclass(frozen=True)
class Proposal:
    """
    What deploying the viewer's drafts would do.

    `running_hash` and `result_hash` are the running version and the one that
    would come, so that what is deployed is what was seen.
    """

    key: str
    name: str
    version: Version
    running_hash: str
    result_hash: str
    differences: Sequence[FileDifference]
    findings: Sequence[DiagramFinding]
    conflicts: Sequence[DraftConflict]
