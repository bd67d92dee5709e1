"""
Sends one event to one receiver: https, signed, to the very address that was checked.

No proxy of the environment, no redirect and no second look-up of the name:
each would take the event somewhere that nobody checked. Of the answer only its
head is read, for no longer than the whole attempt may take.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path

from engine.clock import Clock
from engine.views import Answer, OutgoingEvent
from webhooks import addresses, cloud_events
from webhooks.addresses import AllowedHost, Refused, Target
from webhooks.signatures import sign

SECONDS = 15.0  # for all of one attempt; below the lease of the job it is for
_LARGEST_HEAD = 16 * 1024  # of an answer
_ABOUT_THIS_ONE = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}

# The first that fits: each stands before the family it belongs to.
_PROBLEMS: Sequence[tuple[type[Exception], str]] = (
    (
        ssl.SSLCertVerificationError,
        "Modtagerens certifikat kunne ikke godkendes: det er udløbet, til en anden vært eller fra en ukendt udsteder.",
    ),
    (ssl.SSLError, "Der kunne ikke oprettes en sikker forbindelse (TLS) til modtageren."),
    (TimeoutError, "Modtageren svarede ikke inden for 15 sekunder."),
    (socket.gaierror, "Modtagerens værtsnavn kunne ikke slås op."),
    (ConnectionRefusedError, "Modtageren tog ikke imod forbindelsen."),
    (ConnectionError, "Modtageren lukkede forbindelsen uden at svare."),  # also http.client.RemoteDisconnected
    (http.client.HTTPException, "Modtageren svarede noget, der ikke er HTTP."),
    (Exception, "Der kunne ikke oprettes forbindelse til modtageren."),
)


class Sender:
    """
    An `engine.views.Send` under the operator's list of hosts.

    `authorities` is a file of further certificate authorities in PEM, for
    receivers inside the house. Raises OSError when it cannot be read.
    """

    def __init__(
        self,
        allowed: Sequence[AllowedHost],
        clock: Clock,
        *,
        authorities: Path | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._allowed = tuple(allowed)
        self._clock = clock
        self._seconds = seconds
        self._tls = ssl.create_default_context()
        if authorities is not None:
            self._tls.load_verify_locations(authorities)

    def __call__(self, event: OutgoingEvent, *, url: str, secret: str) -> Answer:
        body = cloud_events.body(event)
        now = self._clock.now()
        try:
            target = addresses.target(url, self._allowed)
            headers = sign(secret, event.id, now, body)
            status, wish = self._post(target, headers, body)
        except Refused as error:
            return Answer("down", problem=str(error))
        except (OSError, http.client.HTTPException) as error:
            return Answer("down", problem=_in_words(error))
        return _answer(status, wish, now)

    def _post(self, target: Target, headers: dict[str, str], body: bytes) -> tuple[int, str | None]:
        """The answer's status and Retry-After."""
        deadline = _Deadline(self._seconds)
        connection = _Checked(target.allowed, self._tls, deadline)
        try:
            connection.request(
                "POST",
                target.path,
                body,
                {**headers, "Content-Type": cloud_events.CONTENT_TYPE, "User-Agent": "Sagsgang", "Connection": "close"},
            )
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Retry-After")
        finally:
            connection.close()


class _Deadline:
    """The moment an attempt must be over, on the machine's own stopwatch."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds, more than none. Raises TimeoutError when they are used up."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


class _Checked(http.client.HTTPConnection):
    """A connection to an address that is permitted, under the name of its host."""

    def __init__(self, allowed: AllowedHost, tls: ssl.SSLContext, deadline: _Deadline) -> None:
        super().__init__(allowed.host, allowed.port)
        self.default_port = addresses.HTTPS  # of the Host header, which leaves it out
        self._allowed = allowed
        self._tls = tls
        self._deadline = deadline

    def connect(self) -> None:
        plain = _first_open(addresses.resolve(self._allowed), self._allowed.port, self._deadline)
        try:
            plain.settimeout(self._deadline.left())
            secured = self._tls.wrap_socket(plain, server_hostname=self._allowed.host)
        except BaseException:
            plain.close()
            raise
        secured.settimeout(self._deadline.left())
        self.sock = _Wire(secured, self._deadline)


def _first_open(found: Sequence[addresses.Address], port: int, deadline: _Deadline) -> socket.socket:
    """A connection to the first of the addresses that takes one."""
    failed: OSError = OSError("no address")
    for address in found:
        try:
            # An address and no name, so nothing is looked up again.
            return socket.create_connection((str(address), port), timeout=deadline.left())
        except OSError as error:
            failed = error
    raise failed


class _Wire:
    """What http.client needs of a socket; reading ends with the attempt's time, and with the head's size."""

    def __init__(self, secured: ssl.SSLSocket, deadline: _Deadline) -> None:
        self._secured = secured
        self._deadline = deadline
        self.sendall: Callable[[bytes], None] = secured.sendall
        self.close = secured.close

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Head(self._secured, self._deadline))


class _Head(io.RawIOBase):
    """The first bytes of an answer."""

    def __init__(self, secured: ssl.SSLSocket, deadline: _Deadline) -> None:
        self._secured = secured
        self._deadline = deadline
        self._left = _LARGEST_HEAD

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub's Buffer has no name in 3.11
        if self._left == 0:
            raise http.client.HTTPException
        # A drop at a time would reset a timeout of the socket's own for ever.
        self._secured.settimeout(self._deadline.left())
        read = self._secured.recv_into(buffer, min(len(buffer), self._left))
        self._left -= read
        return read


def _answer(status: int, wish: str | None, now: datetime) -> Answer:
    if 200 <= status < 300:
        return Answer("delivered", status)
    if status == HTTPStatus.GONE:
        return Answer("gone", status, "Modtageren svarede 410: den vil ikke have flere beskeder.")
    retry_after = _retry_after(wish, now)
    if 300 <= status < 400:
        problem = (
            f"Modtageren svarede {status} og henviste til en anden adresse. Der sendes kun til den, der er aftalt."
        )
    elif status in _ABOUT_THIS_ONE:
        return Answer("refused", status, f"Modtageren svarede {status}: den tog ikke imod denne besked.", retry_after)
    elif status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        problem = f"Modtageren svarede {status}: den kan ikke tage imod flere beskeder lige nu."
    elif status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        problem = f"Modtageren svarede {status}: den godkender ikke afsenderen. Passer hemmeligheden?"
    elif status == HTTPStatus.NOT_FOUND:
        problem = "Modtageren svarede 404: adressen findes ikke hos den."
    else:
        problem = f"Modtageren svarede {status}."
    return Answer("down", status, problem, retry_after)


def _retry_after(text: str | None, now: datetime) -> timedelta | None:
    """What Retry-After asks for: seconds, or a date. None when it says neither, or a time that is past."""
    if text is None:
        return None
    try:
        wish = timedelta(seconds=int(text)) if text.isascii() and text.isdigit() else parsedate_to_datetime(text) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return wish if wish > timedelta() else None


def _in_words(error: Exception) -> str:
    return next(text for kind, text in _PROBLEMS if isinstance(error, kind))
