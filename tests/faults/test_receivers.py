"""Real receivers that behave badly, beside one that does not, told by a worker's own threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network

import pytest

from engine.clock import SystemClock
from engine.commands import SYSTEM, AddReceiver
from engine.senders import Senders
from engine.views import DeliveryFilter, DeliveryRow
from tests.unit.runtime.conftest import House
from tests.unit.webhooks.receiving import AUTHORITY, OK, Heard, Receiver
from webhooks.addresses import AllowedHost
from webhooks.outbound import Sender
from webhooks.signatures import is_signed, new_secret

_CASES = 30  # each begins with two events: more than one turn of a receiver's
_SECRET = new_secret()
_PATIENCE = 60  # seconds for threads to do what they will; nothing waits so long


class Switchboard:
    """Receivers on loopback, and a worker's senders. The house's clock stands still, so nothing is tried twice."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.stop = threading.Event()
        self.receivers: dict[str, Receiver] = {}
        self.senders: Senders | None = None

    def add(self, name: str, receiver: Receiver) -> Receiver:
        self.receivers[name] = receiver
        self.house.engine.outgoing.add_receiver(AddReceiver(name, receiver.url, (), None, _SECRET))
        return receiver

    def begin(self) -> None:
        network = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
        allowed = [AllowedHost("localhost", each.port, network) for each in self.receivers.values()]
        # Signed by the true time, which is what a receiver holds it against.
        send = Sender(allowed, SystemClock(), authorities=AUTHORITY, seconds=5)
        self.senders = Senders(self.house.engine.outgoing, send, self.stop.is_set, worker="w")
        self.senders.tick()

    def close(self) -> None:
        self.stop.set()
        if self.senders is not None:
            self.senders.close()
        for receiver in self.receivers.values():
            receiver.close()

    def rows(self, name: str) -> list[DeliveryRow]:
        outgoing = self.house.engine.outgoing
        (receiver,) = (row.id for row in outgoing.receivers() if row.name == name)
        return list(outgoing.deliveries(SYSTEM, DeliveryFilter(receiver, limit=1000)).rows)


@pytest.fixture
def board(house: House) -> Iterator[Switchboard]:
    opened = Switchboard(house)
    yield opened
    opened.close()


def _counting(all_of_them: int) -> tuple[Receiver, threading.Event]:
    """A good receiver, and the moment it has heard so many."""
    reached, heard = threading.Event(), [0]
    lock = threading.Lock()

    def answer(_: Heard) -> Iterator[bytes]:
        yield OK
        with lock:
            heard[0] += 1
            if heard[0] == all_of_them:
                reached.set()

    return Receiver(answer), reached


def test_one_that_sleeps_costs_only_itself(house: House, board: Switchboard) -> None:
    awake = threading.Event()

    def sleep(_: Heard) -> Iterator[bytes]:
        awake.wait(_PATIENCE)
        yield OK

    good, all_heard = _counting(2 * _CASES)
    board.add("god", good)
    asleep = board.add("sovende", Receiver(sleep))
    for number in range(_CASES):
        house.open_case(navn=f"dyr {number}")
    board.begin()
    assert all_heard.wait(_PATIENCE), len(good.heard)
    assert len(asleep.heard) <= 1, "one at a time"
    awake.set()
    assert all(is_signed(_SECRET, heard.headers, heard.body) for heard in good.heard)
    assert len(set(good.ids())) == 2 * _CASES


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: https://modtager.dk/\r\n\r\n", "henviste til en anden adresse"),
        (b"HTTP/1.1 500 Internal Server Error\r\n\r\n", "svarede 500"),
        (b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\n\r\n", "lige nu"),
        (b"", "lukkede forbindelsen"),
        (b"\x00\xff\xfe{}\r\n\r\n", "ikke er HTTP"),
    ],
)
def test_one_that_is_broken_is_asked_once_and_says_why(
    house: House, board: Switchboard, answer: bytes, problem: str
) -> None:
    good, all_heard = _counting(6)
    board.add("god", good)
    broken = board.add("i stykker", Receiver(answer))
    for number in range(3):
        house.open_case(navn=f"dyr {number}")
    board.begin()
    assert all_heard.wait(_PATIENCE)
    board.close()
    assert len(broken.heard) == 1
    (tried,) = (row for row in board.rows("i stykker") if row.attempts)
    assert problem in (tried.problem or "")
    assert {row.status for row in board.rows("i stykker")} == {"waiting"}
    wish = timedelta(hours=1) if b"3600" in answer else timedelta(seconds=8)
    assert all(row.next_at and row.next_at >= house.clock.now() + wish for row in board.rows("i stykker"))
