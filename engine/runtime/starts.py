"""
Processes that begin in a case by themselves: at a signal, at a time, or when a condition comes true.

The newest library's start events count, as for messages. A time is counted
from the case's opening, or is a date; it waits as a job of the case. One that
had passed before the case was opened or the diagram deployed never comes. A
condition over the case file is asked whenever the file was written, and comes
true by a change; nothing else is kept of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, cast

from engine.commands import SYSTEM
from engine.definitions.diagram import EventStart, Process
from engine.definitions.library import Library
from engine.errors import ExpressionFailed
from engine.model import Json, TimerKind
from engine.runtime import timers
from engine.runtime.facts import scope, value_of
from engine.runtime.work import CaseWork
from engine.store import cases, incidents, jobs
from engine.store.cases import Opened
from engine.store.database import Connection
from engine.store.jobs import Job


class Begin(NamedTuple):
    """A process, and the start event that it begins at."""

    process: str
    start_event: str


def at_signal(work: CaseWork, name: str) -> Iterator[Begin]:
    """What a signal begins."""
    for process, start in _starts(work.newest().library):
        if start.signal == name:
            yield Begin(process.id, start.element)


def come_true(work: CaseWork, before: Mapping[str, Json]) -> Iterator[Begin]:
    """What begins because the case file is not as `before` any more. Raises ExpressionFailed."""
    for process, start in _starts(work.newest().library):
        if start.condition is not None and _holds(work, start, work.case.facts) and not _held(work, start, before):
            yield Begin(process.id, start.element)


def _starts(library: Library) -> Iterator[tuple[Process, EventStart]]:
    for process in library.processes.values():
        for start in process.event_starts:
            yield process, start


def _holds(work: CaseWork, start: EventStart, facts: Mapping[str, Json]) -> bool:
    if start.condition is None:
        return False
    value = value_of(start.condition, scope(work.case, {}, facts), work.now)
    if value is None or isinstance(value, bool):
        return value is True
    raise ExpressionFailed(
        f"Betingelsen på starthændelsen »{start.element}« gav hverken sandt eller falsk. Ret betingelsen."
    )


def _held(work: CaseWork, start: EventStart, before: Mapping[str, Json]) -> bool:
    """What could not be decided was not true."""
    with suppress(ExpressionFailed):
        return _holds(work, start, before)
    return False


# ---- at a time


def arm(connection: Connection, case: Opened, library: Library, now: datetime) -> None:
    """Let what begins in a case at a time wait for it, from now on."""
    for begin, timer in _timed(library).items():
        _wait(connection, case, begin, timer, now)


def rearm(connection: Connection, library: Library, now: datetime) -> None:
    """
    The library is newly deployed: in its open cases what begins at a time is now as drawn in it.

    What is drawn as before keeps the due time it has.
    """
    drawn = _timed(library)
    kept: set[tuple[str | None, Begin]] = set()
    for job in jobs.starts_in_cases_of(connection, library.manifest.key):
        if drawn.get(_begin_of(job)) == _timer_of(job):
            kept.add((job.case_id, _begin_of(job)))
        elif stuck := jobs.cancel(connection, job.id):
            incidents.gone_with_jobs(connection, stuck, at=now, by=SYSTEM.id)
    for case in cases.opened_of(connection, library.manifest.key) if drawn else ():
        for begin, timer in drawn.items():
            if (case.id, begin) not in kept:
                _wait(connection, case, begin, timer, now)


def waiting(work: CaseWork) -> Iterator[tuple[Begin, datetime]]:
    """What will begin in the case by itself, and when its time comes next; the soonest first."""
    for job in jobs.starts_in(work.connection, work.case.id):
        yield _begin_of(job), job.due_at


def due(work: CaseWork, job: Job) -> Begin | None:
    """What a start's job begins now, its next turn waiting; None when it is not drawn so any more."""
    begin, timer = _begin_of(job), _timer_of(job)
    if work.case.status != "open" or _timed(work.newest().library).get(begin) != timer:
        return None
    if timer.kind == "cycle":
        case = Opened(work.case.id, work.case.opened_at)
        _add(work.connection, case, begin, timer, cast("int", job.payload["turn"]) + 1)
    return begin


class _Timer(NamedTuple):
    kind: TimerKind
    text: str


def _timed(library: Library) -> dict[Begin, _Timer]:
    return {
        Begin(process.id, start.element): _Timer(*start.timer)
        for process, start in _starts(library)
        if start.timer is not None
    }


def _begin_of(job: Job) -> Begin:
    return Begin(str(job.payload["process"]), job.element or "")


def _timer_of(job: Job) -> _Timer:
    return _Timer(cast("TimerKind", job.payload["kind"]), str(job.payload["text"]))


def _wait(connection: Connection, case: Opened, begin: Begin, timer: _Timer, after: datetime) -> None:
    turn = timers.first_turn(*timer, anchor=case.opened_at, after=after)
    if turn is not None:
        _add(connection, case, begin, timer, turn)


def _add(connection: Connection, case: Opened, begin: Begin, timer: _Timer, turn: int) -> None:
    at = timers.due_at(*timer, {}, now=case.opened_at, anchor=case.opened_at, turn=turn)
    if at is None:
        return
    payload: dict[str, Json] = {"process": begin.process, "kind": timer.kind, "text": timer.text, "turn": turn}
    # Ids and texts may be long, a key may not.
    which = hashlib.sha256(json.dumps(payload | {"element": begin.start_event}).encode()).hexdigest()
    key = f"start:{case.id}:{which}"
    jobs.add(connection, "start", at, key, case_id=case.id, element=begin.start_event, payload=payload)
