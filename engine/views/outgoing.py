"""What leaves for other systems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from engine.model import Json


@dataclass(frozen=True)
class ReceiverRow:
    """
    A system that hears of events. Its secret is never shown again.

    No `types` means all of them; no `department` every one's. While
    `paused_until` lies ahead nothing is sent; `failures` counts those in a row.
    """

    id: str
    name: str
    url: str
    types: tuple[str, ...]
    department: str | None
    created_at: datetime
    disabled_at: datetime | None
    disabled_reason: str | None
    paused_until: datetime | None
    failures: int


DeliveryStatus: TypeAlias = Literal["waiting", "delivered", "failed"]


@dataclass(frozen=True)
class DeliveryRow:
    """
    One event on its way to one receiver.

    `next_at` is when it is tried next, while it waits. `case` and `case_number` are None for a viewer
    whose department does not have the case. `answer` is an HTTP status.
    """

    id: str
    event: str
    type: str
    happened_at: datetime
    receiver: str
    receiver_name: str
    case: str | None
    case_number: str | None
    status: DeliveryStatus
    attempts: int
    attempted_at: datetime | None
    next_at: datetime | None
    answer: int | None
    problem: str | None


@dataclass(frozen=True)
class DeliveryFilter:
    """Which deliveries to list; None is any. `cursor` is the `next` of the page before."""

    receiver: str | None = None
    status: DeliveryStatus | None = None
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True)
class OutgoingEvent:
    """
    An event as it may leave the house: nothing in it tells who it is about.

    `id` is the same at every attempt. `data` holds only what is declared
    harmless (`engine.definitions.outbound`).
    """

    id: str
    type: str
    at: datetime
    process: str
    case: str
    data: Mapping[str, Json]


@dataclass(frozen=True)
class Answer:
    """
    What came of one attempt.

    `delivered`; `down`: the receiver cannot take anything now; `refused`: it
    would not take this one; `gone`: it wants nothing more, ever. `status` is
    the HTTP status when there was one, `problem` a Danish sentence for the
    page, `retry_after` how long the receiver asked to be left alone.
    """

    kind: Literal["delivered", "down", "refused", "gone"]
    status: int | None = None
    problem: str | None = None
    retry_after: timedelta | None = None


class Send(Protocol):
    """Sends one event, within 15 seconds, and never raises for what a receiver or the network does."""

    def __call__(self, event: OutgoingEvent, *, url: str, secret: str) -> Answer: ...
