"""A whole engine in memory with one library deployed, on a clock that is set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from app.simulation.library import Library
from app.simulation.people import everyone
from engine.api import Engine, open_engine
from engine.clock import VirtualClock
from engine.commands import OpenCase
from engine.extension import ServiceRegistry
from engine.model import Json

DEPARTMENT = "simulering"


@dataclass(frozen=True)
class Sandbox:
    engine: Engine
    clock: VirtualClock
    library: Library

    def open_case(self, process: str, facts: Mapping[str, Json]) -> str:
        """Open a case with facts given as path to value; its id."""
        return self.engine.open_case(
            OpenCase(process=process, department=DEPARTMENT, facts=facts, by=everyone(self.library.roles))
        )


@contextmanager
def sandbox(library: Library, services: ServiceRegistry, start: datetime) -> Iterator[Sandbox]:
    """Deploy the library into an empty database in memory. Raises InvalidDefinition."""
    clock = VirtualClock(start)
    engine = open_engine("sqlite://", clock=clock, services=services, migrate=True)
    try:
        engine.deploy(library.folder, by="simulering")
        yield Sandbox(engine, clock, library)
    finally:
        engine.close()
