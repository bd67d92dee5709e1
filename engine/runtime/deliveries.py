"""
Telling other systems: from the outbox to a line for each receiver, and down the line.

An attempt is committed before anything is sent, and what came of it only while
the job is still held: an event is told at least once, always under one id. A
receiver that is down is asked by one delivery at a time, and the others wait.
"""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine import crashpoints
from engine.clock import Clock
from engine.definitions.outbound import harmless, leaves
from engine.errors import EngineBug, NotFound, WrongState
from engine.runtime.definitions import Definitions
from engine.store import deliveries, jobs, receivers
from engine.store.database import Connection, Database
from engine.store.jobs import Job
from engine.store.receivers import ReceiverRecord
from engine.views import Answer, OutgoingEvent, Send

log = logging.getLogger(__name__)

_BATCH = 200
# Between attempts; the last for ever after, until it is given up.
_PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=12),
)
_GIVEN_UP_AFTER = timedelta(days=5)
_LONGEST_WISH = timedelta(days=1)  # of a Retry-After
_AFTER_THE_OTHERS = timedelta(seconds=1)
_SWEPT = "Leverancen findes ikke længere. Gå tilbage til listen."
_NO_TEXT = "Programmet fejlede, da beskeden skulle sendes. Fejlen er skrevet i loggen."


def dispatch(connection: Connection, definitions: Definitions, now: datetime) -> int:
    """Write a delivery for each receiver of the oldest events nobody has looked at; how many events."""
    events = deliveries.undispatched(connection, _BATCH)
    if not events:
        return 0
    listening = receivers.enabled(connection)
    declared = {}
    if listening:
        declared = {
            process: definitions.newest(connection, process).library.manifest.outbound
            for process in {event.process for event in events}
        }
    wanted = [
        (event.id, receiver.id, max(now, receiver.paused_until or now))
        for receiver in listening
        for event in events
        if receiver.wants(event.type, event.department, event.at) and leaves(event.type, declared[event.process])
    ]
    deliveries.add(connection, wanted, now)
    deliveries.dispatched(connection, [event.id for event in events], now)
    return len(events)


@dataclass(frozen=True)
class Held:
    """A delivery in this worker's hands."""

    job: Job
    receiver: ReceiverRecord
    event: OutgoingEvent


def deliver_next(
    database: Database, definitions: Definitions, clock: Clock, receiver: str, send: Send, *, worker: str
) -> bool:
    """Make one attempt at whatever is due to a receiver; False when nothing is, or it is left alone for now."""
    held = database.write(lambda connection: _take(connection, definitions, receiver, clock.now(), worker))
    if held is None:
        return False
    try:
        answer = send(held.event, url=held.receiver.url, secret=held.receiver.secret)
    except Exception:
        # Nobody else must wait for a fault of ours.
        log.exception("delivery %s could not be sent", held.job.id)
        answer = Answer("refused", problem=_NO_TEXT)
    crashpoints.reached("event_sent")
    database.write(lambda connection: _settle(connection, held, answer, clock.now()))
    return True


def _take(
    connection: Connection, definitions: Definitions, receiver_id: str, now: datetime, worker: str
) -> Held | None:
    receiver = receivers.lock(connection, receiver_id)
    if receiver is None:
        return None
    if receiver.paused_until is not None and receiver.paused_until > now:
        deliveries.hold_back(connection, receiver.id, receiver.paused_until)
        return None
    job = jobs.lease_first(connection, now, worker, deliveries.jobs_of(receiver.id))
    if job is None:
        return None
    if receiver.failures:
        # It was down: one asks how it is, and until that is known nobody else does.
        _pause(connection, receiver, now + jobs.LEASE)
    return Held(job, receiver, _event(connection, definitions, job.id))


def _event(connection: Connection, definitions: Definitions, delivery: str) -> OutgoingEvent:
    row = deliveries.get(connection, delivery)
    if row is None:
        raise EngineBug(f"job {delivery} is for no delivery")
    # The running version decides, so what is declared no more stays from that moment.
    declared = definitions.newest(connection, row.process).library.manifest.outbound
    always = {"sag": row.number, "afdeling": row.department, "proces": row.process}
    return OutgoingEvent(
        id=row.event_id,
        type=row.type,
        at=row.at,
        process=row.process,
        case=row.case_id,
        data={**always, **harmless(row.type, row.data, declared)},
    )


