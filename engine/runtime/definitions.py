"""Deployed libraries as the runtime uses them: read once per process, by deployment."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from engine import spiff
from engine.definitions.diagram import Process
from engine.definitions.library import Library, stored_library
from engine.errors import EngineBug, NotFound
from engine.extension import ServiceRegistry
from engine.store import deployments
from engine.store.database import Connection

_KEPT = 64  # deployments in memory; one is a few hundred kilobytes


@dataclass(frozen=True)
class Deployment:
    """A deployment's id with its library."""

    id: str
    library: Library

    def process(self, process: str) -> Process:
        found = self.library.processes.get(process)
        if found is None:
            raise EngineBug(f"deployment {self.id} holds no process {process!r}")
        return found

    def compiled(self, process: str) -> spiff.CompiledProcess:
        return spiff.compile_process(self.process(process).content, process)


class Definitions:
    """Finds deployments. What is deployed never changes, so a cache of them is never stale."""

    def __init__(self, services: ServiceRegistry) -> None:
        self.services = services
        self._cache: OrderedDict[str, Deployment] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, connection: Connection, deployment: str) -> Deployment:
        with self._lock:
            if deployment in self._cache:
                self._cache.move_to_end(deployment)
                return self._cache[deployment]
        return self.remember(deployment, stored_library(deployments.files_of(connection, deployment)))

    def remember(self, deployment: str, library: Library) -> Deployment:
        """Keep a library that was just read."""
        found = Deployment(deployment, library)
        with self._lock:
            self._cache[deployment] = found
            while len(self._cache) > _KEPT:
                self._cache.popitem(last=False)
        return found

    def newest(self, connection: Connection, process: str) -> Deployment:
        """The running version of a process library. Raises NotFound when it was never deployed."""
        record = deployments.newest(connection, process)
        if record is None:
            raise NotFound(f"Processen »{process}« er ikke udrullet. Kør »sagsgang deploy« med dens mappe.")
        return self.get(connection, record.id)

    def every_newest(self, connection: Connection) -> list[Deployment]:
        records = deployments.newest_of_each(connection)
        return [self.get(connection, record.id) for record in records]
