"""Signing in and out with a local account."""

from __future__ import annotations

import re
import secrets
from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.api import Engine
from engine.views import Account
from tasks import security
from tasks.passwords import verify_password
from tasks.sessions import Sessions
from tasks.throttle import Throttle

_START = "/opgaver"
# The only places a sign-in leads to: our own lists, and one task or case in them.
_WAY_BACK = re.compile(r"/(opgaver|sager)(/[\w-]{1,64})?", re.ASCII)
_BEFORE_COOKIE = "sagsgang-forside"

_WRONG = "Brugernavn eller adgangskode er forkert."
_TOO_OFTEN = "Der er prøvet for mange gange. Vent et kvarter, og prøv igen, eller få hjælp af din administrator."
_LEFT_OPEN = "Siden har stået åben for længe. Prøv igen."


def blueprint(engine: Engine, sessions: Sessions) -> Blueprint:
    """`/log-ind` and `/log-ud`."""
    routes = Blueprint("sign_in", __name__)
    throttle = Throttle()

    def check(username: str, password: str) -> tuple[Account | None, str]:
        """The account, or the reason there is none. Every wrong answer sounds and lasts the same."""
        now, address = engine.clock.now(), request.remote_addr or ""
        if throttle.refuses(username, address, now):
            return None, _TOO_OFTEN
        account = engine.account(username)
        known = account is not None and account.active
        if not verify_password(account.password_hash if account is not None and known else None, password):
            throttle.failed(username, address, now)
            return None, _WRONG
        throttle.succeeded(username, address)
        return account, ""

    def page(status: HTTPStatus, error: str = "") -> Response:
        """The form. Before anybody is signed in, a cookie of its own proves that the form is ours."""
        token = request.cookies.get(_BEFORE_COOKIE, "")
        if not re.fullmatch(r"[\w-]{43}", token):
            token = secrets.token_urlsafe(32)
        drawn = render_template(
            "sign_in.html",
            error=error,
            csrf=token,
            username=request.form.get("brugernavn", ""),
            way_back=_way_back(request.values.get("til", "")),
        )
        answer = make_response(drawn, status)
        answer.set_cookie(
            _BEFORE_COOKIE, token, httponly=True, samesite="Strict", secure=sessions.secure, path="/log-ind"
        )
        return answer

    @routes.get("/log-ind")
    def show() -> Response:
        if sessions.find() is not None:
            return redirect(_START, 303)
        return page(HTTPStatus.OK)

    @routes.post("/log-ind")
    def submit() -> Response:
        if not security.carries_csrf(request.cookies.get(_BEFORE_COOKIE, "")):
            return page(HTTPStatus.FORBIDDEN, _LEFT_OPEN)
        username = request.form.get("brugernavn", "").strip()[:200]
        account, reason = check(username, request.form.get("adgangskode", ""))
        if account is None:
            return page(HTTPStatus.TOO_MANY_REQUESTS if reason is _TOO_OFTEN else HTTPStatus.UNAUTHORIZED, reason)
        answer = redirect(_way_back(request.form.get("til", "")), 303)
        sessions.open(account, answer)
        answer.delete_cookie(_BEFORE_COOKIE, path="/log-ind")
        return answer

    @routes.post("/log-ud")
    def leave() -> Response:
        answer = redirect("/log-ind", 303)
        sessions.close()
        sessions.forget(answer)
        return answer

    return routes


def _way_back(wanted: str) -> str:
    return wanted if _WAY_BACK.fullmatch(wanted) else _START
