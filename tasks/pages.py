"""Pages that any part may have to answer with: errors, and posts that did not go through."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask import g, render_template, request

from tasks import security


@dataclass(frozen=True)
class Reason:
    """Why something was refused, and what the person can do."""

    title: str
    text: str


TOO_OLD = Reason(
    "Det blev ikke sendt",
    "Siden hørte til en tidligere indlogning, så der er ikke gemt noget. Åbn siden igen, og send derfra.",
)
SIGNED_OUT = Reason(
    "Du er logget ud",
    "Der er ikke gemt noget. Log ind i en ny fane, åbn opgaven igen, og sæt teksten nedenfor ind.",
)
_TITLES = {
    400: "Forespørgslen kunne ikke læses",
    403: "Det har du ikke adgang til",
    404: "Siden findes ikke",
    405: "Siden findes ikke",
    409: "Det kunne ikke gøres",
    413: "Det sendte er for stort",
    422: "Noget er udfyldt forkert",
    503: "Systemet svarer ikke lige nu",
}


def error(status: int, message: str) -> tuple[str, int]:
    """
    A page for a request that failed, with the engine's own Danish message.

    Works without a session and without a database.
    """
    title = _TITLES.get(status, "Noget gik galt")
    # The header asks the database for the names of roles; a page about a failing database must not.
    person = g.get("signed_in") if status < HTTPStatus.INTERNAL_SERVER_ERROR else None
    return render_template("error.html", title=title, message=message, person=person), status


def not_sent(status: int, reason: Reason, labels: dict[str, str] | None = None) -> tuple[str, int]:
    """
    A page for a post that was refused, with everything that was typed, ready to copy.

    `labels` name the fields; without them a field is called by its key in words. A post
    from a strange site is not shown: it would put a stranger's words on our page.
    """
    kept = _typed(labels or {}) if security.from_own_pages() else []
    page = render_template("not_sent.html", reason=reason, kept=kept, person=g.get("signed_in"))
    return page, HTTPStatus(status)


def _typed(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (labels.get(key) or _readable(key), "\n".join(texts))
        for key, texts in request.form.lists()
        if not key.startswith("_") and any(text.strip() for text in texts)
    ]


def _readable(key: str) -> str:
    """A field's key as words: whoever is signed out gets no label from the database."""
    words = key.removeprefix("sag.").replace("_", " ").split(".")
    return ": ".join(words).capitalize()
