"""Processes that call each other in a ring may never end; sometimes that is meant, so it is advice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from engine.definitions.bundle import Bundle
from engine.errors import Finding

RULE = "cyclic-call"


def check(bundle: Bundle) -> Iterator[Finding]:
    calls = {process.id: {call.process for call in process.calls} for process in bundle.processes()}
    reached = lru_cache(maxsize=None)(lambda called: _reached(called, calls))
    for process in bundle.processes():
        for call in process.calls:
            if process.id in reached(call.process):
                message = (
                    f"Kaldet af »{call.process}« fører tilbage til processen »{process.name}« selv. "
                    "Se efter, at der er en vej ud."
                )
                yield Finding(process.file, call.line, call.element, RULE, message, "advice")


def _reached(start: str, calls: dict[str, set[str]]) -> set[str]:
    seen = {start}
    waiting = [start]
    while waiting:
        for called in calls.get(waiting.pop(), set()) - seen:
            seen.add(called)
            waiting.append(called)
    return seen
