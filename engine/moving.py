"""
Moving running instances to another version of their diagram, at the engine's door.

For process owners and the command line; anybody else gets NotAllowed. The
counts are of every department's instances, since a diagram is everybody's;
cases are named only to those who may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.clock import Clock
from engine.commands import ResumeMove, StartMove, StopMove, UndoMove, Viewer
from engine.errors import NotFound
from engine.runtime import jobs
from engine.runtime.definitions import Definitions
from engine.runtime.migration import preview, runs
from engine.store.database import Database
from engine.views.moving import MovableLibrary, MovePreview, MoveRow, MoveView


class Moving:
    """Previews and runs. A run's instances are moved by workers, or by `work` here: one case a transaction."""

    def __init__(self, database: Database, definitions: Definitions, clock: Clock) -> None:
        self._database = database
        self._definitions = definitions
        self._clock = clock

    # ---- looking

    def library_of(self, process: str) -> str:
        """The library that holds a diagram. Raises NotFound."""
        with self._database.reading() as connection:
            holders = [
                each.library.manifest.key
                for each in self._definitions.every_newest(connection)
                if process in each.library.processes
            ]
        if not holders:
            raise NotFound(f"Diagrammet »{process}« findes ikke i noget udrullet bibliotek.")
        return min(holders, key=lambda key: (key != process, key))

    def library(self, by: Viewer, library: str) -> MovableLibrary:
        """A library's diagrams with running instances, as the running version names them."""
        runs.require_owner(by)
        with self._database.reading() as connection:
            return preview.movable(connection, self._definitions.newest(connection, library))

    def preview(self, by: Viewer, library: str, process: str, version: int, mapping: Mapping[str, str]) -> MovePreview:
        """
        What a move would do to every running instance. Nothing is done.

        Raises NotFound for a version or diagram that is not there, and InvalidInput for a mapping that means nothing.
        """
        runs.require_owner(by)
        with self._database.reading() as connection:
            target = preview.target_of(connection, self._definitions, library, process, version)
            return preview.preview(
                connection, self._definitions, by, target, process, mapping=mapping, now=self._clock.now()
            )

    def runs(self, by: Viewer, library: str) -> list[MoveRow]:
        """A library's runs, newest first."""
        runs.require_owner(by)
        with self._database.reading() as connection:
            return runs.rows(connection, self._definitions, library)

    def run(self, by: Viewer, move: str) -> MoveView:
        """A run, how far it has come, and what became of each instance the viewer may see."""
        runs.require_owner(by)
        with self._database.reading() as connection:
            return runs.view(connection, self._definitions, by, move)

    # ---- changing

    def start(self, command: StartMove) -> str:
        """The new run's id. Raises NotFound, InvalidInput, or WrongState when the diagram is being moved already."""
        return self._database.write(lambda c: runs.start(c, self._definitions, command, self._clock.now()))

    def stop(self, command: StopMove) -> None:
        self._database.write(lambda c: runs.stop(c, command, self._clock.now()))

    def resume(self, command: ResumeMove) -> None:
        self._database.write(lambda c: runs.resume(c, command, self._clock.now()))

    def undo(self, command: UndoMove) -> None:
        """Ask for instances to be put back. One that has taken a step since stays, and the run says so."""
        self._database.write(lambda c: runs.undo(c, command, self._clock.now()))

    def work(self, *, limit: int, worker: str, stopping: Callable[[], bool] = lambda: False) -> int:
        """Move the next cases of any run; how many were taken on. Others may work beside."""
        return jobs.run_due(
            self._database,
            self._definitions,
            self._clock,
            limit=limit,
            worker=worker,
            stopping=stopping,
            queue="move",
        )
