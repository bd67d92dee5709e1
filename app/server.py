"""Serves the pages: one process, a few threads, and a worker beside them."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from waitress.server import create_server

from app import wiring
from app.config import Config
from app.web import MAX_REQUEST_BYTES, create_app
from app.worker import told_to_stop, working_beside
from engine.api import Engine

_IDLE_SECONDS = 60
_log = logging.getLogger(__name__)


class AddressInUse(Exception):
    """The port is taken, or may not be used."""


@dataclass(frozen=True)
class Address:
    """Where to listen. Port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8


def serve(
    config: Config, engine: Engine, address: Address, *, worker: bool, ready: Callable[[str], None] = lambda _: None
) -> None:
    """
    Serve until SIGTERM or SIGINT; requests and the job in hand are finished.

    `ready` is called with the address once it listens. Raises AddressInUse.
    """
    app = create_app(config, engine)
    listening = _listen(address)
    server = create_server(
        app,
        sockets=[listening],
        threads=address.threads,
        max_request_body_size=MAX_REQUEST_BYTES,
        channel_timeout=_IDLE_SECONDS,
        ident=None,
        **_behind(config.proxy),
    )

    def stop() -> None:
        # waitress ends its loop at SystemExit, and lets the threads finish what they have begun.
        raise SystemExit(0)

    beside = working_beside(engine, wiring.sender(config, engine)) if worker else contextlib.nullcontext()
    with told_to_stop(stop), beside:
        ready("http://{}:{}".format(*listening.getsockname()))
        _log.info("serving")
        server.run()
    _log.info("stopped")


def _behind(proxy: str | None) -> dict[str, Any]:
    """
    How to tell visitors apart behind a reverse proxy.

    Else all of them have the proxy's address, and whoever guesses passwords
    shuts everybody else out of signing in.
    """
    if proxy is None:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_headers": {"x-forwarded-for"},
        "clear_untrusted_proxy_headers": True,
    }


def _listen(address: Address) -> socket.socket:
    try:
        return socket.create_server((address.host, address.port), backlog=1024)
    except (OSError, OverflowError) as error:
        raise AddressInUse(
            f"Kan ikke lytte på {address.host}:{address.port} ({error}). Vælg en anden port med --port."
        ) from error
