"""A drawing played from its start to its end, on a virtual clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from engine.clock import VirtualClock
from engine.definitions.sketch import Sketch
from engine.errors import EngineError, InvalidDefinition
from engine.model import Complete, Fire, Happened, KernelCommand, Start, State, Throw, Wait
from engine.sketches.facts import DrawnFacts
from engine.sketches.lines import Chooser, Line, Question
from engine.sketches.plan import Drawn, Plan
from engine.spiff import CompiledProcess, advance, compile_process

MAX_STEPS = 1_000
MAX_RUNS = 3  # of one process: a drawing that starts itself again and again is told of, not followed
MAX_SURPRISES = 2  # how often one event beside the work may happen
WORK = timedelta(hours=1)
_EVENT_KINDS = {"message": "message", "signal": "signal", "condition": "condition", "timer": "timer_fired"}

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


@dataclass(eq=False)
class _Run:
    """One run of one process. `caller` is the run and the wait that a call activity began it from."""

    drawn: Drawn
    definition: CompiledProcess
    facts: DrawnFacts
    caller: tuple[_Run, Wait] | None = None
    state: State | None = None
    waits: tuple[Wait, ...] = ()
    outcome: str = "open"
    seen: set[str] = field(default_factory=set)
    calling: set[str] = field(default_factory=set)


def play(sketch: Sketch, chooser: Chooser, start: datetime) -> Play:
    """Run every process of a sound drawing. The same choices give the same timeline."""
    player = _Player(sketch, chooser, VirtualClock(start))
    try:
        player.run()
    except InvalidDefinition as error:
        player.problems += [finding.message for finding in error.findings]
    except EngineError as error:
        player.problems.append(str(error))
    ended = not player.problems and all(run.outcome != "open" for run in player.runs)
    return Play(player.lines, ended, player.problems)


class _Player:
    def __init__(self, sketch: Sketch, chooser: Chooser, clock: VirtualClock) -> None:
        self.lines: list[Line] = []
        self.problems: list[str] = []
        self.runs: list[_Run] = []
        self._plan = Plan(sketch)
        self._content = etree.tostring(self._plan.finished, encoding="UTF-8", xml_declaration=True)
        self._chooser = chooser
        self._clock = clock
        self._mail: Counter[str] = Counter()
        self._surprises: Counter[str] = Counter()

    def run(self) -> None:
        own = [drawn for drawn in self._plan.processes if self._plan.begins_by_itself(drawn)]
        for drawn in own or self._plan.processes[:1]:
            self._begin(drawn, self._start_of(drawn))
        steps = 0
        while self._step():
            steps += 1
            if steps == MAX_STEPS:
                self.problems.append(
                    f"Simuleringen blev afbrudt efter {MAX_STEPS} skridt. Se efter, om der er en vej ud af hver ring."
                )
                return

    # ---- runs

    def _start_of(self, drawn: Drawn) -> str | None:
        if len(drawn.starts) < 2:
            return None
        options = [self._plan.described(start) for start in drawn.starts]
        question = f"»{drawn.name}«: hvor begynder det?"
        return drawn.starts[self._ask(drawn.name, drawn.id, question, options, [1.0] * len(options))]

    def _begin(self, drawn: Drawn, start: str | None, caller: tuple[_Run, Wait] | None = None) -> None:
        def tell(element: str, text: str) -> None:
            self._tell("choice", drawn, element, text)

        facts = DrawnFacts(self._plan, drawn.name, self._chooser, self._clock, tell)
        run = _Run(drawn, compile_process(self._content, drawn.id), facts, caller)
        self.runs.append(run)
        at = start or (drawn.starts[0] if drawn.starts else drawn.id)
        how = f": {self._plan.name(at)}" if drawn.starts and self._plan.name(at) else ""
        self._tell("instance_started", drawn, at, f"»{drawn.name}« begynder{how}")
        first = drawn.starts and start == drawn.starts[0]
        self._do(run, Start({}, None if first else start))

    def _do(self, run: _Run, command: KernelCommand) -> None:
        step = advance(run.definition, run.state, {}, command, run.facts)
        run.state, run.outcome = step.state, step.outcome
        run.waits = step.waits if step.outcome == "open" else ()
        for wait in run.waits:
            if wait.kind == "user" and wait.id not in run.seen:
                run.seen.add(wait.id)
                self._tell("task_created", run.drawn, wait.element, f"{self._plan.described(wait.element)} er klar")
        for happened in step.happened:
            self._happened(run, happened)
        if run.outcome != "open":
            self._end(run)

    def _end(self, run: _Run) -> None:
        how = "er slut" if run.outcome == "completed" else "er stoppet af en fejl, som intet i tegningen griber"
        self._tell("instance_ended", run.drawn, run.drawn.id, f"»{run.drawn.name}« {how}")
        if run.caller is not None and run.caller[0].outcome == "open":
            caller, wait = run.caller
            if wait.id in {each.id for each in caller.waits}:
                self._complete(caller, wait)

    # ---- what the drawing does

    def _happened(self, run: _Run, happened: Happened) -> None:
        element, said = happened.element, self._plan.described(happened.element)
        if happened.kind == "message":
            self._tell("message", run.drawn, element, f"{said} sender sin besked")
            self._send(run, element)
        elif happened.kind == "signal":
            self._tell("signal", run.drawn, element, f"{said} sender sit signal")
            self._signal(run, str(happened.data.get("name")))
        elif happened.kind in {"error", "escalation"}:
            kind = "error" if happened.kind == "error" else "escalated"
            self._tell(kind, run.drawn, element, f"{said}: intet i tegningen griber det")
        elif happened.kind == "completed" and self._plan.kind(element) in {"endEvent", "intermediateThrowEvent"}:
            if self._plan.name(element):
                self._tell("milestone", run.drawn, element, f"{said} er nået")
        elif happened.kind == "completed" and self._plan.messages.get(element):
            self._send(run, element)

    def _send(self, run: _Run, element: str) -> None:
        """Bring a message along the drawn message flows to who waits for it, or begin what it starts."""
        for target in self._plan.messages.get(element, []):
            process = next((each for each in self._plan.processes if each.id == self._plan.process_of(target)), None)
            if process is None or process is run.drawn:
                continue
            if target in process.starts:
                if sum(1 for each in self.runs if each.drawn is process) < MAX_RUNS:
                    self._begin(process, target)
            elif self._plan.runs_as(target) in {"intermediateCatchEvent", "receiveTask", "boundaryEvent", "startEvent"}:
                self._mail[target] += 1

    def _signal(self, sender: _Run, name: str) -> None:
        for run in list(self.runs):
            for wait in run.waits if run is not sender else ():
                if wait.kind == "signal" and wait.name == name and wait.id in {each.id for each in run.waits}:
                    self._fire(run, wait, f"{self._plan.described(wait.element)}: signalet kom")

    # ---- what happens to it

    def _step(self) -> bool:
        """Let the next thing happen; False when nothing can."""
        return (
            self._deliver()
            or self._surprise()
            or self._work()
            or self._wait(self._may_come)
            or self._wait(lambda _: True)
        )

    def _open(self) -> list[tuple[_Run, Wait]]:
        return [(run, wait) for run in self.runs for wait in run.waits]

    def _deliver(self) -> bool:
        for run, wait in self._open():
            if wait.kind == "message" and self._mail[wait.element]:
                self._mail[wait.element] -= 1
                self._fire(run, wait, f"{self._plan.described(wait.element)}: beskeden kom")
                return True
        return False

    def _surprise(self) -> bool:
        """Events beside the work are asked about once each time they begin to wait."""
        for run, wait in self._open():
            if not self._plan.is_optional(wait.element, wait.group) or wait.id in run.seen:
                continue
            run.seen.add(wait.id)
            if self._surprises[wait.element] < MAX_SURPRISES and self._does_happen(run, wait):
                self._surprises[wait.element] += 1
                self._fire(run, wait, f"{self._plan.described(wait.element)} sker")
                return True
        return False

    def _does_happen(self, run: _Run, wait: Wait) -> bool:
        beside = f", mens {self._plan.described(wait.group)} er i gang" if wait.group else ""
        question = f"{self._plan.described(wait.element)}: sker det{beside}?"
        return self._ask(run.drawn.name, wait.element, question, ["nej", "ja"], [4.0, 1.0]) == 1

    def _work(self) -> bool:
        for run, wait in self._open():
            if wait.kind == "user" and wait.id not in run.calling:
                self._do_work(run, wait)
                return True
        return False

    def _do_work(self, run: _Run, wait: Wait) -> None:
        if self._plan.kind(wait.element) == "callActivity" and self._call(run, wait):
            return
        failures = self._plan.failures(wait.element)
        if failures:
            options = ["det lykkes", *(f"{self._plan.described(event)} sker" for event, _, _ in failures)]
            question = f"{self._plan.described(wait.element)}: hvordan går det?"
            answer = self._ask(run.drawn.name, wait.element, question, options, [4.0] + [1.0] * len(failures))
            if answer and self._surprises[failures[answer - 1][0]] < MAX_SURPRISES:
                event, kind, code = failures[answer - 1]
                self._surprises[event] += 1
                self._tell(
                    "error" if kind == "error" else "escalated", run.drawn, event, f"{self._plan.described(event)} sker"
                )
                self._do(run, Throw(wait.id, "error" if kind == "error" else "escalation", code))
                return
        self._clock.set(self._clock.now() + WORK)
        self._complete(run, wait)

    def _call(self, run: _Run, wait: Wait) -> bool:
        """Begin the called process when it is in the drawing; any other call is stepped over as one piece of work."""
        called = next((each for each in self._plan.processes if each.id == self._plan.called(wait.element)), None)
        if called is None or sum(1 for each in self.runs if each.drawn is called) >= MAX_RUNS:
            return False
        run.calling.add(wait.id)
        self._begin(called, None, (run, wait))
        return True

    def _complete(self, run: _Run, wait: Wait) -> None:
        said = self._plan.described(wait.element)
        done = f"{said} er udført"
        if self._plan.kind(wait.element) == "callActivity" and wait.id not in run.calling:
            done = f"{said} er trådt over: processen, den kalder, er ikke i tegningen"
        self._tell("task_completed", run.drawn, wait.element, done)
        self._do(run, Complete(wait.id, {}))

    def _may_come(self, wait: Wait) -> bool:
        """Whether an event comes from outside what is drawn, or with time."""
        return not (wait.kind == "message" and self._plan.is_told_from_inside(wait.element))

    def _wait(self, may_come: Callable[[Wait], bool]) -> bool:
        """Let an event happen that is waited for: of those after a gateway one, of the others the one due first."""
        waiting = [(run, wait) for run, wait in self._open() if self._holds_up(wait) and may_come(wait)]
        if not waiting:
            return False
        run, first = min(waiting, key=lambda pair: (pair[1].due is not None, pair[1].due or self._clock.now()))
        rivals = [wait for _, wait in waiting if wait.group and wait.group == first.group] or [first]
        names = [self._plan.described(wait.element) for wait in rivals]
        chosen = 0
        if len(rivals) > 1:
            question = f"{self._plan.described(first.group or '')}: hvad sker først?"
            chosen = self._ask(run.drawn.name, first.group or "", question, names, [1.0] * len(names))
        self._fire(run, rivals[chosen], f"{names[chosen]}: {self._comes(rivals[chosen])}")
        return True

    def _comes(self, wait: Wait) -> str:
        if wait.kind == "message" and self._plan.is_told_from_inside(wait.element):
            return "ingen i tegningen har sendt beskeden, men den antages at komme"
        return _COMES[wait.kind]

    def _holds_up(self, wait: Wait) -> bool:
        return wait.kind in _EVENT_KINDS and not self._plan.is_optional(wait.element, wait.group)

    def _fire(self, run: _Run, wait: Wait, text: str) -> None:
        if wait.due is not None:
            self._clock.set(wait.due)
        self._tell(_EVENT_KINDS.get(wait.kind, "message"), run.drawn, wait.element, text)
        self._do(run, Fire(wait.id, {}))

    # ---- telling and asking

    def _tell(self, kind: str, drawn: Drawn, element: str, text: str) -> None:
        self.lines.append(Line(self._clock.now(), kind, drawn.name, element, self._plan.name(element), text))

    def _ask(self, process: str, element: str, text: str, options: list[str], weights: list[float]) -> int:
        return self._chooser.choose(Question(process, element, text, options, weights))
