"""What every answer carries, and what every post must carry."""

from __future__ import annotations

import hmac

from flask import Response, request

CSRF_FIELD = "_csrf"
CSRF_HEADER = "X-CSRF-Token"  # for a script that posts no form; no other site may set it

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; font-src 'self'; style-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
)
_A_YEAR = "public, max-age=31536000, immutable"


def add_headers(response: Response) -> Response:
    """
    The strict policy on everything, and no copy of anything personal anywhere.

    Only a built file asked for by its content's version may be kept.
    """
    headers = response.headers
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    kept = request.endpoint == "tasks.static" and "v" in request.args and response.status_code < 400
    headers["Cache-Control"] = _A_YEAR if kept else "no-store"
    return response


def same_secret(expected: str, given: str) -> bool:
    """Whether two secrets are equal and not empty, in constant time."""
    return expected != "" and hmac.compare_digest(expected.encode(), given.encode())


def carries_csrf(expected: str) -> bool:
    """Whether the request holds the session's token, in its header or its form."""
    return same_secret(expected, request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, ""))


def from_own_pages() -> bool:
    """
    Whether the browser says that the request was sent from this site's own pages.

    No browser lets a page choose this header. Never enough to let a post
    through; enough to show people again what they themselves typed.
    """
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
