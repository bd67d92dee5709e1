"""
The words that pass the kernel door.

`engine.runtime` sees one pure function, `advance`, and these types. Everything
here is plain data that turns into JSON; no type of SpiffWorkflow's gets out.
Same definition, state, command and facts give the same step, but for the
random ids of new waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

# Numbers are int or float; an amount of money with two decimals survives a
# float's shortest form exactly, and FEEL reads it as a decimal.
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
State: TypeAlias = "dict[str, Json]"
WaitId: TypeAlias = str

WaitKind: TypeAlias = Literal["user", "service", "timer", "message", "signal", "condition", "child", "adhoc"]
TimerKind: TypeAlias = Literal["date", "duration", "cycle"]
Outcome: TypeAlias = Literal["open", "completed", "cancelled", "failed"]


@dataclass(frozen=True)
class Wait:
    """
    One thing an instance waits for; it becomes a row of the kind it names.

    The id is stable for as long as the wait is open, also across save and load.
    `locals` is what a multi-instance body sees besides the instance's variables.
    `due` (timers only) is a fact from the moment it was set. `name` is the
    message's or signal's name, the service topic, or the called process.
    `inputs` are the mapped values of a call or a service task. `binding` is
    a call's `latest` or `deployment`. `group` is the host activity's or event
    gateway's element id that a boundary or gateway event stands and falls with.
    `choices` (ad-hoc sub-processes only) are the elements that may be chosen
    now; `ends_by_hand` says whether Complete ends it, and
    `cancels_rest` whether what runs inside then goes. `correlation` is the key
    that a message must have to be meant for this wait, None for one without.
    """

    id: WaitId
    kind: WaitKind
    element: str
    locals: Mapping[str, Json] = field(default_factory=dict)
    due: datetime | None = None
    name: str | None = None
    inputs: Mapping[str, Json] | None = None
    binding: str = "latest"
    group: str | None = None
    choices: tuple[str, ...] = ()
    ends_by_hand: bool = False
    cancels_rest: bool = False
    correlation: Json = None


@dataclass(frozen=True)
class Start:
    """Begin an instance, at the none start event or at the named start event."""

    variables: Mapping[str, Json]
    start_event: str | None = None


@dataclass(frozen=True)
class Complete:
    """
    A user task, service task or child instance is done, or a person ends an ad-hoc sub-process.

    A child passes all its variables; the call's `out` rows choose.
    """

    wait: WaitId
    values: Mapping[str, Json]


@dataclass(frozen=True)
class Choose:
    """Begin one of the activities that an open ad-hoc sub-process offers. Raises WrongState for any other."""

    wait: WaitId
    element: str


@dataclass(frozen=True)
class Fire:
    """A timer is due, or a message or signal has come."""

    wait: WaitId
    payload: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Throw:
    """
    An error or escalation from inside a child instance or a service task.

    Uncaught, it stands in the step's `happened`.
    """

    wait: WaitId
    kind: Literal["error", "escalation"]
    code: str
    payload: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class SetVariables:
    """Variables or the case file changed from outside; conditions are looked at again."""

    values: Mapping[str, Json]


@dataclass(frozen=True)
class Cancel:
    """End the instance here; all its waits close."""

    reason: str


KernelCommand: TypeAlias = Start | Complete | Choose | Fire | Throw | SetVariables | Cancel


@dataclass(frozen=True)
class Happened:
    """
    One line of what an element did.

    `message`, `signal`, `error` and `escalation` leave the instance (data holds
    `name` or `code`, and `payload`; a message's also its correlation `key` and
    the number of another `case` it is for, where it has them); an `error` nobody caught ends it as failed,
    an `escalation` does not. `decided` carries a decision's `decision` and `trace`.
    """

    kind: Literal["entered", "completed", "cancelled", "message", "signal", "error", "escalation", "decided"]
    element: str
    data: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What one command did. `waits` holds all that are open: a row that is missing here was cancelled."""

    state: State
    variables: dict[str, Json]
    waits: tuple[Wait, ...]
    happened: tuple[Happened, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Obstacle:
    """
    Why a token cannot be put on another version of its diagram, in Danish.

    `missing`: nothing there answers to the element (or the sequence flow into a
    join) with this id, so a mapping may help. `changed`: what answers to it is
    something else, and only another drawing can help. `offers` are the sequence
    flows that a missing one may have become.
    """

    element: str
    kind: Literal["missing", "changed"]
    text: str
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moved:
    """
    An instance as it stands on another version of its diagram.

    A wait that lives on keeps its id and its due time; one that is missing in
    `waits` closes, one that is missing in `waits_before` is new. `remarks` says
    in Danish what a person should know of a wait, by its id.
    """

    state: State
    waits_before: tuple[Wait, ...]
    waits: tuple[Wait, ...]
    remarks: Mapping[WaitId, str]


class Stale(Exception):
    """The wait is not open any more: a late answer. Nothing changed."""


class Facts(Protocol):
    """
    What the kernel may ask while it runs.

    `names` are the instance's variables with the local ones over them; the
    implementation adds the case file as `sag`. All raise ExpressionFailed.
    """

    @property
    def now(self) -> datetime: ...

    def evaluate(self, expression: str, names: Mapping[str, Json]) -> Json:
        """The value of a FEEL expression; a leading `=` is allowed."""
        ...

    def due(
        self, kind: TimerKind, text: str, names: Mapping[str, Json], anchor: datetime, turn: int
    ) -> datetime | None:
        """
        When a timer is due, in UTC.

        `turn` counts a cycle's firings from 1; each is computed from the
        anchor, so nothing drifts. None when a cycle has no such turn.
        """
        ...

    def decide(self, decision: str, names: Mapping[str, Json]) -> tuple[Json, Json]:
        """A decision's result (a list of contexts for a table that collects rules, else one context) and its trace."""
        ...
