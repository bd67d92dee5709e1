"""Runs: started once for a diagram, stopped, taken up again, taken back; and how far each has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from engine.commands import PROCESS_OWNER, SYSTEM, ResumeMove, StartMove, StopMove, UndoMove, Viewer
from engine.errors import NotAllowed, NotFound, WrongState
from engine.runtime.definitions import Definitions, Deployment
from engine.runtime.migration import preview as previews
from engine.runtime.migration.planning import plan
from engine.store import deployments, incidents, moves
from engine.store.database import Connection, Row
from engine.store.ids import new_id
from engine.store.moves import MoveRecord
from engine.views.moving import MovedInstance, MoveRow, MoveView


def require_owner(by: Viewer) -> None:
    """Raises NotAllowed for whoever owns no process; the command line is the operator's."""
    if by.department is not None and PROCESS_OWNER not in by.roles:
        raise NotAllowed("Kun procesejere kan flytte forløb til en ny version. Bed en procesejer om det.")


def start(connection: Connection, definitions: Definitions, command: StartMove, now: datetime) -> str:
    """
    Carry out StartMove; the run's id. Nothing is moved yet: a worker does, or `sagsgang migrate`.

    Raises NotAllowed, NotFound, InvalidInput for a mapping that cannot mean
    anything, and WrongState when the diagram is being moved already or nothing runs on another version.
    """
    require_owner(command.by)
    # Of two owners who start at once the second is told of the first.
    deployments.lock(connection, command.library)
    target = previews.target_of(connection, definitions, command.library, command.process, command.version)
    name = target.process(command.process).name
    if moves.unfinished(connection, command.library, command.process):
        raise WrongState(f"Forløb af »{name}« er allerede ved at blive flyttet. Se, hvor langt det er, og vent på det.")
    members = moves.members(connection, command.library, command.process, target.id)
    if not members:
        raise WrongState(f"Ingen forløb af »{name}« kører på en anden version end {command.version}.")
    mapping = dict(command.mapping)
    _require_sensible(connection, definitions, target, command)
    if command.accept:
        mapping = {**_proposed(connection, definitions, target, command, now), **mapping}
    record = MoveRecord(
        id=new_id(),
        library=command.library,
        process=command.process,
        deployment=target.id,
        mapping=mapping,
        stopped=False,
        started_at=now,
        started_by=command.by.id,
    )
    moves.add(connection, record, members)
    moves.add_jobs(connection, record.id, now)
    return record.id


def _require_sensible(connection: Connection, definitions: Definitions, target: Deployment, command: StartMove) -> None:
    """Raises InvalidInput for a mapping from or to what is not in the diagrams."""
    sources = moves.sources(connection, command.library, command.process, target.id)
    known = [previews.ids_of(definitions.get(connection, each), command.process) for each in sources]
    previews.require_known(target, command.process, command.mapping, {*command.mapping}.difference(*known))


def _proposed(
    connection: Connection, definitions: Definitions, target: Deployment, command: StartMove, now: datetime
) -> dict[str, str]:
    """Every answer that is proposed for what the command's mapping leaves open."""
    found: dict[str, str] = {}
    for standing in previews.standings(connection, definitions, command.library, command.process, target):
        choices = plan(standing, target, command.mapping, now).choices
        found |= {old: answer for old, answer in choices.items() if answer is not None}
    return found


def stop(connection: Connection, command: StopMove, now: datetime) -> None:
    """Carry out StopMove. A case that is being moved at this moment is moved whole."""
    require_owner(command.by)
    record = _known(connection, command.move)
    stuck = moves.drop_jobs(connection, record.id)
    if stuck:
        incidents.gone_with_jobs(connection, stuck, at=now, by=SYSTEM.id)
    moves.set_stopped(connection, record.id, stopped=True)


def resume(connection: Connection, command: ResumeMove, now: datetime) -> None:
    """Carry out ResumeMove."""
    require_owner(command.by)
    record = _known(connection, command.move)
    moves.set_stopped(connection, record.id, stopped=False)
    moves.add_jobs(connection, record.id, now)


def undo(connection: Connection, command: UndoMove, now: datetime) -> None:
    """Carry out UndoMove. Raises WrongState while the run still moves, or when it has nothing to take back."""
    require_owner(command.by)
    record = _known(connection, command.move)
    deployments.lock(connection, record.library)
    if command.instance is not None:
        _require_seen(connection, record, command)
    counted = moves.counts(connection, record.id)
    if counted.get("waiting") and not record.stopped:
        raise WrongState("Der flyttes stadig. Stands flytningen, før den føres tilbage.")
    if moves.ask_back(connection, record.id, command.instance) == 0:
        raise WrongState("Der er ikke noget at føre tilbage: ingen forløb er flyttet, eller de er ført tilbage.")
    moves.forget_waiting(connection, record.id)
    moves.set_stopped(connection, record.id, stopped=False)
    moves.add_jobs(connection, record.id, now)


def _require_seen(connection: Connection, record: MoveRecord, command: UndoMove) -> None:
    seen = moves.shown(connection, record.id, command.by.department)
    if command.instance not in {row.instance_id for row in seen}:
        raise NotFound("Forløbet findes ikke i flytningen, eller det hører ikke til din afdeling.")


def _known(connection: Connection, move: str) -> MoveRecord:
    found = moves.get(connection, move)
    if found is None:
        raise NotFound("Flytningen findes ikke. Se listen over flytninger.")
    return found


# ---- looking


def rows(connection: Connection, definitions: Definitions, library: str) -> list[MoveRow]:
    """A library's runs, newest first."""
    return [_row(connection, definitions, row) for row in moves.of_library(connection, library)]


def view(connection: Connection, definitions: Definitions, viewer: Viewer, move: str) -> MoveView:
    """A run with what became of each instance in the viewer's department. Raises NotFound."""
    record = _known(connection, move)
    row = next(row for row in moves.of_library(connection, record.library) if row.id == move)
    seen = moves.shown(connection, move, viewer.department)
    return MoveView(
        row=_row(connection, definitions, row),
        instances=[
            MovedInstance(each.instance_id, each.case_id, each.number, each.status, each.reasons, each.at)
            for each in seen
        ],
    )


def _row(connection: Connection, definitions: Definitions, row: Row[Any]) -> MoveRow:
    counted = moves.counts(connection, row.id)
    target = definitions.get(connection, row.deployment)
    return MoveRow(
        id=row.id,
        library=row.library,
        library_name=target.library.manifest.name,
        process=row.process,
        process_name=target.process(row.process).name,
        to_version=row.version,
        started_at=row.started_at,
        started_by_name=row.by_name,
        state=_state(counted, stopped=row.stopped),
        total=sum(counted.values()),
        waiting=counted.get("waiting", 0),
        moved=counted.get("moved", 0),
        back=counted.get("back", 0),
        kept=counted.get("kept", 0),
        undone=counted.get("undone", 0),
    )


def _state(counted: Mapping[str, int], *, stopped: bool) -> Literal["moving", "stopped", "taking_back", "done"]:
    if not counted.get("waiting") and not counted.get("back"):
        return "done"
    if stopped:
        return "stopped"
    return "taking_back" if counted.get("back") else "moving"
