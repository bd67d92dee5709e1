"""
Working off what is due.

A job's attempt is committed before its work. What fails and may pass is tried
again later; what cannot pass, and what has killed its worker too often, becomes
an incident that a person sees. Others go on.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from engine import crashpoints
from engine.clock import Clock
from engine.commands import SYSTEM
from engine.errors import EngineBug, EngineError, Transient
from engine.model import Fire, Stale
from engine.runtime import deadlines, inbox, incidents, post, starts
from engine.runtime.definitions import Definitions
from engine.runtime.migration import moving
from engine.runtime.stepping import Run
from engine.runtime.work import CaseWork, lock_case
from engine.store import jobs
from engine.store.database import Connection, Database
from engine.store.jobs import Job

log = logging.getLogger(__name__)

ATTEMPTS = 5
_BATCH = 20
_FIRST_PAUSE = timedelta(seconds=10)


def run_due(
    database: Database,
    definitions: Definitions,
    clock: Clock,
    *,
    limit: int,
    worker: str,
    stopping: Callable[[], bool],
    queue: jobs.Queue = "case",
) -> int:
    """
    Lease due jobs and work them off, oldest first; how many were taken on.

    Once `stopping` is true, the job in hand is finished and the others are given
    back. Raises Transient when the database is gone.
    """
    taken = 0
    while taken < limit and not stopping():
        size = min(_BATCH, limit - taken)
        leased = database.write(lambda c, n=size: jobs.lease_due(c, clock.now(), n, worker, queue))  # type: ignore[misc]
        if not leased:
            break
        crashpoints.reached("jobs_claimed")
        for index, job in enumerate(leased):
            if stopping():
                database.write(lambda c, rest=leased[index:]: jobs.hand_in(c, rest))  # type: ignore[misc]
                return taken + index
            try:
                _take_on(database, definitions, clock.now(), job)
            except Transient:
                # No attempt of theirs: the database was away. If it still is, the leases run out.
                with suppress(Transient):
                    database.write(lambda c, rest=leased[index:]: jobs.hand_in(c, rest))  # type: ignore[misc]
                raise
            crashpoints.reached("job_done")
        taken += len(leased)
    return taken


def _take_on(database: Database, definitions: Definitions, now: datetime, job: Job) -> None:
    if job.attempts > ATTEMPTS:
        found = "Opgaven har flere gange standset den, der arbejdede på den."
        _stick(database, definitions, job, now, found, deadly=True)
        return
    try:
        database.write(lambda connection: _work_on(connection, definitions, job, now))
    except Transient:
        raise
    except Exception as error:
        if isinstance(error, EngineError) and not isinstance(error, EngineBug):
            _stick(database, definitions, job, now, str(error))
            return
        # A bug's text is not for people, and an unknown exception's may hold what somebody typed.
        log.exception("job %s (%s) failed in attempt %d", job.id, job.kind, job.attempts)
        if job.attempts >= ATTEMPTS:
            _stick(database, definitions, job, now, f"Programmet fejlede ({type(error).__name__}).")
            return
        pause = _FIRST_PAUSE * 4 ** (job.attempts - 1) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries
        database.write(lambda connection: jobs.give_back(connection, job, now + pause))


def _work_on(connection: Connection, definitions: Definitions, job: Job, now: datetime) -> None:
    if job.kind == "inbox":
        if jobs.still_held(connection, job):
            inbox.handle(connection, definitions, job, now)
            jobs.done(connection, job)
        return
    work = lock_case(connection, definitions, job.case_id or "", now, SYSTEM)
    # Case first, then job: the order every command takes its locks in.
    if not jobs.still_held(connection, job):
        return
    if job.kind == "deadline":
        deadlines.reach(work, job)
    elif job.kind == "start":
        _begin(work, job)
    elif job.kind == "message":
        post.deliver(work, job)
    elif job.kind == "move":
        moving.work_off(work, job)
    else:
        instance = work.instance(job.instance_id or "")
        work.record("timer_fired", instance, job.element or "")
        run = Run(work)
        with suppress(Stale):  # the wait closed in the same moment; the job goes
            run.advance(instance, Fire(job.wait or ""))
        run.settle()
    jobs.done(connection, job)
    work.finish()


def _begin(work: CaseWork, job: Job) -> None:
    """Begin a process of the case's library whose time has come."""
    begin = starts.due(work, job)
    if begin is None:
        return
    drawn = work.newest().process(begin.process)
    work.record("timer_fired", None, begin.start_event, name=drawn.elements[begin.start_event].name or drawn.name)
    run = Run(work)
    run.start(begin.process, {}, start_event=begin.start_event)
    run.settle()


def _stick(
    database: Database, definitions: Definitions, job: Job, now: datetime, found: str, *, deadly: bool = False
) -> None:
    """Leave the job to an incident. Of a deadly one nothing is read that it was about."""

    def write(connection: Connection) -> None:
        # The case before the job, as every command does.
        case = job.case_id
        if job.kind == "inbox" and not deadly:
            case = inbox.case_of(connection, definitions, job, now)
        work = lock_case(connection, definitions, case, now, SYSTEM) if case else None
        if not jobs.still_held(connection, job):
            return
        jobs.stick(connection, job)
        incidents.tell_of_job(work, connection, job, found, now)
        if work is not None:
            work.finish()

    database.write(write)
