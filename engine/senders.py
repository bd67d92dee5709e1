"""
A few threads that send, each to one receiver at a time.

So a receiver that answers slowly costs one thread, its own line and nobody
else's, and no thread of what is due in the cases.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from engine.errors import Transient
from engine.outgoing import Outgoing
from engine.views import Send

log = logging.getLogger(__name__)

_THREADS = 8
_TURN = 20  # events; then the receivers that wait for a thread have theirs


class Senders:
    """Sends what is due, until it is closed."""

    def __init__(self, outgoing: Outgoing, send: Send, stopping: Callable[[], bool], *, worker: str) -> None:
        self._outgoing = outgoing
        self._send = send
        self._stopping = stopping
        self._worker = worker
        self._pool = ThreadPoolExecutor(_THREADS, "sender")
        self._busy: set[str] = set()
        self._lock = threading.Lock()

    def tick(self) -> None:
        """Put what has happened in line, and see to every receiver that nobody here is at. It waits for none."""
        while self._outgoing.dispatch():
            pass
        for receiver in self._outgoing.due_receivers():
            with self._lock:
                if receiver in self._busy or self._stopping():
                    continue
                self._busy.add(receiver)
            self._pool.submit(self._take_a_turn, receiver)

    def close(self) -> None:
        """Wait for what is being sent; begin nothing more. Whoever closes has said so by `stopping` before."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _take_a_turn(self, receiver: str) -> None:
        more = False
        try:
            more = self._send_some(receiver)
        except Transient:
            log.warning("the database does not answer; sending again at the next tick")
        except Exception as error:  # noqa: BLE001 - a thread's own edge: the next tick tries again
            log.error("sending to a receiver failed: %s", type(error).__name__)  # noqa: TRY400 - its text may quote data
        with self._lock:
            if more and not self._stopping():
                self._pool.submit(self._take_a_turn, receiver)  # behind those that wait for a thread
            else:
                self._busy.discard(receiver)

    def _send_some(self, receiver: str) -> bool:
        """One turn; whether there may be more to send."""
        for _ in range(_TURN):
            if self._stopping() or not self._outgoing.deliver_next(receiver, self._send, worker=self._worker):
                return False
        return True
