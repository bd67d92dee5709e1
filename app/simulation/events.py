"""The history of a case in the simulator's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.api import Engine
from engine.clock import local
from engine.commands import SYSTEM
from engine.model import Json
from engine.views import TimelineEntry

PAYOUT = "payout.granted"

KINDS = frozenset(
    {
        "case_opened",
        "instance_started",
        "task_created",
        "task_completed",
        "task_overdue",
        "timer_fired",
        "escalated",
        "milestone",
        "payout",
        "instance_ended",
        "case_ended",
    }
)


@dataclass(frozen=True)
class Event:
    """One line of a simulated timeline. `at` is a moment in UTC; `text` says it in Danish."""

    at: datetime
    kind: str
    process: str
    element: str
    name: str
    text: str

    def as_json(self) -> dict[str, Json]:
        """For `--json`: the time as Danish local time with its offset."""
        return {
            "at": local(self.at).isoformat(timespec="seconds"),
            "kind": self.kind,
            "process": self.process,
            "element": self.element,
            "name": self.name,
            "text": self.text,
        }


def events_of(history: Iterable[TimelineEntry]) -> list[Event]:
    """The lines of a history that the simulator tells of, in the kinds of KINDS."""
    return [event for entry in history if (event := _event(entry))]


def history_of(engine: Engine, case: str) -> list[TimelineEntry]:
    """The whole history of a case, oldest first, with the lines that only machines read."""
    return list(_newest_first(engine, case))[::-1]


def _newest_first(engine: Engine, case: str) -> Iterator[TimelineEntry]:
    cursor = None
    while True:
        page = engine.timeline(SYSTEM, case, cursor=cursor, limit=500, everything=True)
        yield from page.rows
        cursor = page.next
        if cursor is None:
            return


def _event(entry: TimelineEntry) -> Event | None:
    kind = _kind(entry)
    if kind not in KINDS:
        return None
    name = str(entry.data["milepael"]) if kind == "milestone" else entry.name
    return Event(entry.at, kind, entry.process, entry.element, name, entry.text)


def _kind(entry: TimelineEntry) -> str:
    """The simulator's word: a deadline and a diagram escalate alike, and a granted payout is one event of many."""
    if entry.kind == "event":
        return "payout" if entry.data.get("type") == PAYOUT else ""
    return "escalated" if entry.kind == "escalation" else entry.kind
