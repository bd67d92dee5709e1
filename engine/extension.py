"""
The door for process modules: service tasks in Python.

A service task is arithmetic the diagram cannot draw. It runs inside the
command's transaction, so it may neither read a clock nor touch the world:
what should happen outside leaves as an event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from engine.errors import BpmnError
from engine.model import Json

__all__ = ["BpmnError", "ServiceCall", "ServiceRegistry", "ServiceResult"]


@dataclass(frozen=True)
class ServiceCall:
    """What a service task sees: the mapped inputs, the instance's variables, the case file, and today in Denmark."""

    inputs: Mapping[str, Json]
    variables: Mapping[str, Json]
    sag: Mapping[str, Json]
    today: date


@dataclass(frozen=True)
class ServiceResult:
    """Variables to set and facts to write (`barn.skolestart` to value)."""

    variables: Mapping[str, Json] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)


ServiceTask: TypeAlias = Callable[[ServiceCall], ServiceResult]


class ServiceRegistry:
    """The service tasks of the installed process modules, by topic."""

    def __init__(self) -> None:
        self._tasks: dict[str, ServiceTask] = {}

    def service_task(self, topic: str) -> Callable[[ServiceTask], ServiceTask]:
        """Register a function for a topic. Two for one topic is a bug in the modules."""

        def register(function: ServiceTask) -> ServiceTask:
            if topic in self._tasks:
                message = f"two service tasks for the topic {topic!r}"
                raise ValueError(message)
            self._tasks[topic] = function
            return function

        return register

    def get(self, topic: str) -> ServiceTask | None:
        return self._tasks.get(topic)

    def topics(self) -> frozenset[str]:
        return frozenset(self._tasks)
