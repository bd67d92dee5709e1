"""The runs of a drawing's processes, and what goes between them: messages, signals and calls."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from engine.clock import VirtualClock
from engine.definitions.sketch import Sketch
from engine.model import Complete, Fire, Happened, KernelCommand, Start, State, Wait
from engine.sketches.facts import DrawnFacts
from engine.sketches.lines import Chooser, Line, Question
from engine.sketches.plan import Drawn, Plan
from engine.spiff import CompiledProcess, advance, compile_process

MAX_RUNS = 3  # of one process: a drawing that starts itself again and again is told of, not followed
EVENT_KINDS = {"message": "message", "signal": "signal", "condition": "condition", "timer": "timer_fired"}
_RECEIVING = frozenset({"intermediateCatchEvent", "receiveTask", "boundaryEvent", "startEvent"})


@dataclass(eq=False)
class Run:
    """
    One run of one process.

    `caller` is the run and the wait that a call activity began it from. `seen`
    are the waits that were told or asked about, `calling` those whose process runs.
    """

    drawn: Drawn
    definition: CompiledProcess
    facts: DrawnFacts
    caller: tuple[Run, Wait] | None = None
    state: State | None = None
    waits: tuple[Wait, ...] = ()
    outcome: str = "open"
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
        if run.outcome != "open":
            self._end(run)

    def complete(self, run: Run, wait: Wait) -> None:
        """A piece of work is done, or the process it called has ended."""
        said = self.plan.described(wait.element)
        done = f"{said} er udført"
        if self.plan.kind(wait.element) == "callActivity" and wait.id not in run.calling:
            done = f"{said} er trådt over: processen, den kalder, er ikke i tegningen"
        self.tell("task_completed", run.drawn, wait.element, done)
        self.do(run, Complete(wait.id, {}))

    def fire(self, run: Run, wait: Wait, text: str) -> None:
        """What a wait waits for happens; a timer at its time."""
        if wait.due is not None:
            self.clock.set(wait.due)
        self.tell(EVENT_KINDS.get(wait.kind, "message"), run.drawn, wait.element, text)
        self.do(run, Fire(wait.id, {}))

    def _end(self, run: Run) -> None:
        how = "er slut" if run.outcome == "completed" else "er stoppet af en fejl, som intet i tegningen griber"
        self.tell("instance_ended", run.drawn, run.drawn.id, f"»{run.drawn.name}« {how}")
        if run.caller is not None and run.caller[0].has_open(run.caller[1]):
            self.complete(*run.caller)

    # ---- between the runs

    def _happened(self, run: Run, happened: Happened) -> None:
        element, said = happened.element, self.plan.described(happened.element)
        if happened.kind == "message":
            self.tell("message", run.drawn, element, f"{said} sender sin besked")
            self._send(run, element)
        elif happened.kind == "signal":
            self.tell("signal", run.drawn, element, f"{said} sender sit signal")
            self._signal(run, str(happened.data.get("name")))
        elif happened.kind in {"error", "escalation"}:
            kind = "error" if happened.kind == "error" else "escalated"
            self.tell(kind, run.drawn, element, f"{said}: intet i tegningen griber det")
        elif happened.kind == "completed" and self.plan.kind(element) in {"endEvent", "intermediateThrowEvent"}:
            if self.plan.name(element):
                self.tell("milestone", run.drawn, element, f"{said} er nået")
        elif happened.kind == "completed" and self.plan.messages.get(element):
            self._send(run, element)

    def _send(self, run: Run, element: str) -> None:
        """Bring a message along the drawn message flows to who waits for it, or begin what it starts."""
        for target in self.plan.messages.get(element, []):
            process = self.plan.process(self.plan.process_of(target))
            if process is None or process is run.drawn:
                continue
            if target in process.starts:
                if self.may_begin(process):
                    self.begin(process, target)
            elif self.plan.runs_as(target) in _RECEIVING:
                self.mail[target] += 1

    def _signal(self, sender: Run, name: str) -> None:
        """The sender's own waits were told by the kernel."""
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
