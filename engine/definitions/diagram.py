"""What the engine needs to know of a BPMN diagram besides how its tokens move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from engine.definitions.bpmn import running, scopes
from engine.definitions.expressions import Formula, Place
from engine.definitions.flows import Flows
from engine.definitions.xml import Element as XmlElement


@dataclass(frozen=True)
class FactWrite:
    """`sag:skriv`: a value for a path of the case file; `append` puts it at the end of a list."""

    path: str
    expression: Formula
    append: bool


@dataclass(frozen=True)
class EventOut:
    """`sag:haendelse`: an event for the outbox; `expression` gives its data as a context, None means no data."""

    type: str
    expression: Formula | None


@dataclass(frozen=True)
class LetterOut:
    """`sag:brev`: a letter recorded as sent."""

    document: str
    title: str
    recipient: str


@dataclass(frozen=True)
class Guard:
    """`sag:guard`: the early message on a task while its condition is not true."""

    condition: Formula
    message: str


@dataclass(frozen=True)
class Element:
    """
    One flow node.

    `kind` is its BPMN name (`userTask`). `role` is the key of its
    candidateGroups, or else of its lane; in `lanes` are more than one when it
    is drawn into several. `due_date` is text as written, ISO 8601 or FEEL. `assignee` is FEEL with a leading `=`, or a
    username. `events` and the like come in the order of the file.
    """

    id: str
    name: str
    kind: str
    line: int
    lanes: tuple[str, ...] = ()
    role: str | None = None
    documentation: str = ""
    form: str | None = None
    candidate_groups: str | None = None
    assignee: str | None = None
    due_date: str | None = None
    priority: int = 50
    topic: str | None = None
    decision: str | None = None
    called: str | None = None
    hjemmel: tuple[str, ...] = ()
    milestone: str | None = None
    writes: tuple[FactWrite, ...] = ()
    events: tuple[EventOut, ...] = ()
    letters: tuple[LetterOut, ...] = ()
    guards: tuple[Guard, ...] = ()

    @property
    def lane(self) -> str | None:
        """The lane's name, "" of one without; None outside all lanes."""
        return self.lanes[-1] if self.lanes else None


@dataclass(frozen=True)
class Call:
    """A call activity's way to its child: the variables that go in (`inputs`) and come back (`outputs`)."""

    element: str
    process: str
    line: int
    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    all_in: bool = False
    all_out: bool = False


@dataclass(frozen=True)
class Decided:
    """A variable that a business rule task puts a decision's answer into; `mapping` is camunda:mapDecisionResult."""

    variable: str
    decision: str
    mapping: str


Wanted: TypeAlias = Literal["condition", "time"]


@dataclass(frozen=True)
class Use:
    """
    An expression in a process and the names only it knows.

    `within` is the process whose variables it reads: the called one for an
    `out` row, else None for the process it stands in. `wanted` is what its
    value must be, where only one thing can be meant.
    """

    formula: Formula
    locals: frozenset[str] = frozenset()
    within: str | None = None
    wanted: Wanted | None = None


@dataclass(frozen=True)
class Timer:
    """A timer's text as it stands; a deadline (`due`) may be a date or a duration."""

    text: str
    kind: Literal["date", "duration", "cycle", "due"]
    place: Place


@dataclass(frozen=True)
class EventStart:
    """
    A start event that the engine begins the process at by itself, within a case; one of the three is there.

    `timer` is its kind and text. A `condition` is asked of the case file.
    """

    element: str
    signal: str | None = None
    timer: tuple[Literal["date", "duration", "cycle"], str] | None = None
    condition: Formula | None = None


@dataclass(frozen=True)
class Process:
    """
    One executable process of a file.

    `content` is the whole file. `message_starts` maps a message's name to the
    node it begins at, a start event as a rule; `none_start` is where the process
    begins by itself. `sets` are the variables that the diagram itself gives
    values, `mapped` those of them that come from elsewhere than a decision
    (`decided`); `receives` and `sends` are the names of its messages, the
    latter with the variables they carry.
    """

    id: str
    name: str
    file: str
    line: int
    content: bytes = field(repr=False)
    elements: Mapping[str, Element] = field(repr=False)
    none_start: str | None
    message_starts: Mapping[str, str]
    receives: frozenset[str]
    sends: Mapping[str, frozenset[str]]
    calls: tuple[Call, ...]
    sets: frozenset[str]
    mapped: frozenset[str]
    decided: tuple[Decided, ...]
    throws: frozenset[str]
    uses: tuple[Use, ...] = field(repr=False)
    timers: tuple[Timer, ...] = field(repr=False)
    event_starts: tuple[EventStart, ...] = ()


@dataclass(frozen=True)
class Diagram:
    """A file of diagrams: its executable processes, and the tree for whoever checks the drawing."""

    file: str
    root: XmlElement = field(repr=False, compare=False)
    processes: tuple[Process, ...]

    @cached_property
    def flows(self) -> tuple[Flows, ...]:
        """What leads where in every executable process and every sub-process in one; made once for all who ask."""
        return tuple(Flows(scope) for process in running(self.root) for scope in scopes(process))
