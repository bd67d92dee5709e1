"""A process owner's desk: one library as it runs, with what its owner has drawn on top of it and not yet deployed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.commands import PROCESS_OWNER, Viewer
from engine.definitions.bundle import content_hash
from engine.definitions.library import Library
from engine.errors import NotAllowed, NotFound
from engine.runtime.definitions import Definitions
from engine.store import deployments, drafts
from engine.store.database import Connection
from engine.store.deployments import file_hash
from engine.store.drafts import DraftRecord

DIAGRAMS = "diagrams/"


@dataclass(frozen=True)
class Desk:
    """`files` are the running version's, by path; `drafts` the owner's own, by path."""

    key: str
    owner: str
    library: Library
    files: Mapping[str, bytes] = field(repr=False)
    drafts: Mapping[str, DraftRecord] = field(repr=False)

    def path(self, file: str) -> str:
        """The path of a diagram by its file name, only when there is one. Raises NotFound."""
        path = DIAGRAMS + file
        if path not in self.files and path not in self.drafts:
            raise NotFound(f"Diagrammet findes ikke i »{self.library.manifest.name}«. Gå til studiet, og vælg det der.")
        return path

    def name(self, path: str) -> str:
        """The Danish name of a diagram's first process; the file's name when it runs none."""
        found = next((each.name for each in self.library.processes.values() if each.file == path), "")
        return found or path.removeprefix(DIAGRAMS)

    def together(self, more: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
        """The running files with the drafts in their place, and `more` in place of both."""
        return {**self.files, **{path: draft.content for path, draft in self.drafts.items()}, **(more or {})}

    def running_hash(self, path: str) -> str:
        """The hash of a running file; empty text when the running version has none of that name."""
        return file_hash(self.files[path]) if path in self.files else ""

    def contested(self) -> list[DraftRecord]:
        """The drafts of files that somebody has deployed otherwise since they were begun."""
        return [
            draft
            for path, draft in self.drafts.items()
            if self.running_hash(path) not in {draft.base_hash, file_hash(draft.content)}
        ]

    def result_hash(self) -> str:
        """The content hash of the version that the drafts would make."""
        return content_hash(self.together())


def owner_of(by: Viewer) -> str:
    """Whose drafts a viewer works on. Raises NotAllowed for whoever owns no process."""
    if PROCESS_OWNER not in by.roles:
        raise NotAllowed(
            "Studiet er for procesejere. Bed den, der opretter brugere, om rollen, hvis du skal bruge det."
        )
    return by.id


def open_desk(connection: Connection, definitions: Definitions, by: Viewer, process: str) -> Desk:
    """Raises NotAllowed, and NotFound for a library that was never deployed."""
    owner = owner_of(by)
    newest = definitions.newest(connection, process)
    return Desk(
        key=process,
        owner=owner,
        library=newest.library,
        files=deployments.files_of(connection, newest.id),
        drafts={draft.path: draft for draft in drafts.of_owner(connection, process, owner)},
    )
