"""A drawing played from its start to its end, on a virtual clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from engine.clock import VirtualClock
from engine.definitions.sketch import Sketch
from engine.errors import EngineBug, EngineError, InvalidDefinition
from engine.model import Choose, Complete, Throw, Wait
from engine.sketches.lines import Chooser, Line
from engine.sketches.stage import EVENT_KINDS, MAX_SURPRISES, Run, Stage
from engine.sketches.turns import PATIENCE, Turns

MAX_STEPS = 1_000
MAX_OPEN = 200  # steps in progress at once: a ring that also splits doubles them each time round
WORK = timedelta(hours=1)
_LIKELY, _SELDOM = 4.0, 1.0
_COMES = {
    "message": "beskeden antages at komme",
    "signal": "signalet antages at komme",
    "condition": "betingelsen antages at blive sand",
    "timer": "tiden er gået",
}


@dataclass(frozen=True)
class Play:
    """What came of a drawing: its timeline, oldest first, whether everything in it ended, and what went wrong."""

    lines: list[Line]
    ended: bool
    problems: list[str]


def play(sketch: Sketch, chooser: Chooser, start: datetime) -> Play:
    """Run every process of a sound drawing. The same choices give the same timeline."""
    stage = Stage(sketch, chooser, VirtualClock(start))
    problems = []
    try:
        problems += _Player(stage).run()
    except InvalidDefinition as error:
        problems += [finding.message for finding in error.findings]
    except EngineBug as error:
        problems.append(f"Tegningen kunne ikke følges herfra, og det er programmets fejl. Meld det med filen: {error}.")
    except EngineError as error:
        problems.append(str(error))
    ended = not problems and all(run.outcome != "open" for run in stage.runs)
    return Play(stage.lines, ended, problems)


class _Player:
    """Decides what happens next, as long as anything can."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._plan = stage.plan
        self._passed_over: Counter[str] = Counter()
        self._chosen: set[tuple[str, str]] = set()
        self._turns = Turns()

    def run(self) -> list[str]:
        """Everything from the start on; what went wrong."""
        own = [drawn for drawn in self._plan.processes if self._plan.begins_by_itself(drawn)]
        for drawn in own or self._plan.processes[:1]:
            self._stage.begin(drawn)
        for _ in range(MAX_STEPS):
            if not self._step():
                return []
            if len(self._open()) > MAX_OPEN:
                many = f"Simuleringen blev afbrudt, da over {MAX_OPEN} trin var i gang på én gang."
                return [f"{many} Se efter, om en ring sætter flere veje i gang, hver gang den gås."]
        return [f"Simuleringen blev afbrudt efter {MAX_STEPS} skridt. Se efter, om der er en vej ud af hver ring."]

    def _step(self) -> bool:
        """Let the next thing happen; False when nothing can."""
        return (
            self._long_awaited()
            or self._deliver()
            or self._surprise()
            or self._work()
            or self._choose_work(lambda _: True)
            or self._wait(lambda wait: self._holds_up(wait) and self._may_come(wait))
            or self._wait(self._holds_up)
        )

    def _open(self) -> list[tuple[Run, Wait]]:
        return [(run, wait) for run in self._stage.runs for wait in run.waits]

    def _deliver(self) -> bool:
        mailed = [(run, wait) for run, wait in self._open() if self._is_mailed(wait)]
        if not mailed:
            return False
        run, wait = self._turns.first(mailed)
        self._stage.mail[wait.element] -= 1
        self._fire(run, wait, f"{self._plan.described(wait.element)}: beskeden kom")
        return True

    def _is_mailed(self, wait: Wait) -> bool:
        return wait.kind == "message" and self._stage.mail[wait.element] > 0

    def _is_work(self, run: Run, wait: Wait) -> bool:
        return wait.kind == "user" and wait.id not in run.calling

    def _fire(self, run: Run, wait: Wait, text: str) -> None:
        self._turns.taken(wait.element)
        self._stage.fire(run, wait, text)

    def _long_awaited(self) -> bool:
        """What waits while all that goes on has come round again and again: nothing waits for ever beside a ring."""
        going_on = [wait for run, wait in self._open() if self._is_work(run, wait) or self._is_mailed(wait)]
        rounds = self._turns.rounds(going_on)

        def has_its_turn(wait: Wait) -> bool:
            if wait.kind not in EVENT_KINDS or self._is_mailed(wait):
                return False
            if not self._holds_up(wait) or not self._may_come(wait):
                return self._turns.is_late(wait, rounds, PATIENCE**2)
            is_past = wait.due is not None and wait.due <= self._stage.clock.now()
            return self._turns.is_late(wait, rounds, 0 if is_past else PATIENCE)

        return bool(going_on) and (
            self._wait(has_its_turn) or self._choose_work(lambda wait: self._turns.is_late(wait, rounds, PATIENCE))
        )

    # ---- what happens beside the work

    def _surprise(self) -> bool:
        """Events beside the work are asked about once each time they begin to wait."""
        for run, wait in self._open():
            if not self._plan.is_optional(wait.element, wait.group) or wait.id in run.seen:
                continue
            run.seen.add(wait.id)
            if self._stage.happens_beside(wait) and self._does_happen(run, wait):
                self._stage.surprises[wait.element] += 1
                self._fire(run, wait, f"{self._plan.described(wait.element)} sker")
                return True
        return False

    def _does_happen(self, run: Run, wait: Wait) -> bool:
        beside = f", mens {self._plan.described(wait.group)} er i gang" if wait.group else ""
        question = f"{self._plan.described(wait.element)}: sker det{beside}?"
        return self._stage.ask(run.drawn, wait.element, question, ["nej", "ja"], [_LIKELY, _SELDOM]) == 1

    # ---- work

    def _work(self) -> bool:
        work = [(run, wait) for run, wait in self._open() if self._is_work(run, wait)]
        if not work:
            return False
        run, wait = self._turns.first(work)
        self._turns.taken(wait.element)
        self._do_work(run, wait)
        return True

    def _do_work(self, run: Run, wait: Wait) -> None:
        if self._call(run, wait) or self._fail(run, wait):
            return
        self._stage.clock.set(self._stage.clock.now() + WORK)
        self._stage.complete(run, wait)

    def _call(self, run: Run, wait: Wait) -> bool:
        """Begin the called process when it is in the drawing; any other call is stepped over as one piece of work."""
        if self._plan.kind(wait.element) != "callActivity":
            return False
        called = self._plan.process(self._plan.called(wait.element))
        if called is None or not self._stage.may_begin(called):
            return False
        run.calling.add(wait.id)
        self._stage.begin(called, caller=(run, wait))
        return True

    def _fail(self, run: Run, wait: Wait) -> bool:
        """Whether the work throws what an event on an edge catches."""
        failures = [each for each in self._plan.failures(wait.element) if self._may_fail(wait, each.event)]
        if not failures:
            return False
        options = ["det lykkes", *(f"{self._plan.described(failure.event)} sker" for failure in failures)]
        question = f"{self._plan.described(wait.element)}: hvordan går det?"
        weights = [_LIKELY, *(_SELDOM for _ in failures)]
        answer = self._stage.ask(run.drawn, wait.element, question, options, weights)
        if not answer:
            return False
        failure = failures[answer - 1]
        self._stage.surprises[failure.event] += 1
        kind = "error" if failure.kind == "error" else "escalated"
        self._stage.tell(kind, run.drawn, failure.event, f"{self._plan.described(failure.event)} sker")
        self._stage.do(run, Throw(wait.id, cast("Literal['error', 'escalation']", failure.kind), failure.code))
        return True

    def _may_fail(self, wait: Wait, event: str) -> bool:
        """Not too often; but a ring may have no other way out."""
        return self._stage.surprises[event] < MAX_SURPRISES or self._turns.is_ring(wait, self._stage.surprises[event])

    def _choose_work(self, may_choose: Callable[[Wait], bool]) -> bool:
        """In an ad-hoc sub-process people choose what to do, each thing once, until they say that it is done."""
        for run, wait in self._open():
            if wait.kind != "adhoc" or not may_choose(wait):
                continue
            self._turns.taken(wait.element)
            left = [each for each in wait.choices if (wait.id, each) not in self._chosen]
            begun = len(left) < len(wait.choices)
            options = [self._plan.described(each) for each in left] + (["intet mere"] if begun or not left else [])
            question = f"{self._plan.described(wait.element)}: hvad gøres nu?"
            weights = [_LIKELY] * len(left) + [_SELDOM] * (len(options) - len(left))
            answer = self._stage.ask(run.drawn, wait.element, question, options, weights)
            if answer < len(left):
                self._chosen.add((wait.id, left[answer]))
                self._stage.do(run, Choose(wait.id, left[answer]))
            else:
                self._stage.do(run, Complete(wait.id, {}))
            return True
        return False

    # ---- waiting

    def _may_come(self, wait: Wait) -> bool:
        """Whether an event comes from outside what is drawn, or with time, or because it was waited for in vain."""
        told = wait.kind == "message" and self._plan.is_told_from_inside(wait.element)
        return not told or self._passed_over[wait.group or ""] >= PATIENCE

    def _wait(self, may_come: Callable[[Wait], bool]) -> bool:
        """Let an event happen that is waited for: of those after a gateway one, of the others the one due first."""
        waiting = [(run, wait) for run, wait in self._open() if may_come(wait)]
        if not waiting:
            return False
        run, first = self._turns.first_event(waiting)
        rivals = [wait for other, wait in waiting if other is run and wait.group and wait.group == first.group]
        rivals = rivals or [first]
        names = [self._plan.described(wait.element) for wait in rivals]
        if first.group:
            self._passed_over[first.group] += 1
        chosen = 0
        if len(rivals) > 1:
            question = f"{self._plan.described(first.group or '')}: hvad sker først?"
            chosen = self._stage.ask(run.drawn, first.group or "", question, names, [1.0] * len(names))
        self._fire(run, rivals[chosen], f"{names[chosen]}: {self._comes(rivals[chosen])}")
        return True

    def _comes(self, wait: Wait) -> str:
        if wait.kind == "message" and self._plan.is_told_from_inside(wait.element):
            return "ingen i tegningen har sendt beskeden, men den antages at komme"
        return _COMES[wait.kind]

    def _holds_up(self, wait: Wait) -> bool:
        return wait.kind in EVENT_KINDS and not self._plan.is_optional(wait.element, wait.group)
