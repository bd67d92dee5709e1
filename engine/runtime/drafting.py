"""Keeping a process owner's drafts, and making them the next version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.commands import DeployDrafts, DiscardDraft, KeepDraft, SaveDraft
from engine.definitions.bpmn import BPMN
from engine.definitions.library import Library, check_files
from engine.definitions.xml import Element, parse_xml
from engine.errors import Finding, InvalidDefinition, InvalidInput, NotFound, StaleVersion, WrongState
from engine.runtime import deploying
from engine.runtime.definitions import Definitions
from engine.runtime.desk import Desk, open_desk
from engine.store import deployments, drafts
from engine.store.database import Connection
from engine.store.deployments import file_hash
from engine.store.drafts import DraftRecord
from engine.views import Deployed
from engine.views.studio import DiagramFinding

MAX_NOTE = 2000


def read_drawing(content: bytes, file: str) -> Element:
    """The root of what may become a draft: any BPMN at all. Raises InvalidInput."""
    try:
        root = parse_xml(content, file)
    except InvalidDefinition as error:
        message = f"Kladden blev ikke gemt. {error.findings[0].message}"
        raise InvalidInput(message, {"fil": message}) from error
    if root.tag != f"{{{BPMN}}}definitions":
        message = "Kladden blev ikke gemt: filen er ikke et BPMN-diagram. Vælg en .bpmn-fil."
        raise InvalidInput(message, {"fil": message})
    return root


def save(connection: Connection, definitions: Definitions, command: SaveDraft, now: datetime) -> None:
    """Keep a draft. Raises StaleVersion when it builds on another file or another draft than the one already kept."""
    desk = open_desk(connection, definitions, command.by, command.process)
    path = desk.path(command.file)
    known = {digest for _, digest in deployments.hashes_of_file(connection, desk.key, path)}
    earlier = desk.drafts.get(path)
    elsewhere = earlier is not None and earlier.base_hash != command.base and not command.afresh
    unseen = command.seen is not None and earlier is not None and file_hash(earlier.content) != command.seen
    if command.base not in known or elsewhere or unseen:
        raise StaleVersion(
            "Kladden blev ikke gemt: den er imens gemt fra et andet vindue eller bygger nu på en nyere version. "
            "Hent din tegning som fil, åbn diagrammet igen, og se, hvad der er gemt."
        )
    drafts.save(connection, DraftRecord(desk.key, path, desk.owner, command.base, command.content, now))


def discard(connection: Connection, definitions: Definitions, command: DiscardDraft) -> None:
    """Raises NotFound when there is no such draft."""
    desk = open_desk(connection, definitions, command.by, command.process)
    drafts.remove(connection, desk.key, _own(desk, command.file).path, desk.owner)


def keep(connection: Connection, definitions: Definitions, command: KeepDraft) -> None:
    """Let the draft build on the running file. Raises StaleVersion when that is not the one that was shown."""
    desk = open_desk(connection, definitions, command.by, command.process)
    draft = _own(desk, command.file)
    if desk.running_hash(draft.path) != command.running:
        raise StaleVersion("Diagrammet er ændret igen, siden du åbnede siden. Se efter, hvad der nu er ændret.")
    drafts.rebase(connection, desk.key, draft.path, desk.owner, command.running)


def deploy(
    connection: Connection, definitions: Definitions, command: DeployDrafts, library: Library, now: datetime
) -> Deployed:
    """
    Deploy all the owner's drafts of a library and remove them.

    `library` is what was read and checked of the result that the command
    names. Raises StaleVersion when anything is not as it was shown.
    """
    # Before anything is read: whoever waits here must see what the other one deployed.
    deployments.lock(connection, command.process)
    desk = open_desk(connection, definitions, command.by, command.process)
    if not desk.drafts or desk.result_hash() == desk.library.content_hash:
        raise WrongState("Du har ingen kladder, der ændrer noget, så der er ikke noget at udrulle.")
    if desk.contested():
        raise StaleVersion("Versionen blev ikke udrullet: en anden har ændret det samme diagram som dig.")
    if desk.library.content_hash != command.running or desk.result_hash() != library.content_hash:
        raise StaleVersion(
            "Versionen blev ikke udrullet: noget er ændret, siden du åbnede siden. "
            "Her er det, som det ser ud nu. Se det efter, og udrul det igen."
        )
    done = deploying.deploy(
        connection, definitions, library, desk.together(), now, by=command.by.id, note=command.note.strip()
    )
    drafts.remove_all(connection, desk.key, desk.owner)
    return done


def require_note(note: str) -> None:
    """Raises InvalidInput unless the note says something in at most MAX_NOTE characters."""
    if not note.strip():
        message = "Skriv, hvad du har ændret og hvorfor. Det står i listen over versioner."
        raise InvalidInput(message, {"note": message})
    if len(note) > MAX_NOTE:
        message = f"Noten er for lang: højst {MAX_NOTE} tegn."
        raise InvalidInput(message, {"note": message})


def named_findings(files: Mapping[str, bytes], services: frozenset[str]) -> list[DiagramFinding]:
    """Every finding in a library's files, with the Danish names of the elements. Never raises on bad content."""
    found = check_files(files, services)
    names = {file: _names(files, file) for file in {finding.file for finding in found}}
    return [_named(finding, names[finding.file]) for finding in found]


def _named(finding: Finding, names: Mapping[str, str]) -> DiagramFinding:
    return DiagramFinding(
        file=finding.file,
        element=finding.element,
        name=names.get(finding.element, ""),
        line=finding.line,
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        path=finding.path,
    )


def _names(files: Mapping[str, bytes], file: str) -> dict[str, str]:
    """The names of a diagram's elements by id; nothing for other files and what cannot be read."""
    if not file.endswith(".bpmn") or file not in files:
        return {}
    try:
        root = parse_xml(files[file], file)
    except InvalidDefinition:
        return {}
    return {each.get("id", ""): " ".join(each.get("name", "").split()) for each in root.iter() if each.get("name")}


def _own(desk: Desk, file: str) -> DraftRecord:
    draft = desk.drafts.get(desk.path(file))
    if draft is None:
        raise NotFound("Du har ingen kladde af det diagram.")
    return draft
