"""`sagsgang webhook`: sign a message and send it, as another system would."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlsplit

from app import config
from app.cli.outcome import DONE, FOUND, Words, WrongUse
from engine.clock import SystemClock
from webhooks.signatures import sign

_TIMEOUT_SECONDS = 30


def register(words: Words) -> None:
    parser = words.add_parser("webhook", help="beskeder fra andre systemer")
    actions = parser.add_subparsers(metavar="HANDLING", required=True)
    send = actions.add_parser("send", help="underskriv en besked, og send den til et kørende Sagsgang")
    send.add_argument("file", type=Path, metavar="FIL", help='JSON: {"type": "…", "data": {…}}')
    send.add_argument("--type", default=None, help="beskedens type, når filen kun holder dens data")
    send.add_argument("--url", default="http://127.0.0.1:8000", help="det kørende Sagsgangs adresse (%(default)s)")
    send.add_argument("--source", default=None, help="kilden, hvis hemmelighed bruges (den første)")
    send.add_argument("--id", default=None, help="beskedens id (afledt af indholdet: samme fil er samme besked)")
    send.set_defaults(run=run_send)


def run_send(arguments: argparse.Namespace) -> int:
    body = _body(arguments.file, arguments.type)
    source, secret = _secret(arguments.source)
    message_id = arguments.id or f"msg_{hashlib.sha256(body).hexdigest()[:32]}"
    try:
        headers = sign(secret, message_id, SystemClock().now(), body)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    url = f"{_base(arguments.url)}/webhooks/ind/{quote(source, safe='')}"
    request = urllib.request.Request(  # noqa: S310 - _base() lets only http and https through
        url, body, {**headers, "content-type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
            print(f"{answer.status} {_message(answer.read())}")
    except urllib.error.HTTPError as error:
        print(f"{error.code} {_message(error.read())}", file=sys.stderr)
        return FOUND
    except OSError as error:
        print(f"Der svarer ingen på {arguments.url} ({error}). Kører python3 do.py run?", file=sys.stderr)
        return FOUND
    return DONE


def _body(path: Path, kind: str | None) -> bytes:
    """The file's own bytes; under a type, an envelope around the data in it."""
    try:
        content = path.read_bytes()
        return content if kind is None else json.dumps({"type": kind, "data": json.loads(content)}).encode()
    except OSError as error:
        raise WrongUse(f"»{path}« kan ikke læses: {error.strerror}.") from error
    except ValueError as error:
        raise WrongUse(f"»{path}« er ikke JSON.") from error


def _secret(source: str | None) -> tuple[str, str]:
    """A source and its newest secret."""
    secrets = config.load(os.environ).webhook_secrets
    if not secrets:
        raise WrongUse(f"Der er ingen kilder. Sæt {config.WEBHOOK_SECRETS}, eller start med python3 do.py run.")
    name = source or next(iter(secrets))
    if name not in secrets:
        raise WrongUse(f"Kilden »{name}« kendes ikke. Brug {', '.join(secrets)}.")
    return name, secrets[name][0]


def _base(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise WrongUse("--url skal begynde med http:// eller https://.")
    return url.rstrip("/")


def _message(body: bytes) -> str:
    try:
        return str(json.loads(body)["besked"])
    except (ValueError, KeyError, TypeError):
        return body[:200].decode(errors="replace")
