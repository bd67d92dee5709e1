"""The worker: does what is due until it is asked to stop."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine import scheduler
from engine.api import Engine
from engine.views import Send

_log = logging.getLogger(__name__)
_STOP_SECONDS = 30


def work(engine: Engine, send: Send) -> None:
    """Work in this thread until SIGTERM or SIGINT; the job in hand is finished first."""
    stop = threading.Event()
    with told_to_stop(stop.set):
        _log.info("worker started")
        scheduler.run(engine, stop, send, worker=_name())
        _log.info("worker stopped")


@contextmanager
def working_beside(engine: Engine, send: Send) -> Iterator[None]:
    """A worker in a thread of its own, as long as the block runs."""
    stop = threading.Event()
    thread = threading.Thread(
        target=scheduler.run, args=(engine, stop, send), kwargs={"worker": _name()}, name="worker", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        # A job that hangs must not keep the program alive; its lease lapses and another worker takes it.
        thread.join(_STOP_SECONDS)


@contextmanager
def told_to_stop(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` at SIGTERM and SIGINT, once, as long as the block runs."""
    before = {number: signal.signal(number, lambda *_: stop()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _name() -> str:
    """A name no other worker has or had: a restarted container has the same host and process id."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
