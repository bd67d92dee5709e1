"""
The heartbeat of a worker: APScheduler, with no memory.

It wakes the claim loops, the senders and the nightly duty. Everything that is due stands in
the jobs table, so losing the heartbeat costs a delay and never a deadline.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler

from engine.api import Engine
from engine.clock import LOCAL
from engine.errors import Transient
from engine.senders import Senders
from engine.views import Send

log = logging.getLogger(__name__)

_TICK = timedelta(seconds=1)
_LATE = 3600  # seconds that the nightly duty may come late, where a second is the library's choice


def run(engine: Engine, stop: threading.Event, send: Send, *, worker: str) -> None:
    """
    Work off what is due until `stop` is set; the job in hand is finished, and the others given back.

    `send` takes events to other systems, from threads of their own: a receiver
    that answers slowly delays no deadline.
    """

    def work_off() -> None:
        while not stop.is_set() and engine.run_due(worker=worker, stopping=stop.is_set):
            pass

    def move() -> None:
        while not stop.is_set() and engine.moving.work(limit=20, worker=worker, stopping=stop.is_set):
            pass

    senders = Senders(engine.outgoing, send, stop.is_set, worker=worker)
    scheduler = BackgroundScheduler(timezone=LOCAL)
    every_tick = {"seconds": _TICK.total_seconds(), "max_instances": 1, "coalesce": True}
    scheduler.add_job(_forgiving(work_off), "interval", **every_tick)
    scheduler.add_job(_forgiving(move), "interval", **every_tick)
    scheduler.add_job(_forgiving(senders.tick), "interval", **every_tick)
    scheduler.add_job(_forgiving(engine.sweep), "cron", hour=3, minute=17, coalesce=True, misfire_grace_time=_LATE)
    scheduler.add_listener(_report, EVENT_JOB_ERROR)
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
    senders.close()


def _forgiving(duty: Callable[[], object]) -> Callable[[], None]:
    def tick() -> None:
        try:
            duty()
        except Transient:
            log.warning("the database does not answer; trying again at the next tick")

    return tick


def _report(event: JobExecutionEvent) -> None:
    # A bug in the loop itself. The next tick tries again; the type tells the
    # operator, the text might tell a child's name.
    log.error("a tick failed: %s", type(event.exception).__name__)