def _settle(connection: Connection, held: Held, answer: Answer, now: datetime) -> None:
    receiver = receivers.lock(connection, held.receiver.id)
    if receiver is None or not jobs.still_held(connection, held.job):
        return
    row = deliveries.get(connection, held.job.id)
    assert row is not None  # noqa: S101 - its job is still there
    attempts = row.attempts + 1
    deliveries.settle(
        connection, row.id, attempts=attempts, attempted_at=now, answer=answer.status, problem=answer.problem
    )
    if answer.kind == "gone":
        switch_off(connection, receiver, answer.problem or "", now)
    elif answer.kind == "down":
        failures = receiver.failures + 1
        until = now + max(pause_after(failures), _wish(answer))
        # Another goes first next time: it may be this one event that the receiver cannot bear.
        jobs.give_back(connection, held.job, max(until + _AFTER_THE_OTHERS, now + pause_after(attempts)))
        receivers.change(connection, receiver.id, failures=failures)
        _pause(connection, receiver, until)
        given_up = f"Opgivet efter fem døgn. {answer.problem or ''}".rstrip()
        deliveries.fail_waiting(connection, receiver.id, given_up, before=now - _GIVEN_UP_AFTER)
    else:
        _recovered(connection, receiver, now)
        _end_or_try_again(connection, held.job, answer, attempts, now, since=row.created_at)


def _end_or_try_again(
    connection: Connection, job: Job, answer: Answer, attempts: int, now: datetime, *, since: datetime
) -> None:
    if answer.kind == "delivered":
        deliveries.settle(connection, job.id, status="delivered")
    elif since <= now - _GIVEN_UP_AFTER:
        given_up = f"Opgivet efter fem døgn. {answer.problem or ''}".rstrip()
        deliveries.settle(connection, job.id, status="failed", problem=given_up)
    else:
        jobs.give_back(connection, job, now + max(pause_after(attempts), _wish(answer)))
        return
    jobs.done(connection, job)


def send_again(connection: Connection, delivery: str, now: datetime) -> None:
    """Carry out ResendDelivery: first in line, and the receiver is asked at once even if it was down."""
    row = deliveries.get(connection, delivery)
    receiver = receivers.lock(connection, row.receiver_id) if row else None
    if receiver is None:
        raise NotFound(_SWEPT)
    if receiver.disabled_at is not None:
        raise WrongState(
            f"Beskeden kan ikke sendes igen: modtageren »{receiver.name}« er slået fra. "
            f"Driften slår den til med »sagsgang receiver enable {receiver.name}«."
        )
    # It begins its five days anew, and stands at the top of the list for whoever sent it.
    fresh = {"attempts": 0, "attempted_at": None, "answer": None, "problem": None}
    if not deliveries.settle(connection, delivery, status="waiting", created_at=now, **fresh):
        raise NotFound(_SWEPT)
    if receiver.paused_until is not None and receiver.paused_until > now:
        _let_go(connection, receiver, receiver.paused_until, now + _AFTER_THE_OTHERS)
        receivers.change(connection, receiver.id, paused_until=now)
    deliveries.bring_forward(connection, delivery, now)


def switch_off(connection: Connection, receiver: ReceiverRecord, reason: str, now: datetime) -> None:
    """Send a receiver nothing more, and say why on everything that waited."""
    receivers.change(connection, receiver.id, disabled_at=now, disabled_reason=reason, paused_until=None, failures=0)
    deliveries.fail_waiting(connection, receiver.id, reason)


def _pause(connection: Connection, receiver: ReceiverRecord, until: datetime) -> None:
    receivers.change(connection, receiver.id, paused_until=until)
    deliveries.hold_back(connection, receiver.id, until)


def _recovered(connection: Connection, receiver: ReceiverRecord, now: datetime) -> None:
    if not receiver.failures:
        return
    if receiver.paused_until is not None:
        _let_go(connection, receiver, receiver.paused_until, now)
    receivers.change(connection, receiver.id, failures=0, paused_until=None)


def _let_go(connection: Connection, receiver: ReceiverRecord, paused_until: datetime, due: datetime) -> None:
    deliveries.let_go(connection, receiver.id, (paused_until, paused_until + _AFTER_THE_OTHERS), due)


def pause_after(failures: int) -> timedelta:
    """How long to leave a receiver alone after so many failures in a row, a fifth more or less by chance."""
    regular = _PAUSES[min(failures, len(_PAUSES)) - 1]
    return regular * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries


def _wish(answer: Answer) -> timedelta:
    return min(answer.retry_after or timedelta(), _LONGEST_WISH)
