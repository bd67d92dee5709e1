"""
Who is signed in: a random token in a cookie, its hash in the database.

The cookie also holds the moment the session ends at the latest. The stored hash
covers both parts, so the moment cannot be moved without losing the session.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from engine.api import Engine
from engine.commands import Viewer
from engine.views import Account, Session
from tasks import pages, security

LONGEST = timedelta(hours=10)  # a working day; then everybody signs in again
IDLE = timedelta(hours=1)
_MOVED_AT_MOST_EVERY = timedelta(minutes=1)
_LARGEST_POST = 1024 * 1024
# A diagram of 2 MB, with room for what JSON writes in two characters and for what a form puts around it.
_LARGEST_DRAWING = 5 * 1024 * 1024

# Reached without a session.
_OPEN_ENDPOINTS = frozenset({"tasks.static", "tasks.sign_in.show", "tasks.sign_in.submit"})
# Sent by the page itself, not by a person: they do not keep a session alive.
_POLLS = frozenset({"tasks.worklist.rows", "tasks.incidents.outcome"})
_DRAWINGS = frozenset({"tasks.studio.drawing.check", "tasks.studio.drawing.save", "tasks.studio.draft.upload"})


@dataclass(frozen=True)
class SignedIn:
    """The person behind a request. `csrf` must stand in everything they post."""

    viewer: Viewer
    csrf: str


def signed_in() -> SignedIn:
    """Who sent the request that is being answered."""
    person: SignedIn = g.signed_in
    return person


class Sessions:
    """Opens, finds and closes sessions. `secure` keeps the cookie off plain http."""

    def __init__(self, engine: Engine, *, secure: bool) -> None:
        self._engine = engine
        self.secure = secure
        # The prefix makes browsers refuse the cookie from anybody but this very host.
        self._cookie = "__Host-sagsgang" if secure else "sagsgang"

    def open(self, account: Account, response: BaseResponse) -> None:
        """Sign the account in on a new token; one that came with the request ends."""
        self.close()
        now = self._engine.clock.now()
        end = now + LONGEST
        token = f"{secrets.token_urlsafe(32)}.{int(end.timestamp())}"
        self._engine.open_session(account.id, _hash(token), secrets.token_urlsafe(32), now + IDLE)
        # Without an end of its own: the browser forgets it when it closes, and the clock that counts is ours.
        response.set_cookie(self._cookie, token, httponly=True, samesite="Lax", secure=self.secure, path="/")

    def find(self) -> Session | None:
        """The request's session, or None when there is none, it has ended, or its account was closed."""
        token = request.cookies.get(self._cookie, "")
        end = _end(token)
        if end is None or self._engine.clock.now() >= end:
            return None
        session = self._engine.session(_hash(token))
        return session if session is not None and session.account.active else None

    def keep(self, session: Session) -> None:
        """Somebody is at work: the idle hour starts again, but never past the token's own end."""
        token = request.cookies.get(self._cookie, "")
        end = _end(token)
        if end is None:
            return
        until = min(self._engine.clock.now() + IDLE, end)
        if until - session.expires_at >= _MOVED_AT_MOST_EVERY:
            self._engine.extend_session(_hash(token), until)

    def close(self) -> None:
        """End the request's session, wherever else its token is kept."""
        token = request.cookies.get(self._cookie)
        if token is not None:
            self._engine.close_session(_hash(token))

    def forget(self, response: BaseResponse) -> None:
        """Take the cookie back."""
        response.delete_cookie(self._cookie, path="/", secure=self.secure, httponly=True, samesite="Lax")


def require(blueprint: Blueprint, sessions: Sessions) -> None:
    """Let nobody past the sign-in page without a session, and no post past without its token."""

    @blueprint.before_request
    def check() -> BaseResponse | None:
        request.max_content_length = _LARGEST_DRAWING if request.endpoint in _DRAWINGS else _LARGEST_POST
        if request.endpoint in _OPEN_ENDPOINTS:
            return None
        session = sessions.find()
        if session is None:
            return _ask_to_sign_in()
        g.signed_in = SignedIn(_viewer(session.account), session.csrf)
        if request.method == "POST" and not security.carries_csrf(session.csrf):
            return make_response(pages.not_sent(403, pages.TOO_OLD))
        if request.endpoint not in _POLLS:
            sessions.keep(session)
        return None


def _ask_to_sign_in() -> BaseResponse:
    if request.headers.get("HX-Request"):
        # A page left open overnight. A list may go; a half-written form must stay.
        answer = Response(status=401, headers={"HX-Reswap": "none"})
        if request.endpoint in _POLLS:
            answer.headers["HX-Redirect"] = "/log-ind"
        return answer
    if request.method == "POST":
        return make_response(pages.not_sent(401, pages.SIGNED_OUT))
    return redirect("/log-ind?" + urlencode({"til": request.path}), 303)


def _viewer(account: Account) -> Viewer:
    return Viewer(account.username, account.name, account.roles, account.department)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _end(token: str) -> datetime | None:
    _, _, seconds = token.rpartition(".")
    # Ten digits reach to the year 2286; more would overflow a datetime.
    return datetime.fromtimestamp(int(seconds), UTC) if len(seconds) == 10 and seconds.isdecimal() else None
