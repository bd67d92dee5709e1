"""A postman for the tests: other systems that answer as they are told to, and time that passes between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from engine.clock import VirtualClock
from engine.commands import SYSTEM, AddReceiver
from engine.outgoing import Outgoing
from engine.store import jobs
from engine.views import Answer, DeliveryFilter, DeliveryRow, OutgoingEvent, ReceiverRow

DELIVERED = Answer("delivered", 204)
DOWN = Answer("down", 500, "Modtageren svarede 500.")
REFUSED = Answer("refused", 400, "Modtageren svarede 400: den tog ikke imod denne besked.")
GONE = Answer("gone", 410, "Modtageren svarede 410: den vil ikke have flere beskeder.")


@dataclass
class Post:
    """`answer` is what every receiver says, or a function of the event and the receiver's address."""

    outgoing: Outgoing
    clock: VirtualClock
    answer: Answer | Callable[[OutgoingEvent, str], Answer] = DELIVERED
    sent: list[tuple[datetime, OutgoingEvent]] = field(default_factory=list)

    def __call__(self, event: OutgoingEvent, *, url: str, secret: str) -> Answer:
        assert secret == f"secret of {url}"
        self.sent.append((self.clock.now(), event))
        return self.answer if isinstance(self.answer, Answer) else self.answer(event, url)

    def add(self, name: str, *types: str, department: str | None = None) -> None:
        url = f"https://{name}.dk/"
        self.outgoing.add_receiver(AddReceiver(name, url, types, department, f"secret of {url}"))

    def work(self) -> None:
        """What a worker would do now."""
        while self.outgoing.dispatch():
            pass
        for receiver in self.outgoing.due_receivers():
            while self.outgoing.deliver_next(receiver, self):
                pass

    def wait(self, **span: float) -> None:
        """Let time pass, working whenever something is due on the way."""
        end = self.clock.now() + timedelta(**span)
        self.work()
        while (due := self.next_due()) is not None and due <= end:
            self.clock.set(due)
            self.work()
        self.clock.set(end)

    def next_due(self) -> datetime | None:
        with self.outgoing._database.reading() as connection:
            return jobs.next_due(connection, "out")

    def rows(self, **wanted: object) -> list[DeliveryRow]:
        return list(self.outgoing.deliveries(SYSTEM, DeliveryFilter(**wanted)).rows)  # type: ignore[arg-type]

    def statuses(self) -> set[str]:
        return {row.status for row in self.rows(limit=5000)}

    def receiver(self, name: str = "x") -> ReceiverRow:
        return next(row for row in self.outgoing.receivers() if row.name == name)

    def ids(self) -> list[str]:
        return [event.id for _, event in self.sent]
