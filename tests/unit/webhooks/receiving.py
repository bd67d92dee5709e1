"""A real receiver: https on loopback, under an authority of its own, that answers as it is told to."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

TLS = Path(__file__).parent / "tls"
AUTHORITY = TLS / "authority.pem"
OK = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass(frozen=True)
class Heard:
    """One request as it came: the first line, the headers in lower case, and the raw body."""

    line: str
    headers: dict[str, str]
    body: bytes


Answering: TypeAlias = Callable[[Heard], Iterable[bytes]]


class Receiver:
    """
    Listens from when it is made until `close`.

    `answer` gives the bytes of each answer, piece by piece, and may be replaced
    at any time; none at all closes the connection without a word.
    """

    def __init__(self, answer: bytes | Answering = OK, *, certificate: str = "localhost.pem") -> None:
        self.answer = answer
        self.heard: list[Heard] = []
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(TLS / certificate)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.host = f"localhost:{self.port}"
        self.url = f"https://{self.host}/haendelser?fra=sagsgang"
        self._threads: list[threading.Thread] = []
        self._start(self._listen)

    def close(self) -> None:
        if self._listening.fileno() >= 0:
            # Closing alone would leave `accept` waiting.
            self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive()

    def ids(self) -> list[str]:
        return [heard.headers["webhook-id"] for heard in self.heard]

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            self._start(self._serve, plain)

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(30)
        try:
            with plain, self._tls.wrap_socket(plain, server_side=True) as wire:
                heard = _read(wire)
                self.heard.append(heard)
                for piece in [self.answer] if isinstance(self.answer, bytes) else self.answer(heard):
                    wire.sendall(piece)
        except OSError:
            pass  # the sender had enough, or would not have the certificate


def _read(wire: ssl.SSLSocket) -> Heard:
    with wire.makefile("rb") as stream:
        line = stream.readline().decode().strip()
        headers: dict[str, str] = {}
        while text := stream.readline().decode().strip():
            name, _, value = text.partition(":")
            headers[name.lower()] = value.strip()
        return Heard(line, headers, stream.read(int(headers["content-length"])))
