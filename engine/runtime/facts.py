"""What the kernel may ask while it runs: expressions, timers and decisions over one case's facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine import feel
from engine.clock import local_date
from engine.definitions.expressions import Formula
from engine.definitions.library import Library
from engine.errors import ExpressionFailed
from engine.model import Json, TimerKind
from engine.runtime.timers import due_at
from engine.store.cases import CaseRecord


def scope(case: CaseRecord, names: Mapping[str, object], facts: Mapping[str, Json] | None = None) -> dict[str, object]:
    """The names an expression sees: the given ones, `sag` (the case's facts, or the given draft) and `sagen`."""
    about = {"nummer": case.number, "aabnet": local_date(case.opened_at), "afdeling": case.department}
    return {**names, "sag": case.facts if facts is None else facts, "sagen": about}


def value_of(formula: Formula, names: Mapping[str, object], now: datetime) -> Json:
    """An authored expression's value, as JSON."""
    return feel.to_json(formula.expression.evaluate(names, now=now))


def subject_of(formula: Formula, case: CaseRecord, now: datetime) -> str:
    """What the case is called in lists; its number when its facts give no name yet."""
    subject = value_of(formula, scope(case, {}), now)
    return subject if isinstance(subject, str) and subject.strip() else case.number


class CaseFacts:
    """`engine.model.Facts` for one command on one case. Reads the case file as it is at each call."""

    def __init__(self, case: CaseRecord, library: Library, now: datetime) -> None:
        self._case = case
        self._library = library
        self._now = now

    @property
    def now(self) -> datetime:
        return self._now

    def evaluate(self, expression: str, names: Mapping[str, Json]) -> Json:
        return feel.to_json(feel.parse(expression).evaluate(scope(self._case, names), now=self._now))

    def due(
        self, kind: TimerKind, text: str, names: Mapping[str, Json], anchor: datetime, turn: int
    ) -> datetime | None:
        return due_at(kind, text, scope(self._case, names), now=self._now, anchor=anchor, turn=turn)

    def decide(self, decision: str, names: Mapping[str, Json]) -> tuple[Json, Json]:
        found = self._library.decisions.get(decision)
        if found is None:
            raise ExpressionFailed(f"Beslutningen »{decision}« findes ikke i processens beslutningstabeller.")
        return found.decide(scope(self._case, names), now=self._now)
