"""The runs of a drawing's processes, and what goes between them: messages, signals and calls."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, cast

from lxml import etree

from engine.clock import VirtualClock
from engine.definitions.sketch import Sketch
from engine.model import Complete, Fire, Happened, KernelCommand, Start, State, Throw, Wait
from engine.sketches.facts import DrawnFacts
from engine.sketches.lines import Chooser, Line, Question
from engine.sketches.plan import Drawn, Plan
from engine.spiff import CompiledProcess, advance, compile_process

MAX_SURPRISES = 2  # how often one event beside the work may happen
MAX_RUNS = 3  # of one process: a drawing that starts itself again and again is told of, not followed
EVENT_KINDS = {"message": "message", "signal": "signal", "condition": "condition", "timer": "timer_fired"}
_RECEIVING = frozenset({"intermediateCatchEvent", "receiveTask", "boundaryEvent", "startEvent"})


@dataclass(eq=False)
class Run:
    """
    One run of one process.

    `caller` is the run and the wait that a call activity began it from, `thrown`
    the code of the error that ended it. `seen` are the waits that were told or
    asked about, `calling` those whose process runs.
    """

    drawn: Drawn
    definition: CompiledProcess
    facts: DrawnFacts
    caller: tuple[Run, Wait] | None = None
    state: State | None = None
    waits: tuple[Wait, ...] = ()
    outcome: str = "open"
    thrown: str = ""
    seen: set[str] = field(default_factory=set)
    calling: set[str] = field(default_factory=set)

    def has_open(self, wait: Wait) -> bool:
        return any(each.id == wait.id for each in self.waits)


class Stage:
    """Where a drawing is played: its runs, its clock, the messages on their way, and the timeline."""

    def __init__(self, sketch: Sketch, chooser: Chooser, clock: VirtualClock) -> None:
        self.plan = Plan(sketch)
        self.clock = clock
        self.lines: list[Line] = []
        self.runs: list[Run] = []
        self.mail: Counter[str] = Counter()
        # How often each event beside the work has happened.
        self.surprises: Counter[str] = Counter()
        self._content = etree.tostring(self.plan.finished, encoding="UTF-8", xml_declaration=True)
        self._chooser = chooser

    def begin(self, drawn: Drawn, start: str | None = None, caller: tuple[Run, Wait] | None = None) -> None:
        """Begin a process at a start event; without one at its only one, or at the one that is chosen."""

        def tell(element: str, text: str) -> None:
            self.tell("choice", drawn, element, text)

        start = start or self._start_of(drawn)
        facts = DrawnFacts(self.plan, drawn.name, self._chooser, self.clock, tell)
        run = Run(drawn, compile_process(self._content, drawn.id), facts, caller)
        self.runs.append(run)
        how = f": {self.plan.name(start)}" if start and self.plan.name(start) else ""
        self.tell("instance_started", drawn, start or drawn.id, f"»{drawn.name}« begynder{how}")
        # The first start is plain in the finished drawing, each further one waits for a message of its own.
        self.do(run, Start({}, None if start in {None, *drawn.starts[:1]} else start))

    def _start_of(self, drawn: Drawn) -> str | None:
        if len(drawn.starts) < 2:
            return next(iter(drawn.starts), None)
        options = [self.plan.described(start) for start in drawn.starts]
        question = f"»{drawn.name}«: hvor begynder det?"
        return drawn.starts[self.ask(drawn, drawn.id, question, options, [1.0] * len(options))]

    def may_begin(self, drawn: Drawn) -> bool:
        return sum(1 for run in self.runs if run.drawn is drawn) < MAX_RUNS

    def do(self, run: Run, command: KernelCommand) -> None:
        """Carry out a command in a run, tell of what it does, and let it reach the other runs."""
        step = advance(run.definition, run.state, {}, command, run.facts)
        run.state, run.outcome = step.state, step.outcome
        run.waits = step.waits if step.outcome == "open" else ()
        for happened in step.happened:
            self._happened(run, happened)
        for wait in run.waits:
            if wait.kind == "user" and wait.id not in run.seen:
                run.seen.add(wait.id)
                self.tell("task_created", run.drawn, wait.element, f"{self.plan.described(wait.element)} er klar")
        if run.outcome not in {"open", "stopped"}:
            self._end(run)
        self._stop_orphans()

    def complete(self, run: Run, wait: Wait) -> None:
        """A piece of work is done, or the process it called has ended."""
        said = self.plan.described(wait.element)
        done = f"{said} er udført"
        if self.plan.kind(wait.element) == "callActivity" and wait.id not in run.calling:
            done = f"{said} er trådt over: processen, den kalder, er ikke i tegningen"
        self.tell("task_completed", run.drawn, wait.element, done)
        self.do(run, Complete(wait.id, {}))

    def fire(self, run: Run, wait: Wait, text: str) -> None:
        """What a wait waits for happens; a timer at its time, and after those beside the work that are due before."""
        if wait.due is not None:
            self._let_pass(wait.due)
            if not run.has_open(wait):
                return
            self.clock.set(wait.due)
        self.tell(EVENT_KINDS.get(wait.kind, "message"), run.drawn, wait.element, text)
        self.do(run, Fire(wait.id, {}))

    def _let_pass(self, until: datetime) -> None:
        """Timers beside the work go off when the time passes them, a few times each; nobody is asked."""
        while True:
            due = [
                (wait.due, run, wait)
                for run in self.runs
                for wait in run.waits
                if wait.due is not None and wait.due < until and self.happens_beside(wait)
            ]
            if not due:
                return
            moment, run, wait = min(due, key=lambda each: each[0])
            run.seen.add(wait.id)
            self.surprises[wait.element] += 1
            self.clock.set(moment)
            self.tell("timer_fired", run.drawn, wait.element, f"{self.plan.described(wait.element)}: tiden er gået")
            self.do(run, Fire(wait.id, {}))

    def happens_beside(self, wait: Wait) -> bool:
        """Whether an event waits beside the work and has not happened often already."""
        is_rare = self.surprises[wait.element] < MAX_SURPRISES
        return is_rare and self.plan.is_optional(wait.element, wait.group)

    def _end(self, run: Run) -> None:
        how = "er slut" if run.outcome == "completed" else "er stoppet af en fejl"
        if run.outcome == "failed" and run.caller is None:
            how += ", som intet i tegningen griber"
        self.tell("instance_ended", run.drawn, run.drawn.id, f"»{run.drawn.name}« {how}")
        if run.caller is None or not run.caller[0].has_open(run.caller[1]):
            return
        caller, wait = run.caller
        if run.outcome == "completed":
            self.complete(caller, wait)
        else:
            self.do(caller, Throw(wait.id, "error", run.thrown))

    def _stop_orphans(self) -> None:
        """A called process ends with the call that it was begun by."""
        for run in self.runs:
            if run.outcome == "open" and run.caller is not None and not run.caller[0].has_open(run.caller[1]):
                run.outcome, run.waits = "stopped", ()
                text = f"»{run.drawn.name}« stopper, fordi det, der kaldte den, er forbi"
                self.tell("instance_ended", run.drawn, run.drawn.id, text)

    # ---- between the runs

    def _happened(self, run: Run, happened: Happened) -> None:
        element, said = happened.element, self.plan.described(happened.element)
        if happened.kind == "message":
            self.tell("message", run.drawn, element, f"{said} sender sin besked")
            self._send(run, element)
        elif happened.kind == "signal":
            self.tell("signal", run.drawn, element, f"{said} sender sit signal")
            self._signal(run, element, str(happened.data.get("name")))
        elif happened.kind in {"error", "escalation"}:
            self._thrown(run, happened)
        elif happened.kind == "completed" and self.plan.kind(element) in {"endEvent", "intermediateThrowEvent"}:
            if self.plan.name(element):
                self.tell("milestone", run.drawn, element, f"{said} er nået")
        elif happened.kind == "completed" and self.plan.messages.get(element):
            self._send(run, element)

    def _thrown(self, run: Run, happened: Happened) -> None:
        """What nothing in a process catches goes to the call that it was begun by: an error when the run has ended."""
        kind: Literal["error", "escalated"] = "error" if happened.kind == "error" else "escalated"
        code = cast("str | None", happened.data.get("code")) or ""
        called = run.caller is not None and run.caller[0].has_open(run.caller[1])
        goes = "går videre til det, der kalder" if called else "intet i tegningen griber det"
        self.tell(kind, run.drawn, happened.element, f"{self.plan.described(happened.element)}: {goes}")
        if kind == "error":
            run.thrown = code
        elif called and run.caller is not None:
            self.do(run.caller[0], Throw(run.caller[1].id, "escalation", code))

    def _send(self, run: Run, element: str) -> None:
        """Bring a message to who waits for it, or begin what it starts."""
        for target in self.plan.messages.get(element, []):
            process = self.plan.process(self.plan.process_of(target))
            if process is None or process is run.drawn:
                continue
            if target in process.starts:
                if self.may_begin(process):
                    self.begin(process, target)
            elif self.plan.runs_as(target) in _RECEIVING:
                self.mail[target] += 1

    def _signal(self, sender: Run, element: str, name: str) -> None:
        """The sender's own waits were told by the kernel."""
        for start in self.plan.signalled.get(element, []):
            process = self.plan.process(self.plan.process_of(start))
            if process is not None and self.may_begin(process):
                self.begin(process, start)
        for run in list(self.runs):
            for wait in run.waits if run is not sender else ():
                if wait.kind == "signal" and wait.name == name and run.has_open(wait):
                    self.fire(run, wait, f"{self.plan.described(wait.element)}: signalet kom")

    # ---- telling and asking

    def tell(self, kind: str, drawn: Drawn, element: str, text: str) -> None:
        """Add a line to the timeline."""
        self.lines.append(Line(self.clock.now(), kind, drawn.name, element, self.plan.name(element), text))

    def ask(self, drawn: Drawn, element: str, text: str, options: list[str], weights: list[float]) -> int:
        """The number of the answer that whoever plays chooses."""
        return self._chooser.choose(Question(drawn.name, element, text, options, weights))
