"""Finds the installed process libraries and opens the engine with their service tasks."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path

import processes
from app.config import Config
from engine.api import Engine, open_engine
from engine.extension import ServiceRegistry
from webhooks.outbound import Sender


def libraries() -> list[Path]:
    """The folders under `processes/` that hold a manifest, by name."""
    folders = {Path(folder) for folder in processes.__path__}
    return sorted(manifest.parent for folder in folders for manifest in folder.glob("*/manifest.yaml"))


def service_tasks() -> ServiceRegistry:
    """
    Every installed library's service tasks in one registry.

    A library may come without any: most are drawings alone. Two libraries with
    one topic are refused with ValueError.
    """
    together = ServiceRegistry()
    for folder in libraries():
        module = f"{processes.__name__}.{folder.name}.service_tasks"
        if importlib.util.find_spec(module) is None:
            continue
        registry: ServiceRegistry = importlib.import_module(module).registry
        for topic in sorted(registry.topics()):
            task = registry.get(topic)
            if task is not None:
                together.service_task(topic)(task)
    return together


def open_installation(config: Config, *, migrate: bool = False) -> Engine:
    """The engine on the configured database. `migrate` brings its tables up to this version first."""
    return open_engine(config.database_url, services=service_tasks(), migrate=migrate)


def sender(config: Config, engine: Engine) -> Sender:
    """What takes events to the configured hosts."""
    return Sender(config.webhook_hosts, engine.clock, authorities=config.webhook_ca)
