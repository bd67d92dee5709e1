"""Sending one event, to a real receiver on loopback that behaves and that does not."""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from engine.clock import SystemClock, VirtualClock
from engine.store import jobs
from engine.views import Answer, OutgoingEvent
from tests.unit.webhooks.receiving import AUTHORITY, OK, Answering, Heard, Receiver
from webhooks.addresses import AllowedHost
from webhooks.outbound import SECONDS, Sender
from webhooks.signatures import is_signed

SECRET = "whsec_" + base64.b64encode(b"a secret of at least 24 bytes").decode()
EVENT = OutgoingEvent(
    "event-1",
    "payout.granted",
    datetime(2031, 3, 3, 8, 15, 0, 250_000, tzinfo=UTC),
    "hjemmetraening",
    "case-1",
    {"sag": "2031-1", "beloeb": 1250.5},
)
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
Make = Callable[..., Receiver]


@pytest.fixture
def receiver() -> Iterator[Make]:
    made: list[Receiver] = []

    def make(answer: bytes | Answering = OK, **more: str) -> Receiver:
        made.append(Receiver(answer, **more))
        return made[-1]

    yield make
    for each in made:
        each.close()


def send(to: Receiver, *, seconds: float = 10, now: datetime | None = None, url: str = "") -> Answer:
    clock = VirtualClock(now) if now else SystemClock()
    allowed = [AllowedHost("localhost", to.port, LOOPBACK)]
    sender = Sender(allowed, clock, authorities=AUTHORITY, seconds=seconds)
    return sender(EVENT, url=url or to.url, secret=SECRET)


def test_an_event_is_a_signed_cloud_event(receiver: Make) -> None:
    told = receiver()
    assert send(told) == Answer("delivered", 204)
    (heard,) = told.heard
    assert heard.line == "POST /haendelser?fra=sagsgang HTTP/1.1"
    assert heard.headers["host"] == told.host
    assert heard.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert heard.headers["webhook-id"] == "event-1"
    assert is_signed(SECRET, heard.headers, heard.body)
    assert json.loads(heard.body) == {
        "specversion": "1.0",
        "id": "event-1",
        "source": "urn:sagsgang:hjemmetraening",
        "type": "payout.granted",
        "time": "2031-03-03T08:15:00.250Z",
        "subject": "case-1",
        "datacontenttype": "application/json",
        "data": {"sag": "2031-1", "beloeb": 1250.5},
    }


def test_every_attempt_is_the_same_event(receiver: Make) -> None:
    told = receiver()
    send(told)
    send(told)
    first, second = told.heard
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        ("301 Moved Permanently", "down", "henviste til en anden adresse"),
        ("307 Temporary Redirect", "down", "henviste til en anden adresse"),
        ("400 Bad Request", "refused", "den tog ikke imod denne besked"),
        ("401 Unauthorized", "down", "Passer hemmeligheden?"),
        ("404 Not Found", "down", "adressen findes ikke"),
        ("410 Gone", "gone", "den vil ikke have flere"),
        ("413 Content Too Large", "refused", "den tog ikke imod denne besked"),
        ("429 Too Many Requests", "down", "lige nu"),
        ("500 Internal Server Error", "down", "svarede 500"),
        ("503 Service Unavailable", "down", "lige nu"),
    ],
)
def test_an_answer_that_is_no_success(receiver: Make, status: str, kind: str, says: str) -> None:
    elsewhere = receiver()
    told = receiver(f"HTTP/1.1 {status}\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n".encode())
    answer = send(told)
    assert (answer.kind, answer.status) == (kind, int(status[:3]))
    assert says in (answer.problem or "")
    assert elsewhere.heard == []


