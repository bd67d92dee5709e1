"""
What leaves for other systems: who hears of events, and what became of each delivery.

`Engine.outgoing` is the door. It knows no web: whoever works through the line
brings a `Send`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from engine import crashpoints
from engine.clock import Clock
from engine.commands import PROCESS_OWNER, AddReceiver, ResendDelivery, Viewer
from engine.definitions.outbound import OWN
from engine.errors import NotAllowed, NotFound, WrongState
from engine.runtime import deliveries as line
from engine.runtime.definitions import Definitions
from engine.runtime.paging import cursor_at, position
from engine.runtime.work import may_see
from engine.store import deliveries, receivers
from engine.store.database import Connection, Database, Row
from engine.store.receivers import ReceiverRecord
from engine.views import DeliveryFilter, DeliveryRow, Page, ReceiverRow, Send

_KEPT = timedelta(days=90)
_SWEPT = 500
_BY_HAND = "Slået fra af driften."


class Outgoing:
    """Receivers, and their deliveries. Every command is one transaction, but sending is in none."""

    def __init__(self, database: Database, definitions: Definitions, clock: Clock) -> None:
        self._database = database
        self._definitions = definitions
        self._clock = clock

    # ---- receivers

    def add_receiver(self, command: AddReceiver) -> None:
        """Raises WrongState when the name is taken, and NotFound for a type that no process writes."""

        def work(connection: Connection) -> None:
            if receivers.named(connection, command.name) is not None:
                raise WrongState(f"Der er allerede en modtager ved navn »{command.name}«. Vælg et andet navn.")
            self._require_types(connection, command.types)
            receivers.add(connection, **vars(command), at=self._clock.now())

        self._database.write(work)

    def disable_receiver(self, name: str) -> None:
        """Send it nothing more. What waits for it fails, and can be sent again by hand."""
        self._on_receiver(name, lambda c, receiver: line.switch_off(c, receiver, _BY_HAND, self._clock.now()))

    def enable_receiver(self, name: str) -> None:
        """Let it hear of what happens from now on; also one that answered 410."""
        fresh = {"disabled_at": None, "disabled_reason": None, "paused_until": None, "failures": 0}
        self._on_receiver(name, lambda c, receiver: receivers.change(c, receiver.id, **fresh))

    def remove_receiver(self, name: str) -> None:
        """Forget it and its deliveries."""

        def work(connection: Connection, receiver: ReceiverRecord) -> None:
            deliveries.fail_waiting(connection, receiver.id, _BY_HAND)
            receivers.remove(connection, receiver.id)

        self._on_receiver(name, work)

    def receivers(self) -> list[ReceiverRow]:
        """All of them, by name."""
        with self._database.reading() as connection:
            return [_receiver(record) for record in receivers.every(connection)]

    # ---- deliveries

    def deliveries(self, viewer: Viewer, wanted: DeliveryFilter) -> Page[DeliveryRow]:
        """Newest first. The case is named only to a viewer whose department has it. Raises NotAllowed."""
        _require_owner(viewer)
        with self._database.reading() as connection:
            rows = deliveries.page(
                connection,
                receiver=wanted.receiver,
                status=wanted.status,
                before=position(wanted.cursor),
                limit=wanted.limit + 1,
            )
        more, rows = len(rows) > wanted.limit, rows[: wanted.limit]
        cursor = cursor_at(rows[-1].created_at, rows[-1].id) if more else None
        return Page([_delivery(row, viewer) for row in rows], cursor)

    def resend(self, command: ResendDelivery) -> None:
        """Raises NotAllowed, NotFound, and WrongState when the receiver is switched off."""
        _require_owner(command.by)
        self._database.write(lambda c: line.send_again(c, command.delivery, self._clock.now()))

    # ---- work

    def dispatch(self) -> int:
        """Put what has happened in line for those who want to hear of it; how many events, a batch at most."""
        with self._database.reading() as connection:
            if not deliveries.any_undispatched(connection):
                return 0
        done = self._database.write(lambda c: line.dispatch(c, self._definitions, self._clock.now()))
        crashpoints.reached("events_dispatched")
        return done

    def due_receivers(self) -> list[str]:
        """The receivers with something due now, the longest waiting first."""
        with self._database.reading() as connection:
            return deliveries.due_receivers(connection, self._clock.now())

    def deliver_next(self, receiver: str, send: Send, *, worker: str = "worker") -> bool:
        """Make one attempt at what is due to a receiver; False when nothing is, or it is left alone for now."""
        return line.deliver_next(self._database, self._definitions, self._clock, receiver, send, worker=worker)

    def sweep(self) -> None:
        """Drop deliveries that were over 90 days ago, a few at a time, so that nobody waits long."""
        before = self._clock.now() - _KEPT
        while self._database.write(lambda c: deliveries.sweep(c, before, _SWEPT)) == _SWEPT:
            pass

    def _on_receiver(self, name: str, act: Callable[[Connection, ReceiverRecord], None]) -> None:
        def work(connection: Connection) -> None:
            found = receivers.named(connection, name)
            receiver = receivers.lock(connection, found.id) if found else None
            if receiver is None:
                raise NotFound(f"Der er ingen modtager ved navn »{name}«. Se dem med »sagsgang receiver list«.")
            act(connection, receiver)

        self._database.write(work)

    def _types(self, connection: Connection) -> set[str]:
        libraries = [deployment.library for deployment in self._definitions.every_newest(connection)]
        return {*OWN, *(type_ for library in libraries for type_ in library.manifest.outbound)}

    def _require_types(self, connection: Connection, asked: Collection[str]) -> None:
        known = self._types(connection)
        for type_ in asked:
            if type_ not in known:
                raise NotFound(
                    f"Ingen proces skriver hændelser af typen »{type_}«. Typerne er {', '.join(sorted(known))}."
                )


def _require_owner(viewer: Viewer) -> None:
    if viewer.department is not None and PROCESS_OWNER not in viewer.roles:
        raise NotAllowed("Kun en procesejer ser, hvad der sendes til andre systemer. Spørg den, der ejer processen.")


def _receiver(record: ReceiverRecord) -> ReceiverRow:
    shown = {name: value for name, value in vars(record).items() if name != "secret"}
    return ReceiverRow(**shown)


def _delivery(row: Row[Any], viewer: Viewer) -> DeliveryRow:
    seen = may_see(viewer, row.department)
    return DeliveryRow(
        id=row.id,
        event=row.event_id,
        type=row.type,
        happened_at=row.at,
        receiver=row.receiver_id,
        receiver_name=row.receiver_name,
        case=row.case_id if seen else None,
        case_number=row.number if seen else None,
        status=row.status,
        attempts=row.attempts,
        attempted_at=row.attempted_at,
        next_at=row.next_at,
        answer=row.answer,
        problem=row.problem,
    )
