"""
The studio's door: process owners draw, check and deploy their libraries.

Everything here is for the role `procesejer`; anybody else gets NotAllowed.
A draft belongs to one person and one diagram, and nobody else runs on it.
"""

from __future__ import annotations

from lxml import etree

from engine.clock import Clock
from engine.commands import DeployDrafts, DiscardDraft, KeepDraft, SaveDraft, Viewer
from engine.definitions.layout import lay_out
from engine.definitions.library import read_library
from engine.definitions.xml import as_utf8, parse_xml
from engine.errors import NotFound, StaleVersion
from engine.runtime import drafting, studio
from engine.runtime.definitions import Definitions
from engine.runtime.desk import DIAGRAMS, Desk, open_desk
from engine.store.database import Database
from engine.store.deployments import file_hash
from engine.views import Deployed
from engine.views.studio import (
    DiagramFinding,
    FileDifference,
    LibraryRow,
    LibraryView,
    OpenedDiagram,
    Proposal,
    SavedDraft,
)


class Authoring:
    """Drafts, versions and what differs between them. A file is named as under `diagrams/`."""

    def __init__(self, database: Database, definitions: Definitions, clock: Clock) -> None:
        self._database = database
        self._definitions = definitions
        self._clock = clock

    # ---- looking

    def libraries(self, by: Viewer) -> list[LibraryRow]:
        """Every deployed library, by name."""
        with self._database.reading() as connection:
            return studio.library_rows(connection, self._definitions, by)

    def library(self, by: Viewer, process: str) -> LibraryView:
        with self._database.reading() as connection:
            desk = open_desk(connection, self._definitions, by, process)
            return studio.library_view(connection, desk, self._topics())

    def diagram(self, by: Viewer, process: str, file: str, *, version: int | None = None) -> OpenedDiagram:
        """A diagram to open: the viewer's draft, or else the running one; or as it was in a version."""
        with self._database.reading() as connection:
            desk = open_desk(connection, self._definitions, by, process)
            return studio.opened_diagram(connection, desk, file, version, self._topics())

    def content(
        self,
        by: Viewer,
        process: str,
        file: str,
        *,
        version: int | None = None,
        running: bool = False,
        drawn: bool = False,
    ) -> bytes:
        """
        A diagram's XML in UTF-8: the draft or else the running file; the `running` one alone; or a version's.

        `drawn` gives it a layout if it has none, as a modeler opens nothing without.
        """
        with self._database.reading() as connection:
            desk = open_desk(connection, self._definitions, by, process)
            if version is not None:
                of_version = studio.file_of_version(connection, desk, file, version)
                return _drawn(of_version, file) if drawn else as_utf8(of_version, file)
        path = desk.path(file)
        found = desk.files.get(path) if running else desk.together().get(path)
        if found is None:
            raise NotFound("Diagrammet findes ikke i den kørende version.")
        return _drawn(found, file) if drawn else as_utf8(found, file)

    def check(self, by: Viewer, process: str, file: str, content: bytes) -> list[DiagramFinding]:
        """Every finding in the library with this content and the viewer's other drafts put in. Nothing is kept."""
        desk = self._desk(by, process)
        return drafting.named_findings(desk.together({desk.path(file): content}), self._topics())

    def proposal(self, by: Viewer, process: str) -> Proposal:
        """What deploying the viewer's drafts would do, and what stands in its way."""
        with self._database.reading() as connection:
            desk = open_desk(connection, self._definitions, by, process)
            findings = drafting.named_findings(desk.together(), self._topics())
            return studio.proposal(connection, desk, findings)

    def difference(self, by: Viewer, process: str, before: int, after: int) -> list[FileDifference]:
        """What changed from one version of a library to another."""
        with self._database.reading() as connection:
            desk = open_desk(connection, self._definitions, by, process)
            return studio.difference(connection, desk, before, after)

    # ---- changing

    def save(self, command: SaveDraft) -> SavedDraft:
        """
        Keep a draft, whatever the checks say of it.

        Raises InvalidInput for what is no BPMN at all, StaleVersion when the
        draft was meanwhile kept on another base or from another window.
        """
        drafting.read_drawing(command.content, DIAGRAMS + command.file)
        now = self._clock.now()
        self._database.write(lambda c: drafting.save(c, self._definitions, command, now))
        return SavedDraft(
            now, file_hash(command.content), self.check(command.by, command.process, command.file, command.content)
        )

    def discard(self, command: DiscardDraft) -> None:
        self._database.write(lambda c: drafting.discard(c, self._definitions, command))

    def keep(self, command: KeepDraft) -> None:
        """Let the viewer's next deployment replace a colleague's change of the same diagram."""
        self._database.write(lambda c: drafting.keep(c, self._definitions, command))

    def deploy(self, command: DeployDrafts) -> Deployed:
        """
        Make all of the viewer's drafts of a library its next version, and remove them.

        Raises InvalidDefinition with every error, InvalidInput without a note,
        StaleVersion when anything is not as it was shown, WrongState when the
        drafts change nothing.
        """
        drafting.require_note(command.note)
        # Read before the transaction: the write lock is not held while a library is parsed.
        desk = self._desk(command.by, command.process)
        if desk.contested() or desk.result_hash() != command.result:
            raise StaleVersion(
                "Versionen blev ikke udrullet: noget er ændret, siden du åbnede siden. "
                "Her er det, som det ser ud nu. Se det efter, og udrul det igen."
            )
        library = read_library(desk.together(), self._topics())
        now = self._clock.now()
        return self._database.write(lambda c: drafting.deploy(c, self._definitions, command, library, now))

    def _desk(self, by: Viewer, process: str) -> Desk:
        with self._database.reading() as connection:
            return open_desk(connection, self._definitions, by, process)

    def _topics(self) -> frozenset[str]:
        return self._definitions.services.topics()


def _drawn(content: bytes, file: str) -> bytes:
    """The diagram in UTF-8, laid out if it was not. Raises InvalidDefinition."""
    root = parse_xml(content, file)
    if not lay_out(root):
        return as_utf8(content, file)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