@pytest.mark.parametrize(
    ("wish", "meant"),
    [
        ("120", timedelta(seconds=120)),
        ("Mon, 03 Mar 2031 09:30:00 GMT", timedelta(hours=1)),
        ("Mon, 03 Mar 2031 08:00:00 GMT", None),  # past
        ("-5", None),
        ("snart", None),
        ("9" * 400, None),
        ("٣", None),  # a digit, but none of HTTP's
    ],
)
def test_how_long_a_receiver_asks_to_be_left_alone(receiver: Make, wish: str, meant: timedelta | None) -> None:
    told = receiver(f"HTTP/1.1 429 Too Many Requests\r\nRetry-After: {wish}\r\n\r\n".encode())
    assert send(told, now=datetime(2031, 3, 3, 8, 30, tzinfo=UTC)).retry_after == meant


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"", "lukkede forbindelsen uden at svare"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "ikke er HTTP"),
        (b"HTTP/1.1 to hundrede\r\n\r\n", "ikke er HTTP"),
        (b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n\r\n", "ikke er HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-Fyld: " + b"x" * 30_000 + b"\r\n\r\n", "ikke er HTTP"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 2000, "ikke er HTTP"),
    ],
)
def test_what_is_no_answer(receiver: Make, answer: bytes, says: str) -> None:
    outcome = send(receiver(answer))
    assert outcome.kind == "down"
    assert outcome.status is None
    assert says in (outcome.problem or "")


def test_a_huge_body_is_not_read(receiver: Make) -> None:
    def endless(_: Heard) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n"
        while True:  # until the sender hangs up
            yield b"x" * 100_000

    assert send(receiver(endless)) == Answer("delivered", 200)


def test_a_receiver_that_is_silent_is_given_up(receiver: Make) -> None:
    over = threading.Event()

    def silent(_: Heard) -> Iterator[bytes]:
        over.wait(20)
        yield OK

    answer = send(receiver(silent), seconds=0.5)
    over.set()
    assert (answer.kind, answer.problem) == ("down", "Modtageren svarede ikke inden for 15 sekunder.")


def test_each_drop_does_not_begin_the_time_anew(receiver: Make) -> None:
    """The socket's own timeout starts afresh with every byte; the attempt's does not."""
    over = threading.Event()

    def drip(_: Heard) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nX: "
        while not over.wait(0.05):
            yield b"y"

    answer = send(receiver(drip), seconds=0.5)
    over.set()
    assert (answer.kind, answer.problem) == ("down", "Modtageren svarede ikke inden for 15 sekunder.")


def test_nobody_listening(receiver: Make) -> None:
    told = receiver()
    told.close()
    assert send(told).problem == "Modtageren tog ikke imod forbindelsen."


def test_a_certificate_for_somebody_else_is_not_taken(receiver: Make) -> None:
    told = receiver(certificate="another-host.pem")
    answer = send(told)
    assert answer.kind == "down"
    assert "certifikat" in (answer.problem or "")
    assert told.heard == []


def test_an_unknown_authority_is_not_taken(receiver: Make) -> None:
    told = receiver()
    sender = Sender([AllowedHost("localhost", told.port, LOOPBACK)], SystemClock())
    assert "certifikat" in (sender(EVENT, url=told.url, secret=SECRET).problem or "")
    assert told.heard == []


def test_a_name_that_points_to_loopback_is_not_followed(receiver: Make) -> None:
    told = receiver()
    sender = Sender([AllowedHost("localhost", told.port)], SystemClock(), authorities=AUTHORITY)
    answer = sender(EVENT, url=told.url, secret=SECRET)
    assert answer.kind == "down"
    assert "peger på en adresse, der ikke må sendes til" in (answer.problem or "")
    assert told.heard == []


def test_the_name_is_resolved_once(receiver: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second answer of the name server's could be any address at all."""
    told = receiver()
    asked: list[object] = []
    resolve = socket.getaddrinfo

    def once(host: str, *rest: object, **more: object) -> object:
        asked.append(host)
        return resolve("127.0.0.1", *rest, **more)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert send(told).kind == "delivered"
    assert [host for host in asked if host == "localhost"] == ["localhost"]


def test_the_environments_proxy_is_not_asked(receiver: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    told, proxy = receiver(), receiver()
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    assert send(told).kind == "delivered"
    assert proxy.heard == []


def test_a_host_that_is_on_the_list_no_more(receiver: Make) -> None:
    told = receiver()
    answer = Sender([], SystemClock())(EVENT, url=told.url, secret=SECRET)
    assert answer.kind == "down"
    assert "SAGSGANG_WEBHOOK_HOSTS" in (answer.problem or "")


def test_an_attempt_and_a_slow_look_up_before_it_fit_into_a_lease() -> None:
    look_up = timedelta(seconds=30)  # two name servers, asked twice
    assert look_up + timedelta(seconds=SECONDS) < jobs.LEASE
