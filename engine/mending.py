"""
What stuck, at the engine's door: looked at, corrected, taken up again, given up.

For who answers for a department's cases; what belongs to no case is the process
owners'. Anybody else gets NotAllowed, or NotFound outside the department.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.clock import Clock
from engine.commands import CancelIncident, CorrectIncident, RetryIncident, Viewer
from engine.model import Json
from engine.runtime import correctable, corrections, incident_pictures, incidents
from engine.runtime.definitions import Definitions
from engine.store.database import Database
from engine.views.incidents import IncidentView


class Mending:
    """One incident at a time. Every command raises WrongState when somebody else was first."""

    def __init__(self, database: Database, definitions: Definitions, clock: Clock) -> None:
        self._database = database
        self._definitions = definitions
        self._clock = clock

    def incident(self, viewer: Viewer, incident: str) -> IncidentView:
        """One incident, resolved or not, with what may be corrected."""
        with self._database.reading() as connection:
            return incident_pictures.one(connection, self._definitions, viewer, incident, self._clock.now())

    def read_correction(self, viewer: Viewer, incident: str, posted: Mapping[str, Sequence[str]]) -> dict[str, Json]:
        """
        Corrections' Danish text as typed values, by the keys of the incident's fields.

        Text that does not parse stays text, so that correcting reports it.
        Raises InvalidInput for fields the incident does not have.
        """
        with self._database.reading() as connection:
            now = self._clock.now()
            slots = incident_pictures.correctable_now(connection, self._definitions, viewer, incident, now)
            return correctable.read_post(slots, posted)

    def correct(self, command: CorrectIncident) -> None:
        """
        Correct what a stuck step sees. Raises InvalidInput, HardStopped or StaleVersion.

        CaseStuck tells that the diagram cannot go on from the correction: then nothing changed.
        """
        self._database.write(lambda c: corrections.correct(c, self._definitions, command, self._clock.now()))

    def retry(self, command: RetryIncident) -> None:
        """Take up again what stuck; a worker comes to it in a moment."""
        self._database.write(lambda c: incidents.retry(c, self._definitions, command, self._clock.now()))

    def cancel(self, command: CancelIncident) -> None:
        """Give up what stuck. WrongState also for what the diagram still waits for; InvalidInput without a reason."""
        self._database.write(lambda c: incidents.cancel(c, self._definitions, command, self._clock.now()))
