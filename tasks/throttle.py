"""
Slows down guessing of passwords.

Counted in this process alone and forgotten when it stops: with several web
processes a guesser gets the allowance once in each. That is enough against
guessing, because every try also costs an argon2 hash.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

WINDOW = timedelta(minutes=15)
PER_PAIR = 5  # wrong tries by one address for one user name
PER_ADDRESS = 50  # wrong tries by one address for any names: an office shares one
_REMEMBERED = 10_000  # keys; beyond that the longest untouched is forgotten


class Throttle:
    """Counts wrong sign-ins by user name and address, and by address. Safe to share between threads."""

    def __init__(self) -> None:
        self._failures: OrderedDict[tuple[str, ...], deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def refuses(self, username: str, address: str, now: datetime) -> bool:
        """Whether this address has guessed too often within the window."""
        with self._lock:
            return self._count((username, address), now) >= PER_PAIR or self._count((address,), now) >= PER_ADDRESS

    def failed(self, username: str, address: str, now: datetime) -> None:
        """Remember a wrong try."""
        with self._lock:
            self._remember((username, address), now, PER_PAIR)
            self._remember((address,), now, PER_ADDRESS)

    def succeeded(self, username: str, address: str) -> None:
        """Forget this user's own wrong tries; the address keeps its count."""
        with self._lock:
            self._failures.pop((username, address), None)

    def _count(self, key: tuple[str, ...], now: datetime) -> int:
        return sum(1 for at in self._failures.get(key, ()) if now - at < WINDOW)

    def _remember(self, key: tuple[str, ...], now: datetime, most: int) -> None:
        self._failures.setdefault(key, deque(maxlen=most)).append(now)
        self._failures.move_to_end(key)
        while len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)
